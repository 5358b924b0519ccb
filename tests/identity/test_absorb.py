"""The one door: when are two records one paper, and what does a paper keep."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.formats import bibtex
from readlist.formats.base import DumpOptions
from readlist.identity.absorb import AbsorbOptions, Kind, Known, plan_absorb
from readlist.model import (
    Author,
    Identifier,
    Link,
    Note,
    Paper,
    Rank,
    Reading,
    Record,
    Status,
)
from readlist.text import fold

NOW = "2026-11-22T08:00:00Z"
OPTIONS = AbsorbOptions(NOW, "ada")
ARXIV = Identifier("arxiv", "1706.03762")
DOI = Identifier("doi", "10.1000/xyz")


class Shelf:
    """A library in memory: what the store does for absorb, without a file."""

    def __init__(self) -> None:
        self.papers: dict[int, Paper] = {}
        self.next_id = 1
        self.apart: set[tuple[int, int]] = set()

    def known(self) -> Known:
        folds: dict[str, list[int]] = {}
        for number, paper in sorted(self.papers.items()):
            for folded in {fold(paper.title), *paper.titles} - {""}:
                folds.setdefault(folded, []).append(number)
        return Known(
            papers=dict(self.papers),
            identifiers={i: p.id for p in self.papers.values() for i in p.identifiers},
            folds=folds,
            taken_keys=frozenset(
                key.lower() for p in self.papers.values() for key in (p.key, *p.aliases)
            ),
            apart=frozenset(self.apart),
            next_id=self.next_id,
        )

    def absorb(self, *records: Record, options: AbsorbOptions = OPTIONS):
        plan = plan_absorb(records, self.known(), options)
        for _, lost in plan.joined:
            del self.papers[lost]
        for paper in (*plan.new, *(after for _, after in plan.changed)):
            self.papers[paper.id] = paper
        self.next_id = max([self.next_id - 1, *(paper.id for paper in plan.new)]) + 1
        return plan

    def only(self) -> Paper:
        assert len(self.papers) == 1, [paper.title for paper in self.papers.values()]
        return next(iter(self.papers.values()))


def shelf(*records: Record) -> Shelf:
    filled = Shelf()
    for record in records:
        filled.absorb(record)
    return filled


def author(name: str) -> Author:
    return Author(name, name.rsplit(maxsplit=1)[-1], " ".join(name.split()[:-1]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Textbooks Are All You Need", "Textbooks Are All You Need II"),
        ("Active Retrieval Augmented Generation", "Corrective Retrieval Augmented Generation"),
        ("Learning C", "Learning C++"),
        ("GPT-3.5 in Practice", "GPT-35 in Practice"),
        ("LLaMA-Adapter", "LLaMA-Adapter V2"),
    ],
)
def test_different_works_stay_apart(one, other):
    """Titles that differ by a number, a sign or a word are different papers."""
    assert len(shelf(Record(title=one), Record(title=other)).papers) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "attention is all you need."),
        ("Poincaré Embeddings", r"Poincar\'{e} Embeddings"),
        ("Poincaré Embeddings", "Poincare Embeddings"),
        ("Łukasiewicz Logic", r"{\L}ukasiewicz Logic"),
        ("Pre-training of Deep Nets", "Pretraining of Deep Nets"),
        ("{BERT}: Pre-training", "BERT: Pre-training"),
        (r"Needs \(O(n^2)\) Memory", "Needs $O(n^2)$ Memory"),
        (r"PIXART-\(\alpha\)", "PixArt-α"),
        ("Let’s Verify Step by Step", "Let's verify step by step"),
        (r"An $\ell_1$ Penalty", "An ℓ1 Penalty"),
    ],
)
def test_spellings_of_one_title_come_together(one, other):
    """Case, accents, punctuation, hyphens and LaTeX do not make another paper."""
    assert len(shelf(Record(title=one), Record(title=other)).papers) == 1


def test_an_identifier_decides():
    """The same identifier is the same paper, whatever the titles say."""
    plan = shelf(Record(title="One", identifiers=(ARXIV,))).absorb(
        Record(title="Another Name", identifiers=(ARXIV,))
    )
    assert [outcome.kind for outcome in plan.outcomes] == [Kind.MERGED]
    assert [c.field for c in plan.outcomes[0].contradictions] == ["title"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Record(title="T", year=2015), Record(title="T", year=2017)),
        (
            Record(title="T", authors=(author("Ada One"),)),
            Record(title="T", authors=(author("Bo Two"),)),
        ),
        (Record(title="T", identifiers=(DOI,)),
         Record(title="T", identifiers=(Identifier("doi", "10.1000/abc"),))),
    ],
)  # fmt: skip
def test_a_contradiction_keeps_one_title_apart(one, other):
    """Years more than one apart, other first authors, or two values of a scheme: two papers."""
    assert len(shelf(one, other).papers) == 2


def test_a_year_apart_is_the_same_paper():
    """A preprint and its publication in the next year are one paper."""
    assert len(shelf(Record(title="T", year=2016), Record(title="T", year=2017)).papers) == 1


def test_guessed_authors_keep_nothing_apart():
    """An author read out of a remark may be wrong, so it does not contradict."""
    guess = Record(title="T", authors=(author("Wrong"),), ranks={"authors": ("remark", Rank.GUESS)})
    kept = shelf(guess, Record(title="T", authors=(author("Ada One"),))).only()
    assert kept.authors[0].family == "One"


def test_preprint_and_publication_keep_both_identifiers():
    """One paper, two identifiers."""
    kept = shelf(
        Record(title="T", identifiers=(ARXIV,)), Record(title="T", identifiers=(DOI,))
    ).only()
    assert set(kept.identifiers) == {ARXIV, DOI}


def test_a_record_that_links_two_papers_joins_them():
    """The older paper stays, with everything of both; the lost key still finds it."""
    filled = shelf(
        Record(title="A Stub", identifiers=(ARXIV,)), Record(title="The Title", identifiers=(DOI,))
    )
    keys = [paper.key for paper in filled.papers.values()]
    plan = filled.absorb(Record(title="The Title", identifiers=(ARXIV, DOI)))
    assert plan.joined == ((1, 2),)
    kept = filled.only()
    assert (kept.key, kept.aliases) == (keys[0], (keys[1],))
    assert set(kept.identifiers) == {ARXIV, DOI}


def test_an_entry_of_a_list_that_links_two_papers_joins_none():
    """The entry is of the first, and there is a question; a name is no other title."""
    lists = Record(source="markdown", rank=Rank.LIST, identifiers=(ARXIV, DOI))
    north = Record(title="Weather of the North", identifiers=(ARXIV,))
    filled = shelf(north, Record(title="Rivers and Lakes", identifiers=(DOI,)))
    (outcome,) = filled.absorb(replace(lists, title="Weather of the North")).outcomes
    assert [(one.paper_id, one.identifier) for one in outcome.asked] == [(2, DOI)]
    assert [paper.identifiers for paper in filled.papers.values()] == [(ARXIV,), (DOI,)]
    assert len(shelf(north, Record(title="BERT", identifiers=(DOI,)), lists).papers) == 1


def test_a_crowd_of_one_title_comes_again_unchanged():
    """However many editorials there are, each is found by what is told of it."""
    crowd = [
        Record(title="Editorial", year=1900 + number // 12, venue="Nature",
               published=f"{1900 + number // 12}-{1 + number % 12:02}")
        for number in range(180)
    ]  # fmt: skip
    filled = Shelf()
    assert len(filled.absorb(*crowd).new) == 180
    assert {outcome.kind for outcome in filled.absorb(*crowd).outcomes} == {Kind.UNCHANGED}


def test_papers_that_a_person_kept_apart_are_not_joined():
    """A no to a question holds."""
    filled = shelf(Record(title="T", identifiers=(ARXIV,)), Record(title="U", identifiers=(DOI,)))
    filled.papers[2] = replace(filled.papers[2], title="T")
    filled.apart.add((1, 2))
    filled.absorb(Record(title="T", identifiers=(ARXIV,)))
    assert len(filled.papers) == 2


def test_rank_decides_and_empty_replaces_nothing():
    """A better source wins whatever the order; silence takes nothing away."""
    low = Record(source="list", rank=Rank.LIST, identifiers=(ARXIV,), venue="NIPS")
    high = Record(source="crossref", rank=Rank.REGISTRY, identifiers=(ARXIV,), venue="NeurIPS")
    silent = Record(source="arxiv", rank=Rank.ISSUER, identifiers=(ARXIV,))
    for order in ((low, high, silent), (high, low, silent), (silent, high, low)):
        assert shelf(*order).only().venue == "NeurIPS"


def test_a_fuller_value_is_taken_from_any_rank():
    """More authors of the same beginning, and a full date, say more and contradict nothing."""
    first = Record(rank=Rank.REGISTRY, identifiers=(ARXIV,), published="2017",
                   authors=(author("Vaswani"),))  # fmt: skip
    full = Record(rank=Rank.LIST, identifiers=(ARXIV,), published="2017-06-12",
                  authors=(author("Ashish Vaswani"), author("Noam Shazeer")))  # fmt: skip
    for order in ((first, full), (full, first)):
        kept = shelf(*order).only()
        assert kept.published == "2017-06-12"
        assert len(kept.authors) == 2


def test_a_merge_keeps_the_persons_words():
    """Status, rating, tags, notes and key of a paper survive whatever is absorbed."""
    filled = shelf(Record(title="T", identifiers=(ARXIV,)))
    mine = replace(
        filled.papers[1],
        reading=Reading(Status.READ, 3, 5, finished=NOW, reader="ada"),
        tags=("nlp",),
        notes=(Note("mine", NOW, "ada", 7),),
    )
    filled.papers[1] = mine
    filled.absorb(
        Record(title="T", identifiers=(ARXIV, DOI), key="other2017", tags=("ml",),
               reading=Reading(Status.TO_READ, 1, 1), notes=(Note("theirs"),))
    )  # fmt: skip
    kept = filled.only()
    assert kept.key == mine.key
    assert kept.reading == mine.reading
    assert set(kept.tags) == {"nlp", "ml"}
    assert [note.body for note in kept.notes] == ["mine", "theirs"]
    assert kept.aliases == ("other2017",)


PREPRINT = Record(
    source="arxiv",
    rank=Rank.ISSUER,
    title="Layer Cake",
    year=2019,
    published="2019-11-30",
    kind="preprint",
    identifiers=(ARXIV,),
)
PRINTED = Record(
    source="crossref",
    rank=Rank.REGISTRY,
    title="Layer Cake",
    year=2020,
    published="2020-06",
    venue="CVPR",
    kind="inproceedings",
    identifiers=(DOI,),
)


@pytest.mark.parametrize("records", [(PREPRINT, PRINTED), (PRINTED, PREPRINT)])
@pytest.mark.parametrize("source", ["crossref", "bibtex"])
def test_the_venue_keeps_its_year_beside_that_of_the_preprint(records, source):
    """Whatever came first, and whether a registry or a bibliography said it."""
    ranks = {"crossref": Rank.REGISTRY, "bibtex": Rank.FILE}
    named = {"crossref": source, "arxiv": "arxiv"}
    records = [
        replace(one, source=named[one.source], rank=min(one.rank, ranks[source]))
        if one is PRINTED else one
        for one in records
    ]  # fmt: skip
    (paper,) = shelf(*records).papers.values()
    assert (paper.year, paper.venue, paper.extra.get("venue_year")) == (2019, "CVPR", 2020)
    entry = "".join(bibtex.FORMAT.dump([paper], DumpOptions()))
    assert "year          = {2020}" in entry
    assert "month" not in entry


def test_the_year_of_a_venue_goes_with_the_venue():
    """A better venue brings its own year; where that is the paper's, nothing stands beside it."""
    known = shelf(PREPRINT, replace(PRINTED, source="s2", rank=Rank.AGGREGATOR, venue="NeurIPS"))
    assert known.papers[1].extra["venue_year"] == 2020
    known.absorb(replace(PRINTED, year=2019, published="2019-12", identifiers=(ARXIV, DOI)))
    paper = known.papers[1]
    assert (paper.venue, paper.year, dict(paper.extra)) == ("CVPR", 2019, {})


def test_a_publisher_takes_the_place_of_a_preprint_server():
    """Whichever comes first, who published a paper is its publisher, and no contradiction."""
    details = {"publisher": "arXiv", "note": "draft"}
    preprint = Record(
        title="Counting Sheep", rank=Rank.FILE, authors=(author("Ann Lee"),),
        extra={"bibtex": details},
    )  # fmt: skip
    published = replace(preprint, venue="ICML", extra={"bibtex": {"publisher": "PMLR"}})
    for records in ((preprint, published), (published, preprint)):
        held = Shelf()
        outcomes = [one for record in records for one in held.absorb(record).outcomes]
        assert held.only().extra["bibtex"] == {"publisher": "PMLR", "note": "draft"}
        assert not outcomes[1].contradictions


def test_a_preprint_server_is_no_venue_with_a_year():
    """What bibliographies call the journal of a preprint says nothing of where it appeared."""
    listed = replace(PRINTED, source="bibtex", rank=Rank.FILE, venue="arXiv preprint", kind="")
    assert (
        "venue_year" not in shelf(listed, replace(PREPRINT, identifiers=(ARXIV,))).papers[1].extra
    )


def test_the_year_that_a_person_gives_is_the_year():
    """It stands in a bibliography, whatever the venue's was."""
    mine = Record(source="person", rank=Rank.PERSON, year=2021, identifiers=(ARXIV,))
    (paper,) = shelf(PREPRINT, PRINTED, mine).papers.values()
    assert "{2021}" in "".join(bibtex.FORMAT.dump([paper], DumpOptions()))


def test_keys_are_unique_and_stay():
    """A second paper of the same key gets a letter; the first keeps its key."""
    one = Record(title="Deep Nets", year=2015, authors=(author("Ada One"),))
    two = Record(title="Deep Learning", year=2015, authors=(author("Bo One"),))
    filled = shelf(one, two)
    assert [paper.key for paper in filled.papers.values()] == ["one2015deep", "one2015deepa"]


titles = st.sampled_from(["Alpha Beta", "alpha beta", "Alpha Beta II", "Gamma", "Gämma", ""])
schemes = st.sampled_from([Identifier("arxiv", "2001.00001"), Identifier("doi", "10.1000/a"),
                           Identifier("acl", "P18-1001")])  # fmt: skip
consistent = st.builds(
    Record,
    source=st.sampled_from(["a", "b"]),
    rank=st.sampled_from([Rank.LIST, Rank.FILE, Rank.ISSUER]),
    title=st.sampled_from(["Alpha Beta", ""]),
    year=st.sampled_from([2017, None]),
    venue=st.sampled_from(["", "ICML"]),
    authors=st.sampled_from([(), (author("Ada One"),), (author("Ada One"), author("Bo Two"))]),
    published=st.sampled_from(["", "2017", "2017-03"]),
    identifiers=st.lists(schemes, max_size=2, unique=True).map(tuple),
    links=st.sampled_from([(), (Link("code", "https://example.org"),)]),
    tags=st.sampled_from([(), ("x",)]),
).filter(lambda record: record.title or record.identifiers)
anything = st.builds(
    Record,
    source=st.sampled_from(["a", "b"]),
    rank=st.sampled_from([Rank.GUESS, Rank.LIST, Rank.FILE, Rank.ISSUER, Rank.PERSON]),
    title=titles,
    year=st.sampled_from([2015, 2016, 2018, None]),
    authors=st.sampled_from([(), (author("Ada One"),), (author("Bo Two"),)]),
    identifiers=st.lists(
        st.builds(Identifier, st.sampled_from(["arxiv", "doi"]), st.sampled_from("abc")),
        max_size=2, unique=True,
    ).map(tuple),
    notes=st.sampled_from([(), (Note("mine"),), (Note("mine too"),)]),
    tags=st.sampled_from([(), ("x",), ("y",)]),
    key=st.sampled_from(["", "one", "ONE", "two"]),
).filter(lambda record: record.title or record.identifiers)  # fmt: skip


def content(paper: Paper) -> tuple:
    """What must not depend on the order: everything but numbers, keys and who said it first."""
    return (
        fold(paper.title), paper.year, paper.venue, paper.authors, paper.published,
        sorted(paper.identifiers), sorted(paper.links), sorted(paper.tags),
    )  # fmt: skip


@given(st.lists(consistent, max_size=6), st.randoms())
def test_order_does_not_matter_without_conflicts(records, random):
    """Records whose facts agree give the same papers in any order."""
    shuffled = list(records)
    random.shuffle(shuffled)
    one, other = shelf(*records), shelf(*shuffled)
    assert sorted(map(repr, map(content, one.papers.values()))) == sorted(
        map(repr, map(content, other.papers.values()))
    )


@given(st.lists(anything, max_size=6))
def test_absorbing_twice_changes_nothing(records):
    """The second time every record is known, and no paper is different."""
    filled = Shelf()
    filled.absorb(*records)
    filled.absorb(*records)
    before = dict(filled.papers)
    plan = filled.absorb(*records)
    assert [o.kind for o in plan.outcomes if o.kind is not Kind.UNCHANGED] == []
    assert (plan.new, plan.changed, plan.joined) == ((), (), ())
    assert filled.papers == before


@given(st.lists(anything, max_size=5), st.lists(anything, max_size=5))
def test_user_words_are_never_lost(first, second):
    """Whatever comes later, notes, tags and ratings that were there are still there."""
    filled = Shelf()
    filled.absorb(*first)
    for number, paper in list(filled.papers.items()):
        reading = Reading(Status.READ, 2, number % 5 + 1, finished=NOW, reader="ada")
        filled.papers[number] = replace(
            paper, reading=reading, tags=(*paper.tags, f"mine-{number}"),
            notes=(*paper.notes, Note(f"my note {number}", NOW, "ada")),
        )  # fmt: skip
    numbers = list(filled.papers)
    keys = {key.lower() for paper in filled.papers.values() for key in (paper.key, *paper.aliases)}
    filled.absorb(*second)
    words = {note.body for paper in filled.papers.values() for note in paper.notes}
    tags = {tag for paper in filled.papers.values() for tag in paper.tags}
    left = {key.lower() for paper in filled.papers.values() for key in (paper.key, *paper.aliases)}
    assert {f"my note {number}" for number in numbers} <= words
    assert {f"mine-{number}" for number in numbers} <= tags
    assert keys <= left
    read = [p for p in filled.papers.values() if any(t.startswith("mine-") for t in p.tags)]
    assert all(paper.reading.status is Status.READ and paper.reading.rating for paper in read)


@given(st.lists(anything, max_size=8))
def test_one_batch_equals_one_by_one(records):
    """Where a file is cut into parts does not matter."""
    together, apart = Shelf(), Shelf()
    together.absorb(*records)
    for record in records:
        apart.absorb(record)
    shown = [sorted(repr(content(p)) for p in s.papers.values()) for s in (together, apart)]
    assert shown[0] == shown[1]
