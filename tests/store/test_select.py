"""Queries against a small real library: which papers each condition finds, and in what order."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.errors import QueryError
from readlist.query import STATUSES, Field, Query, SortKey, Words, parse, parse_sort
from readlist.query.fields import FIELDS, HAS, IS, SORTS
from readlist.store.functions import add_functions
from readlist.store.migrate import upgrade
from readlist.store.select import COLUMNS, compile_query, count_sql, ids_sql, rows_sql
from readlist.store.select_words import fts_term
from support.properties import examples

NOW = "2026-11-22T10:00:00Z"

# id, key, title, year, published, venue, kind, added, fold
PAPERS = [
    (1, "Vaswani2017", "Attention Is All You Need", 2017, "2017-06-12", "NeurIPS", "article"),
    (2, "devlin2018", "BERT: Pre-training of Transformers", 2018, "2018-10", "", "article"),
    (3, "godel1931", "Über formal unentscheidbare Sätze", 1931, "1931", "Monatshefte", ""),
    (4, "poincare", "A note on Poincaré maps", None, "", "", "book"),
    (5, "gpt4", "GPT-4 Technical Report", 2023, "2023-03-15", "arXiv", ""),
    (6, "again", "Attention is all you need!", 2017, "", "", ""),
    (7, "stub", "100% of_everything", None, "", "", ""),
    (8, "never", "Attention elsewhere", 2024, "2024-05-02", "", ""),
    (9, "apart1", "Untitled", None, "", "", ""),
    (10, "apart2", "Untitled", None, "", "", ""),
]
ADDED = {
    **dict.fromkeys(range(1, 11), "2026-11-20T08:00:00Z"),
    2: "2026-01-05T08:00:00Z",
    3: "2026-10-31T08:00:00Z",
    4: "2025-12-31T23:59:59Z",
}
FOLDS = {1: "attentionisallyouneed", 6: "attentionisallyouneed", 9: "untitled", 10: "untitled"}
NAMES = {1: "Ashish Vaswani; Noam Shazeer", 2: "Jacob Devlin", 3: "Kurt Gödel", 8: "Anna Need"}
ABSTRACTS = {1: "We propose the Transformer.", 2: "Deep learning for language.", 8: "you all"}
# paper, status, priority, rating, started, finished
READINGS = [
    (1, "read", 3, 5, "2026-01-02", "2026-01-20T10:00:00Z"),
    (2, "to-read", 2, None, "", ""),
    (3, "skimmed", 0, 4, "", "2026-02-01T10:00:00Z"),
    (4, "reading", 1, None, "2026-03-01", ""),
    (5, "inbox", 0, None, "", ""),
    (6, "to-read", 0, None, "", ""),
    (7, "dropped", 0, 1, "", ""),
]
TAGS = [(1, "nlp/attention"), (2, "NLP"), (3, "logic"), (4, "nlpx"), (5, "it's"), (6, "a b")]
IDENTIFIERS = [
    *((1, "arxiv", "1706.03762"), (1, "doi", "10.5555/3295222"), (5, "arxiv", "2303.08774")),
    *((2, "arxiv", "1810.04805"), (2, "acl", "N19-1423"), (8, "arxiv", "2405.00001")),
    *((8, "doi", "10.48550/arxiv.2405.00001"),),
]
ENTRIES = [
    *(
        (1, 1, '["Tier 1", "Transformers"]', 1, "The one that began it."),
        (2, 1, '["Tier 1"]', 1, ""),
    ),
    *((1, 2, '["Tier 10_x"]', 2, ""), (1, 1, '["Classics"]', 3, "")),
]


@pytest.fixture(scope="session")
def db() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    add_functions(connection)
    upgrade(connection)
    many = connection.executemany
    many("INSERT INTO readers(id, name) VALUES (?, ?)", [(1, "me"), (2, "you")])
    many("INSERT INTO lists(id, name) VALUES (?, ?)", [(1, "Big, List"), (2, "Bigger")])
    many(
        "INSERT INTO papers(id, key, title, year, published, venue, kind, added, fold, byline) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*p, ADDED[p[0]], FOLDS.get(p[0], p[1]), NAMES.get(p[0], "")[:6]) for p in PAPERS],
    )
    many(
        "INSERT INTO details(id, names, abstract) VALUES (?, ?, ?)",
        [(p[0], NAMES.get(p[0], ""), ABSTRACTS.get(p[0], "")) for p in PAPERS],
    )
    many(
        "INSERT INTO readings(paper_id, reader_id, status, priority, rating, started, finished) "
        "VALUES (?, 1, ?, ?, ?, ?, ?)",
        READINGS,
    )
    connection.execute("INSERT INTO readings(paper_id, reader_id, status) VALUES (2, 2, 'read')")
    many("INSERT INTO tags(paper_id, name) VALUES (?, ?)", TAGS)
    many("INSERT INTO identifiers(paper_id, scheme, value) VALUES (?, ?, ?)", IDENTIFIERS)
    many(
        "INSERT INTO entries(list_id, paper_id, section, position, remark) VALUES (?, ?, ?, ?, ?)",
        ENTRIES,
    )
    links = [(1, "code", "u"), (2, "pdf", "u")]
    many("INSERT INTO links(paper_id, name, url) VALUES (?, ?, ?)", links)
    note = "INSERT INTO notes(paper_id, reader_id, body) VALUES (4, 1, 'ask Henri about chaos')"
    connection.execute(note)
    connection.execute("INSERT INTO aliases(paper_id, kind, value) VALUES (1, 'key', 'oldkey')")
    connection.execute("INSERT INTO apart(paper_id, other_id) VALUES (10, 9)")
    connection.execute("INSERT INTO feeds(id, name) VALUES (1, 'arXiv cs.CL')")
    connection.execute("INSERT INTO feed_entries(feed_id, paper_id) VALUES (1, 5)")
    yield connection
    connection.close()


def ids(db: sqlite3.Connection, query: str | Query, limit: int | None = None, reader: int = 1):
    parsed = parse(query, NOW) if isinstance(query, str) else query
    sql, params = ids_sql(compile_query(parsed, reader, now=NOW), limit)
    return [row[0] for row in db.execute(sql, params)]


FOUND = [
    ("", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ("attention", [1, 6, 8]),
    ("transformers", [1, 2]),
    ('"all you need"', [1, 6]),
    ("need you", [1, 6, 8]),
    ("atten*", [1, 6, 8]),
    ('"pre train"*', [2]),
    ("pre-training", [2]),
    ("gpt-4", [5]),
    ("poincare", [4]),
    (r"Poincar\'e", [4]),
    (r"G\"odel", [3]),
    ("satze", [3]),
    ("chaos", [4]),
    ("nlp", [1, 2]),
    ("title:need", [1, 6]),
    ('title:"you all"', []),
    ("author:need", [8]),
    ("author:vasw*,devlin", [1, 2]),
    ("abstract:transformer", [1]),
    ("note:henri", [4]),
    ("remark:began", [1]),
    ("venue:neurips", [1]),
    ("tag:nlp", [1, 2]),
    ("tag:nlp*", [1, 2, 4]),
    ("tag:nlp/ATTENTION,logic", [1, 3]),
    ('tag:"a b"', [6]),
    ("tag:it's", [5]),
    ("attention tag:nlp", [1]),
    ("status:read,skimmed", [1, 3]),
    ("-status:read", [2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ('list:"big, list"', [1, 2]),
    ("list:big*", [1, 2]),
    ("list:bigger,none", [1]),
    ("section:transform", [1]),
    ('section:"tier 1"', [1, 2]),
    ("section:0_x", [2]),
    ("section:1_", []),
    ('section:"1,"', []),
    ("feed:ARXIV*", [5]),
    ('feed:"arxiv cs.cl"', [5]),
    ("year:2017", [1, 6]),
    ("year:..2000,2023", [3, 5]),
    ("year:>=2018", [2, 5, 8]),
    ("-year:>=2018", [1, 3, 4, 6, 7, 9, 10]),
    ("added:7d", [1, 5, 6, 7, 8, 9, 10]),
    ("added:..7d", [2, 3, 4]),
    ("added:2026-10", [3]),
    ("added:2026", [1, 2, 3, 5, 6, 7, 8, 9, 10]),
    ("added:<2026", [4]),
    ("added:<=2026-01", [2, 4]),
    ("added:>2026-01", [1, 3, 5, 6, 7, 8, 9, 10]),
    ("added:2026-01..2026-10", [2, 3]),
    ("published:2018", [2]),
    ("published:2017..2018", [1, 2, 6]),
    ("published:<2018", [1, 3, 6]),
    ("started:2026-03", [4]),
    ("finished:2026-01", [1]),
    ("finished:>2026-01", [3]),
    ("priority:high", [1]),
    ("priority:>=medium", [1, 2]),
    ("priority:none..low id:..5", [3, 4, 5]),
    ("rating:>=4", [1, 3]),
    ("rating:1,5", [1, 7]),
    ("id:2,4..5", [2, 4, 5]),
    ("key:VASWANI2017", [1]),
    ("key:oldkey,gpt4", [1, 5]),
    ("key:old*", [1]),
    ("key:apart*", [9, 10]),
    ("kind:Book", [4]),
    ("lists:2", [1]),
    ("is:consensus", [1]),
    ("NOT is:consensus id:..3", [2, 3]),
    ("lists:>0", [1, 2]),
    ("arxiv:1706.03762v5", [1]),
    ("1706.03762", [1]),
    ("https://arxiv.org/abs/1810.04805v2", [2]),
    ("doi:10.5555/3295222", [1]),
    ("doi:10.5555/*", [1]),
    ("acl:N19-1423", [2]),
    ("has:code", [1]),
    ("has:pdf,note", [2, 4]),
    ("has:doi", [1, 8]),
    ("has:abstract", [1, 2, 8]),
    ("has:remark", [1]),
    ("has:rating", [1, 3, 7]),
    ("has:authors", [1, 2, 3, 8]),
    ("-has:year", [4, 7, 9, 10]),
    ("is:unread", [2, 4, 5, 6]),
    ("is:finished", [1, 3]),
    ("is:starred", [1, 3]),
    ("is:stale", [2, 4]),
    ("is:duplicate", [1, 6]),
    ("is:preprint", [5, 8]),
    ("is:published", [1, 2, 3]),
    ("is:orphan is:untagged", [7, 8, 9, 10]),
    ("attention OR tag:logic", [1, 3, 6, 8]),
    ("attention -shazeer", [6, 8]),
    ("attention NOT (need OR vaswani)", []),
    ("NOT attention id:..4", [2, 3, 4]),
    ("NOT (attention OR status:to-read,inbox) id:..8", [3, 4, 7]),
    ("(attention OR gpt) (year:2023 OR status:read)", [1, 5]),
    ("100% of_everything", [7]),
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_finds(db, query, expected):
    """Each condition finds the papers that it describes, and counting agrees."""
    assert sorted(ids(db, query)) == expected
    sql, params = count_sql(compile_query(parse(query, NOW), 1, now=NOW))
    assert db.execute(sql, params).fetchone() == (len(expected),)


@pytest.mark.parametrize("query", [q for q, _ in FOUND if " OR " not in q and q])
def test_a_condition_and_its_opposite_share_out_the_library(db, query):
    """What a query does not find, its opposite does, missing facts or not."""
    opposite = ids(db, f"NOT ({query})")
    assert sorted(ids(db, query) + opposite) == ids(db, "")
    assert sorted(ids(db, f"({query}) OR id:1") + ids(db, f"NOT (({query}) OR id:1)")) == ids(
        db, ""
    )


def test_readers_are_apart(db):
    """Status belongs to the reader who asks."""
    assert ids(db, "status:read", reader=2) == [2]
    assert ids(db, "status:to-read", reader=2) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("attention", [8, 6, 1]),
        ("attention sort:id", [1, 6, 8]),
        ("attention sort:relevance-", [1, 6, 8]),
        ("attention year:2017", [6, 1]),
        ("attention year:2017 sort:year", [1, 6]),
        ("sort:year-,key id:..6", [5, 2, 6, 1, 3, 4]),
        ("sort:year id:..5", [3, 1, 2, 5, 4]),
        ("sort:published- id:..5", [5, 2, 1, 3, 4]),
        ("sort:priority- id:..5", [1, 2, 4, 3, 5]),
        ("sort:rating- id:..7", [1, 3, 7, 2, 4, 5, 6]),
        ("sort:status id:..7", [5, 2, 6, 4, 3, 1, 7]),
        ("sort:finished id:..4", [1, 3, 2, 4]),
        ("sort:lists-,id id:..3", [1, 2, 3]),
        ("sort:added id:..4", [4, 2, 3, 1]),
        ("sort:relevance id:..3", [1, 2, 3]),
    ],
)
def test_order(db, query, expected):
    """The best match comes first, otherwise what was asked; missing facts stand last."""
    found = ids(db, query)
    assert found == expected
    assert ids(db, query, 2) == found[:2]
    assert ids(db, query, 0) == found


def test_titles_count_more_than_abstracts(db):
    """A word in the title outweighs the same word in other columns."""
    assert ids(db, "transformer")[0] == 2


@pytest.mark.parametrize("limit", [None, 1, 3])
@pytest.mark.parametrize(
    "query", ["", "attention", "attention year:2017..", "sort:rating-", "status:to-read,read"]
)
def test_rows_come_in_the_order_of_ids(db, query, limit):
    """Every column can be shown, with or without a limit, in the order of the ids."""
    selection = compile_query(parse(query), 1, now=NOW)
    for columns in (("id",), ("id", "title", "status"), tuple(COLUMNS)):
        sql, params = rows_sql(selection, columns, limit)
        assert [row[0] for row in db.execute(sql, params)] == ids(db, query, limit)


def test_rows_show_what_is_known(db):
    """Names are joined by commas, numbers counted, and a paper without reading has blanks."""
    columns = ("key", "status", "priority", "rating", "tags", "lists", "list_count", "notes")
    sql, params = rows_sql(compile_query(parse("id:1,4,8"), 1, now=NOW), columns)
    assert db.execute(sql, params).fetchall() == [
        ("Vaswani2017", "read", 3, 5, "nlp/attention", "Big, List,Bigger", 2, 0),
        ("poincare", "reading", 1, None, "nlpx", "", 0, 1),
        ("never", "", 0, None, "", "", 0, 0),
    ]


def test_only_what_is_asked_for_is_joined():
    """A plain listing reads one table in the order of its key."""
    sql, _ = rows_sql(compile_query(Query(), 1, now=NOW), ("id", "title"))
    assert sql == "SELECT p.id AS id, p.title AS title FROM papers p ORDER BY p.id"


@pytest.mark.parametrize(
    "text",
    ["'; DROP TABLE papers; --", '") OR 1=1 --', ":v0", "x' OR '1'='1", "NEAR(a b)", "^a", "a + b"],
)
def test_values_never_reach_the_statement(db, text):
    """Text that looks like SQL or like FTS5 syntax is only looked for."""
    named = ("tag", "list", "section", "feed", "kind", "key", "arxiv", "doi", "url")
    for name in named:
        for operator in (":", "*"):
            query = Query(Field(name, operator, (text,)))
            assert text not in ids_sql(compile_query(query, 1, now=NOW))[0].replace(":v0", "", 1)
            assert ids(db, query) == []
    for phrase in (False, True):
        ids(db, Query(Words(text, phrase=phrase)))
        ids(db, Query(Field("title", "=" if phrase else ":", (text,))))
    assert db.execute("SELECT count(*) FROM papers").fetchone() == (10,)


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("gpt-4", {}, '("gpt-4" OR "gpt4")'),
        ('say "x"', {"phrase": True}, '"say  x"'),
        ("a + b", {}, '("a" AND "b")'),
        ("neu", {"prefix": True, "columns": ("title",)}, '{title} : "neu"*'),
        (r"{G}\"odel", {}, '("Gödel" OR "Goedel")'),
        ("AND", {}, '"AND"'),
        ("+", {}, ""),
        ("", {"phrase": True}, ""),
    ],
)
def test_fts_terms_are_quoted(text, options, expected):
    """Nothing of a person's text is syntax to FTS5."""
    assert fts_term(text, **options) == expected


def test_wordless_text_finds_nothing(db):
    """A text without letter or digit, which the parser refuses, selects no paper."""
    assert ids(db, Query(Words("+"))) == ids(db, Query(Field("title", ":", ("+",)))) == []


def test_large_and_deep_queries_run(db):
    """SQLite's limits on depth and length are never met by a query that parses."""
    assert ids(db, " ".join(["id:1"] * 1_000)) == [1]
    assert ids(db, " OR ".join(["id:1", "zzz"] * 500)) == [1]
    assert ids(db, " ".join(["attention"] + ["-zzz"] * 999), 1)
    assert ids(db, " OR ".join(["attention"] * 1_000), 1)
    deep = "id:1"
    for at in range(49):
        deep = f"NOT (zzz OR tag:y {deep})" if at % 2 else f"(year:2017 OR -{deep} title:x)"
    assert isinstance(ids(db, deep), list)
    twin = "id:1"
    for _ in range(7):
        twin = f"(tag:x OR (status:read {twin}) OR (is:duplicate {twin}))"
    assert isinstance(ids(db, twin), list)


TERMS = st.sampled_from(
    [
        *("a", "deep*", '"all you"', "é", "北京*", "𞤀", "OR", "NOT", "(", ")", "-", "\\", "'", "%"),
        *(f"{name}:{value}" for name in FIELDS for value in ("a", "x*", "3", "2026-01..", "7d")),
        *(f"has:{value}" for value in HAS),
        *(f"is:{value}" for value in IS),
        *(f"status:{value}" for value in STATUSES),
        *(f"sort:{value}-" for value in SORTS),
        *("year:>3", "priority:<=high", "doi:10.1/a*", "arxiv:1706.1", "url:http://a", "isbn:3*"),
    ]
)


@examples(150)
@given(text=st.lists(TERMS, max_size=8).map(" ".join) | st.text(max_size=20), limit=st.booleans())
def test_every_query_that_parses_runs(db, text, limit):
    """No query makes SQLite fail, and its rows, ids and count agree."""
    try:
        query = parse(text)
    except QueryError:
        return
    selection = compile_query(query, 1, now=NOW)
    found = ids(db, query, 3 if limit else None)
    sql, params = rows_sql(selection, ("id", "status", "tags"), 3 if limit else None)
    assert [row[0] for row in db.execute(sql, params)] == found
    sql, params = count_sql(selection)
    count = db.execute(sql, params).fetchone()[0]
    assert len(found) == (min(count, 3) if limit else count)


@pytest.mark.parametrize("name", SORTS)
def test_every_order_runs(db, name):
    """Every sort key orders with and without text, in both directions."""
    for text in ("", "attention"):
        for key in (*parse_sort(f"{name}-"), SortKey(name)):
            assert ids(db, Query(parse(text).where, (key,)), 2)


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_a_column_is_looked_up_by_its_paper(db, column):
    """No column goes through a whole table or index for each paper of a listing."""
    sql, params = rows_sql(compile_query(parse("status:inbox", NOW), 1, now=NOW), (column,), None)
    steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", params)]
    tables = [step for step in steps if "json_each" not in step and "VIRTUAL" not in step]
    assert not [step for step in tables if "identifiers_name" in step or "SCAN i" in step]
    assert not [step for step in tables if step.startswith("SCAN") and "SUBQUERY" not in step
                and not step.startswith(("SCAN (", "SCAN r", "SCAN p"))]  # fmt: skip
