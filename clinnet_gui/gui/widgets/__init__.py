"""Widgets: one control group or plot, one class, one file; they show values and compute nothing."""
