"""Works without a title come in under a name made of what they have, which nobody prints."""

import json

import pytest

from readlist.formats import biblatex, bibtex, ris
from readlist.formats import csl as csl_json
from readlist.identity.absorb import AbsorbOptions, Known, plan_absorb
from readlist.model import Rank
from support.formats import dump, one, records
from support.paper_strategies import as_paper

NOW = AbsorbOptions(now="2026-03-02T09:00:00Z", reader="me")


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (
            "@misc{a, author={Knuth, Donald E.}, year=1998, howpublished={Personal communication}}",
            "Personal communication (Knuth, 1998)",
        ),
        (
            "@dataset{a, titleaddon={Unpublished raw data}, author={R. A. Baer}, date={2015}}",
            "Unpublished raw data (Baer, 2015)",
        ),
        ("@misc{a, author={Roe, Jane and Poe, Ed}, note={A letter}}", "A letter (Roe & Poe)"),
        ("@book{a, editor={Roe, Jane}, publisher={Springer}}", "Springer (Roe)"),
        ("@misc{a, author={Roe, Jane}, year=2001}", "Roe, 2001"),
        ("@misc{sec:1, pages={23--24}}", "sec:1"),
        (
            "@proceedings{a, booktitle={Proc. of ACL}, year=2019, isbn={9783161484100}}",
            "Proc. of ACL (2019)",
        ),
    ],
)
def test_a_name_is_made_of_what_an_entry_has(entry, name):
    """It is a guess; the entry goes out without a title, as it came."""
    record = one(bibtex, entry)
    assert record.title == name
    assert record.ranks["title"] == ("bibtex", Rank.GUESS)
    for form in (bibtex, biblatex):
        written = dump(form, [as_paper(record)])
        assert " title " not in written
        assert one(bibtex, written).title == name


def test_one_that_was_given_a_title_has_it_everywhere():
    """A title that a person gives is written."""
    from dataclasses import replace

    paper = as_paper(one(bibtex, "@misc{a, author={Roe, Jane}, note={A letter}}"))
    assert "title  = {To Max}" in dump(bibtex, [replace(paper, title="To Max")])


def test_other_formats_have_works_without_a_title_as_well():
    """A letter in CSL-JSON and RIS comes in, and goes out without a title."""
    item = {"id": "roe", "type": "personal_communication", "note": "A letter",
            "author": [{"family": "Roe", "given": "Jane"}]}  # fmt: skip
    found = one(csl_json, json.dumps([item]))
    assert found.title == "A letter (Roe)"
    assert "title" not in json.loads(dump(csl_json, [as_paper(found)]))[0]
    tagged = one(ris, "TY  - PCOMM\nAU  - Roe, Jane\nPY  - 2001\nER  - \n")
    assert tagged.title == "Roe, 2001"
    assert "TI  -" not in dump(ris, [as_paper(tagged)])


def test_two_letters_of_one_person_stay_two():
    """What the library called alike is one work only where nothing in it differs."""
    text = (
        "@misc{a, author={Knuth, D.}, year=1998, howpublished={Letter}, note={To Max}}\n"
        "@misc{b, author={Knuth, D.}, year=1998, howpublished={Letter}, note={To Eva}}\n"
    )
    two = records(bibtex, text)
    assert len(plan_absorb(two, Known(), NOW).new) == 2
    assert len(plan_absorb([two[0], two[0]], Known(), NOW).new) == 1
