"""How long a service asks to wait, in the two forms that HTTP has for it (RFC 9110, 10.2.3)."""

from email.utils import parsedate_to_datetime


def retry_after(text: str, now: float) -> float | None:
    """Return the seconds that ``Retry-After`` asks for; None where it says nothing."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError):
        return None
