"""Evaluation: curves, calibration, recalibration, thresholds, utility, with intervals."""
