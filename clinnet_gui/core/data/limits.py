"""How much data is too little, or too much for one cell or one name."""

MINIMUM_ROWS = 50
"""Patients below which nothing is trained."""

MINIMUM_EVENTS = 10
"""Patients with the event (and, likewise, without) below which nothing is trained."""

HOPELESS_ROWS = 2 * MINIMUM_EVENTS
"""Rows below which no outcome whatever can have enough events and enough non-events."""

LONGEST_CELL = 131_072
"""Characters in one cell above which its row is set aside: no measurement is that long."""

LONGEST_NAME = 100
"""Characters in a column's name above which the analyst is told that it is shown shortened."""

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes without a line end above which a file is no table."""
