"""The window: one mutable object, the session; every view is a function of it."""
