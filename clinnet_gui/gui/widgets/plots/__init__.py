"""Plots: the one themed plot that all plots are made of, its legend and axes, its twin as a table, and
the ways in which picture and numbers leave the window."""
