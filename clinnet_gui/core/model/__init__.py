"""The network: its size from the data, its settings, its layers."""
