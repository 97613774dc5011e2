"""Widgets of the panels on groups of patients."""
