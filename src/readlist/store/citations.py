"""The citation graph: works, who cites whom, and what was asked; beside the journal.

A work is a paper of the library where one of its identifiers is that paper's. That is looked up
whenever it is asked for, so that adding, merging, removing and undoing need nothing done here.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from itertools import islice
from math import log
from typing import NamedTuple

from readlist.bib.ids import of_scheme
from readlist.identity.people import families_agree
from readlist.identity.same_work import years_agree
from readlist.model import Author, Identifier, Record
from readlist.store.connection import Library, writing
from readlist.store.papers import to_json
from readlist.text import fold

SCHEMES = ("arxiv", "doi", "s2", "openalex")
"""The names of a work, each a column; OpenAlex names no papers of the library."""
REFS, CITED_BY = "refs", "cited-by"
"""What is asked of a work: what it cites, and who cites it."""
DONE, HIDDEN, UNKNOWN = "done", "hidden", "unknown"
TELLING = 20
"""Letters of a folded title from which on it may make two works one."""

# Papers with the works that they are, from the papers on. One paper can be two works, whose records
# services keep apart: the preprint's and the journal's.
_MINE = " UNION ".join(
    f"SELECT w.id AS work, i.paper_id AS paper FROM {{these}} t "
    "CROSS JOIN identifiers i INDEXED BY identifiers_paper ON i.paper_id = t.paper "
    f"CROSS JOIN works w ON w.{scheme} = i.value WHERE i.scheme = '{scheme}' AND w.{scheme} <> ''"
    for scheme in ("arxiv", "doi", "s2")
)
_THESE = "(SELECT value AS paper FROM json_each(:papers))"
_HELD = " OR ".join(
    f"EXISTS (SELECT 1 FROM identifiers i WHERE i.scheme = '{scheme}' AND i.value = w.{scheme})"
    for scheme in ("arxiv", "doi", "s2")
)


class Work(NamedTuple):
    """A work as services tell of it; ``cited_by`` is None where nobody counts it."""

    id: int
    identifiers: tuple[Identifier, ...]
    title: str
    byline: str
    year: int | None
    cited_by: int | None = None


class Answer(NamedTuple):
    """What was said when a work was asked about; ``items`` is how many works that named."""

    at: str
    state: str
    source: str
    items: int


class Told(NamedTuple):
    """What a service says of one paper: what it cites, or who cites it.

    ``papers`` are records of the paper itself, ``works`` of the others; without any the state is
    ``HIDDEN`` or ``UNKNOWN``, or the paper cites nothing.
    """

    record: Record
    works: Sequence[Record]
    state: str
    source: str


# --- Writing ------------------------------------------------------------------------------------


def keep(library: Library, told: Sequence[Told], what: str, at: str) -> None:
    """Write what services said of papers, in place of what they said before."""
    db = library.db
    with writing(library):
        records = [one.record for one in told]
        for one in told:
            records += one.works
        numbers = _numbers(db, records)
        others = iter(numbers[len(told) :])
        edges: set[tuple[int, int]] = set()
        whole: list[int] = []
        asked = []
        for mine, one in zip(numbers[: len(told)], told, strict=True):
            edges.update((mine, other) for other in islice(others, len(one.works)))
            asked.append((mine, what, at, one.state, one.source, len(one.works)))
            if one.state == DONE:
                whole.append(mine)
        own, theirs = ("citing", "cited") if what == REFS else ("cited", "citing")
        db.execute(
            f"DELETE FROM cites WHERE {own} IN (SELECT value FROM json_each(?))", (to_json(whole),)
        )
        db.executemany(
            f"INSERT OR IGNORE INTO cites ({own}, {theirs}) VALUES (?, ?)",
            sorted((mine, other) for mine, other in edges if mine != other),
        )
        db.executemany(
            "INSERT OR REPLACE INTO asked (work_id, what, at, state, source, items) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            asked,
        )


class _Known:
    """The works that records may be, read at once and kept up to date while they are written."""

    def __init__(self, db: sqlite3.Connection, records: Sequence[Record]) -> None:
        self.by_name: dict[tuple[str, str], int] = {}
        self.by_fold: dict[str, list[int]] = defaultdict(list)
        self.works: dict[int, dict[str, object]] = {}
        names = {pair for record in records for pair in _names(record).items()}
        folds = {folded for record in records if (folded := _telling(record))}
        for column in SCHEMES:
            wanted = [value for name, value in names if name == column]
            self._read(db, column, wanted)
        self._read(db, "fold", sorted(folds))

    def _read(self, db: sqlite3.Connection, column: str, wanted: Sequence[str]) -> None:
        rows = db.execute(
            "SELECT id, arxiv, doi, s2, openalex, title, fold, byline, year, cited_by FROM works "
            f"WHERE {column} <> '' AND {column} IN (SELECT value FROM json_each(?))",
            (to_json(wanted),),
        )
        columns = [one[0] for one in rows.description]
        for row in rows:
            self.put(row[0], dict(zip(columns, row, strict=True)))

    def put(self, number: int, work: dict[str, object]) -> None:
        """Take a work in, under all of its names."""
        self.works[number] = work
        for name in SCHEMES:
            if work[name]:
                self.by_name[name, str(work[name])] = number
        if len(str(work["fold"])) >= TELLING and number not in self.by_fold[str(work["fold"])]:
            self.by_fold[str(work["fold"])].append(number)

    def drop(self, number: int, kept: int) -> None:
        """Forget a work that has become another one, which is found by its names from now on."""
        work = self.works.pop(number)
        for name in SCHEMES:
            if work[name]:
                self.by_name[name, str(work[name])] = kept
        self.by_fold[str(work["fold"])] = [
            one for one in self.by_fold[str(work["fold"])] if one != number
        ]

    def find(self, record: Record, names: dict[str, str]) -> list[int]:
        """Return the works that a record is: by a name, else by title, year and first author.

        A DOI that two arXiv ids state is of one of them, the one that stated it first: it is taken
        out of the ``names`` of the other.
        """
        named = set()
        for scheme, value in list(names.items()):
            number = self.by_name.get((scheme, value))
            if number is None:
                continue
            known = self.works[number]["arxiv"]
            if known and known != names.get("arxiv", known):
                del names[scheme]
            else:
                named.add(number)
        if named:
            return sorted(named)
        for number in self.by_fold.get(_telling(record), ()):
            if _is_same(self.works[number], record, names):
                return [number]
        return []


def _is_same(work: Mapping[str, object], record: Record, names: Mapping[str, str]) -> bool:
    """Say whether a record of the title of a work is that work.

    Services keep two records of many works, the preprint's and the journal's. Two arXiv ids, or two
    DOIs, are two works.
    """
    if any(work[name] and work[name] != names.get(name, work[name]) for name in ("arxiv", "doi")):
        return False
    year = work["year"] if isinstance(work["year"], int) else None
    first = fold(_family(record.authors[0])) if record.authors else ""
    known = fold(str(work["byline"]).partition(" et al.")[0].partition(" and ")[0])
    return years_agree(year, record.year) and families_agree(known, first) is not False


def _names(record: Record) -> dict[str, str]:
    """Return the names of a work by the column that each stands in."""
    found = {}
    for scheme in ("arxiv", "doi", "s2"):
        if one := of_scheme(record.identifiers, scheme):
            found[scheme] = one.value
    if number := record.part("openalex").get("id"):
        found["openalex"] = str(number)
    return found


def _telling(record: Record) -> str:
    folded = fold(record.title)
    return folded if len(folded) >= TELLING else ""


def _family(author: Author) -> str:
    return author.family or author.name.rpartition(" ")[2]


def _byline(authors: Sequence[Author]) -> str:
    """Return the authors in short: ``Ferrante``, ``Ferrante and Hayashi``, ``Ferrante et al.``."""
    families = [_family(one) for one in authors[:3]]
    if len(families) > 2:
        return f"{families[0]} et al."
    return " and ".join(families)


def _numbers(db: sqlite3.Connection, records: Sequence[Record]) -> list[int]:
    """Return the work of each record, written with what is new about it; works found one join."""
    known = _Known(db, records)
    numbers: list[int] = []
    for record in records:
        names = _names(record)
        found = known.find(record, names)
        if not found:
            number = _inserted(db, record, names)
            known.put(number, _row(record, names))
        else:
            number = found[0]
            for lost in found[1:]:
                _join(db, known, number, lost)
                # At once: SQLite gives the number of a row that is gone to the next one.
                numbers = [number if one == lost else one for one in numbers]
            _complete(db, known, number, record, names)
        numbers.append(number)
    return numbers


def _row(record: Record, names: Mapping[str, str]) -> dict[str, object]:
    return {
        **{name: names.get(name, "") for name in SCHEMES},
        "title": record.title, "fold": fold(record.title), "byline": _byline(record.authors),
        "year": record.year, "cited_by": record.part(record.source).get("cited"),
    }  # fmt: skip


def _inserted(db: sqlite3.Connection, record: Record, names: Mapping[str, str]) -> int:
    row = _row(record, names)
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO works ({', '.join(row)}) VALUES ({marks})"
    return int(db.execute(sql, list(row.values())).lastrowid or 0)


def _complete(
    db: sqlite3.Connection, known: _Known, number: int, record: Record, names: Mapping[str, str]
) -> None:
    """Write what a record says of a work that was not known; the newest count stands."""
    former = known.works[number]
    said = _row(record, names)
    new = {name: value for name, value in said.items() if value and not former[name]}
    if said["cited_by"] is not None and said["cited_by"] != former["cited_by"]:
        new["cited_by"] = max(int(str(said["cited_by"])), int(str(former["cited_by"] or 0)))
    if not new:
        return
    changes = ", ".join(f"{name} = ?" for name in new)
    db.execute(f"UPDATE works SET {changes} WHERE id = ?", [*new.values(), number])
    known.put(number, {**former, **new})


def _join(db: sqlite3.Connection, known: _Known, kept: int, lost: int) -> None:
    """Make two works one of which a record has the names of both."""
    for column in ("citing", "cited"):
        db.execute(f"UPDATE OR IGNORE cites SET {column} = ? WHERE {column} = ?", (kept, lost))
        db.execute(f"DELETE FROM cites WHERE {column} = ?", (lost,))
    db.execute("UPDATE OR IGNORE asked SET work_id = ? WHERE work_id = ?", (kept, lost))
    db.execute("DELETE FROM asked WHERE work_id = ?", (lost,))
    db.execute("DELETE FROM cites WHERE citing = cited")
    db.execute("DELETE FROM works WHERE id = ?", (lost,))
    gone = known.works[lost]
    known.drop(lost, kept)
    new = {name: gone[name] for name in gone if name != "id" and not known.works[kept][name]}
    if new:
        changes = ", ".join(f"{name} = ?" for name in new)
        db.execute(f"UPDATE works SET {changes} WHERE id = ?", [*new.values(), kept])
    known.put(kept, {**known.works[kept], **new})


# --- Reading ------------------------------------------------------------------------------------


def works_of(db: sqlite3.Connection, papers: Iterable[int]) -> dict[int, list[int]]:
    """Return the works that papers are, by paper; of most papers services keep one record."""
    found: dict[int, list[int]] = defaultdict(list)
    sql = _MINE.format(these=_THESE)
    for work, paper in db.execute(sql, {"papers": to_json(list(papers))}):
        found[paper].append(work)
    return found


def answers(db: sqlite3.Connection, papers: Iterable[int], what: str) -> dict[int, Answer]:
    """Return what was said when papers were asked about; the best, where a paper is two works."""
    sql = (
        "SELECT m.paper, a.at, a.state, a.source, a.items FROM asked a "
        f"JOIN ({_MINE.format(these=_THESE)}) m ON m.work = a.work_id WHERE a.what = :what"
    )
    found: dict[int, Answer] = {}
    for paper, *said in db.execute(sql, {"papers": to_json(list(papers)), "what": what}):
        one = Answer(*said)
        known = found.get(paper)
        if known is None or (one.state == DONE, one.items) > (known.state == DONE, known.items):
            found[paper] = one
    return found


def states(db: sqlite3.Connection, papers: Collection[int], what: str) -> Counter[str]:
    """Return how many papers have each state; those that nobody asked about have an empty one."""
    known = answers(db, papers, what)
    return Counter(known[number].state if number in known else "" for number in papers)


def related(db: sqlite3.Connection, paper: int, what: str) -> list[Work]:
    """Return what a paper cites, or who cites it; the newest first, those of a year by title."""
    mine, other = ("citing", "cited") if what == REFS else ("cited", "citing")
    sql = (
        f"SELECT DISTINCT {_WORK} FROM cites c JOIN works w ON w.id = c.{other} "
        f"WHERE c.{mine} IN (SELECT work FROM ({_MINE.format(these=_THESE)})) "
        "ORDER BY w.year DESC, w.fold, w.id"
    )
    return [_work(row) for row in db.execute(sql, {"papers": to_json([paper])})]


def works(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Work]:
    """Return works by their numbers."""
    sql = f"SELECT {_WORK} FROM json_each(?) j CROSS JOIN works w ON w.id = j.value"
    return {row[0]: _work(row) for row in db.execute(sql, (to_json(list(numbers)),))}


_WORK = "w.id, w.arxiv, w.doi, w.s2, w.title, w.byline, w.year, w.cited_by"


def _work(row: Sequence[object]) -> Work:
    number, *names, title, byline, year, cited_by = row
    pairs = zip(("arxiv", "doi", "s2"), names, strict=True)
    identifiers = tuple(Identifier(scheme, str(value)) for scheme, value in pairs if value)
    return Work(number, identifiers, title, byline, year, cited_by)  # type: ignore[arg-type]


_COUNTED = (
    "SELECT c.cited, count(*) FROM temp.mine m CROSS JOIN cites c ON c.citing = m.work "
    "GROUP BY c.cited HAVING count(*) >= :least"
)
_COUNTED_ALL = (
    "SELECT c.cited, count(*) FROM cites c INDEXED BY cites_cited "
    "WHERE c.citing IN (SELECT work FROM temp.mine) GROUP BY c.cited HAVING count(*) >= :least"
)
# Most works are cited a few times by anybody, which costs less to see than by whom.
_COUNTED_OFTEN = (
    "SELECT c.cited, count(*) FROM (SELECT cited FROM cites INDEXED BY cites_cited GROUP BY cited "
    "HAVING count(*) >= :least) a CROSS JOIN cites c INDEXED BY cites_cited ON c.cited = a.cited "
    "CROSS JOIN temp.mine m ON m.work = c.citing GROUP BY c.cited HAVING count(*) >= :least"
)
OFTEN = 20
"""From how many papers on a work is cited often."""


class Gap(NamedTuple):
    """A work that papers cite and the library has not; ``weight`` counts papers by their rating."""

    work: int
    papers: tuple[int, ...]
    weight: float


def gaps(
    db: sqlite3.Connection, papers: Mapping[int, float], least: int, most: int
) -> Generator[Gap, None, None]:
    """Yield works that at least so many of these papers cite, and that no paper is by its names.

    The best first: the weight of those that cite it times ``log(N / (1 + cited_by))``, so that what
    everybody cites stands behind what these papers cite. ``papers`` are numbers with weights.
    """
    db.create_function("readlist_lift", 2, lift, deterministic=True)
    db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (paper INTEGER PRIMARY KEY, weight REAL)")
    db.execute("CREATE TEMP TABLE IF NOT EXISTS mine (work INTEGER PRIMARY KEY, paper INTEGER)")
    try:
        db.execute(
            "INSERT INTO temp.wanted SELECT value ->> 0, value ->> 1 FROM json_each(?)",
            (to_json(list(papers.items())),),
        )
        db.execute(
            f"INSERT OR IGNORE INTO temp.mine {_MINE.format(these='temp.wanted')}"  # one of two
        )
        mine = db.execute("SELECT count(*) FROM temp.mine").fetchone()[0]
        asked = db.execute("SELECT count(*) FROM asked WHERE what = ?", (REFS,)).fetchone()[0]
        # Of many papers it is quicker to go through all that is cited, in its order.
        counting = _COUNTED
        if 3 * mine > asked:
            counting = _COUNTED_OFTEN if least >= OFTEN else _COUNTED_ALL
        counted = db.execute(counting, {"least": least}).fetchall()
        ranked = db.execute(
            "SELECT w.id, j.value ->> 1 AS g, "
            "readlist_lift(j.value ->> 1, w.cited_by) AS lift FROM json_each(?) j "
            f"CROSS JOIN works w ON w.id = j.value ->> 0 WHERE NOT ({_HELD}) "
            "ORDER BY lift DESC, w.id LIMIT ?",
            (to_json(counted), most),
        ).fetchall()
        for work, _, _ in ranked:
            rows = db.execute(
                "SELECT DISTINCT m.paper, t.weight FROM cites c JOIN temp.mine m "
                "ON m.work = c.citing JOIN temp.wanted t ON t.paper = m.paper "
                "WHERE c.cited = ? ORDER BY m.paper",
                (work,),
            ).fetchall()
            if len(rows) >= least:
                yield Gap(work, tuple(row[0] for row in rows), sum(row[1] for row in rows))
    finally:
        db.execute("DELETE FROM temp.wanted")
        db.execute("DELETE FROM temp.mine")


WORLD = 200_000_000
"""Works that there are, about as many as Semantic Scholar knows."""


def lift(count: float, cited_by: int | None) -> float:
    """Return how telling it is that ``count`` papers cite a work that the world cites so often."""
    return count * log(WORLD / (1 + max(count, cited_by or 0)))


def edges(db: sqlite3.Connection, papers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the pairs of these papers of which the first cites the second."""
    wanted = list(papers)
    of = {work: paper for paper, found in works_of(db, wanted).items() for work in found}
    rows = db.execute(
        "SELECT c.citing, c.cited FROM json_each(:works) a CROSS JOIN cites c "
        "ON c.citing = a.value WHERE c.cited IN (SELECT value FROM json_each(:works))",
        {"works": to_json(sorted(of))},
    )
    found = {(of[citing], of[cited]) for citing, cited in rows}
    return sorted(pair for pair in found if pair[0] != pair[1])


def around(db: sqlite3.Connection, start: Sequence[int], depth: int) -> list[tuple[int, int]]:
    """Return what works cite, and what those cite, as far as it is known."""
    found: list[tuple[int, int]] = []
    asked: set[int] = set()
    front = set(start)
    for _ in range(depth):
        asked |= front
        rows = db.execute(
            "SELECT c.citing, c.cited FROM json_each(?) j CROSS JOIN cites c ON c.citing = j.value",
            (to_json(sorted(front)),),
        ).fetchall()
        found += rows
        front = {cited for _, cited in rows} - asked
    return found


COMMON = 0.05
"""The share of all papers from which on it tells nothing that two of them cite a work."""


class Coupled(NamedTuple):
    """A paper that cites what another one does: how much of it, from 0 to 1, and how many works."""

    paper: int
    strength: float
    shared: int


def coupled(db: sqlite3.Connection, papers: Iterable[int], most: int) -> list[Coupled]:
    """Return the papers that cite most of what these cite (bibliographic coupling, Kessler 1963).

    ``sum(idf of the shared) / sqrt(sum(idf of mine) * sum(idf of theirs))`` with ``idf(w) = ln(1 +
    N / df(w))`` over the works whose references are known; their sum is taken from how many they
    cite, by the mean of mine.
    """
    wanted = list(papers)
    mine = [work for found in works_of(db, wanted).values() for work in found]
    if not mine:
        return []
    total = db.execute("SELECT count(*) FROM asked WHERE what = ? AND state = ?", (REFS, DONE))
    known = max(1, int(total.fetchone()[0]))
    rows = db.execute(
        "SELECT cited, count(*) FROM cites WHERE cited IN (SELECT cited FROM cites "
        "WHERE citing IN (SELECT value FROM json_each(?))) GROUP BY cited",
        (to_json(mine),),
    )
    spread = dict(rows.fetchall())
    telling = {one: number for one, number in spread.items() if number <= max(50, COMMON * known)}
    idf = [(cited, log(1 + known / number)) for cited, number in (telling or spread).items()]
    found = db.execute(
        "SELECT c.citing, sum(j.value ->> 1) AS shared, count(*), "
        "(SELECT count(*) FROM cites d WHERE d.citing = c.citing) "
        "FROM json_each(?) j CROSS JOIN cites c ON c.cited = j.value ->> 0 "
        "WHERE c.citing NOT IN (SELECT value FROM json_each(?)) "
        "GROUP BY c.citing ORDER BY shared DESC, c.citing LIMIT ?",
        (to_json(idf), to_json(mine), 4 * most),
    ).fetchall()
    own = sum(weight for _, weight in idf)
    mean = own / max(1, len(idf))
    told = [
        (shared / (own * max(shared, mean * cites)) ** 0.5, count, work)
        for work, shared, count, cites in found
    ]
    names = papers_of(db, [work for _, _, work in told])
    near: dict[int, Coupled] = {}
    for strength, count, work in sorted(told, key=lambda one: (-one[0], one[2])):
        for paper in names.get(work, ()):
            if paper not in wanted:
                near.setdefault(paper, Coupled(paper, strength, count))
    return list(near.values())[:most]


def papers_of(db: sqlite3.Connection, works_wanted: Sequence[int]) -> dict[int, list[int]]:
    """Return the papers of the library that works are."""
    found: dict[int, list[int]] = defaultdict(list)
    for scheme in ("arxiv", "doi", "s2"):
        rows = db.execute(
            f"SELECT w.id, i.paper_id FROM json_each(?) j CROSS JOIN works w ON w.id = j.value "
            f"JOIN identifiers i ON i.scheme = '{scheme}' AND i.value = w.{scheme} "
            f"WHERE w.{scheme} <> ''",
            (to_json(list(works_wanted)),),
        )
        for work, paper in rows:
            if paper not in found[work]:
                found[work].append(paper)
    return found
