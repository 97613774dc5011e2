"""Validation: what the whole way of making a network is worth on patients that it has not seen."""
