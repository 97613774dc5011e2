"""What the Threshold tab is made of: questions, plots with one line, and what the line means."""
