"""Plots: the one themed plot that all plots are made of, its legend, axes and export."""
