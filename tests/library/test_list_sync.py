"""A curated list and the next edition of its file: which place is which, and what changed."""

from readlist.library.imports.list_sync import (
    SectionChange,
    called_now,
    moved_places,
    paired,
    renamed_sections,
    section_changes,
)
from readlist.model import ListEntry
from readlist.store.lists import StoredEntry


def places(*sections: str) -> list[tuple[str, ...]]:
    return [tuple(filter(None, section.split("/"))) for section in sections]


def edition(before: list[str], after: list[str]):
    """Pairs of one place each: as it was, as it is; the order of both is that of the arguments."""
    old = [StoredEntry(n, n, path, n, "") for n, path in enumerate(places(*before), 1)]
    new = [ListEntry(path, n) for n, path in enumerate(places(*after), 1)]
    pairs = list(zip(old, new, strict=True))
    known, standing = {one.section for one in old}, {one.section for one in new}
    return pairs, renamed_sections(pairs, known, standing)


def test_a_section_that_is_called_otherwise_is_told_once():
    """Its 228 entries did not move, nor did those below it."""
    pairs, renamed = edition(
        ["A", "A", "A/B", "C"] + ["A/B"] * 228, ["A2", "A2", "A2/B", "C"] + ["A2/B"] * 228
    )
    assert renamed == {("A",): ("A2",)}
    assert called_now(("A", "B"), renamed) == ("A2", "B")
    assert moved_places(pairs, renamed) == set()
    assert section_changes(pairs, renamed) == [SectionChange(("A",), ("A2",), 231)]


def test_a_section_that_stands_was_not_renamed():
    """Half of it moved to a new one; and what was merged into a known one is no new name."""
    assert edition(["A", "A", "A"], ["A", "N", "N"])[1] == {}
    assert edition(["A", "A", "B"], ["B", "B", "B"])[1] == {}


def test_of_a_section_that_was_parted_the_larger_half_keeps_it():
    pairs, renamed = edition(["A", "A", "A"], ["N", "N", "M"])
    assert renamed == {("A",): ("N",)}
    assert moved_places(pairs, renamed) == {2}


def test_a_section_may_go_below_another():
    assert edition(["A", "A", "C"], ["C/A", "C/A", "C"])[1] == {("A",): ("C", "A")}


def test_a_section_that_stands_elsewhere_moves_none_of_its_entries():
    old = [StoredEntry(n, n, path, n, "") for n, path in enumerate(places("A", "A", "B", "C"), 1)]
    order = [2, 3, 0, 1]
    pairs = [(old[o], ListEntry(old[o].section, n)) for n, o in enumerate(order, 1)]
    assert moved_places(pairs, {}) == set()
    assert section_changes(pairs, {}) == [SectionChange(("A",), ("A",), 2)]


def stored(*rows: tuple[str, str]) -> list[StoredEntry]:
    return [StoredEntry(n, 1, path, n, remark)
            for n, (path, remark) in enumerate([((s,), r) for s, r in rows], 1)]  # fmt: skip


def wanted(*rows: tuple[str, str]) -> list[ListEntry]:
    return [ListEntry((section,), n, remark) for n, (section, remark) in enumerate(rows, 1)]


def words(pairs) -> dict[str, str]:
    return {old.remark: new.remark for old, new in pairs}


def test_places_of_a_paper_are_paired_by_likeness():
    """Not by the order in which they come: the words of a remark say which is which."""
    had = stored(("A", "The first of all."), ("A", "Where the proof stands."))
    new = wanted(("A", "Where the whole proof stands."), ("B", "The first of all."))
    pairs, left, fresh = paired(had, new, {})
    assert words(pairs) == {
        "The first of all.": "The first of all.",
        "Where the proof stands.": "Where the whole proof stands.",
    }
    assert (left, fresh) == ([], [])


def test_a_place_follows_its_section():
    had = stored(("A", ""), ("B", ""))
    pairs, _, _ = paired(had, wanted(("B2", ""), ("A", "")), {("B",): ("B2",)})
    assert {(old.section, new.section) for old, new in pairs} == {
        (("A",), ("A",)), (("B",), ("B2",)),
    }  # fmt: skip


def test_what_is_left_of_either_side_is_said():
    had = stored(("A", "one"), ("B", "two"), ("C", "three"))
    _, left, fresh = paired(had, wanted(("B", "two")), {})
    assert ([one.remark for one in left], fresh) == (["one", "three"], [])
    _, left, fresh = paired(had[:1], wanted(("A", "one"), ("D", "four")), {})
    assert (left, [one.remark for one in fresh]) == ([], ["four"])


def test_a_paper_in_a_thousand_places_is_paired_at_once():
    had = [StoredEntry(n, 1, (f"S{n}",), n, f"r{n}") for n in range(1_000)]
    new = [ListEntry((f"T{n}",), n, f"q{n}") for n in range(1_000)]
    pairs, left, fresh = paired(had, new, {})
    assert [(old.position, new.position) for old, new in pairs] == [(n, n) for n in range(1_000)]
    assert (left, fresh) == ([], [])


LIST = """# Reading

## {name}

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - The one.
- [Neural Machine Translation](https://arxiv.org/abs/1409.0473) - Where it began.

## Vision

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
"""


def test_an_import_and_a_difference_tell_of_the_section(run, tmp_path):
    (tmp_path / "reading.md").write_text(LIST.format(name="Attention"), encoding="utf-8")
    run("import", "reading.md")
    (tmp_path / "reading.md").write_text(LIST.format(name="Transformers"), encoding="utf-8")
    told = run("lists", "diff", "reading", "reading.md", code=1)
    sentence = "Section 'Attention' is called 'Transformers' now (2 entries)."
    assert told.stdout == ""
    assert told.stderr == f"List reading: 1 section changed.\n{sentence}\n"
    done = run("import", "reading.md")
    assert f"List reading: 1 section changed.\n{sentence}\n" in done.stdout
    assert "\tTransformers\t" in run("lists", "reading").stdout
    assert "as it was" in run("import", "reading.md").stdout
    run("undo")
    assert "\tAttention\t" in run("lists", "reading").stdout
