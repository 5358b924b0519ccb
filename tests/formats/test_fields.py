"""A fact is declared once, in ``model.Facts``: whatever tells of papers knows it from there."""

import json

import pytest

from readlist.bib.fields import choice, pruned
from readlist.formats import jsonl
from readlist.formats.base import DumpOptions
from readlist.formats.tables.headers import meaning
from readlist.formats.tables.write import COLUMNS
from readlist.identity.merge import draft_of
from readlist.model import FACTS, FIELDS, Paper
from readlist.store.papers import DETAILED, LISTED
from readlist.views.paper_json import paper_json
from readlist.views.rows import columns_named
from readlist.views.shapes import Paper as Shape
from support.formats import records
from support.golden_papers import PAPERS

FULL = PAPERS[0]


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_known_wherever_papers_are_told(name):
    """It is stored, shown as JSON and as a column, found as a header, and left out when asked."""
    assert name in (*LISTED, *DETAILED, "authors")
    assert name in paper_json(FULL)
    assert name in Shape.__annotations__
    assert name in COLUMNS
    assert meaning(name.replace("_", " ").title())[0] == name
    assert columns_named(name)
    if name not in ("author_count", "published"):  # they go with the authors and with the year
        [left] = pruned([FULL], choice(f"-{name}"))
        assert getattr(left, name) == getattr(Paper(id=0, key=""), name)


def test_every_field_survives_a_full_export_and_a_draft():
    """What a paper has in any field is in its line of JSON, in its record and in its draft."""
    text = "".join(jsonl.dump([FULL], DumpOptions()))
    said = json.loads(text.splitlines()[-1])
    [record] = records(jsonl, text)
    for name in FIELDS:
        value = getattr(FULL, name)
        assert not value or name in said, name
        if name != "notes":  # the exporter's own become the importer's
            assert getattr(record, name) == value, name
    again = draft_of(FULL).paper()
    for name in set(FIELDS) - {"ranks", "tags"}:  # packed, and in order
        assert getattr(again, name) == getattr(FULL, name), name
    assert set(again.tags) == set(FULL.tags)
