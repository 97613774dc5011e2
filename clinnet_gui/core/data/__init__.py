"""From bytes to a split: reading, columns, screening, dataset, split, encoder."""
