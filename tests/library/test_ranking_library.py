"""The ranking of a library: what it is learned from, where it is kept, and what is followed."""

import sqlite3

import pytest

from readlist.bib.names import parse_author
from readlist.errors import LibraryError, NotFoundError, UsageError
from readlist.library.inbox import inbox
from readlist.library.inbox.follows import follow, follows, mute, unfollow
from readlist.library.inbox.inbox import expire
from readlist.library.papers.marks import change_papers, rating_mark, status_mark, tag_mark
from readlist.library.papers.undo import undo
from readlist.library.ranking.scores import rescore, retrain
from readlist.model import ListEntry, ListInfo, Reading, Record, Status
from readlist.store import ranking as store
from readlist.store.feeds import Brought, Feed, insert_feeds, keep_brought
from readlist.store.journal import entries
from readlist.store.lists import make_list
from support.papers import absorb, change

NOW = "2026-11-22T08:00:00Z"
SEEN = "2026-11-20T06:00:00Z"
TITLES = {
    "Sparse mixture of experts": Status.TO_READ,
    "Mixture of experts at scale": Status.READ,
    "Quantum walks": Status.DROPPED,
    "Quantum error correction": Status.DROPPED,
    "Routing in a mixture of experts": Status.INBOX,
    "Quantum supremacy": Status.INBOX,
    "Bees and flowers": Status.INBOX,
}


@pytest.fixture
def filled(library):
    """A library with decisions and papers that wait, all from one feed; numbers from 1."""
    records = [
        Record(
            title=title,
            authors=(parse_author("Ada Byron"),) if "experts" in title else (),
            reading=Reading(status),
            extra={"arxiv": {"categories": ["cs.LG"]}, "hf": {"upvotes": 3}},
        )
        for title, status in TITLES.items()
    ]
    absorb(library, *records)

    def bring(tx):
        feed = insert_feeds(tx, [Feed(0, "hf", "hf", "daily", {}, NOW)])
        numbers = range(1, len(TITLES) + 1)
        keep_brought(tx, [Brought(feed, n, "2026-11-20", SEEN, {"votes": n}) for n in numbers])

    change(library, bring)
    return library


def scored(library):
    found = store.scores(library.db, library.reader_id, range(1, 100))
    titles = dict(library.db.execute("SELECT id, title FROM papers"))
    return {titles[number]: score for number, score in found.items()}


def test_what_waits_is_scored_by_what_was_decided(filled):
    """Only papers of the inbox get a score, the best is like what was kept, and it says why."""
    done = retrain(filled, NOW)
    found = scored(filled)
    assert done == (4, 3)
    assert sorted(found, key=lambda title: -found[title].score) == [
        "Routing in a mixture of experts", "Bees and flowers", "Quantum supremacy",
    ]  # fmt: skip
    said = {reason.text for reason in found["Routing in a mixture of experts"].reasons}
    assert {"author you kept twice: Ada Byron", "5 votes"} <= said


def test_learning_is_no_change_of_the_library(filled):
    """Nothing of it stands in the journal, and learning again gives the same."""
    before = entries(filled)
    retrain(filled, NOW)
    first, body = scored(filled), store.learned(filled)
    retrain(filled, NOW)
    assert entries(filled) == before
    assert (scored(filled), store.learned(filled)) == (first, body)


def test_material_is_what_the_library_knows(filled):
    """Authors, categories, the most votes of any source, feeds, lists, tags, and when."""

    def place(tx):
        make_list(tx, ListInfo(title="Awesome", name="awesome", added=NOW))
        change_papers(tx, [2], tag_mark(["moe"], []))
        change_papers(tx, [2], rating_mark(5))

    change(filled, place)
    absorb(
        filled,
        Record(title="Mixture of experts at scale", entries=(ListEntry(list="awesome"),)),
    )
    one = next(iter(store.material(filled.db, [2])))
    assert (one.title, one.categories, one.votes) == ("Mixture of experts at scale", ("cs.LG",), 3)
    assert (one.feeds, one.tags) == (("hf",), ("moe",))
    assert one.authors == (("Ada Byron", "Byron", "Ada"),)
    decided = {paper.id: paper for paper in store.decided(filled, 10)}
    assert (decided[2].status, decided[2].rating) == ("read", 5)
    assert decided[3].at == SEEN
    assert store.tag_counts(filled) == {"moe": 1}


def test_the_newest_decisions_are_learned_from(filled):
    """Of more than are wanted the newest come, oldest first."""
    change(filled, lambda tx: change_papers(tx, [1], status_mark(Status.READ, NOW)))
    assert [paper.id for paper in store.decided(filled, 2)] == [4, 1]


def test_papers_that_came_with_a_file_teach_nothing(filled):
    """A bibliography taken in was not chosen paper by paper; one that was tagged since was."""
    absorb(filled, Record(title="From a file", reading=Reading(Status.TO_READ)))
    assert "From a file" not in {paper.title for paper in store.decided(filled, 10)}
    number = max(row[0] for row in filled.db.execute("SELECT id FROM papers"))
    change(filled, lambda tx: change_papers(tx, [number], tag_mark(["later"], [])))
    assert "From a file" in {paper.title for paper in store.decided(filled, 10)}


def test_a_list_recommends_what_it_did_not_bring(filled):
    """The list with which a paper came says nothing of it; it does of one that a feed brought."""
    later = "2026-11-25T00:00:00Z"
    absorb(filled, Record(title="Only on this list"))

    def place(tx):
        make_list(tx, ListInfo(title="Awesome", name="awesome", added=later))
        tx.update("papers", ("added",), [(8, later)])
        tx.insert("entries", ("list_id", "paper_id", "position"), [(1, 5, 1), (1, 8, 2)])

    change(filled, place)
    found = {one.id: one.lists for one in store.material(filled.db, [5, 8])}
    assert found == {5: ("awesome",), 8: ()}


def test_what_was_left_while_others_were_kept_teaches_a_little(filled):
    """Only of a day that was looked at, and only once something newer came."""
    retrain(filled, NOW)
    change(filled, lambda tx: change_papers(tx, [5], status_mark(Status.TO_READ, NOW)))
    store.look(filled)
    assert list(store.passed_over(filled, 20, 10)) == []
    absorb(filled, Record(title="Came today", reading=Reading(Status.INBOX)))
    assert {one.id for one in store.passed_over(filled, 20, 10)} == {6, 7}


def test_a_decision_moves_what_is_seen_next(filled):
    """At once, without a pull, once for each decision; the next pull learns from all."""
    retrain(filled, NOW)
    before = scored(filled)
    change(filled, lambda tx: change_papers(tx, [7], status_mark(Status.DROPPED, NOW)))
    absorb(filled, Record(title="Bees again", reading=Reading(Status.INBOX)))
    inbox.catch_up(filled, NOW)
    after = scored(filled)
    assert (
        after["Routing in a mixture of experts"].score
        < before["Routing in a mixture of experts"].score
    )
    assert "Bees again" in after
    inbox.catch_up(filled, NOW)
    assert scored(filled) == after


def test_nobody_waits_for_another_to_be_shown_the_inbox(filled, tmp_path):
    """While somebody else writes the order stays as it is, and no wait is begun for it."""
    retrain(filled, NOW)
    before = scored(filled)
    change(filled, lambda tx: change_papers(tx, [7], status_mark(Status.DROPPED, NOW)))
    other = sqlite3.connect(filled.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    inbox.catch_up(filled, NOW)
    store.look(filled)
    other.execute("ROLLBACK")
    other.close()
    assert scored(filled) == before
    inbox.catch_up(filled, NOW)
    assert scored(filled) != before


def test_what_expired_teaches_nothing(filled):
    """Nobody decided against it; once a person drops it by hand it counts."""
    retrain(filled, NOW)
    gone = change(filled, lambda tx: expire(tx, 1, "2027-02-01T00:00:00Z"))
    assert sorted(gone.numbers) == [5, 6, 7]
    taught = {paper.id for paper in store.decided(filled, 10)}
    assert taught == {1, 2, 3, 4}
    change(filled, lambda tx: change_papers(tx, [5], status_mark(Status.DROPPED, NOW)))
    assert {paper.id for paper in store.decided(filled, 10)} == {1, 2, 3, 4, 5}


def test_new_papers_are_scored_without_learning_anew(filled):
    """All that wait; the first time everything is learned."""
    assert rescore(filled, NOW) == 3
    body = store.learned(filled)
    assert len(scored(filled)) == 3
    change(filled, lambda tx: change_papers(tx, [5], status_mark(Status.DROPPED, NOW)))
    assert rescore(filled, NOW) == 2
    assert store.learned(filled) == body


def test_a_follow_moves_the_score_and_can_be_undone(filled):
    """It is a change like any other: one entry of the journal, taken back by undo."""
    retrain(filled, NOW)
    before = scored(filled)["Bees and flowers"]
    change(filled, lambda tx: follow(tx, "word", "flowers"))
    rescore(filled, NOW)
    after = scored(filled)["Bees and flowers"]
    assert after.score > before.score
    assert after.why(1)[0].text == "you follow the word 'flowers'"
    change(filled, undo)
    assert follows(filled) == []


def test_following_is_by_name_however_written(filled):
    """The same author, word or list is one; muting turns it round; forgetting needs no spelling."""
    assert change(filled, lambda tx: follow(tx, "author", "Ada Byron")).value == "Ada Byron"
    assert change(filled, lambda tx: follow(tx, "author", "BYRON, Ada")) is None
    assert change(filled, lambda tx: mute(tx, "author", "Ada Byron")).muted
    assert change(filled, lambda tx: follow(tx, "word", "World Models")) is not None
    assert change(filled, lambda tx: follow(tx, "word", "world model")) is None
    assert [(one.kind, one.value, one.muted) for one in follows(filled)] == [
        ("author", "Ada Byron", True), ("word", "World Models", False),
    ]  # fmt: skip
    assert change(filled, lambda tx: unfollow(tx, "word", "world-model")).value == "World Models"
    assert change(filled, lambda tx: unfollow(tx, "author", "A. Byron")).value == "Ada Byron"
    assert follows(filled) == []


@pytest.mark.parametrize(
    ("kind", "value", "error", "said"),
    [
        ("venue", "ACL", UsageError, "author, word and list"),
        ("word", "the", UsageError, "no word"),
        ("author", " ", UsageError, "not a name"),
        ("list", "nowhere", NotFoundError, "The lists are: none yet"),
    ],
)
def test_what_cannot_be_followed_is_said(filled, kind, value, error, said):
    """What, why, and what can be instead."""
    with pytest.raises(error, match=said):
        change(filled, lambda tx: follow(tx, kind, value))


def test_forgetting_what_is_not_followed_names_what_is(filled):
    """The person may have typed it differently."""
    change(filled, lambda tx: follow(tx, "word", "robots"))
    with pytest.raises(NotFoundError, match="Those that are: robots"):
        change(filled, lambda tx: unfollow(tx, "word", "robotics"))


def test_an_empty_library_has_nothing_to_rank(library):
    """Nobody has read anything: no scores, no model, no error."""
    assert retrain(library, NOW) == (0, 0)
    assert rescore(library, NOW) == 0


def test_a_damaged_model_is_learned_anew(filled):
    """Whatever is stored, scoring works."""
    retrain(filled, NOW)
    before = scored(filled)
    filled.db.execute("UPDATE models SET body = x'00'")
    filled.db.execute("DELETE FROM scores")
    rescore(filled, NOW)
    assert scored(filled) == before


def test_scores_of_papers_that_are_gone_go_too(filled):
    """The next time that the taste is learned."""
    filled.db.execute(
        "INSERT INTO scores (paper_id, reader_id, score) VALUES (999, ?, 0.5)", (filled.reader_id,)
    )
    retrain(filled, NOW)
    assert store.scores(filled.db, filled.reader_id, [999]) == {}


def test_a_locked_library_is_a_sentence(filled):
    """Another process that writes for too long; nothing half is left."""
    filled.db.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(filled.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryError, match="written by another program"):
        retrain(filled, NOW)
    other.close()
    assert retrain(filled, NOW).scored == 3
