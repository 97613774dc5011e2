"""How names and numbers are spelled for people, alike in the window and on the command line."""

import math

NOT_ESTIMABLE = "not estimable"


def quantity(value: float) -> str:
    """Return a measured number with six digits, never with an exponent where it is large.

    >>> quantity(1435423.0), quantity(54.0), quantity(0.1 + 0.2), quantity(2019)
    ('1,435,423', '54', '0.3', '2019')
    """
    return f"{value:,.0f}" if 1e5 <= abs(value) < 1e15 else f"{value:.6g}"


def elided(text: str, limit: int = 48) -> str:
    """Return ``text`` on one line of at most ``limit`` characters, its middle left out.

    >>> elided("systolic blood pressure at admission", 16)
    'systolic…mission'
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = limit // 2
    return line[:head] + "…" + line[-(limit - head - 1) :]


def events_text(events: int) -> str:
    """Return so many events in words.

    >>> events_text(1), events_text(0), events_text(1200)
    ('1 event', '0 events', '1,200 events')
    """
    return f"{events:,} event{'' if events == 1 else 's'}"


def rarer_text(events: int, others: int) -> str:
    """Return how many patients there are of the rarer outcome.

    >>> rarer_text(6, 114), rarer_text(114, 1)
    ('6 events', '1 patient without the event')
    """
    if events <= others:
        return events_text(events)
    return f"{others:,} patient{'' if others == 1 else 's'} without the event"


def only_text(events: int, others: int) -> str:
    """Return how few patients there are of the rarer outcome.

    >>> only_text(6, 114), only_text(0, 120), only_text(120, 0)
    ('only 6 events', 'no event', 'no patient without the event')
    """
    if min(events, others):
        return f"only {rarer_text(events, others)}"
    return "no event" if not events else "no patient without the event"


def percent(value: float) -> str:
    """Return a share in percent with one decimal.

    >>> percent(0.1834), percent(-0.1)
    ('18.3 %', '−10.0 %')
    """
    return NOT_ESTIMABLE if math.isnan(value) else f"{100 * value:.1f} %".replace("-", "−")


def risk_text(value: float) -> str:
    """Return a risk in percent; none is so certain that it may read 0 or 100.

    >>> risk_text(0.1834), risk_text(0.99997), risk_text(0.0001)
    ('18.3 %', '>99.9 %', '<0.1 %')
    """
    if value >= 0.9995:
        return ">99.9 %"
    return "<0.1 %" if value < 0.0005 else percent(value)
