"""The ranking, without a library: what it learns, what it says, and what holds for any text."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib.names import parse_author
from readlist.library.ranking.features import as_written, phrase, same_person, words
from readlist.library.ranking.model import Model, from_bytes
from readlist.library.ranking.scores import MUTED, scorer
from readlist.library.ranking.training import fresh, train
from readlist.store.ranking import REST, Follow, Material, Reason, Score
from support.paper_strategies import blocks, lines
from support.properties import examples

NOW = "2026-11-22T08:00:00Z"
TODAY = "2026-11-21T08:00:00Z"


def paper(title, number=1, **said):
    return Material(number, title, **said)


def kept(title, number=1, at=TODAY, **said):
    return paper(title, number, status="to-read", at=at, **said)


def dropped(title, number=1, at=TODAY, **said):
    return paper(title, number, status="dropped", at=at, **said)


def author(name):
    parsed = parse_author(name)
    return (parsed.name, parsed.family, parsed.given)


def total(score):
    return sum(reason.weight for reason in score.reasons)


def texts(score):
    return [reason.text for reason in score.reasons]


HISTORY = [
    kept("Routing tokens in mixture of experts", 1, authors=(author("Ada Byron"),)),
    kept("Sparse mixture of experts for translation", 2, authors=(author("Ada Byron"),)),
    dropped("Qubit routing on quantum hardware", 3),
    dropped("Quantum error correction", 4),
]


def test_what_is_like_the_kept_comes_before_what_is_like_the_dropped():
    """And a paper about neither stands between them."""
    score = scorer(train(HISTORY, NOW))
    like, neither, unlike = (
        score(paper(title)).score
        for title in ("Scaling mixture of experts", "Bees and flowers", "A quantum algorithm")
    )
    assert like > neither > unlike


def test_reasons_are_said_in_words():
    """The strongest words, the author by the name of this paper with how often, votes, lists."""
    found = scorer(train(HISTORY, NOW))(
        paper(
            "Experts in a mixture", authors=(author("Byron, Ada"),), votes=87,
            lists=("awesome-moe", "efficient", "reading"),
        )
    )  # fmt: skip
    assert {"like papers you kept: mixture, experts", "author you kept twice: Ada Byron",
            "87 votes", "on 3 lists"} <= set(texts(found))  # fmt: skip
    against = scorer(train(HISTORY, NOW))(paper("Quantum supremacy"))
    assert against.why()[0].text == "like papers you dropped: quantum"


def test_before_there_is_history_votes_lists_tags_and_follows_rank():
    """Without a decision half of the well voted ones would be kept; words say nothing."""
    score = scorer(Model(tags={"moe": 5}), [Follow("author", "A. Byron", False, "")])
    plain = score(paper("A paper"))
    better = [
        score(paper("A paper", votes=87)),
        score(paper("A paper", lists=("a", "b"))),
        score(paper("A paper on MoE")),
        score(paper("A paper", authors=(author("Ada Byron"),))),
    ]
    assert all(one.score > plain.score for one in better)
    assert [one.why()[0].text for one in better] == [
        "87 votes", "on 2 lists", "your tag moe", "you follow A. Byron",
    ]  # fmt: skip
    assert plain.why() == ()


def test_the_prior_gives_way_to_decisions():
    """A reader who drops what has many votes no longer sees it first."""
    many = [dropped(f"Paper {n}", n, votes=300) for n in range(1, 40)]
    few = [kept(f"Paper {n}", n, votes=0) for n in range(40, 80)]
    before, after = scorer(train((), NOW)), scorer(train([*many, *few], NOW))
    loud, quiet = paper("Another", votes=300), paper("Another", votes=0)
    assert before(loud).score > before(quiet).score
    assert after(loud).score < after(quiet).score


def test_only_keeping_is_history_enough():
    """A reader who never drops anything has a taste too."""
    score = scorer(train([one for one in HISTORY if one.status == "to-read"], NOW))
    assert score(paper("Mixture of experts")).score > score(paper("Quantum walks")).score


def test_newer_decisions_count_more():
    """What was kept in spring and is dropped now ranks below what went the other way."""
    spring = "2026-04-01T00:00:00Z"
    score = scorer(
        train(
            [kept("Robots grasp", 1, spring), dropped("Protein folding", 2, spring),
             dropped("Robots walk", 3), kept("Protein design", 4)],
            NOW,
        )
    )  # fmt: skip
    assert score(paper("Protein")).score > score(paper("Robots")).score
    assert fresh(TODAY, NOW) > fresh(spring, NOW) > 0.1
    assert fresh("no time", NOW) == pytest.approx(fresh("1999-01-01", NOW))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"status": "read"}, {"status": "to-read"}),
        ({"status": "to-read"}, {"status": "skimmed"}),
        ({"status": "skimmed"}, {"status": "dropped"}),
        ({"status": "read", "rating": 5}, {"status": "read", "rating": 3}),
        ({"status": "read", "rating": 3}, {"status": "read", "rating": 1}),
    ],
)
def test_how_much_a_decision_says(better, worse):
    """Reading says more than keeping, a rating more than that, a glance least."""
    one, other = (
        scorer(train([paper("Swarm robotics", at=TODAY, **said)], NOW)) for said in (better, worse)
    )
    assert one(paper("Swarm robotics")).score > other(paper("Swarm robotics")).score


def test_what_waits_undecided_teaches_nothing():
    """A paper in the inbox is no example, whatever stands in it."""
    waiting = [paper("Quantum walks", 9, status="inbox", at=TODAY)]
    assert train([*HISTORY, *waiting], NOW) == train(HISTORY, NOW)


def test_follows_and_mutes_are_terms_of_their_own():
    """At a fixed weight and by name; a muted word outweighs what speaks for a paper."""
    follows = [
        Follow("author", "Byron, Ada", False, ""),
        Follow("word", "mixture of experts", False, ""),
        Follow("list", "Awesome", False, ""),
        Follow("word", "blockchain", True, ""),
    ]
    score = scorer(train(HISTORY, NOW), follows)
    good = paper(
        "A Mixture-of-Experts", authors=(author("A. Byron"),), lists=("awesome",)
    )  # fmt: skip
    said = {reason.text: reason for reason in score(good).reasons}
    assert {"you follow Byron, Ada", "you follow the word 'mixture of experts'",
            "you follow the list Awesome"} <= set(said)  # fmt: skip
    muted = score(good._replace(abstract="On the blockchains of today"))
    assert Reason("you muted the word 'blockchain'", MUTED, "mute") in muted.reasons
    assert muted.score < 0.2 < score(good).score


@pytest.mark.parametrize(
    ("wanted", "name", "same"),
    [
        ("Ada Byron", "Byron, Ada", True),
        ("A. Byron", "Ada Byron", True),
        ("Ada Byron", "A. K. Byron", True),
        ("Byron", "Ada Byron", True),
        ("Łukasz Kaiser", "Lukasz Kaiser", True),
        ("Yi-Fan Wang", "Yifan Wang", True),
        ("Ada Byron", "Anna Byron", False),
        ("Ada Byron", "Ada Lovelace", False),
        ("Ada Byron", "Byron", False),
        ("Kimi Team", "Kimi Team", True),
    ],
)
def test_an_author_is_known_by_initials(wanted, name, same):
    """Families agree, and of the given names an initial is enough."""
    assert same_person(parse_author(wanted), parse_author(name)) is same


def test_words_are_folded():
    """Accents, case, the plural and signs do not count; what stands everywhere is no phrase."""
    assert words("Poincaré's MODELS, C++ and pre-training") == [
        "poincare", "s", "model", "c++", "and", "pre", "training",
    ]  # fmt: skip
    assert words("bias analysis series studies") == ["bias", "analysis", "series", "study"]
    assert phrase("the") == phrase("  ") == phrase("!?") == ""


papers = st.builds(
    Material,
    id=st.integers(1, 9),
    title=lines | st.sampled_from(["Mixture of experts", "Quantum walks", "Robots"]),
    abstract=blocks,
    authors=st.lists(lines.map(lambda name: (name, "", "")), max_size=3).map(tuple),
    categories=st.lists(st.sampled_from(["cs.CL", "cs.LG"]), max_size=2).map(tuple),
    feeds=st.lists(lines, max_size=2).map(tuple),
    lists=st.lists(lines, max_size=3).map(tuple),
    votes=st.integers(0, 1_000_000),
    status=st.sampled_from(["to-read", "read", "skimmed", "dropped"]),
    rating=st.none() | st.integers(1, 5),
    at=st.sampled_from([TODAY, "2024-02-30", "", "2031-01-01T00:00:00Z"]),
    passed=st.booleans(),
)
histories = st.lists(papers, max_size=6)
tag_sets = st.dictionaries(lines, st.integers(0, 50), max_size=3)
follow_sets = st.lists(
    st.builds(
        Follow, st.sampled_from(["author", "word", "list"]), lines, st.booleans(), st.just("")
    ),
    max_size=3,
)


@given(histories, papers, tag_sets, follow_sets)
def test_a_score_is_what_its_reasons_say(history, one, tags, follows):
    """Between 0 and 1, and the reasons add up to its log-odds; the rest stands last."""
    score = scorer(train(history, NOW, tags=tags), follows)(one)
    assert 0 <= score.score <= 1
    assert score.score == pytest.approx(1 / (1 + math.exp(-total(score))), abs=1e-3)
    assert score.reasons[-1].kind == REST
    strengths = [abs(reason.weight) for reason in score.reasons[:-1]]
    assert strengths == sorted(strengths, reverse=True)
    assert all("\n" not in text and "\x1b" not in text for text in texts(score))


@given(histories, papers, tag_sets)
def test_a_stored_model_says_the_same(history, one, tags):
    """Learned twice it is the same bytes, and read back it gives the same score."""
    model = train(history, NOW, tags=tags)
    assert model.to_bytes() == train(list(history), NOW, tags=dict(tags)).to_bytes()
    again = from_bytes(model.to_bytes())
    assert again == model
    assert scorer(again)(one) == scorer(model)(one)


@examples(60)
@given(histories, papers)
def test_keeping_a_paper_does_not_lower_its_like(history, one):
    """Whatever was decided before; rarity of words is held still by counting the paper before."""
    one = one._replace(status="to-read", rating=None, passed=False)
    seen = [(one.title, one.abstract)]
    before = scorer(train(history, NOW, seen))(one)
    after = scorer(train([*history, one], NOW))(one)
    assert after.score >= before.score - 0.005


@pytest.mark.parametrize("body", [b"", b"no model", b"x\x9c", Model().to_bytes()[:-3]])
def test_a_damaged_model_is_no_model(body):
    """It is then learned anew."""
    assert from_bytes(body) is None


def test_why_prefers_what_speaks_for_a_paper():
    """The strongest reasons for it, and those against it only where there are no others."""
    rest = Reason("everything else", -1.0, REST)
    good, bad = Reason("87 votes", 0.8, "votes"), Reason("muted word x", -5.0, "mute")
    assert Score(0.1, (bad, good, rest)).why() == (good,)
    assert Score(0.1, (bad, rest)).why() == (bad,)


@pytest.mark.parametrize("kind", ["feed", "category"])
def test_what_all_papers_of_a_feed_share_is_named_only_where_there_is_nothing_else(kind):
    """It would stand beside nearly every paper, and say nothing of any."""
    feed, votes = Reason(f"{kind} x", 0.5, kind), Reason("9 votes", 0.2, "votes")
    bad, rest = Reason("you muted the word 'x'", -5.0, "mute"), Reason("everything else", 0, REST)
    assert Score(0.7, (feed, votes, rest)).why() == (votes,)
    assert Score(0.2, (bad, feed, rest)).why() == (feed,)


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("harnesse", "Harnesses of agents: two harnesses", "harnesses"),
        ("agent", "Agents and an agent", "agent"),
        ("moe", "MoE for all: MoEs and MoE", "MoE"),
        ("llm", "What LLMs know", "LLMs"),
        ("absent", "nothing here", "absent"),
    ],
)
def test_words_in_reasons_stand_so_in_the_paper(form, text, shown):
    """Not as the stem that is counted; a capital alone may come from the title."""
    assert as_written([form], text) == {form: shown}
