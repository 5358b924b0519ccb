"""Files: encodings, streams, limits, and writing that is whole or nothing."""

import gzip
import io
import os
import stat
import subprocess
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.errors import FileError
from readlist.files import read as files
from readlist.files.encodings import Survey
from readlist.files.read import open_document
from readlist.files.write import write_atomic
from support.paths import DATA

WESTERN = "Poincaré – “naïve” Übung, Erdős no\n".replace("ő", "ö") * 3
CHINESE = "# 论文列表\n- 注意力就是你所需要的一切，2017\n- 深度残差学习\n"


def read(path: Path) -> tuple[str, str, bool]:
    with open_document(str(path)) as document:
        assert document.text().split("\n")[0] == next(document.lines(), "")
        return document.text(), document.encoding, document.damaged


@pytest.mark.parametrize(
    ("text", "codec", "expected"),
    [
        ("plain\n", "ascii", "utf-8"),
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-8-sig", "utf-8-sig"),
        (WESTERN, "utf-16", "utf-16"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (WESTERN, "utf-16-be", "utf-16-be"),
        (WESTERN, "cp1252", "cp1252"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE + "𠀀\n", "gb18030", "gb18030"),
        ("Привет, мир\n", "utf-16-le", "utf-16-le"),
        ("ação é não\n", "cp1252", "cp1252"),
        ("Le cœur de l’eau; Božena, Šárka\n", "cp1252", "cp1252"),
        ("Über Jörg Müller, Größe; él café\n", "mac_roman", "mac_roman"),
        ("Zażółć gęślą jaźń; Łoś, Żaneta\n", "cp1250", "cp1250"),
        ("", "utf-8", "utf-8"),
    ],
)
def test_encoding_is_found(tmp_path: Path, text: str, codec: str, expected: str) -> None:
    """Text in each of the encodings that lists come in is read as it was written."""
    path = tmp_path / "list.txt"
    path.write_bytes(text.encode(codec))
    assert read(path) == (text, expected, False)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("% Encoding: ISO8859_2\n\n@article{k, title = {Łódź}}\n", "iso8859-2"),
        ("% Encoding: windows-1251\n@article{k, title = {Чехов}}\n", "cp1251"),
        ("This file was created with JabRef 2.10.\nEncoding: ISO8859_7\n\n@a{Γ}\n", "iso8859-7"),
        ("%% Saved with string encoding Western (Mac OS Roman) \n@a{k, t = {café}}\n", "mac_roman"),
        ("@comment{x-kbibtex-encoding=iso-8859-15}\n@a{k, t = {10 €}}\n", "iso8859-15"),
        ("%% -*- coding: koi8-r -*-\n@a{k, t = {Чехов}}\n", "koi8-r"),
        ("% Encoding: UTF-8\n@a{k, t = {café}}\n", "cp1252"),  # what is not so
        ("% Encoding: hex\n@a{k, t = {café}}\n", "cp1252"),  # what is none
    ],
)
def test_what_a_bibliography_declares_is_its_encoding(tmp_path: Path, text: str, codec: str):
    """In its first lines, as JabRef, BibDesk, KBibTeX and Emacs write them."""
    path = tmp_path / "refs.bib"
    path.write_bytes(text.encode(codec))
    assert read(path)[0] == text


@pytest.mark.parametrize(("text", "codec"), [("café\n", "cp1252"), ("学习论文\n", "gbk")])
def test_late_byte_decides(tmp_path: Path, text: str, codec: str) -> None:
    """A byte that is no UTF-8 may come after megabytes of ASCII and still decides."""
    path = tmp_path / "late.txt"
    path.write_bytes(b"plain ascii line\n" * 200_000 + text.encode(codec))
    with open_document(str(path)) as document:
        *_, last = document.lines()
    assert last + "\n" == text


def test_damage_is_replaced(tmp_path: Path) -> None:
    """A few bad bytes in UTF-8 become U+FFFD, and the document says that it is damaged."""
    path = tmp_path / "bad.txt"
    path.write_bytes(("é" * 20).encode() + b"\xff\xe9 end\n")
    assert read(path) == ("é" * 20 + "\ufffd\ufffd end\n", "utf-8", True)


def test_line_ends_are_even(tmp_path: Path) -> None:
    """CR LF, CR and LF all end a line; other separators do not."""
    path = tmp_path / "ends.txt"
    path.write_bytes("a\r\nb\rc\nd\u2028e\x0cf".encode())
    with open_document(str(path)) as document:
        assert list(document.lines()) == ["a", "b", "c", "d\u2028e\x0cf"]
        assert document.text() == "a\nb\nc\nd\u2028e\x0cf"
        assert document.head == document.text()
        assert document.name == "ends.txt"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"%PDF-1.7\n", b"SQLite format 3\0\x10", b"PK\x03\x04x",
        b"text with \0 a zero", b"a\n" * 900_000 + b"\0",
        bytes(range(256)) * 40, b"\x01\x02\x03" * 99,
        gzip.compress(gzip.compress(b"text", mtime=0), mtime=0),
        b"\xff\xfe\0\0", b"\xff\xfea\0\0\0b\0",
    ],
)  # fmt: skip
def test_binary_is_refused(tmp_path: Path, content: bytes) -> None:
    """What is not text is refused with a sentence that says what it is."""
    path = tmp_path / "thing.txt"
    path.write_bytes(content)
    if content == b"\xff\xfe\0\0":
        assert read(path)[0] == ""
        return
    with pytest.raises(FileError, match="is not text"):
        open_document(str(path))


def test_gzip_is_read_by_content(tmp_path: Path) -> None:
    """A compressed file is recognised by its first bytes and loses its suffix."""
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(gzip.compress(CHINESE.encode("gbk")))
    with open_document(str(path)) as document:
        assert (document.name, document.text()) == ("papers.jsonl", CHINESE)
    path.write_bytes(gzip.compress(b"", mtime=0))
    assert read(path)[0] == ""


@pytest.mark.parametrize("cut", ["short", "damaged", "header"])
def test_broken_gzip_is_a_sentence(tmp_path: Path, cut: str) -> None:
    """A compressed file that is cut or damaged is refused with a sentence."""
    whole = gzip.compress(os.urandom(3000).hex().encode())
    broken = {
        "short": whole[:-900],
        "damaged": whole[:500] + b"\xff" * 400 + whole[900:],
        "header": whole[:4],
    }
    path = tmp_path / "x.gz"
    path.write_bytes(broken[cut])
    with pytest.raises(FileError, match=r"x\.gz"):
        open_document(str(path))


def test_bomb_is_refused(tmp_path: Path) -> None:
    """A small file that unpacks to very much is refused before it fills memory or disk."""
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(70):
            file.write(b"\n" * 1024**2)
    with pytest.raises(FileError, match="unpacks to more than 64 MB"):
        open_document(str(path))


def test_text_has_a_limit(tmp_path: Path) -> None:
    """A document above the limit is not read at once, but still line by line."""
    path = tmp_path / "large.txt"
    path.write_text("line\n" * 100)
    with open_document(str(path), limit_bytes=100) as document:
        assert sum(1 for _ in document.lines()) == 100
        with pytest.raises(FileError, match="too large"):
            document.text()


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_line_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: str) -> None:
    """One line without end is refused line by line, and read in pieces."""
    monkeypatch.setattr(files, "LINE_BYTES", 2_000_000)
    path = tmp_path / "long.txt"
    path.write_bytes(("x" * 4_000_000 + "\ny").encode(codec))
    with open_document(str(path)) as document:
        with pytest.raises(FileError, match="has a line of more than"):
            next(document.lines())
        assert "".join(document.blocks()) == "x" * 4_000_000 + "\ny"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp1252"])
def test_a_long_line_keeps_its_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: str
) -> None:
    """Where there is no end of a line to cut at, no character is cut in two."""
    monkeypatch.setattr(files, "LINE_BYTES", 200_000)
    words = {"utf-8": "é中", "gb18030": "深度学习中的注意力机制", "cp1252": "Größe über"}[codec]
    text = f"<title>{words}</title> " * 200_000
    path = tmp_path / "long.xml"
    path.write_bytes(text.encode(codec))
    with open_document(str(path)) as document:
        assert document.encoding == codec
        assert not document.damaged
        assert document.text() == text


def test_memory_is_constant(tmp_path: Path) -> None:
    """Reading 40 MB line by line holds a few blocks of it."""
    path = tmp_path / "large.jsonl"
    with path.open("wb") as file:
        for _ in range(40):
            file.write(('{"title": "é' + "x" * 1000 + '"}\n').encode() * 1000)
    tracemalloc.start()
    with open_document(str(path)) as document:
        assert sum(1 for _ in document.lines()) == 40_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


def _standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize("size", [10, 400_000])
def test_standard_input_is_read_again(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Standard input can be read repeatedly, also where it is too large for memory."""
    monkeypatch.setattr(files, "_SPOOL_BYTES", 100_000)
    _standard_input(monkeypatch, b"line\n" * (size // 5))
    with open_document("-") as document:
        first, second = document.lines(), document.lines()
        next(first)
        assert sum(1 for _ in second) == size // 5
        assert sum(1 for _ in first) == size // 5 - 1
        assert document.name == ""


def test_standard_input_may_be_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compressed list may come through a pipe."""
    _standard_input(monkeypatch, gzip.compress(CHINESE.encode()))
    with open_document("-") as document:
        assert document.text() == CHINESE


def test_no_standard_input_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without standard input says so."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(FileError, match="no standard input"):
        open_document("-")


def test_pipe_in_a_process() -> None:
    """A real pipe into a real process is read."""
    code = "from readlist.files.read import open_document as o; print(len(o('-').text()))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        input="é\n" * 100_000, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("200000\n", "")


def test_named_pipe_is_read(tmp_path: Path) -> None:
    """A named pipe, as ``<(command)`` makes one, is read like standard input."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=("one\ntwo\n",))
    writer.start()
    with open_document(str(path)) as document:
        assert list(document.lines()) == list(document.lines()) == ["one", "two"]
    writer.join()


def test_endless_device_is_refused() -> None:
    """A device that never ends is refused after its first block."""
    if not Path("/dev/zero").exists():
        pytest.skip("needs /dev/zero")
    with pytest.raises(FileError, match="is not text"):
        open_document("/dev/zero")


@pytest.mark.parametrize("name", ["missing.txt", "folder", "a\0b", "file/below", "x" * 300, "loop"])
def test_unreadable_is_a_sentence(tmp_path: Path, name: str) -> None:
    """What cannot be read is refused with what and why."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(FileError, match=r"^(Cannot read .+: .+|.+ is a folder.+)"):
        open_document(f"{tmp_path}/{name}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_is_a_sentence(tmp_path: Path) -> None:
    """A file without permission is refused."""
    path = tmp_path / "secret"
    path.touch(mode=0)
    with pytest.raises(FileError, match="permission is missing"):
        open_document(str(path))


def test_terminal_controls_in_a_name_are_not_shown() -> None:
    """An error never prints the control characters of a file's name."""
    with pytest.raises(FileError) as caught:
        open_document("/no\x1b[2Jsuch")
    assert "\x1b" not in str(caught.value)


@given(st.binary(max_size=400))
def test_any_bytes_have_an_encoding(content: bytes) -> None:
    """Any bytes are given an encoding that decodes them."""
    survey = Survey()
    survey.add(content)
    encoding, damaged = survey.encoding()
    text = content.decode(encoding, "replace")
    assert damaged or "\ufffd" not in text or b"\xef\xbf\xbd" in content or encoding == "gb18030"


@pytest.mark.shared
@pytest.mark.shared
def test_real_files_survive_other_encodings(tmp_path: Path) -> None:
    """Every real file is read, and equal after it was saved in GBK or cp1252."""
    for path in sorted(DATA.rglob("*.*")):
        if path.suffix not in (".bib", ".ris", ".md", ".txt"):
            continue
        text = path.read_text("utf-8-sig")
        assert read(path)[0] == text
        chinese = any("\u4e00" <= c <= "\u9fff" for c in text)
        for codec in ("gbk", "utf-16-le") if chinese else ("cp1252", "utf-16-be"):
            other = tmp_path / "other"
            other.write_bytes(text.encode(codec, "ignore"))
            assert read(other)[0] == text.encode(codec, "ignore").decode(codec), (path, codec)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_write_is_utf8_with_lf(tmp_path: Path) -> None:
    """Text is written as UTF-8 with LF, and nothing else is left in the folder."""
    path = tmp_path / "out.bib"
    write_atomic(str(path), ["é\n", "\ud800", "b\n"])
    assert path.read_bytes() == "é\n?b\n".encode()
    assert left_in(tmp_path) == ["out.bib"]


def test_write_keeps_permissions_and_link(tmp_path: Path) -> None:
    """The target of a link is replaced, the link and the permissions stay."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomic(str(link), ["new"])
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert left_in(tmp_path) == ["link", "target"]


def test_new_file_obeys_the_umask(tmp_path: Path) -> None:
    """A new file has the permissions of any other new file."""
    write_atomic(str(tmp_path / "a"), [])
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_failure_leaves_everything(tmp_path: Path, failure: type[BaseException]) -> None:
    """When the text fails halfway, the old file stays and no other is left."""

    def chunks() -> Iterator[str]:
        yield "half"
        raise failure

    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(failure):
        write_atomic(str(path), chunks())
    assert path.read_text() == "old"
    assert left_in(tmp_path) == ["out"]


def test_full_disk_leaves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full at the last moment, the old file stays and no other is left."""
    path = tmp_path / "out"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="the disk is full"):
        write_atomic(str(path), ["new"])
    assert path.read_text() == "old"
    assert left_in(tmp_path) == ["out"]


@pytest.mark.parametrize("name", ["", "none/out", "a\0b", "file/out", "x" * 300, "loop"])
def test_unwritable_is_a_sentence(tmp_path: Path, name: str) -> None:
    """What cannot be written is refused with what and why."""
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(FileError, match=r"^(Cannot write .+: .+|.+ is a folder.+)"):
        write_atomic(f"{tmp_path}/{name}", ["x"])
    assert left_in(tmp_path) == ["file", "loop"]


def test_read_only_file_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that its owner made read-only is not replaced, although its folder would let it."""
    path = tmp_path / "kept"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileError, match="permission is missing"):
        write_atomic(str(path), ["new"])
    assert path.read_text() == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_device_is_a_sentence() -> None:
    """A device is written to directly, and its failure is a sentence."""
    with pytest.raises(FileError, match="the disk is full"):
        write_atomic("/dev/full", ["x" * 100_000])
    write_atomic("/dev/null", ["x"])


def test_share_grows_to_one(tmp_path):
    """How much of a document was read goes from nothing to all of it, compressed or not."""
    text = "".join(f"line {number}\n" for number in range(400_000))
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    for name in ("a.txt", "a.txt.gz"):
        with open_document(str(tmp_path / name)) as document:
            shares = [document.share for _ in document.lines()]
        assert 0 < shares[0] < 0.7
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


def test_what_killed_processes_left_is_swept_away(tmp_path: Path) -> None:
    """A day later; what is younger may still be written, and other names are others'."""
    old = [".readlist-123-0a1b2c3d.tmp", ".lib.db.99.part", ".lib.db.99.part-journal"]
    kept = [".readlist-124-0a1b2c3d.tmp", ".readlist-x.tmp", "lib.db.99.part", ".notes.part"]
    for name in (*old, *kept):
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (1, 1))
    os.utime(tmp_path / kept[0])
    write_atomic(str(tmp_path / "out.txt"), ["whole"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, "out.txt"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("export/refs.ris", r"a ZIP archive, with export/refs\.ris in it\. Unpack it"),
        ("[Content_Types].xml", r"an office document\. Save it there as CSV"),
    ],
)
def test_archives_say_what_is_in_them(tmp_path: Path, name: str, said: str) -> None:
    """An export that came zipped is named for what it is; so is a spreadsheet."""
    path = tmp_path / "refs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "TY  - JOUR\n")
    with pytest.raises(FileError, match=said):
        open_document(str(path))
