"""The query language: what texts mean, what is wrong with others, and the way back to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.errors import QueryError
from readlist.query import (
    And,
    Field,
    Not,
    Or,
    Query,
    SortKey,
    Words,
    drop_each,
    fields,
    parse,
    parse_sort,
    unparse,
    words_of,
)
from support.properties import examples

TODAY = "2026-11-22"

PIECES = st.sampled_from(
    [
        *("a", "deep", "OR", "AND", "NOT", "-", "(", ")", '"', "*", ":", ",", "..", "\\", '\\"'),
        *("title:", "tag:", "status:", "year:", "added:", "priority:", "sort:", "doi:", "arxiv:"),
        *("list:", "key:", "section:", "has:", "is:", "id:", "rating:", "lists:", "kind:", "url:"),
        *("read", "unread", "code", "2019", "2026-01", "7d", "3m", "today", ">=", "<", "high"),
        *(
            "10.1145/3",
            "1706.03762v2",
            "https://arxiv.org/abs/",
            "http://x/(",
            "year-",
            "é",
            "北京",
        ),
        *('"deep learning"', "neu*", " ", " ", " ", " ", "\x00", "\ud800", "+", "/", "'", "%", "_"),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30)


def where(text: str):
    return parse(text, TODAY).where


def failing(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(text, TODAY)
    assert caught.value.query == text
    assert f"(column {caught.value.column})" in str(caught.value)
    return caught.value


def test_an_empty_query_asks_for_everything():
    """Nothing but blanks selects every paper."""
    assert parse("") == parse(" \t ") == Query(None, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attention", Words("attention")),
        ("neu*", Words("neu", prefix=True)),
        ('"deep learning"', Words("deep learning", phrase=True)),
        ('"deep lear"*', Words("deep lear", prefix=True, phrase=True)),
        ("a b", And((Words("a"), Words("b")))),
        ("a AND b", And((Words("a"), Words("b")))),
        ("a OR b c", Or((Words("a"), And((Words("b"), Words("c")))))),
        ("(a OR b) c", And((Or((Words("a"), Words("b"))), Words("c")))),
        ("a (b c)", And((Words("a"), Words("b"), Words("c")))),
        ("-a", Not(Words("a"))),
        ("NOT a b", And((Not(Words("a")), Words("b")))),
        ("NOT (a OR b)", Not(Or((Words("a"), Words("b"))))),
        ("--a", Words("a")),
        ("OR\\", Words("OR\\")),
        ("or and not", And((Words("or"), Words("and"), Words("not")))),
        ("gpt-4", Words("gpt-4")),
        ("C++ & C#", And((Words("C++"), Words("C#")))),
        (r"G\"odel", Words(r"G\"odel")),
        ("BERT: Pre-training", And((Words("BERT:"), Words("Pre-training")))),
        ("http://x.org/(a)?b:c", Words("http://x.org/(a)?b:c")),
        ("GPT4:x", Words("GPT4:x")),
        ('"a:b"', Words("a:b", phrase=True)),
    ],
)
def test_text_terms_and_operators(text, expected):
    """Words, phrases, prefixes, AND, OR, NOT and groups mean what the design says."""
    assert where(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "operator", "values"),
    [
        ("title:self-attention", "title", ":", ("self-attention",)),
        ('title:"deep learning"', "title", "=", ("deep learning",)),
        ("Author:vasw*", "author", "*", ("vasw",)),
        ("author:lecun,hinton", "author", ":", ("lecun", "hinton")),
        ("status:READ,skimmed", "status", ":", ("read", "skimmed")),
        ('list:"my, list"', "list", ":", ("my, list",)),
        ("section:1,000", "section", ":", ("1,000",)),
        ("key:vas*", "key", "*", ("vas",)),
        ("year:2019", "year", ":", ("2019",)),
        ("year:=02019", "year", ":", ("2019",)),
        ("year:2019..2022", "year", "..", ("2019", "2022")),
        ("id:..9", "id", "..", ("", "9")),
        ("rating:>=4", "rating", ">=", ("4",)),
        ("lists:0", "lists", ":", ("0",)),
        ("priority:h", "priority", ":", ("high",)),
        ("priority:>=2", "priority", ">=", ("medium",)),
        ("priority:none..low", "priority", "..", ("none", "low")),
        ("finished:2026-01", "finished", ":", ("2026-01",)),
        ("published:2024-05..", "published", "..", ("2024-05", "")),
        ("added:>2026-01-01", "added", ">", ("2026-01-01",)),
        ("added:7d", "added", "..", ("2026-11-15", "")),
        ("added:2w..", "added", "..", ("2026-11-08", "")),
        ("added:..3m", "added", "..", ("", "2026-08-22")),
        ("added:9m", "added", "..", ("2026-02-22", "")),
        ("added:1Y", "added", "..", ("2025-11-22", "")),
        ("added:99999y", "added", "..", ("0001-01-22", "")),
        ("added:99999w", "added", "..", ("0110-05-18", "")),
        ("started:today", "started", ":", ("2026-11-22",)),
        ("started:yesterday", "started", ":", ("2026-11-21",)),
        ("finished:friday", "finished", ":", ("2026-11-20",)),
        ("added:mon..", "added", "..", ("2026-11-16", "")),
        ("arxiv:1706.03762v7", "arxiv", ":", ("1706.03762",)),
        ("arxiv:https://arxiv.org/pdf/1706.03762v2.pdf", "arxiv", ":", ("1706.03762",)),
        ("arxiv:math.GT/0309136", "arxiv", ":", ("math/0309136",)),
        ("doi:10.1016/S014(20)30,1", "doi", ":", ("10.1016/s014(20)30,1",)),
        ("doi:10.1145/*", "doi", "*", ("10.1145/",)),
        ("has:code", "has", ":", ("code",)),
        ("is:unread,stale", "is", ":", ("unread", "stale")),
    ],
)
def test_fields(text, name, operator, values):
    """A field keeps its operator and its values in normal form."""
    assert where(text) == Field(name, operator, values)


def test_the_end_of_a_short_month():
    """A month back from the 31st is the last day of the month before."""
    assert parse("added:1m", "2026-03-31").where == Field("added", "..", ("2026-02-28", ""))


def test_relative_dates_wait_without_today():
    """Without today's date, times back from it are kept as they were typed."""
    assert parse("added:7d").where == Field("added", "..", ("7d", ""))
    assert parse("added:Monday").where == Field("added", ":", ("monday",))


def test_unlike_values_are_alternatives():
    """Single values, ranges and prefixes may stand in one list."""
    years = (Field("year", ":", ("2019", "2024")), Field("year", "..", ("2021", "2022")))
    assert where("year:2019,2021..2022,2024") == Or(years)


def test_a_bare_identifier_is_looked_up_and_searched():
    """An arXiv id or DOI on its own finds the paper, and the papers that mention it."""
    phrase = Words("https://arxiv.org/abs/1706.03762v5", phrase=True)
    expected = Or((Field("arxiv", ":", ("1706.03762",)), phrase))
    assert where("https://arxiv.org/abs/1706.03762v5") == expected
    assert where("10.1145/ABC") == Or(
        (Field("doi", ":", ("10.1145/abc",)), Words("10.1145/ABC", phrase=True))
    )


def test_sort_keys():
    """A minus turns an order; the first of two orders by one field counts."""
    keys = (SortKey("year", True), SortKey("title"))
    assert parse("sort:year-,title sort:year").sort == keys
    assert parse_sort("-year, title+") == keys
    assert parse("sort:year-,title").where is None


def test_spans_point_into_the_text():
    """Each term remembers where it stood."""
    node = where('a  "b c" tag:x')
    assert [child.span for child in node.children] == [(0, 1), (3, 8), (9, 14)]


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("autor:x", 1, "There is no field `autor:`; did you mean `author:`?"),
        ("deep journal:x", 6, "did you mean `venue:`?"),
        ("zzzz:x", 1, "The fields are title:"),
        ("a grammar::fa b", 3, """'"grammar::fa"' searches for the text"""),
        ("title: BERT now", 7, """'"title: BERT"' searches for the text"""),
        ("*", 1, "`*` has no letter or digit"),
        ("a status:red", 10, "did you mean `read`?"),
        ("status:qqqq", 8, "it can be inbox, to-read"),
        ("has:pfd", 5, "did you mean `pdf`?"),
        ("is:read,unred", 9, "did you mean `unread`?"),
        ("priority:hgh", 10, "did you mean `high`?"),
        ("sort:titel", 6, "did you mean `title`?"),
        ("sort:year,zzzz", 11, "it can be id, key"),
        ('a "b', 3, "never closed"),
        ('tag:"b', 5, "never closed"),
        ("a (b", 3, "never closed"),
        ("a) b", 2, "closes nothing"),
        ("a ()", 3, "Nothing to find"),
        ("-", 1, "right before"),
        ("deep - learning", 6, "right before"),
        ("a OR", 3, "both sides"),
        ("OR a", 1, "both sides"),
        ("a AND", 3, "both sides"),
        ("AND a", 1, "both sides"),
        ("a AND AND b", 7, "both sides"),
        ("a NOT", 3, "after it"),
        ("-OR", 2, "both sides"),
        ("status:done", 8, "did you mean `read`?"),
        ("year:2020-2021", 6, "did you mean `year:2020..2021`?"),
        ("year:2020-", 6, "did you mean `year:2020..`?"),
        ("rating:none", 8, "`NOT has:rating` finds papers without one"),
        ("doi:none", 5, "`NOT has:doi` finds papers without one"),
        ("finished:never", 10, "`NOT is:finished`"),
        ("doi:foo", 5, "as `doi:10.1000/xyz` is"),
        ("tag:", 5, "as `tag:nlp`"),
        ("sort:year,", 11, "as `sort:year-`"),
        ("a AND", 3, "in small letters it is a word"),
        ("+++", 1, "`+++` has no letter or digit"),
        ("title:++", 7, "no letter or digit"),
        ("title:", 7, "right after the colon"),
        ("year: 2020", 6, "`year:2019..2022`"),
        ("status:", 8, "`status:inbox`"),
        ("tag:(a OR b)", 5, "right after the colon"),
        ("sort:", 6, "`sort:year-`"),
        ("tag:a,", 7, "right after the colon"),
        ("tag:*", 5, "right after the colon"),
        ('tag:"a"*', 8, "quoted"),
        ("year:twenty", 6, "takes a number"),
        ("year:²", 6, "takes a number"),
        ("id:9999999999999999", 4, "takes a number"),
        ("year:>", 6, "right after the colon"),
        ("year:..", 6, "a beginning or an end"),
        ("year:2022..2019", 6, "runs backwards"),
        ("priority:high..low", 10, "runs backwards"),
        ("added:2026-05..2026-01", 7, "runs backwards"),
        ("added:2026-13", 7, "takes a date"),
        ("added:>7d", 7, "`added:..7d` for longer ago"),
        ("year>=2020", 1, "did you mean `year:>=2020`?"),
        ("doi:foo", 5, "no identifier"),
        ("a -sort:year", 3, "cannot be negated"),
    ],
)
def test_errors_point_and_advise(text, column, part):
    """An error names the column where the query stops making sense, and the nearest valid word."""
    error = failing(text)
    assert error.column == column
    assert part in str(error)


def test_size_is_bounded():
    """A query of too many terms, groups or characters is refused with a sentence."""
    assert len(where("a " * 1_000).children) == 1_000
    assert "1,000 terms" in str(failing("a " * 1_001))
    assert "1,000 terms" in str(failing("tag:" + "a," * 1_001 + "a"))
    assert where("(" * 50 + "a" + ")" * 50) == Words("a")
    assert "50 deep" in str(failing("(" * 51 + "a" + ")" * 51))
    assert "50 deep" in str(failing("(" * 90_000))
    assert where("-" * 90_000 + "a") == Words("a")
    assert "100,000 characters" in str(failing("a" * 100_001))


def test_long_words_are_cut_in_messages():
    """A message quotes no more than fits on a line."""
    assert len(str(failing("status:" + "x" * 5_000))) < 200


def parsed(text: str, today: str) -> Query | None:
    try:
        return parse(text, today)
    except QueryError:
        return None


@examples(150)
@given(TEXTS)
def test_any_text_parses_or_is_refused(text):
    """Whatever the text, the answer is a query that survives the way to text and back."""
    query = parsed(text, TODAY)
    if query is not None:
        assert parse(unparse(query), TODAY) == query
        assert parse(unparse(query)) == query


@given(TEXTS)
def test_relative_dates_survive_the_way_back(text):
    """A query without today's date comes back as it was, too."""
    query = parsed(text, "")
    if query is not None:
        assert parse(unparse(query)) == query


@given(st.text(max_size=30))
def test_any_sort_is_keys_or_refused(text):
    """Whatever ``--sort`` says, the answer is keys or an error that names the words."""
    try:
        parse_sort(text)
    except QueryError as error:
        message = str(error)
    else:
        return
    assert "cannot be sorted by" in message


def test_words_of_leaves_out_what_is_negated():
    """The words that a result must hold come from every branch but the negated ones."""
    found = words_of(where('deep title:"x y" (a* OR b) NOT c year:2020'))
    assert [word.text for word in found] == ["deep", "x y", "a", "b"]
    assert words_of(None) == ()


def test_drop_each_leaves_out_one_condition():
    """Each condition is named beside the query without it."""
    left = drop_each(parse("deep tag:x NOT c sort:year"))
    assert [(name, unparse(query)) for name, query in left] == [
        ("deep", "tag:x NOT c sort:year"),
        ("tag:x", "deep NOT c sort:year"),
        ("NOT c", "deep tag:x sort:year"),
    ]
    assert drop_each(parse("a OR b")) == [("a OR b", Query())]
    assert drop_each(Query()) == []


def test_names_agree_with_the_model():
    """Priorities are those of the model, in its order."""
    from readlist.model import Priority

    assert tuple(p.name.lower() for p in Priority) == fields.PRIORITIES
