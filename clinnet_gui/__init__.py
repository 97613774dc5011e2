"""Clinnet: from a table of patients to a neural network that can be trusted."""

__version__ = "0.1.0"
