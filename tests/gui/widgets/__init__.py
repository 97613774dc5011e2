"""Widgets, one by one."""
