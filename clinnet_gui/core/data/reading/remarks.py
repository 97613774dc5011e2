"""What is left to say once all rows were seen: how many they are, and what they span."""

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.limits import HOPELESS_ROWS, MINIMUM_EVENTS, MINIMUM_ROWS
from clinnet_gui.core.data.reading.growing import Growing
from clinnet_gui.core.errors import FileRefused


def expect_rows(growing: Growing) -> None:
    """FileRefused where there is no patient, or none whose row is sound."""
    if growing.inspection.rows == 0:
        raise FileRefused(
            "The file has column names but no patients.", "Export the table again, with its rows.", "NO_ROWS"
        )
    if growing.rows.size == 0:
        raise FileRefused(
            f"None of the {growing.inspection.rows:,} rows is sound: each is damaged or has the wrong width.",
            "Check the separator and the quotes, or export the table again.",
            "NO_ROWS",
        )


def remarks(growing: Growing) -> list[Finding]:
    """Return the findings on all rows together."""
    found = (_few(growing.rows.size), _spanning(growing), _blank(growing.inspection.blank))
    return [finding for finding in found if finding is not None]


def _few(rows: int) -> Finding | None:
    """Too few for any training. It can still be a table of new patients, so reading goes on."""
    if rows >= HOPELESS_ROWS:
        return None
    found = "1 patient was found" if rows == 1 else f"{rows} patients were found"
    return Finding(
        "TOO_FEW_ROWS",
        Level.REFUSE,
        f"{found}; at least {MINIMUM_ROWS} with at least {MINIMUM_EVENTS} events are needed to train.",
        "Nothing can be trained on this table.",
        "Open a table with more patients.",
        count=rows,
    )


def _spanning(growing: Growing) -> Finding | None:
    where = growing.inspection.spanning
    if not where:
        return None
    return Finding(
        "NEWLINE_IN_CELL",
        Level.NOTE,
        f"In {len(where):,} row{'s' if len(where) > 1 else ''} a quoted cell holds a line break.",
        "The cell was kept as it is.",
        rows=tuple(row for row, _ in where[:10]),
        lines=tuple(line for _, line in where[:10]),
        count=len(where),
    )


def _blank(count: int) -> Finding | None:
    if not count:
        return None
    saw = f"{count:,} empty line{'s' if count > 1 else ''} between or below the rows."
    did = (
        "They are no patients and were passed over." if count > 1 else "It is no patient and was passed over."
    )
    return Finding("BLANK_LINES", Level.NOTE, saw, did, count=count)
