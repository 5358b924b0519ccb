"""A person's own facts of a paper: by options, or as a text that is edited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from readlist import model
from readlist.bib.citekeys import folded, valid_key
from readlist.bib.ids import normalise, parse
from readlist.bib.names import display, parse_authors
from readlist.errors import UsageError
from readlist.identity.merge import Draft, draft_of, remember_title
from readlist.model import FACTS, LINE, MORE_AUTHORS, Author, Identifier, Link, Paper, Rank, Record
from readlist.store import write
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.naming import by_key
from readlist.store.papers import by_identifiers, load
from readlist.text import clean, clean_block, latex_accents, visible

FIELDS = (
    "title", "authors", "year", "published",
    *(name for name in FACTS if model.FIELDS[name] == LINE and name != "title"),
    "identifiers", "links", "abstract",
)  # fmt: skip
"""What a person may edit, in the order of the form."""

PERSON = ("person", int(Rank.PERSON))
HELP = """\
# Facts of the paper; what you write here wins over every other source. Lines that begin
# with # are ignored. Authors, identifiers and links are parted by semicolons:
#   identifiers: arxiv:1706.03762; doi:10.1000/xyz    links: code=https://example.org
# The abstract may have several lines and stands last.
"""


def record_of(values: Mapping[str, str]) -> Record:
    """Return what a person says of a new paper. Raises ``UsageError`` for a wrong value."""
    facts = {name: parsed(name, text) for name, text in values.items() if text}
    return Record(source="person", rank=Rank.PERSON, **facts)


def parsed(name: str, text: str) -> Any:
    """Return one fact from text. Raises ``UsageError``."""
    parsers = {
        "authors": _authors, "year": _year, "published": _published,
        "identifiers": _identifiers, "links": _links, "abstract": clean_block,
    }  # fmt: skip
    parse_field = parsers.get(name, clean)
    return parse_field(latex_accents(text) if name in {"title", "authors"} else text)


def _authors(text: str) -> tuple[Author, ...]:
    return tuple(author for part in text.split(";") for author in parse_authors(part.strip()))


def _year(text: str) -> int | None:
    said = text.strip()
    if not said:
        return None
    if not (said.isdecimal() and 1000 <= int(said) <= 2999):
        raise UsageError(f"{clean(text)!r} is not a year; write four digits, such as 2017.")
    return int(said)


def _published(text: str) -> str:
    said = clean(text)
    parts = said.split("-")
    sizes = [len(part) for part in parts]
    is_date = sizes in ([4], [4, 2], [4, 2, 2]) and all(part.isdecimal() for part in parts)
    if said and not is_date:
        raise UsageError(f"{said!r} is not a date; write 2017, 2017-06 or 2017-06-12.")
    return said


def _identifiers(text: str) -> tuple[Identifier, ...]:
    identifiers = []
    for part in filter(None, map(str.strip, text.split(";"))):
        scheme, colon, value = part.partition(":")
        found = parse(part)
        if found is None and colon:
            found = normalise(scheme.lower(), value)
        if found is None:
            raise UsageError(
                f"{clean(part)!r} is not an identifier; write it like arxiv:1706.03762 or "
                "doi:10.1000/xyz, or give its address."
            )
        identifiers.append(found)
    return tuple(identifiers)


def _links(text: str) -> tuple[Link, ...]:
    links = []
    for part in filter(None, map(str.strip, text.split(";"))):
        name, equals, url = part.partition("=")
        found = normalise("url", url) if equals else None
        if found is None or not clean(name):
            raise UsageError(f"{clean(part)!r} is not a link; write it like code=https://…")
        links.append(Link(clean(name), found.value))
    return tuple(links)


def edited(paper: Paper, values: Mapping[str, Any]) -> Paper:
    """Return a paper with a person's facts, which win over every other source; None empties one."""
    draft: Draft = draft_of(paper)
    for name, value in values.items():
        if name == "identifiers":
            draft.identifiers = dict.fromkeys(value or ())
        elif name == "links":
            draft.links = dict.fromkeys(value or ())
        else:
            _edit_fact(draft, name, value)
    if not draft.facts.get("title") and not draft.identifiers:
        raise UsageError(
            "A paper needs a title or an identifier to be known by. Nothing was changed."
        )
    return draft.paper()


def _edit_fact(draft: Draft, name: str, value: Any) -> None:
    known = draft.facts.get(name)
    if (value or None) == (known or None):
        return
    if name == "authors":  # who names them, names all
        draft.extra.pop(MORE_AUTHORS, None)
    if not value:
        draft.facts.pop(name, None)
        draft.ranks.pop(name, None)
        return
    if name == "title" and known:
        remember_title(draft, known, value)
    draft.facts[name] = value
    draft.ranks[name] = PERSON
    if name == "published":
        _edit_fact(draft, "year", int(value[:4]))


def with_key(paper: Paper, key: str) -> Paper:
    """Return a paper under a citation key that a person chose; the former one still finds it."""
    if not valid_key(key):
        raise UsageError(
            f"{clean(key)!r} cannot be a citation key: use letters, digits and - _ : . / +, "
            "no blanks."
        )
    aliases = [alias for alias in paper.aliases if folded(alias) != folded(key)]
    if folded(paper.key) != folded(key):
        aliases.append(paper.key)
    return replace(paper, key=key, aliases=tuple(aliases))


def check_key_free(db: Any, number: int, key: str) -> None:
    """Refuse a citation key that another paper has or had."""
    if found := [c for c in by_key(db, key) if c.id != number]:
        title = f", {visible(found[0].title)!r}" if found[0].title else ""
        raise UsageError(
            f"The key {visible(key)!r} belongs to paper {found[0].id}{title}. Nothing was changed."
        )


def said_of_freed(library: Library, number: int, key: str) -> str:
    """Return what a person should know who gave a paper the key that a removed one had."""
    from readlist.store.history import freed_keys  # for such commands alone

    freed = freed_keys(library.db, {folded(key)}).get(folded(key)) if key else None
    paper = next(load(library, [number]), None) if freed else None
    if freed is None or paper is None or freed.was_of(paper):
        return ""
    return f"The key {visible(key)} {freed.why}; a manuscript that cites it means this paper now."


def check_free(db: Any, known: Paper, values: Mapping[str, Any], key: str) -> None:
    """Refuse a key or identifier that another paper has, with the way to make them one."""
    if key:
        check_key_free(db, known.id, key)
    for identifier, owner in by_identifiers(db, values.get("identifiers", ())).items():
        if owner != known.id:
            raise UsageError(
                f"{identifier} belongs to paper {owner}. If both are the same work: "
                f"readlist merge {owner} {known.id}"
            )


def remove_papers(tx: Transaction, numbers: Sequence[int]) -> None:
    """Remove papers with all that belongs to them; a feed does not bring them again."""
    write.remove_papers(tx, numbers)


def form(paper: Paper) -> str:
    """Return a paper's facts as a text to edit."""
    lines = [f"{name}: {_shown(paper, name)}" for name in FIELDS]
    return HELP + "\n".join(line.rstrip() for line in lines) + "\n"


def _shown(paper: Paper, name: str) -> str:
    value = getattr(paper, name)
    if name == "authors":
        return "; ".join(display(author) for author in value)
    if name == "identifiers":
        return "; ".join(str(identifier) for identifier in value)
    if name == "links":
        return "; ".join(f"{link.name}={link.url}" for link in value)
    return "" if value is None else str(value)


def read_form(text: str, paper: Paper) -> dict[str, Any]:
    """Return the facts that a person changed in the form. Raises ``UsageError``."""
    said: dict[str, str] = {}
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for number, line in enumerate(lines):
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if name == "abstract" and colon:
            said[name] = "\n".join([value.strip(), *lines[number + 1 :]])
            break
        if not line.strip():
            continue
        if not colon or name not in FIELDS:
            raise UsageError(
                f"The line {clean(line)[:60]!r} is not understood; each line begins with one of "
                f"{', '.join(FIELDS)} and a colon. Nothing was changed."
            )
        said[name] = value.strip()
    changed = {n: text for n, text in said.items() if text.strip() != _shown(paper, n).strip()}
    return {name: parsed(name, text) for name, text in changed.items()}
