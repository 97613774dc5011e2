"""What the window of foreign predictions is made of."""
