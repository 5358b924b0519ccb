"""Files as other programs write them, whole through an import, beside what is in them."""

import json

import pytest

import foreign
from support.paths import ROOT

FOLDER = ROOT / "tests" / "foreign"
FILES = sorted(path for path in FOLDER.iterdir() if foreign.expected_of(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_field_is_exact(path, tmp_path):
    """Format, number of papers and each field that is expected of them."""
    compared = list(foreign.judged(path, str(tmp_path)))
    assert [one for one in compared if one[1] != one[2]] == []
    assert len(compared) > 2


def test_expected_papers_may_be_csl(tmp_path):
    """``export.json`` beside ``export.enw`` may be a list of CSL-JSON items."""
    file = tmp_path / "export.enw"
    file.write_text("%0 Journal Article\n%T Deep sleep\n%A Roe, Anna\n%J Letters\n%D 2021\n%V 8\n")
    item = {
        "type": "article-journal", "title": "Deep sleep", "container-title": "Letters",
        "author": [{"family": "Roe", "given": "Anna"}], "issued": {"date-parts": [[2021]]},
        "volume": "9",
    }  # fmt: skip
    file.with_suffix(".json").write_text(json.dumps([item]))
    compared = list(foreign.judged(file, str(tmp_path)))
    assert [one for one in compared if one[1] != one[2]] == [("volume", "9", "8")]
