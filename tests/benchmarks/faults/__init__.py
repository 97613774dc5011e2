"""Injected faults: how many are found, and how many are named rightly."""
