"""Which paper a person means."""

import re
from collections.abc import Callable, Iterable

from readlist.bib.ids import normalise, parse
from readlist.errors import AmbiguousError, NotFoundError
from readlist.library.papers.query_names import NUMBERS, SHOWN, cited_names, exact
from readlist.store import naming
from readlist.store.connection import Library
from readlist.store.naming import Candidate
from readlist.text import TITLE_LIMIT, fold, folds, readable, same_title, visible

Choose = Callable[[str, list[Candidate]], int | None]


def resolve(library: Library, names: Iterable[str], choose: Choose | None = None) -> list[int]:
    """Return the papers that the names mean, each once, in the order of the names.

    ``choose`` asks the person which of several is meant. Raises ``NotFoundError`` and
    ``AmbiguousError``, which lists the candidates.
    """
    found: dict[int, None] = {}
    for name in names:
        shown = readable(name)
        if shown != name:
            raise NotFoundError(
                f"{visible(shown)!r} is not in UTF-8, so no paper is called so. Type it again."
            )
        for one in _parted(library, name.strip()):
            found[_resolve_one(library, one, choose)] = None
    return list(found)


def _parted(library: Library, name: str) -> list[str]:
    """Return the names that stand together as they are cited: ``roe2020,poe2021``, ``3,17``.

    Also ``[@roe2020; @poe2021]`` as it is copied. ``Attention, please`` is a title.
    """
    cited = cited_names(name)
    parts = list(cited) or [part.strip() for part in re.split("[,;]", name) if part.strip()]
    if parts == [name] or not parts or exact(library, name):
        return [name]
    folded = fold(name)
    titled = naming.by_title(library.db, folded, 1)
    is_title = any(fold(one.title) == folded for one in titled)
    return [name] if is_title or not all(exact(library, part) for part in parts) else parts


def _resolve_one(library: Library, name: str, choose: Choose | None) -> int:
    candidates = candidates_for(library, name)
    if not candidates:
        raise NotFoundError(f"No paper is called {visible(name)!r}. {_advice(name)}")
    if len(candidates) == 1:
        return candidates[0].id
    if choose and (chosen := choose(name, candidates)):
        return chosen
    listed = "".join(f"\n  {c.id}  {c.key}  {visible(c.title)}" for c in candidates[:SHOWN])
    more = "\n  and more" if len(candidates) > SHOWN else ""
    raise AmbiguousError(
        f"{visible(name)!r} could be several papers. Name one by its number or key:{listed}{more}"
    )


def _advice(name: str) -> str:
    """Say how papers are named; ``key:attention`` is a query, and so is ``1-3``."""
    if several := NUMBERS.fullmatch(name):
        meant = f"id:{several[1]}..{several[2]}"
        return f"'{meant}' in a query, or behind --where, are the papers of these numbers."
    if ":" in name:
        from readlist.query.fields import FIELDS, IDENTIFIERS  # for an error alone

        if name.partition(":")[0] in set(FIELDS) - {*IDENTIFIERS}:
            return (
                "It is a query: 'readlist list' shows what that finds, and commands that change "
                "papers take it behind --where."
            )
    return (
        "A paper is named by its number, citation key, arXiv id, DOI, address or a part of its "
        "title; 'readlist search' finds it."
    )


def candidates_for(library: Library, name: str) -> list[Candidate]:
    """Return the papers that a name may mean, the surest kind of name first."""
    if found := exact(library, name) or _in_a_field(library, name):
        return found
    if name.isdecimal() or len(name) > TITLE_LIMIT:
        return []
    folded = fold(name)
    if len(folded) < 3 or parse(name) or normalise("acl", name):
        return []
    starts = naming.by_key_start(library.db, name, SHOWN + 1) if " " not in name else []
    titles = naming.by_title(library.db, folded, SHOWN + 1) or _titled_alike(library, name)
    return list({candidate.id: candidate for candidate in starts + titles}.values())


def _in_a_field(library: Library, name: str) -> list[Candidate]:
    """Return the paper of ``id:12`` and ``key:roe2020``, which mean the same in a query."""
    field, colon, value = name.partition(":")
    if not (colon and value):
        return []
    if field.lower() == "key":
        return naming.by_key(library.db, value)
    is_number = field.lower() == "id" and value.isdecimal() and len(value) < 20
    return naming.by_number(library.db, int(value)) if is_number else []


def _titled_alike(library: Library, name: str) -> list[Candidate]:
    """Return the papers whose titles are spelled another way: "&" where "and" was typed."""
    found = []
    for spelled in folds(name)[1:]:
        found += naming.by_title(library.db, spelled, SHOWN + 1)
    return [candidate for candidate in found if same_title(candidate.title, name)]
