"""What the External panel is made of: shifts, updates, precision."""
