"""What the Calibration tab is made of: curve and groups, measures, the choice of a method."""
