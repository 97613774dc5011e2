"""What the Results tabs and the Score page are made of."""
