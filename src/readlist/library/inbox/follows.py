"""What a reader follows or mutes: authors, words and lists, which move the score of a paper."""

from collections.abc import Sequence

from readlist.bib.names import display, parse_author
from readlist.errors import NotFoundError, UsageError
from readlist.library.lists.lists import no_list
from readlist.library.ranking.features import person, phrase, same_person
from readlist.store import ranking as store
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.lists import find_list, infos
from readlist.store.ranking import Follow
from readlist.text import caseless, clean, visible

KINDS = ("author", "word", "list")
VALUE_LIMIT = 200


def follows(library: Library) -> list[Follow]:
    """Return what the reader follows and mutes, by kind and value."""
    return store.follows(library.db, library.reader_id)


def follow(tx: Transaction, kind: str, value: str) -> Follow | None:
    """Follow something, also what was muted; None where it is followed already.

    Raises ``UsageError`` and ``NotFoundError``.
    """
    return _set(tx, kind, value, muted=False)


def mute(tx: Transaction, kind: str, value: str) -> Follow | None:
    """Mute something, also what was followed; None where it is muted already.

    Raises ``UsageError`` and ``NotFoundError``.
    """
    return _set(tx, kind, value, muted=True)


def unfollow(tx: Transaction, kind: str, value: str) -> Follow:
    """Forget that something was followed or muted. Raises ``UsageError``, ``NotFoundError``."""
    known, name = follows(tx.library), clean(value, VALUE_LIMIT)
    found = _find(known, _kind(kind), name) or _near(known, kind, name)
    if found is None:
        same = ", ".join(visible(one.value) for one in known if one.kind == kind) or "none"
        raise NotFoundError(
            f"The {kind} {visible(name)!r} is neither followed nor muted. Those that are: {same}."
        )
    store.delete_follow(tx, found.id)
    return found


def _set(tx: Transaction, kind: str, value: str, *, muted: bool) -> Follow | None:
    name = _valid(tx, _kind(kind), value)
    former = _find(follows(tx.library), kind, name)
    if former is None:
        made = Follow(kind, name, muted, tx.at)
        store.insert_follow(tx, made)
        return made
    if former.muted == muted:
        return None
    turned = former._replace(value=name, muted=muted, added=tx.at)
    store.update_follow(tx, turned)
    return turned


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise UsageError(
            f"{visible(kind)!r} cannot be followed. What can be is author, word and list."
        )
    return kind


def _valid(tx: Transaction, kind: str, value: str) -> str:
    """Return what is followed as it is kept. Raises ``UsageError``, ``NotFoundError``."""
    text = clean(value, VALUE_LIMIT)
    if kind == "list":
        found = find_list(tx.db, text)
        if found is None:
            raise NotFoundError(no_list(text, [info.name for info in infos(tx.db)]))
        return found[1].name
    if kind == "author":
        name = display(parse_author(text))
        if not phrase(name):
            raise UsageError(f"{text!r} is not a name. Give one as in 'follow author Ada Byron'.")
        return name
    if not phrase(text):
        raise UsageError(
            f"{text!r} has no word to look for in titles and abstracts: words of one letter and "
            "those that stand everywhere do not tell papers apart."
        )
    return text


def _form(kind: str, value: str) -> str:
    """Return that in which two ways of writing one thing are equal.

    ``Transformers`` and ``transformer`` are one word, ``Knuth, D. E.`` and ``D. E. Knuth`` one
    author.
    """
    if kind == "author":
        return person(parse_author(value))
    return phrase(value) if kind == "word" else caseless(value)


def _find(known: Sequence[Follow], kind: str, value: str) -> Follow | None:
    form = _form(kind, value)
    return next((one for one in known if one.kind == kind and _form(kind, one.value) == form), None)


def _near(known: Sequence[Follow], kind: str, value: str) -> Follow | None:
    """Return the only author who may be meant.

    ``Knuth`` means ``Donald Knuth`` where no other Knuth is followed; of two neither is guessed.
    """
    wanted = parse_author(value)
    found = [one for one in known if one.kind == kind == "author"
             and same_person(wanted, parse_author(one.value))]  # fmt: skip
    return found[0] if len(found) == 1 else None
