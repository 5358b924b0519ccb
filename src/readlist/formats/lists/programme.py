"""Programmes of conferences and workshops: slots that begin with a time, talks, and breaks."""

import re

# ``9:45``, ``09:00-09:10``, ``9.00–9.30``, ``14h30``, ``9:00 am``; not ``2.10``, a part's number
_CLOCK = r"(?:[01]?\d|2[0-4])(?::|h)[0-5]\d(?:\s?[ap]\.?m\b\.?)?"
_DOTTED = r"(?:[01]?\d|2[0-4])\.[0-5]\d"
TIME = (
    rf"(?i:(?:{_DOTTED}\s?[-–—]\s?{_DOTTED}|{_CLOCK}(?:\s?(?:[-–—]|to)\s?{_CLOCK})?)"
    r"(?=\s|[:|–—-]|$)\s?(?:[:|]|[-–—](?=\s))?\s*)"
)
# ``Contributed Talk #1: T``, ``Keynote: T``, ``Oral 3 - T``; not ``Talk Less, Measure More``
TALK = (
    r"(?i:(?:(?:contributed|invited|keynote|plenary|accepted|spotlight|oral|short|lightning)\s"
    r"(?:talks?|papers?|lecture|speaker|presentation)|keynote|plenary|oral|spotlight|talk|paper)"
    r"(?:\s?#?\d{1,3})?\s?(?::|\s[-–—](?=\s))\s*)"
)
_TIMED = re.compile(rf"\s*(?P<time>{TIME})")
_EVENT = re.compile(
    r"(?i)(?:(?:coffee|tea|lunch|morning|afternoon|short|networking)[\s-]*(?:&\s*\w+\s)?break|break|"
    r"lunch|dinner|banquet|reception|registration|break|opening|closing|welcome|adjourn|"
    r"introduction|posters?|panel|discussion|awards?|concluding|social|(?:invited|contributed|"
    r"keynote|plenary|lightning|spotlight|oral)\s(?:talk|lecture|speaker|presentation|session)s?|"
    r"keynote)(?:\s(?:remarks|session|discussion|break|address|ceremony|lunch|and|&|of|by|\w+))?"
    r"(?:\s\w+){0,2}(?:\s?#?\d{1,3})?[.!]?"
)
_EVENT_WORDS = 4


def after_time(text: str) -> int:
    """Return where the words behind the time of a slot begin; 0 where a line tells no time."""
    found = _TIMED.match(text)
    return found.end() if found else 0


def is_time(text: str) -> bool:
    """Say whether a text is a time and nothing else, as a cell of a programme is."""
    return bool(text.strip()) and after_time(text) == len(text)


def is_event(text: str) -> bool:
    """Say whether a slot is no paper: ``Coffee break``, ``Invited Talk #1``, ``Opening remarks``.

    ``Break the Chain: Attacks on Ledgers`` and ``Discussion Structure in Online Forums`` are.
    """
    return len(text.split()) <= _EVENT_WORDS and _EVENT.fullmatch(text.strip(" :–—-")) is not None
