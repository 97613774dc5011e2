"""Widgets that show what remains of a network's figures on other patients."""
