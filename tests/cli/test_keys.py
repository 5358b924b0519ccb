"""Citation keys on the command line: made by a pattern, given by a person, checked."""

import json
from pathlib import Path

import pytest

from readlist import config
from readlist.bib.citekeys import DEFAULT_PATTERN

FACTS = ("--title", "Attention Is All You Need", "--author", "Ashish Vaswani", "--year", "2017")
TWO = """
@article{smith20, title = {Deep Things}, author = {Smith, Ann}, year = 2020, journal = {Nature}}
@article{jones21, title = {Other Things}, author = {Jones, Ben}, year = 2021, journal = {Nature}}
"""


@pytest.fixture
def two(run, tmp_path):
    """A library of two papers, smith20 and jones21."""
    (tmp_path / "two.bib").write_text(TWO)
    run("import", "two.bib")


def _keys(run, *words):
    return [line.split("\t")[0] for line in run("keys", *words).stdout.splitlines()]


def test_the_default_of_the_setting_is_the_pattern_of_the_program():
    """The setting's default, the program's pattern and its keys are one thing."""
    assert config.BY_NAME["key_pattern"].default == DEFAULT_PATTERN


def test_keys_follow_the_pattern(run, tmp_path):
    """Papers without a key get one by the pattern that is set; collisions get a letter."""
    run("config", "set", "key_pattern", "{authors.etal|slug}-{year}-{title.first_word}")
    run("add", *FACTS)
    run("add", "--title", "Attention Again", "--author", "Ashish Vaswani", "--year", "2017")
    assert _keys(run) == ["vaswani-2017-attention", "vaswani-2017-attentiona"]
    run("config", "set", "key_pattern", "{author}{yy}")
    run("add", *FACTS)
    (tmp_path / "refs.bib").write_text(TWO.replace("smith20", ""))
    run("import", "refs.bib", code=1)
    assert "vaswani-2017-attention" in _keys(run), "a key never changes by itself"


def test_a_wrong_pattern_is_refused(run, environment):
    """A wrong pattern is refused when it is set, and where the file has one."""
    done = run("config", "set", "key_pattern", "{autor}{year}", code=2)
    assert "Column 2" in done.stderr
    assert "'author'" in done.stderr
    Path(environment["READLIST_CONFIG"]).write_text('key_pattern = "{year"\n', encoding="utf-8")
    assert "Column 1" in run("list", code=2).stderr


def test_key(run, two):
    """A key is given once; the former one finds the paper, and undo brings it back."""
    assert run("key", "smith20", "Smith:2020").stdout == "Key: Smith:2020  Deep Things\n"
    assert _keys(run) == ["Smith:2020", "jones21"]
    shown = json.loads(run("show", "smith20", "--json").stdout)
    assert shown["papers"][0]["key"] == "Smith:2020"
    assert "nothing changed" in run("key", "1", "Smith:2020").stdout
    run("undo")
    assert _keys(run) == ["smith20", "jones21"]


def test_a_key_of_the_person_stays(run, two, tmp_path):
    """Importing the file again, with its own key, leaves the key that the person gave."""
    run("key", "smith20", "mine")
    run("import", "two.bib")
    assert _keys(run) == ["mine", "jones21"]


def test_key_dry_run_and_json(run, two):
    """A dry run shows what would be and changes nothing."""
    done = json.loads(run("key", "1", "other", "--dry-run", "--json").stdout)
    assert (done["changed"], done["dry_run"]) == (1, True)
    assert done["papers"][0]["key"] == "other"
    assert _keys(run) == ["smith20", "jones21"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("JONES21", "belongs to paper 2, 'Other Things'"),
        ("a b", "cannot be a citation key"),
        ("1706.03762", "cannot be a citation key"),
    ],
)
def test_key_refused(run, two, new, said):
    """A key that another paper has, or that cannot be cited, is refused in a sentence."""
    assert said in run("key", "smith20", new, code=2).stderr
    assert _keys(run) == ["smith20", "jones21"]


def test_keys(run, two):
    """Keys are shown with their titles, for a query too."""
    assert run("keys").stdout == "smith20\tDeep Things\njones21\tOther Things\n"
    assert _keys(run, "author:jones") == ["jones21"]
    assert json.loads(run("keys", "--json").stdout)["keys"][1] == {
        "id": 2, "key": "jones21", "title": "Other Things",
    }  # fmt: skip


def test_check_of_the_library(run, two):
    """The check finds two papers that a merge would make one, and says how."""
    assert run("keys", "--check").stderr == "The keys are in order.\n"
    run("add", "--title", "Deep Things", "--author", "Ann Smith", "--year", "2012")
    done = run("keys", "--check", code=1)
    assert "smith20 and smith2012deep have the same title" in done.stdout
    assert "readlist merge 1 3" in done.stdout
    [found] = json.loads(run("keys", "--check", "author:smith", "--json", code=1).stdout)[
        "findings"
    ]
    assert (found["kind"], found["papers"]) == ("same-work", [1, 3])
    assert run("keys", "--check", "author:jones").stdout == ""
    run("dupes", "--apart", "1", "--apart", "3")
    run("keys", "--check")


def test_check_of_a_file(run, two, tmp_path):
    """The check of a file finds two keys of one work, keys of other papers, and unsafe ones."""
    (tmp_path / "mine.bib").write_text(
        "@misc{vaswani, title = {Attention}, eprint = {1706.03762}}\n"
        "@misc{transformer, title = {Attention!}, eprint = {1706.03762}}\n"
        "@article{jones21, title = {A New One}, year = 2021}\n"
        "@article{deep, title = {Deep Things}, author = {Smith, Ann}, year = 2020}\n"
        "@misc{it's, title = {Quoted}}\n"
    )
    done = run("keys", "--check", "mine.bib", code=1)
    unsafe, same, taken = done.stdout.splitlines()
    assert unsafe.startswith('Line 5: "it\'s" cannot be cited safely: a key has letters')
    assert same.startswith("vaswani (line 1), transformer (line 2) are one work")
    assert taken == "Line 3: jones21 is the key of another paper in the library, number 2."
    assert "3 findings" in done.stderr
    assert _keys(run) == ["smith20", "jones21"], "nothing is written"


def test_check_of_a_sound_file(run, two):
    """A file whose keys are those of the library has nothing wrong."""
    assert run("keys", "--check", "two.bib").stdout == ""
    assert "not both" in run("keys", "--check", "two.bib", "tag:x", code=2).stderr


def test_add_with_a_key_says_so(run, two):
    """A known paper that takes a key is updated, and not merely known."""
    done = run("add", "--title", "Deep Things", "--author", "Ann Smith", "--key", "mine")
    assert done.stdout.startswith("Updated: 1  mine")
    again = run("add", "--title", "Deep Things", "--author", "Ann Smith", "--key", "mine")
    assert again.stdout.startswith("Known already: 1  mine")
