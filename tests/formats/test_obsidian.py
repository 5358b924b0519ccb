"""A vault for Obsidian: what its files say, and that nothing of the person's is ever lost."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats.base import DumpOptions
from readlist.formats.list_export import vault
from readlist.formats.list_export.obsidian import tag
from readlist.model import Author, ListEntry, Note, Paper, Reading
from support.golden_papers import LISTS, PAPERS
from support.list_papers import lines
from support.paper_strategies import papers
from support.paths import GOLDEN
from support.properties import examples

OBSIDIAN = formats.get("obsidian")
OPTIONS = DumpOptions(lists=LISTS)
WINDOWS = set('<>:"/\\|?*')


class Folder(dict):
    """The files of a folder, and one run over it."""

    def run(self, *found, options=OPTIONS):
        written = dict(OBSIDIAN.dump_folder(found, options, self.get))
        self.update(written)
        return set(written)


def _matter(text):
    return yaml.safe_load(text.split("---\n")[1])


def _doe(**facts):
    return Paper(id=1, key="doe2020words", title="Words", **facts)


def test_golden():
    """The files of a vault are the same bytes as the golden file that holds them all."""
    folder = Folder()
    folder.run(*PAPERS)
    shown = "".join(f"%% {name}\n{text}" for name, text in folder.items())
    assert shown == (GOLDEN / "vault.md").read_bytes().decode()


def test_a_file_a_paper_and_a_list():
    """Each paper has a file by its key, each list one that links its papers in order."""
    folder = Folder()
    folder.run(*PAPERS)
    assert set(folder) == {f"{paper.key}.md" for paper in PAPERS} | {"list-deep.md"}
    assert (
        "## Tier 1\n\n### NLP\n\n#### 2017\n\n- [x] [[vaswani2017attention|"
        in folder["list-deep.md"]
    )


@examples(60)
@given(papers)
def test_every_parser_reads_the_front_matter(paper):
    """A YAML parser reads every value as it was, whatever stands in it."""
    [text] = [t for n, t in OBSIDIAN.dump_folder([replace(paper, lists=())], OPTIONS, {}.get)]
    found = _matter(text)
    assert found.get("title", "") == paper.title
    assert found.get("venue", "") == paper.venue
    assert found.get("year") == (paper.year or None)
    assert found.get("status") == (paper.reading.status.value if paper.reading.status else None)
    assert found["readlist-id"] == paper.key


@given(lines | st.text(max_size=20))
def test_strings_are_strings_in_yaml(text):
    """No string is a number, a date, a comment or a boolean to a YAML parser, and ours agrees."""
    written = vault.quoted(text.encode("utf-8", "ignore").decode())
    assert yaml.safe_load(written) == text.encode("utf-8", "ignore").decode()
    assert vault.string_of([f"k: {written}"]) == yaml.safe_load(written)


def test_days_are_days():
    """Days stand as Obsidian wants them; a day that cannot be is a string."""
    folder = Folder()
    folder.run(_doe(added="2026-01-02T03:04:05Z", reading=Reading(started="2026-02-30")))
    assert "added: 2026-01-02\n" in folder["doe2020words.md"]
    assert _matter(folder["doe2020words.md"])["started"] == "2026-02-30"


@given(st.lists(lines | st.text(max_size=200).map(str.strip), min_size=1, max_size=5, unique=True))
def test_names_are_safe_everywhere(keys):
    """No two names are one without case, none is a device, hidden, or too long."""
    names = vault.Names(lambda _: None)
    found = [names.name(key, (key,))[0] for key in keys]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert not WINDOWS & set(name)
        assert name.isprintable()
        assert 0 < len(name.encode()) < 200
        assert name[0] != "."
        assert name[-1] not in ". "
        assert name.split(".")[0].upper() not in ("CON", "NUL", "AUX", "COM1")


@pytest.mark.parametrize("key", ["con", "NUL.x", "a/b:c", "../../etc/passwd", "x" * 500, "..", ""])
def test_a_changed_name_is_told_apart(key):
    """A key that is no safe name gets one that no other key has."""
    name = vault.safe_name(key)
    assert name != key
    assert "/" not in name
    assert name != vault.safe_name(key + "?")


def test_a_second_run_touches_nothing():
    """What did not change is not written again."""
    folder = Folder()
    folder.run(*PAPERS)
    assert folder.run(*PAPERS) == set()


def test_only_what_changed_is_written():
    """A paper that was read since changes its own file and that of its list."""
    folder = Folder()
    place = ListEntry((), 1, "", "deep")
    others = [Paper(id=2, key="roe2021deeds", title="Deeds", lists=(place,))]
    folder.run(_doe(lists=(place,)), *others)
    read = replace(_doe(lists=(place,)), reading=Reading("read"))
    assert folder.run(read, *others) == {"doe2020words.md", "list-deep.md"}


def test_what_a_person_wrote_is_kept():
    """What stands below the marker stays, and so do properties that the person added."""
    folder = Folder()
    folder.run(_doe())
    name = "doe2020words.md"
    mine = "\n\nMy words  \n\n---\n" + vault.MARKER + "\nmore"
    text = folder[name].replace("---\n", "---\nmood: good\nseen:\n  - '1'\n", 1)
    folder[name] = text.rstrip("\n") + mine
    assert folder.run(_doe(year=2020)) == {name}
    assert folder[name].endswith(vault.MARKER + mine)
    assert _matter(folder[name])["mood"] == "good"
    assert _matter(folder[name])["seen"] == ["1"]
    assert _matter(folder[name])["year"] == 2020
    assert folder.run(_doe(year=2020)) == set()


def test_a_file_that_is_not_ours():
    """A file without the marker is the person's: it stays, and the paper gets another name."""
    folder = Folder({"doe2020words.md": "mine"})
    assert folder.run(_doe()) == {"doe2020words-readlist.md"}
    assert folder.run(_doe()) == set()
    assert folder["doe2020words.md"] == "mine"


def test_all_names_are_the_persons():
    """Where every name that could be taken is the person's, the paper is left out."""
    folder = Folder({"doe2020words.md": "mine"})
    folder |= {f"doe2020words-readlist{n}.md": "mine" for n in ("", *range(2, 10))}
    assert Folder(folder).run(_doe()) == set()


def test_a_file_about_another_paper():
    """A file of ours that is about another paper is not taken over."""
    folder = Folder()
    folder.run(_doe())
    other = Paper(id=7, key="DOE2020words", title="Other words")
    folder["DOE2020words.md"] = folder["doe2020words.md"]  # as on a disk that knows no case
    assert folder.run(other) == {"DOE2020words-readlist.md"}


def test_a_key_that_was_renamed():
    """The file keeps its name, because the person's links lead there, and the key is an alias."""
    folder = Folder()
    folder.run(_doe())
    renamed = replace(_doe(), key="doe2020new", aliases=("doe2020words",))
    assert folder.run(renamed) == {"doe2020words.md"}
    assert _matter(folder["doe2020words.md"])["readlist-id"] == "doe2020new"
    assert "doe2020new" in _matter(folder["doe2020words.md"])["aliases"]
    assert folder.run(renamed) == set()


def test_papers_named_in_notes_are_linked():
    """A note that names another paper by its key links to it."""
    note = Note("Compare with @roe and smith2021deeds. A word such as other is no key.")
    found = [
        _doe(notes=(note,)),
        Paper(id=2, key="roe", title="R"),
        Paper(id=3, key="smith2021deeds", title="S|[x]"),
        Paper(id=4, key="other", title="O"),
    ]
    folder = Folder()
    folder.run(*found)
    see = folder["doe2020words.md"].partition("## See also\n\n")[2]
    assert see.startswith("- [[roe|R]]\n- [[smith2021deeds|S x]]\n\n<!--")


def test_text_is_data():
    """The marker, front matter and links cannot be forged by text from outside."""
    evil = f"{vault.MARKER}\n---\n[[x]] <script> %%hidden%% #tag"
    place = ListEntry(("]] [[y",), 1, evil, "deep")
    paper = _doe(
        abstract=evil, venue=evil, authors=(Author(evil),), lists=(place,), notes=(Note(evil),)
    )
    folder = Folder()
    folder.run(paper)
    text = folder["doe2020words.md"]
    assert text.count(vault.MARKER + "\n") == 1
    assert text.endswith(vault.MARKER + "\n")
    assert "<script>" not in text.partition("## Note")[0].partition("\n---\n")[2]


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("nlp/transformers", "nlp/transformers"), ("a b&c", "a-b-c"), ("2017", "_2017"),
        ("c++", "c"), ("数据", "数据"), ("!", ""), ("3d", "3d"),
    ],
)  # fmt: skip
def test_tags(word, written):
    """A tag has only what Obsidian allows."""
    assert tag(word) == written
