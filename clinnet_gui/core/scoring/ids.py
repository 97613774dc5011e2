"""Ids as they name a patient: a spreadsheet drops leading zeros, and another ward writes small letters."""


def same_id(text: str) -> str:
    """Return what two spellings of one id have in common; empty where there is no id.

    Rather one patient too many is taken for the study's own than one too few: her row would be judged,
    or fitted on, as another's.

    >>> same_id("000123") == same_id(" 123") == same_id("123.0"), same_id("P07") == same_id("p07")
    (True, True)
    """
    bare = text.strip().casefold()
    digits = bare.removesuffix(".0")
    return (digits.lstrip("0") or "0") if digits.isdecimal() else bare
