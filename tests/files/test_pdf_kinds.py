"""What kinds of PDFs are: the identifier that is their own, or none; their title and names."""

import pytest

from readlist.files.pdf import look
from support.pdf_kinds import Kind, kinds


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.name)
def test_a_kind(kind: Kind, tmp_path):
    """A page that quotes, corrects or reviews another work has none of its identity."""
    path = tmp_path / kind.file
    path.write_bytes(kind.data)
    facts = look(str(path))
    assert tuple(map(str, facts.identifiers)) == kind.identifiers
    assert facts.title == kind.title
    assert tuple(author.name for author in facts.authors) == kind.authors
    assert bool(facts.problem) == (not kind.title)
