"""The headless core: values and iterators, no Qt, no events."""
