"""The one error of this package."""


class Malformed(ValueError):
    """A text that is no value of the type asked for; the message names the place, no value."""
