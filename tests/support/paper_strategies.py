"""Papers as Hypothesis draws them: every field, any letters, as clean as the library keeps them."""

from dataclasses import replace

from hypothesis import strategies as st

from readlist.model import (
    Author,
    Identifier,
    Link,
    ListEntry,
    Note,
    Paper,
    Reading,
    Record,
    Status,
)
from readlist.text import clean, clean_block


def _stable(cleaner, text):
    """Clean until nothing changes."""
    while (found := cleaner(text)) != text:
        text = found
    return text


TEX = "\\{}$%&#_^~\"'`@=,-+ aBé1łλ北"
letters = st.text(max_size=20) | st.text(alphabet=TEX, max_size=25)
lines = letters.map(lambda text: _stable(clean, text))
blocks = (letters | st.text(alphabet="ab \n\t|é\\", max_size=20)).map(
    lambda text: _stable(clean_block, text)
)
some = lines.filter(bool)
dates = st.sampled_from(["", "2017", "2017-06", "2017-06-12"])
whole_days = st.sampled_from(["", "2026-12-24"])
times = st.sampled_from(["", "2026-11-01T00:00:00Z"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | lines,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(lines, parts, max_size=3),
    max_leaves=5,
)  # fmt: skip
authors = st.builds(Author, name=some, family=lines, given=lines, suffix=lines)
readings = st.builds(
    Reading,
    status=st.none() | st.sampled_from(Status),
    priority=st.integers(0, 3),
    rating=st.none() | st.integers(1, 5),
    progress=lines,
    started=times,
    finished=times,
    due=whole_days,
    wait=whole_days,
    reader=lines,
)
identifiers = st.builds(
    Identifier,
    scheme=st.sampled_from(["arxiv", "doi", "url", "acl", "isbn", "other"]),
    value=some,
)


def many(values, size=3):
    return st.lists(values, max_size=size).map(tuple)


papers = st.builds(
    Paper,
    id=st.integers(1, 10**6),
    key=some,
    title=lines,
    authors=many(authors),
    author_count=st.none() | st.integers(0, 5000),
    abstract=blocks,
    year=st.none() | st.integers(1, 9999),
    published=dates,
    venue=lines | st.sampled_from(["CVPR 2016", "Nature", "arXiv preprint"]),
    kind=st.sampled_from(["", "article", "book", "phdthesis", "preprint", "x"]),
    organization=lines,
    identifiers=many(identifiers),
    links=many(st.builds(Link, name=lines, url=some)),
    extra=st.dictionaries(lines, json_values, max_size=3)
    | st.fixed_dictionaries({"bibtex": st.dictionaries(lines, lines, max_size=3)}),
    ranks=st.dictionaries(lines, st.tuples(lines, st.integers(0, 90)), max_size=2),
    reading=readings,
    others=many(readings, 2),
    tags=many(some),
    notes=many(st.builds(Note, body=blocks.filter(bool), created=times, reader=lines)),
    lists=many(
        st.builds(
            ListEntry,
            section=many(some),
            position=st.integers(0, 2**31),
            remark=blocks,
            list=lines,
        )
    ),
    aliases=many(some),
    titles=many(some),
    added=times,
)


def as_paper(record: Record, number: int = 1, reader: str = "") -> Paper:
    """Return the paper that an empty library would hold after taking in this record alone.

    What has no reader's name becomes the importer's.
    """
    same = ("key", "title", "authors", "author_count", "abstract", "year", "published", "venue")
    same += ("kind", "organization", "identifiers", "links", "extra", "ranks", "others", "tags")
    same += ("aliases", "titles", "added")
    return Paper(
        id=number,
        lists=record.entries,
        reading=replace(record.reading or Reading(), reader=reader),
        notes=tuple(replace(note, reader=note.reader or reader) for note in record.notes),
        **{name: getattr(record, name) for name in same},
    )


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
"""Any JSON, as it may stand where a service promises something else."""
