"""What a column's name and its values make doubtful: identifiers, codes for missing, units, ranges."""
