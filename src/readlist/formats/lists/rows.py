"""Papers in the rows of tables, read with the names of the columns."""

import re

from readlist.formats.lists.entries import Entry, found_in, read_rest, title_of
from readlist.formats.lists.evidence import weights
from readlist.formats.lists.facts import Facts, people, year_of
from readlist.formats.lists.links import Link, links_of, role_of, split_addresses
from readlist.formats.lists.pieces import Pieces, Row, Table, lines_of, text_of
from readlist.formats.lists.programme import is_event, is_time
from readlist.formats.lists.reading import count_words
from readlist.formats.lists.titles import plain, without_lead
from readlist.formats.lists.words import COLUMNS, by_word
from readlist.text import clean

_ROLES = by_word(COLUMNS)
_NOTHING = frozenset({"none", "n/a", "na", "tbd", "tba", "no", "nan", "null", "todo"})
_PAPER = frozenset({"paper", "papers", "论文", "paper title", "article"})


def column(header: Pieces) -> str:
    """Return what a column holds, by its name; nothing where the name is not known."""
    name = clean(text_of(header)).strip(" *_:").lower()
    if found := _ROLES.get(name.replace(" ", "-")) or _ROLES.get(name):
        return found
    words = re.findall(r"[^\W\d_]+", name)
    if "title" in words or (len(words) < 3 and words[:1] in (["paper"], ["papers"])):
        return "title"
    return ""


def columns(table: Table) -> list[str]:
    """Return what the columns of a table hold: by their names, else by what most cells look like.

    A name in a language or a word that is not known counts for nothing against ``ICML 2021`` and
    ``NeurIPS 2021`` in each of its cells.
    """
    width = max([len(table.header), *(len(row.cells) for row in table.rows)], default=0)
    roles = [column(cell) for cell in table.header[:width]]
    roles += [""] * (width - len(roles))
    _settle_publications(table, roles)
    for at, role in enumerate(roles):
        if not role:
            cells = [row.cells[at] for row in table.rows[:_SAMPLE] if at < len(row.cells)]
            found = _by_content(cells, named=bool(_called(table, at)))
            roles[at] = "" if found in roles and found != "title" else found
    _settle_days(table, roles)
    return roles


def names_speakers(table: Table) -> bool:
    """Say whether a column of a table is called after those who present papers."""
    return any(column(cell) == "speaker" for cell in table.header)


_SAMPLE = 30


def _by_content(cells: list[Pieces], *, named: bool) -> str:
    """Return what the cells of a column say, where two of three say the same."""
    texts = [clean(text_of(cell)) for cell in cells]
    kinds = [_kind(text, cell) for text, cell in zip(texts, cells, strict=True) if text]
    kinds = [kind for kind in kinds if kind != "nothing"]
    if not kinds:
        return ""
    kind = max(set(kinds), key=kinds.count)
    # Of presenters there are names as well; that they are authors, a header says.
    if kinds.count(kind) * 3 < len(kinds) * 2 or (kind == "authors" and named):
        return ""
    return kind if len(kinds) > 1 or kind == "title" else ""


def _kind(text: str, cell: Pieces) -> str:
    if not re.search(r"\w", text) or text.lower().strip(" .") in _NOTHING:
        return "nothing"
    if any(map(_is_titled, links_of(cell))):
        return "title"
    if len(text) > _LONGEST_FACT or any(piece.url for piece in cell):
        return ""
    said = weights(text)
    if said.get("year"):
        return "year" if year_of(text) else ""
    if said.get("venue", 0) >= _SURE:
        return "venue"
    return "authors" if said.get("people", 0) >= _SURE - 1 else ""


_LONGEST_FACT, _SURE = 60, 2.5


def _is_titled(link: Link) -> bool:
    return link.titled and link.is_paper and len(link.text.split()) > 2


def row_entries(table: Table, row: Row, roles: list[str]) -> list[Entry]:
    """Return the papers of a row; mostly one, several where a cell or several columns list them."""
    roles = [*roles, *[""] * (len(row.cells) - len(roles))]
    if "none" in roles:
        return []
    cells = [split_addresses(cell) for cell in row.cells]
    listed = [at for at, cell in enumerate(cells) if any(map(_is_titled, links_of(cell)))]
    # ``Required reading`` beside ``Optional``: each has papers of its own.
    listed = [at for at in listed if roles[at] in ("title", "")]
    at = _title_cell(roles, cells)
    if at is None and not listed:
        return []
    places = listed if len(listed) > 1 or at is None else [at]
    entries: list[Entry] = []
    for place in places:
        found = _several(cells[place], row.line)
        if not found and len(places) > 1:
            found = found_in(cells[place], row.line).entries
        found = found or _single(table, roles, cells, place, row.line)
        facts = _facts(roles, cells, place)
        for entry in found:
            entry.facts.filled(facts)
        entries += found
    return entries


def subheadings(table: Table) -> list[bool]:
    """Say of each row whether it names the part of the table that begins below it, and no paper.

    ``| **Training** | | |`` among rows with links, and ``| `On training` | |`` anywhere; not
    ``| Attention Is All You Need | | |`` in a table without links.
    """
    alone: list[Pieces] = []
    for row in table.rows:
        said = [cell for cell in row.cells if re.search(r"\w", text_of(cell))]
        is_alone = len(said) == 1 and len(row.cells) >= _COLUMNS and is_unlinked(said)
        alone.append(said[0] if is_alone else [])
    if not any(alone):
        return [False] * len(alone)
    linked = sum(not is_unlinked(row.cells) for row in table.rows)
    is_parted = linked * 2 >= len(table.rows) > 1
    return [bool(cell) and (is_parted or _is_code(cell)) for cell in alone]


def _is_code(cell: Pieces) -> bool:
    return all(piece.code for piece in cell if re.search(r"\w", piece.text))


_COLUMNS = 2
"""So many a table has at least; what has fewer is a list with a border."""


def _settle_publications(table: Table, roles: list[str]) -> None:
    """Where a table has a column of papers, its "publication" says where they were published."""
    if roles.count("title") < 2:
        return
    for at in range(len(table.header)):
        if roles[at] == "title" and _called(table, at) == "publication":
            roles[at] = "venue"


def _settle_days(table: Table, roles: list[str]) -> None:
    """Where a column names who presents, the days beside it are the meetings', not the papers'."""
    if "speaker" not in roles:
        return
    for at in range(len(table.header)):
        if roles[at] == "year" and not _IS_YEAR.fullmatch(_called(table, at)):
            roles[at] = "other"


# ``Year``, but not ``Date``
_IS_YEAR = re.compile(
    r"(?i)year|jahr|année|an|año|ano|anno|rok|год|(?:[发發発出][表版布行]|公開|掲載)?年[份度]?|"
    r"(?:출판|발표|발행|게재)?[연년]도?"
)


def _title_cell(roles: list[str], cells: list[Pieces]) -> int | None:
    """Return the cell in which the title stands: by the column's name, else by its looks."""
    known = [at for role in ("title", "name") for at in range(len(cells)) if roles[at] == role]
    if len(known) == 1:
        return known[0]
    for at in known:
        pieces = without_lead(cells[at], Facts())
        if title_of(pieces, links_of(pieces)):
            return at
    if any(role not in ("", "year", "venue", "authors") for role in roles):
        return None
    scored = [(_looks(cell), -at) for at, cell in enumerate(cells) if not roles[at]]
    score, at = max(scored, default=(0, 0))
    return -at if score else None


def _looks(cell: Pieces) -> int:
    """Say how much a cell of a table without header looks like one with a title."""
    pieces = without_lead(cell, Facts())
    links = links_of(pieces)
    title = title_of(pieces, links)
    if title is None or len(title.text.split()) < 2:
        return 0
    if title.link:
        return 3 if title.link.is_paper else 1
    return 2


def _several(cell: Pieces, line: int) -> list[Entry]:
    """Return the papers of a cell that lists several, one a line."""
    lines = [one for one in lines_of(cell) if any(piece.url for piece in one)]
    if len(lines) < 2:
        return []
    entries = [entry for one in lines for entry in found_in(one, line).entries if entry.title]
    distinct = {entry.identifiers() for entry in entries}
    titled = [e for e in entries if e.links and e.links[0].titled]
    return entries if len(distinct) > 1 and len(titled) == len(entries) else []


def _single(table: Table, roles: list[str], cells: list[Pieces], at: int, line: int) -> list[Entry]:
    """Return the paper of a row, with the links of all its cells."""
    found = found_in(cells[at], line)
    title = found.title
    if title is None or not title.text:
        return []
    if len(found.entries) > 1:
        return found.entries
    entry = found.entries[0] if found.entries else Entry(title.text, line, list(found.links))
    if roles[at] == "title" and (whole := _whole(found.pieces)):
        entry.title = whole
    elif not found.entries:
        read_rest(entry, title, found.links)
    others = [n for n in range(len(cells)) if n != at]
    beside = [link for n in others for link in _links_beside(table, roles, cells, n)]
    entry.links += beside
    named = _called(table, at)
    is_paper = (
        any(link.is_paper for link in entry.links)
        or (roles[at] == "title" and _stands(entry, cells, named))
        or _is_talk(entry, [cells[n] for n in others])
        or _vouched(named, entry, beside)
    )
    if not is_paper:
        return []
    entry.facts.filled(found.facts)
    entry.remarks += _remarks(roles, cells, at)
    return [entry]


def _stands(entry: Entry, cells: list[Pieces], named: str) -> bool:
    """Say whether what stands in a column of titles is a paper without a link to one.

    ``Ann Lee. 2017. **Counting Sheep**. ACL`` beside a link to slides, and what has no link at
    all; not "see section two" below "Reference".
    """
    facts = entry.facts.kinds()
    if len(facts) > 1:
        return True
    refers = named.startswith(("reference", "référence"))
    return is_unlinked(cells) and count_words(entry.title) > 2 and bool(facts or not refers)


def _called(table: Table, at: int) -> str:
    """Return what a column is called, in small letters and without emphasis."""
    header = table.header[at] if at < len(table.header) else []
    return clean(text_of(header)).strip(" *_:").lower()


def _whole(pieces: Pieces) -> str:
    """Return all words of a cell in a column of titles where nothing parts them.

    ``Sheep: state of the art, challenges, and directions`` is one title there.
    """
    text = text_of(pieces)
    dressed = any(piece.url or piece.bold or piece.italic or piece.code for piece in pieces)
    if dressed or len(text) > 250 or re.search(r"\n|\s[-–—|]\s|[.!?]\s|\s{2}|\d{4}|\bThis\b", text):
        return ""
    return "" if re.search(r"[(（\[]", text) else plain(text)


def is_unlinked(cells: list[Pieces]) -> bool:
    """Say whether no cell of a row has a link."""
    return not any(piece.url for cell in cells for piece in split_addresses(cell))


def row_title(roles: list[str], row: Row) -> str:
    """Return what stands in the column of titles in a row without links."""
    if "none" in roles or "title" not in roles or not is_unlinked(row.cells):
        return ""
    at = roles.index("title")
    return clean(text_of(row.cells[at])) if at < len(row.cells) else ""


def _links_beside(table: Table, roles: list[str], cells: list[Pieces], at: int) -> list[Link]:
    """Return the links of another cell, called by its column where they say nothing."""
    header = table.header[at] if at < len(table.header) else []
    named = role_of(clean(text_of(header)))
    if not named and roles[at] == "title":
        named = "paper"
    links = links_of(cells[at], named)
    return [
        link
        for link in links
        if link.label or not link.titled or (link.identifier and len(link.text.split()) < _WORDS)
    ]


_WORDS = 3
"""So many words of a link in another column can be a title, and no label in any language."""


def _vouched(named: str, entry: Entry, beside: list[Link]) -> bool:
    """Say whether the table itself says that a row is a paper, wherever its link leads.

    Its column is called so, or the row counts the citations of a paper.
    """
    if named in _PAPER and any(link.url.startswith("http") for link in entry.links):
        return True
    return any(link.badge and link.identifier for link in beside)


def _is_talk(entry: Entry, others: list[Pieces]) -> bool:
    """Say whether a row of a programme is a paper: ``10:00–10:10 | **T**<br>Ann Lee, Bo Ray``.

    ``10:20 | **Invited talk**<br>Ann Lee`` and ``10:40 | Coffee`` are none.
    """
    timed = any(is_time(clean(text_of(cell))) for cell in others)
    return timed and bool(entry.facts.authors) and not is_event(entry.title)


def _facts(roles: list[str], cells: list[Pieces], title: int) -> Facts:
    facts = Facts()
    for at, (role, cell) in enumerate(zip(roles, cells, strict=False)):
        if role == "year" and at != title:
            facts.year = facts.year or year_of(clean(text_of(cell)))
    for at, (role, cell) in enumerate(zip(roles, cells, strict=False)):
        text = clean(text_of(cell))
        if at == title or not re.search(r"\w", text):
            continue
        if role == "venue":
            facts.year = facts.year or year_of(text, venue=True)
            text = re.sub(r"\s*\((?:19|20)\d\d(?:[./-]\d\d?){0,2}\)", "", text)
            venue = re.sub(r"[\s,'’]*(?:19|20)?\d\d(?=\s|$)", "", text).strip()
            preprint = re.match(r"(?i)(?:corr|preprint)\b|-*$", venue)
            facts.venue = facts.venue or ("" if preprint else venue)
        elif role == "authors":
            facts.filled(people(text))
        elif role == "organization":
            facts.organization = facts.organization or text
    return facts


def _remarks(roles: list[str], cells: list[Pieces], title: int) -> list[str]:
    """Return the words of the columns that hold neither title, facts nor links."""
    kept = []
    for at, cell in enumerate(cells):
        text = clean(" ".join(piece.text for piece in cell if not piece.url))
        if (
            at != title
            and roles[at] in ("", "name", "speaker", "other")
            and re.search(r"[^\W\d_]{2}", text)
            and text.lower() not in _NOTHING
        ):
            kept.append(text)
    return kept
