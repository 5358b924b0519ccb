"""The fields of the query language and the values they take; pure, and cheap to import."""

import re
from typing import NamedTuple

from readlist.errors import QueryError
from readlist.query.nodes import STATUSES, TEXT_FIELDS

IDENTIFIERS = ("arxiv", "doi", "openreview", "acl", "isbn", "url")
AHEAD = ("due", "wait")
"""Days that may lie ahead: until when a paper is to be read, until when it is left out of lists."""
DATES = ("added", "published", "started", "finished", "kept", "dropped", *AHEAD)
PRIORITIES = ("none", "low", "medium", "high")
HAS = (
    *("pdf", "file", "note", "code", "doi", "arxiv", "abstract", "remark", "rating"),
    *("tag", "list", "link", "authors", "year", "venue", "due"),
)
IS = (
    *("unread", "read", "stale", "duplicate", "published", "preprint", "starred", "reading"),
    *("inbox", "finished", "queued", "skimmed", "dropped", "orphan", "untagged", "consensus"),
    *("expired", "new", "overdue", "snoozed"),
)
SORTS = (
    *("id", "key", "title", "author", "year", "published", "added", "started", "finished"),
    *("status", "priority", "rating", "venue", "lists", "score", "announced", "votes", "new"),
    *("due", "wait", "relevance", "similar", "foundations"),
)
_CHOICES = {"status": STATUSES, "has": HAS, "is": IS, "snoozed": ("yes", "no")}
STANDING = {"due": ("none", "any", "overdue"), "wait": ("none", "any")}
"""What there is to ask of a day ahead beside when it is."""
_KINDS: dict[str, str] = {
    **dict.fromkeys(TEXT_FIELDS, "text"),
    **dict.fromkeys(("tag", "list", "section", "feed", "kind", "key", "similar"), "name"),
    **dict.fromkeys(IDENTIFIERS, "identifier"),
    **dict.fromkeys(DATES, "date"),
    **dict.fromkeys(("year", "rating", "priority", "id", "lists"), "number"),
    **dict.fromkeys(_CHOICES, "choice"),
}
FIELDS = (*_KINDS, "sort")
ORDERED = ("year", "rating", "priority", "id", "lists", *DATES)
WHOLE = ("doi", "url", "section")
"""Fields whose values may hold a comma."""


class Piece(NamedTuple):
    """One value as it was typed, and where it stands (from 0)."""

    text: str
    quoted: bool
    at: int


class Checked(NamedTuple):
    """A value that its field takes: ``:`` is, ``=`` phrase, ``*`` begins with, or a comparison."""

    operator: str
    values: tuple[str, ...]


def failure(message: str, at: int, query: str = "") -> QueryError:
    """Return the error that says where in the query it is, columns counted from 1."""
    return QueryError(f"{message} (column {at + 1})", query, at + 1)


def short(text: str) -> str:
    """Return text short enough to be quoted in a sentence."""
    return text if len(text) <= 40 else text[:39] + "…"


def meant(word: str, known: tuple[str, ...], likeness: float = 0.6) -> str:
    """Return the known word that another program has this one for, or that looks like it.

    ``likeness`` is the least share of letters in common; nothing where no word is meant.
    """
    # 3 ms, and needed for errors alone
    from difflib import get_close_matches

    from readlist.query.other_words import known_as

    word = word.lower()[:40]
    if found := known_as(word, known):
        return found
    near = get_close_matches(word, known, 1, likeness)
    return near[0] if near else ""


def unknown_field(name: str, typed: str, at: int) -> QueryError:
    """Return the error for a field that does not exist; what was typed may be meant as text."""
    from readlist.query.other_words import advice  # for an error alone

    value = short(typed[len(name) + 1 :].strip('"'))
    found = advice(name, value, FIELDS)
    if not found and (near := meant(name, FIELDS)):
        found = f"did you mean `{near}:`?"
    quoted = f"""'"{short(typed.replace('"', ""))}"' searches for the text"""
    if found:
        end = "" if found.endswith("?") else ";"
        return failure(f"There is no field `{short(name)}:`; {found}{end} {quoted}", at)
    known = " ".join(f"{field}:" for field in FIELDS)
    return failure(f"There is no field `{short(name)}:`; {quoted}. The fields are {known}", at)


def has_like(name: str) -> bool:
    """Return whether another program's field of several words has its like here."""
    from readlist.query.other_words import advice  # for what looks like an error alone

    return bool(advice(name, "", FIELDS))


def comparison(text: str) -> str:
    """Return how a comparison is written: ``tag!=nlp`` is ``NOT tag:nlp``; nothing for none."""
    from readlist.query.other_words import compared  # for what looks like an error alone

    return compared(text, FIELDS, ORDERED)


def has_word(text: str) -> bool:
    """Return whether the full-text index can find anything by this text."""
    return any(character.isalnum() for character in text)


def wordless(typed: str, at: int) -> QueryError:
    """Return the error for a text of signs alone."""
    return failure(f"`{short(typed)}` has no letter or digit to find; write a word or a number", at)


def kind_of(name: str) -> str:
    """Return what values a field takes: text, name, identifier, date, number or choice."""
    return _KINDS[name]


def check(name: str, piece: Piece, today: str = "") -> Checked:
    """Return the normal form of a value, or raise what is wrong with it."""
    kind = _KINDS[name]
    if kind == "text":
        return _text(name, piece)
    if kind == "name":
        return _name(name, piece)
    if kind == "identifier":
        return _identifier(name, piece)
    if kind == "choice":
        return _choice(name, piece)
    return _ordered(name, piece, today)


def _text(name: str, piece: Piece) -> Checked:
    if not has_word(piece.text):
        raise wordless(f"{name}:{piece.text}", piece.at)
    if piece.quoted:
        return Checked("=", (piece.text,))
    return _starred(piece.text)


def _starred(text: str) -> Checked:
    if text.endswith("*"):
        return Checked("*", (text.rstrip("*"),))
    return Checked(":", (text,))


def _name(name: str, piece: Piece) -> Checked:
    text = piece.text.lower() if name == "kind" else piece.text
    checked = Checked(":", (text,)) if piece.quoted else _starred(text)
    if not checked.values[0]:
        raise needs_value(name, piece.at)
    return checked


_EXAMPLES = {
    "year": "2019..2022", "priority": "high", "sort": "year-", "key": "vaswani2017attention",
    "tag": "nlp", "kind": "article", "arxiv": "1706.03762", "doi": "10.1000/xyz",
    "url": "https://example.org", "isbn": "9780262035613", "openreview": "rJXMpikCZ",
    "acl": "N19-1423", **dict.fromkeys(AHEAD, "friday"),
}  # fmt: skip


def needs_value(name: str, at: int, following: str = "") -> QueryError:
    """Return the error for a field with nothing after its colon, before the word ``following``."""
    example = {"number": "3", "date": "7d"}.get(_KINDS.get(name, ""), '"some words"')
    if name in _CHOICES:
        example = _CHOICES[name][0]
    example = _EXAMPLES.get(name, example)
    said = f"`{name}:` needs its value right after the colon, as `{name}:{example}`"
    if has_word(following):
        said += f"""; '"{name}: {short(following.replace('"', ""))}"' searches for the text"""
    return failure(said, at)


def bracketed_value(name: str, inner: str, at: int) -> QueryError:
    """Return the error for ``tag:(nlp OR ml)``, with how that is written."""
    from readlist.query.other_words import bracketed  # for an error alone

    said = f"`{name}:` needs its value right after the colon, without brackets"
    advice = bracketed(name, short(inner))
    return failure(f"{said}; {advice}" if advice else said, at)


# Plain text: compiled where they are used, most queries use none of them.
_ARXIV_BEFORE = r"^(?:arxiv:|(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/)+"
# What goes of "1706.03762v5" and "1706.03762.pdf".
_ARXIV_AFTER = r"(?:v\d+|\.pdf)+$"
# "math.gt/0309136" is math/0309136; "hep-th/9901001" stays.
_ARXIV_CLASS = r"^([a-z-]+)\.[a-z]{2}/(?=\d{7}$)"
_ARXIV_VALUE = r"[a-z0-9./-]+"
_DOI_VALUE = r"10\.[0-9]*(?:/|$)"
# What goes of "doi:10.1000/xyz" and "https://doi.org/10.1000/xyz".
_DOI_BEFORE = r"^(?:doi:|(?:https?://)?(?:dx\.)?doi\.org/)+"


def _identifier(name: str, piece: Piece) -> Checked:
    operator, (value,) = Checked(":", (piece.text,)) if piece.quoted else _starred(piece.text)
    if name == "arxiv":
        value = re.sub(_ARXIV_BEFORE, "", value.lower())
        value = re.sub(_ARXIV_CLASS, r"\1/", re.sub(_ARXIV_AFTER, "", value))
        value = value if re.fullmatch(_ARXIV_VALUE, value) and value not in _NOTHING else ""
    elif name == "doi":
        value = re.sub(_DOI_BEFORE, "", value.lower())
        value = value if re.match(_DOI_VALUE, value) else ""
    if not value:
        raise failure(
            f"`{name}:{short(piece.text)}` is no identifier of that kind, as "
            f"`{name}:{_EXAMPLES[name]}` is{without(name, piece.text)}",
            piece.at,
        )
    return Checked(operator, (value,))


def without(name: str, word: str) -> str:
    """Return a hint for who asks for what has no value: ``rating:none`` is ``NOT has:rating``."""
    if word.lower() not in _NOTHING:
        return ""
    if name == "finished":
        return "; `NOT is:finished` finds papers that are not"
    what = {"author": "authors"}.get(name, name)
    return f"; `NOT has:{what}` finds papers without one" if what in HAS else ""


_NOTHING = frozenset({"none", "never", "empty", "null", "missing", "no", "unknown", "n/a"})


def _choice(name: str, piece: Piece) -> Checked:
    word = piece.text.lower()
    if word in _CHOICES[name]:
        return Checked(":", (word,))
    if name == "status":
        from readlist.bib.statuses import status  # for an error alone

        if known := status(word):
            raise failure(f"`status:` cannot be `{short(word)}`; did you mean `{known}`?", piece.at)
    raise _not_among(f"`{name}:`", piece.text, _CHOICES[name], piece.at)


def _not_among(what: str, word: str, known: tuple[str, ...], at: int) -> QueryError:
    found = meant(word, known)
    hint = f"did you mean `{found}`?" if found else f"it can be {', '.join(known)}"
    return failure(f"{what} cannot be `{short(word)}`; {hint}", at)


_COMPARISONS = (">=", "<=", ">", "<", "=")


def _ordered(name: str, piece: Piece, today: str) -> Checked:
    """Check a number, priority or date: one, a comparison, or a range."""
    low, dots, high = piece.text.partition("..")
    if dots:
        return _range(name, low, high, piece.at, today)
    if piece.text.lower() in STANDING.get(name, ()):
        return Checked(":", (piece.text.lower(),))
    operator = next((o for o in _COMPARISONS if piece.text.startswith(o)), "")
    text = piece.text.removeprefix(operator)
    if not text:
        raise needs_value(name, piece.at)
    first, last = _bounds(name, text, piece.at + len(operator), today)
    if name in DATES and re.fullmatch(_DURATION, text.lower()):
        return _within(name, operator, text, first, piece.at, today)
    if operator in ("", "="):
        return Checked(":", (first,)) if first == last else Checked("..", (first, last))
    return Checked(operator, (last if operator in (">", "<=") else first,))


def _within(name: str, operator: str, text: str, value: str, at: int, today: str) -> Checked:
    """Return what ``7d`` asks of a field: days within that time, ahead or behind."""
    if name in AHEAD:  # due:7d is in a week at most, overdue or not; due:>7d later than that
        first = "" if name == "due" else bounds("today", today)[0] if today else "today"
        return Checked(operator, (value,)) if operator else Checked("..", (first, value))
    if operator:
        raise failure(
            f"`{name}:{operator}{text}` can be read in two ways; write `{name}:{text}` for "
            f"within that time, `{name}:..{text}` for longer ago",
            at,
        )
    return Checked("..", (value, ""))


def _range(name: str, low: str, high: str, at: int, today: str) -> Checked:
    if not low and not high:
        raise failure(f"`{name}:..` needs a beginning or an end", at)
    first = _bounds(name, low, at, today)[0] if low else ""
    last = _bounds(name, high, at + len(low) + 2, today)[1] if high else ""
    if first and last and _backwards(name, first, last):
        raise failure(f"`{name}:{first}..{last}` runs backwards", at)
    return Checked("..", (first, last))


def _backwards(name: str, first: str, last: str) -> bool:
    if name == "priority":
        return PRIORITIES.index(first) > PRIORITIES.index(last)
    if name not in DATES:
        return int(first) > int(last)
    both = re.fullmatch(_DATE, first) and re.fullmatch(_DATE, last)
    # A tilde sorts after whatever may follow: 2026 as an end is the whole year.
    return bool(both) and first > last + "~"


def _bounds(name: str, text: str, at: int, today: str) -> tuple[str, str]:
    """Return the first and the last of what a value means; both are one but of dates."""
    if name in DATES:
        return _dates(name, text, at, today)
    value = _priority(text, at) if name == "priority" else _whole(name, text, at)
    return value, value


def _whole(name: str, text: str, at: int) -> str:
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return str(int(text))
    from readlist.query.other_words import numbers  # for an error alone

    if found := numbers(name, text):
        raise failure(f"`{name}:` cannot be `{text}`; did you mean `{found}`?", at)
    low, high = ("2017", "2019") if name == "year" else ("3", "5")
    raise failure(
        f"`{name}:` takes a number such as {name}:{low}, {name}:>={low} or {name}:{low}..{high}, "
        f"not `{short(text)}`{without(name, text)}",
        at,
    )


def _priority(text: str, at: int) -> str:
    word = text.lower()
    for number, known in enumerate(PRIORITIES):
        if word in (known, known[0], str(number)):
            return known
    raise _not_among("`priority:`", text, PRIORITIES, at)


_DATE = r"(?a)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_ANY_DAY = "2026-01-01"
"""The day by which it is looked whether words mean a day, where nobody says which day it is."""
# "7d", "3w", "6m", "1y", "2 weeks".
_DURATION = r"(?a)(\d{1,5})[\s_-]?([dwmy])(?:ays?|eeks?|onths?|ears?)?"


def _dates(name: str, text: str, at: int, today: str) -> tuple[str, str]:
    """Return the first and the last day, month or year; the words where it is not known today."""
    word = text.lower()
    found = re.fullmatch(_DATE, word)
    is_date = found and "01" <= (found[2] or "01") <= "12" and "01" <= (found[3] or "01") <= "31"
    if is_date and name not in AHEAD:
        return word, word
    from readlist.query.days import EXAMPLES, normal, two_days  # 3 ms with datetime, for these

    first, last = _reckoned(name, text, today[:10] or _ANY_DAY)
    if first or last:
        return (first, last) if today else (normal(text), normal(text))
    if is_date:
        return word, word
    if two := two_days(text):
        raise failure(f"`{name}:{text}` can be two days; write {two}", at)
    if name in AHEAD:
        raise failure(
            f"`{name}:` takes a day such as {EXAMPLES}, or {', '.join(STANDING[name])}, "
            f"not `{short(text)}`",
            at,
        )
    raise failure(
        f"`{name}:` takes a date or a time back from today, such as 2026, 2026-01, 2026-01-31, "
        f"today, monday, march, last-week, 2026-W11, 7d, 2w, 3m or 1y, not `{short(text)}`"
        f"{without(name, text)}",
        at,
    )


def _reckoned(name: str, text: str, today: str) -> tuple[str, str]:
    """Return the days that words mean of a field that looks ahead, or back; nothing for others."""
    from readlist.query.days import stretch

    return stretch(text, today, forward=name in AHEAD)


def means_days(name: str, text: str) -> bool:
    """Say whether a text is a value of a field of dates, a comparison or a range as well."""
    try:
        check(name, Piece(text, quoted=False, at=0))
    except QueryError:
        return False
    return True


def bounds(value: str, today: str, name: str = "") -> tuple[str, str]:
    """Return the first and the last that ``7d``, ``today`` or ``last-week`` means; a date as it is.

    Of a field that looks ahead ``7d`` is in a week, and ``friday`` the next one.
    """
    if not value or re.fullmatch(_DATE, value):
        return value, value
    first, last = _reckoned(name, value, today[:10])
    return (first, last) if first or last else (value, value)
