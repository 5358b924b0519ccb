"""Importers meet damaged and hostile input: never a traceback, never a hang, never a control."""

import gc
import gzip
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.errors import ReadlistError
from readlist.files.read import open_document
from readlist.formats.base import Format, LoadOptions, TextDocument
from readlist.model import Item, Problem, Record
from support.effort import assert_linear
from support.fault_tools import WORDS, HangError, Inside, generated, json_lines, time_limit
from support.paths import DATA
from support.properties import examples

OPTIONS = LoadOptions(today="2026-01-01")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LIMIT_S = 20
CUT_BYTES = 2_000

SAMPLES = {
    "annotated.txt": (
        "Papers List\n- Papers List\n- Need to know\n- Language\n- 2019\n- A Paper About Words\n"
        "- Another Paper: Of Deeds\n- 2020\n- Vision\n- 2019\n- Seeing Things Clearly\n"
        "Need to know\nLanguage\n2019\nA Paper About Words\n- This paper by Doe in ACL 2020\n"
        "- it has a formula x = (a + b)\n  and two lines\nAnother Paper: Of Deeds\n- deep\n"
        "2020\nVision\n2019\nSeeing Things Clearly\n- from Somewhere in CVPR 2016\n"
    ),
    "hf-page.txt": (
        "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\n"
        "byAK and the research community\n\nDec 9\n\nSeeing Things Clearly: A Survey\n\n"
        "To see is to learn, and in this abstract we say so at some length.\n\n  • 5 authors\n"
        "·\nOct 9, 2021\n\nWords and Deeds\n\nWords are followed by deeds, as we show here.\n\n"
        "Lab of Words\n·\nMar 3 12\n"
    ),
    "refs.txt": (
        "https://arxiv.org/abs/1706.03762v5\ndoi:10.1000/182 and arxiv.org/pdf/cs/9901002v1.pdf\n"
        "[Title](https://openreview.net/forum?id=abc_DEF-1) https://aclanthology.org/P19-1001/\n"
        "A plain title of a paper\n- https://huggingface.co/papers/2401.00001\n"
    ),
    "refs-latin.txt": "Poincaré, Über die Gründe, 1905\nhttps://arxiv.org/abs/hep-th/9901001\n",
    "papers.jsonl": json_lines([*generated(5)])
    + '{"type":"readlist","version":1}\n'
    + json.dumps(
        {
            "type": "paper", "key": "doe2020words", "title": "Words", "year": 2020,
            "authors": [{"name": "Jane Doe", "family": "Doe", "given": "Jane"}],
            "identifiers": [["arxiv", "2001.00001"]], "links": [["code", "https://x.org/y"]],
            "extra": {"categories": ["cs.CL"]}, "ranks": {"title": ["jsonl", 3]},
            "reading": {"status": "read", "rating": 4, "priority": 2, "reader": "ann"},
            "notes": [{"body": "a note", "created": "2026-01-01T00:00:00Z", "reader": "ann"}],
            "lists": [{"list": "words", "section": ["a", "b"], "position": 3, "remark": "good"}],
            "tags": ["nlp/words"], "aliases": ["doe"], "titles": ["word"], "added": "2026-01-01",
        }
    )
    + "\n",
}  # fmt: skip
READ_AS = {
    "annotated.txt": "annotated", "hf-page.txt": "hf-page", "refs.txt": "refs",
    "refs-latin.txt": "refs", "papers.jsonl": "jsonl",
}  # fmt: skip


def readable() -> list[Format]:
    return [formats.reader(name) for name in formats.READS]


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a value of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(name)
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def assert_clean(items: list[Item]) -> None:
    """Check that nothing that came in can command a terminal or overflow a column."""
    for item in items:
        if isinstance(item, Problem):
            continue  # shown through ``visible``, tested below
        for text in texts(item):
            assert not CONTROL.search(text), repr(text)[:200]
        if isinstance(item, Record):
            assert len(item.title) <= 2_000
            assert item.year is None or 0 < item.year < 10_000


def load(found: Format, path: Path) -> list[Item]:
    """Read a file as one format; what cannot be read is an error of ours."""
    assert found.load
    with time_limit(LIMIT_S), open_document(str(path)) as document:
        items = list(found.load(document, OPTIONS))
    assert_clean(items)
    return items


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few chunks flipped, inserted, deleted, doubled or cut off."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 3, 12))):
        at = chance.randrange(len(found) + 1)
        size = chance.choice((1, 2, 9, 200))
        match chance.randrange(6):
            case 0:
                found[at : at + size] = bytes(
                    byte ^ (1 << chance.randrange(8)) for byte in found[at : at + size]
                )
            case 1:
                found[at:at] = chance.randbytes(size)
            case 2:
                found[at:at] = chance.choice(HOSTILE_BYTES) * chance.choice((1, 1, 50))
            case 3:
                del found[at : at + size]
            case 4:
                found[at:at] = found[at : at + size] * chance.choice((1, 3))
            case _:
                del found[max(at, len(found) // 3) :]
    return bytes(found)


HOSTILE_BYTES = (
    b"\0", b"\r", b"\x1b[2J", b"\x1b]8;;http://evil\x07", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xc2\x9b", b"[bold red]", b"\\ud800", b"\xed\xa0\x80", b"\xe2\x80\xae", b'"', b"'",
    b"\\", b"{", b"[",
    b"]", b"1e999", b"9" * 40, b"NaN", b"\n", b"\n\n- ", b"\t", b"\xe2\x80\xa2", b"-",
    b"http://", b"10.1/",
)  # fmt: skip


def try_everything(path: Path) -> int:
    """Give a file to every importer and to the one that recognises it; return how many read it."""
    read = 0
    for found in readable():
        try:
            load(found, path)
            read += 1
        except ReadlistError:
            continue
    try:
        with open_document(str(path)) as document:
            formats.sniff(document)
    except ReadlistError:
        pass
    return read


def test_samples_mean_something(tmp_path: Path) -> None:
    """The samples that are damaged below are read by the importer that they are made for."""
    for name, body in SAMPLES.items():
        path = tmp_path / name
        path.write_text(body)
        with open_document(str(path)) as document:
            found = formats.sniff(document)
        assert found.name == READ_AS[name]
        assert any(isinstance(item, Record) for item in load(found, path)), name


@pytest.mark.slow
def test_damaged_samples(tmp_path: Path) -> None:
    """Own samples, damaged 40 times each in a seeded way, are read or refused in order."""
    read = 0
    for name, body in SAMPLES.items():
        for seed in range(40):
            path = tmp_path / name
            encoding = ("utf-8", "utf-16", "cp1252")[seed % 3]
            path.write_bytes(
                mutated(body.encode(encoding, "replace"), random.Random(f"{name} {seed}"))
            )
            read += try_everything(path)
    assert read > 200


def shared_files() -> list[Path]:
    found = sorted(path for path in DATA.rglob("*") if path.is_file())
    return [path for path in found if path.name != "README.md"]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("part", range(2))
def test_damaged_real_files(tmp_path: Path, part: int) -> None:
    """Every real file, whole pieces and damaged ones, goes through every importer."""
    files = shared_files()[part::2]
    assert len(files) > 50
    for source in files:
        chance = random.Random(source.name)
        data = source.read_bytes()
        packed = data[:2] == b"\x1f\x8b"
        if packed:
            with gzip.open(source) as file:
                data = file.read(CUT_BYTES)
        start = chance.randrange(max(1, len(data) - CUT_BYTES))
        path = tmp_path / source.name.removesuffix(".gz")
        for piece in (data[:CUT_BYTES], data[start : start + CUT_BYTES]):
            path.write_bytes(mutated(piece, chance))
            try_everything(path)
        if packed:
            path.write_bytes(mutated(gzip.compress(data), chance))
            try_everything(path)
        path.unlink()


text_of_anything = st.text(
    st.characters() | st.sampled_from("\0\r\n\t\x1b\x9b\u2028\u202e\"'\\{}[]()-•#*|:/.,0123456789"),
    max_size=300,
)
json_of_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text_of_anything,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "type", "key", "title", "authors", "author", "author_count", "abstract", "year", "published",
    "venue", "kind", "organization", "identifiers", "links", "extra", "ranks", "reading", "others",
    "tags", "notes", "lists", "aliases", "titles", "added", "id", "url", "doi", "categories",
    "authors_parsed", "externalIds", "name", "version",
)  # fmt: skip
papers_of_anything = st.dictionaries(st.sampled_from(FIELDS), json_of_anything, max_size=8)


def load_text(found: Format, body: str) -> list[Item]:
    assert found.load
    try:
        with time_limit(LIMIT_S):
            items = list(found.load(TextDocument(body, "x.txt"), OPTIONS))
    except ReadlistError:
        return []
    assert_clean(items)
    return items


@settings(examples(60), suppress_health_check=list(HealthCheck))
@given(text_of_anything)
@example("\ud800")
@example("- \n\t\r")
def test_any_text(body: str) -> None:
    """Any text whatever is read by every importer without an exception that is not ours."""
    for found in readable():
        load_text(found, body)
        assert not found.sniff or 0 <= found.sniff(body, "x.txt") <= 1


@settings(examples(150), suppress_health_check=list(HealthCheck))
@given(papers_of_anything, st.sampled_from(["paper", "list", "", "readlist"]))
@example({"title": "x", "year": 10**400}, "paper")
@example({"title": "x", "extra": {"a": 2**63}}, "paper")
@example({"title": "x", "lists": [{"list": "l", "position": 2**63}]}, "paper")
def test_any_json(paper: dict[str, Any], kind: str) -> None:
    """Fields of any shape are a paper or a problem, and never an exception."""
    data = {**paper, **({"type": kind} if kind else {})}
    load_text(formats.reader("jsonl"), json.dumps(data))
    load_text(formats.reader("jsonl"), json.dumps(data, ensure_ascii=False))


HOSTILE_JSON = (
    "[" * 100_000,
    '{"title":' * 100_000,
    '{"title":"x","extra":' + '{"a":' * 500 + "1" + "}" * 501,
    '{"title":"x","year":' + "9" * 1_000_000 + "}",
    '{"title":"x","year":-9223372036854775809}',
    '{"type":"paper","title":"x","author_count":9223372036854775808}',
    '{"title":"x","year":NaN}',
    '{"title":"x","extra":{"a":Infinity,"b":-Infinity,"c":NaN},"type":"paper"}',
    '{"title":"\\ud800"}',
    '{"title":"a\\u0000b\\u001b[2J"}',
    '{"title":"x","title":"y"}',
    '{"title":"x","doi":' + "7" * 3_000 + "}",
    '{"title":"x","extra":{"' + "k" * 100_000 + '":1},"type":"paper"}',
    '{"title":["x"]}',
    '{"title":{"a":1}}',
    '{"type":"paper","title":"x","extra":{"n":' + "9" * 4_000 + "}}",
    '{"type":"paper","title":"x","extra":{"n":1e400,"\\ud800":"\\udfff"}}',
    '{"type":"list","name":"\\ud800","title":"\\u001b]0;x\\u0007"}',
    '{"type":"paper","title":"x","identifiers":[["arxiv","\\u001b[2J"],["",""],["url","x"]]}',
    '{"type":"paper","title":"x","key":"../../etc/passwd","aliases":["\\u0000"]}',
    '{"type":"paper","title":"x","ranks":{"title":["a",99999999999999999999]}}',
    '{"type":"paper","title":"x","reading":{"status":"read","started":"\\u001b[2J","rating":5}}',
    '{"title":"x"}' + "\0" * 100,
    "\ufeff\ufeff{}",
    "null",
)


def test_hostile_json(tmp_path: Path) -> None:
    """Deep, huge and wrong JSON is a problem with its line, and the good lines go in."""
    place = Inside(tmp_path)
    good = '{"title":"A good paper"}\n'
    body = good + "".join(f"{line}\n" for line in HOSTILE_JSON if "\0" not in line)
    done = place.run("import", place.write("h.jsonl", body), "--format", "jsonl")
    assert done.code == 1, done.err[:2000]
    assert "Traceback" not in done.err
    assert not CONTROL.search((done.out + done.err).replace("\n", "").replace("\t", ""))
    assert "A good paper" in place.ok("list")
    assert place.problems() == []
    for words in (["list", "--json"], ["show", "1", "2", "3"], ["export", "--format", "jsonl"]):
        assert not CONTROL.search(place.ok(*words).replace("\n", "").replace("\t", ""))
    exported = place.write("again.jsonl", place.ok("export", "--format", "jsonl"))
    assert " 0 new" in place.ok("import", exported)


# Time: linear in the input, whatever the pattern.

PATTERNS = (
    "[", "]", "(", "[(", "{", "}", "-", "- ", "- x\n", "-\n", "• ", "*", "#", "# a\n", "|", ">",
    '"', "'", "\\", "\\'{", '{"a":', '{"title":"a b"}\n', " ", "\t", "  \n", "\n", "\r", "\0", "1",
    ".", "a", "word ", "a,", "a and ", "10.1/", "10.1000/", "arxiv.org/abs/", "1706.03762v",
    "arXiv:",
    "http://", "http://a.", "[a](", "![", "<a ", "&amp;", "$", "@", ":", ";", "_", "~", "%25",
    "978-", "2019 ", "2019\n", "Tier 1\n", "May 2\n", "5 authors\n", "Submitted by\n",
    "in ACL 2020 ",
    "by ", "Title Words Here\n", "\u0301", "深", "—", "ﬁ",
)  # fmt: skip
UNIT = 2_500
TIMES = 4
# Four times the input may take this many times as long: 16 would be quadratic, 4 is linear.
GROWTH = 7
NOISE_S = 0.02
"""Work that takes less than this cannot be told from noise."""


def seconds(found: Format, body: str) -> float:
    # While a process is timed for a hang, its clock of processor time moves by the tick alone.
    began = time.thread_time()
    if found.sniff:
        found.sniff(body[:16_384], "x.txt")
    load_text(found, body)
    return time.thread_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("name", formats.READS)
def test_time_is_linear(name: str) -> None:
    """Repeated patterns that tempt parsers to look again and again cost time in proportion."""
    found = formats.reader(name)
    slow = []
    gc.freeze()  # or the garbage of all tests before would be looked through in its time
    heads = {"annotated": (SAMPLES["annotated.txt"], "- "), "hf-page": (SAMPLES["hf-page.txt"],)}
    for pattern in PATTERNS:
        for head in heads.get(name, ("",)):
            small = head + pattern * (UNIT // len(pattern))
            large = head + pattern * (TIMES * UNIT // len(pattern))
            if dearer := grows(found, small, large):
                slow.append((head[:9], pattern, dearer))
    gc.unfreeze()
    assert slow == []


def grows(found: Format, small: str, large: str) -> float:
    """Return how many times as long the large text takes where that is too much, otherwise 0."""
    dearer = 0.0
    for _ in range(4):  # a first time loads modules, and others use the machine as well
        try:
            took = seconds(found, large)
        except HangError:
            return float(LIMIT_S)
        if took < NOISE_S:
            return 0.0
        dearer = took / seconds(found, small)
        if dearer < GROWTH:
            return 0.0
    return dearer


@pytest.mark.slow
@pytest.mark.parametrize("name", formats.READS)
def test_a_quarter_of_a_megabyte_of_everything(name: str) -> None:
    """Hostile patterns in turn, in lines of any length, cost time as they grow."""
    chance, parts, size = random.Random(5), [], 0
    while size < 250_000 // TIMES:
        part = chance.choice(PATTERNS) * chance.choice((1, 5, 400)) + chance.choice(("\n", "", " "))
        parts.append(part)
        size += len(part)
    # Each part of the whole is the same, so that what grows is the number of them alone.
    head, body = SAMPLES.get(f"{name}.txt", ""), "".join(parts) * TIMES
    found = formats.reader(name)
    assert_linear(lambda size: load_text(found, head + body[:size]), 62_500, TIMES)


# The whole way: in, and out again.

ALIKE = {
    "one title, many papers": lambda i: {"title": "Editorial", "arxiv": f"2001.{10_000 + i}"},
    "one title, many authors": lambda i: {"title": "Editorial", "authors": [f"A. Name{i}"]},
    "one paper, many titles": lambda i: {"title": f"Title {i}", "arxiv": "2001.00001"},
    "one paper, many links": lambda i: {
        "type": "paper", "title": "One", "links": [["a", f"http://x.org/{i}"]],
    },
    "one paper, many identifiers": lambda i: {
        "type": "paper", "title": "One", "identifiers": [["url", f"http://x.org/{i}"]],
    },
    "a chain of the same": lambda i: {
        "type": "paper", "title": f"T {i}",
        "identifiers": [["url", f"http://x.org/{i}"], ["url", f"http://x.org/{i + 1}"]],
    },
    "one key": lambda i: {"type": "paper", "key": "k", "title": f"aa {i}"},
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", ALIKE)
def test_many_records_alike(tmp_path: Path, name: str) -> None:
    """A thousand records that all resemble each other are absorbed in bounded time."""
    place = Inside(tmp_path)  # where the limit is that of the import
    body = json_lines([ALIKE[name](number) for number in range(1_000)])
    path = place.write("alike.jsonl", body)
    with time_limit(60):
        assert place.run("import", path).code == (name == "one key")  # keys not kept are told
    assert place.problems() == []


def test_mutations_in_and_out(tmp_path: Path) -> None:
    """What comes in from damaged files is shown and exported without a control character."""
    place = Inside(tmp_path)
    chance, names = random.Random(6), []
    for seed in range(12):
        for name, body in SAMPLES.items():
            path = tmp_path / f"{seed}-{name}"
            path.write_bytes(mutated(body.encode(), chance))
            try:
                with open_document(str(path)) as document:
                    formats.sniff(document)
            except ReadlistError:
                continue
            names.append(str(path))
    assert len(names) > 20
    done = place.run("import", *names)
    assert done.code in {0, 1}, done.err
    assert not CONTROL.search((done.out + done.err).replace("\n", "").replace("\t", ""))
    assert place.problems() == []
    outputs = [["list"], ["list", "--json"], ["search", WORDS[0]], ["show", *map(str, range(1, 9))]]
    written = [name for name in formats.WRITES if formats.get(name).dump]
    outputs += [["export", "--format", name] for name in written]
    for words in outputs:
        found = place.run(*words)
        assert found.code == 0, found
        assert not CONTROL.search(found.out.replace("\n", "").replace("\t", "")), words
