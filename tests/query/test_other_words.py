"""Queries as people of other programs type them: an error says how each is written here."""

import pytest

from readlist.errors import QueryError
from readlist.query import parse, parse_sort
from readlist.query.people import begun, in_any_order, people, whole


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("from:vaswani", "did you mean `author:`?"),  # gmail, notmuch
        ("subject:attention", "did you mean `title:`?"),
        ("body:masking", "did you mean `abstract:`?"),
        ("in:inbox", "did you mean `status:inbox`?"),
        ("older_than:1y", "`added:..1y` finds what came earlier"),
        ("newer_than:7d", "`added:7d` finds what came since"),
        ("before:2020", "`year:<2020` and `added:<2020`"),
        ("tag:(nlp OR ml)", "without brackets; `tag:nlp,ml` finds either"),
        ("author:(le quoc)", "`author:le author:quoc` finds both"),
        ("created:>2026-01-01", "did you mean `added:`?"),  # GitHub
        ("no:tag", "`NOT has:tag` finds papers without one"),
        ("is:open", "did you mean `unread`?"),
        ("is:to-read", "did you mean `queued`?"),
        ("sort:year-desc", "did you mean `year-`?"),
        ("keyword:nlp", "did you mean `tag:`?"),  # JabRef, Zotero, Lucene
        ("booktitle:neurips", "did you mean `venue:`?"),
        ("first_author:le", "did you mean `author:`?"),
        ("date-added:7d", "did you mean `added:`?"),
        ("author=vaswani", "did you mean `author:vaswani`?"),
        ("author==vaswani", "did you mean `author:vaswani`?"),
        ("author = vaswani", "did you mean `author:vaswani`?"),
        ("title~attention", "did you mean `title:attention`?"),
        ("tag!=nlp", "did you mean `NOT tag:nlp`?"),
        ("deep year > 2018", "did you mean `year:>2018`?"),
        ("due.before:friday", "`due:<friday` asks so"),  # taskwarrior
        ("added.after:2026-01-01", "`added:>2026-01-01` asks so"),
        ("limit:5", "`--limit 5` shows so many"),
        ("!tag:nlp", "did you mean `NOT tag:nlp`?"),
        ("bert !survey", "did you mean `NOT survey`?"),
        ("bert || gpt", "is written `OR` here"),
        ("bert | gpt", "is written `OR` here"),
        ("att*tion", "did you mean `att*`?"),
        ("wom?n", "did you mean `wom*`?"),
        ("year:2017–2019", "did you mean `year:2017..2019`?"),
        ("year:201*", "did you mean `year:2010..2019`?"),
        ("year:2020s", "did you mean `year:2020..2029`?"),
        ("rating:4+", "did you mean `rating:>=4`?"),
        ("rating:4/5", "did you mean `rating:4`?"),
        ("rating:★★★★☆", "did you mean `rating:4`?"),
        ("arxiv:none", "`NOT has:arxiv` finds papers without one"),
    ],
)
def test_an_error_says_how_it_is_written_here(text, part):
    with pytest.raises(QueryError) as caught:
        parse(text, "2026-11-22")
    assert part in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "C*-algebras", "A*", "k=5", "self-attention:foo", "Topic: modelling", "C++ & C#", "wow!",
        "http://x.org/a?b=c", "is this new?", "p<0.05", "a ~ b", "the year", "title", "don't",
        "well-known.problem:x",
    ],
)  # fmt: skip
def test_texts_stay_texts(text):
    """A title may have any sign in it; only what is plainly meant for a field is refused."""
    assert parse(text, "2026-11-22").where is not None


def test_an_order_with_its_direction():
    with pytest.raises(QueryError, match="did you mean `year-`"):
        parse_sort("year desc")


@pytest.mark.parametrize(
    "text", ["“chain of thought” bert", "„chain of thought“ bert", "«chain of thought» bert"]
)
def test_quotation_marks_of_an_office(text):
    """A phone and a word processor write them; elsewhere they are signs of a text."""
    assert parse(text) == parse('"chain of thought" bert')
    assert parse("the “Wake") == parse("the “Wake")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le, Quoc V.", [["Quoc", "Le"]]),
        ("Quoc V. Le", [["Quoc", "Le"]]),
        ("G. E. Hinton", [["G", "Hinton"]]),
        ("Hinton, G.E.", [["G", "Hinton"]]),
        ("Chang, M.-W.", [["M", "Chang"]]),
        ("Ming-Wei Chang", [["Ming-Wei", "Chang"]]),
        ("Vaswani and Shazeer", [["Vaswani"], ["Shazeer"]]),
        ("Vaswani, Ashish & Shazeer, Noam", [["Ashish", "Vaswani"], ["Noam", "Shazeer"]]),
        ("Vaswani, Shazeer, Parmar", [["Vaswani"], ["Shazeer"], ["Parmar"]]),
        ("Vaswani et al.", [["Vaswani"]]),
        ("van der Maaten, Laurens", [["Laurens", "van", "der", "Maaten"]]),
        (", .", []),
    ],
)
def test_people_as_they_are_typed(text, words):
    assert people(text) == words


def test_a_name_may_stand_in_another_order():
    """Letters with accents are any letter, because people type them without."""
    assert in_any_order(["Quoc", "Le"]) == [["Quoc", "Le"], ["Le", "Quoc"]]
    assert whole(["Quoc", "Le"]) == "%Quoc% Le%"
    assert begun(["Özgür", "Şahin"]) == "% _%% _%"
