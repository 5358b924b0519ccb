"""What surrounds a command and is not as it should be: its streams, its clock, its folders."""

import os
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from support.program import called


@pytest.fixture
def closed(run, environment, tmp_path):
    """Run the program in a shell that has closed some of its streams."""
    run("add", "--title", "A Paper")

    def call(how: str, *words: str) -> subprocess.CompletedProcess[str]:
        typed = f"{shlex.quote(sys.executable)} -m readlist {shlex.join(words)} {how}"
        return subprocess.run(
            ["sh", "-c", typed], env=environment, cwd=tmp_path, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    return call


@pytest.mark.parametrize(
    "words", [["tag", "1", "+x"], ["note", "1", "hello"], ["rm", "1", "--yes"]]
)
def test_without_standard_input_a_command_does_what_it_is_told(closed, words):
    """As cron starts it, and some editors."""
    done = closed("<&-", *words)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "code"),
    [(["list", "--json"], 0), (["tag", "1", "+x"], 0), (["show", "nobody"], 3)],
)
def test_without_standard_output_a_command_ends_as_it_would(closed, words, code):
    """A script that sees another exit code would do again what is done; a sentence says the rest.

    The file is whole.
    """
    done = closed(">&-", *words)
    assert done.returncode == code
    assert "Standard output is closed: nobody was shown the answer." in done.stderr
    assert "is sound" in closed("", "db", "check").stdout


def test_without_standard_error_the_exit_code_is_the_same(closed):
    assert closed("2>&-", "show", "nobody").returncode == 3
    assert closed("2>/dev/full", "show", "nobody").returncode == 3


def test_without_any_stream_the_library_stays_whole(closed):
    """No file of the library gets the number of a stream."""
    for words in (["tag", "1", "+x"], ["list"], ["search", "nothing"]):
        assert closed("<&- >&- 2>&-", *words).returncode == 0
    assert closed("", "list", "tag:x", "--columns", "id").stdout == "1\n"
    assert "is sound" in closed("", "db", "check").stdout


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        (">&-", 0, "Standard output is closed"),
        (">/dev/full", 2, "Standard output cannot be written: No space left on device."),
        ("2>&-", 0, ""),
    ],
)
def test_the_version_is_told_as_everything_else(closed, how, code, said):
    """Also by the short way, which loads next to nothing."""
    done = closed(how, "--version")
    assert done.returncode == code
    assert said in done.stderr
    assert "Error" not in done.stderr


def test_what_was_done_is_not_to_be_done_again(closed):
    """A full disk takes no answer; what was changed is changed, and the sentence says so."""
    assert "Make room and try again." in closed(">/dev/full", "list").stderr
    assert "What the command did is in the library" in closed(">/dev/full", "tag", "1", "+x").stderr
    assert closed("", "list", "tag:x", "--columns", "id").stdout == "1\n"
    assert "Make room and try again." in closed(">/dev/full", "tag", "1", "+y", "-n").stderr


def test_a_reader_that_leaves_changes_no_exit_code(environment, tmp_path):
    """``cited paper.tex | head`` in a script that asks how it went."""
    (tmp_path / "m.tex").write_text(r"\cite{nosuch}")
    typed = f"{{ {shlex.quote(sys.executable)} -m readlist cited m.tex; echo $? >&2; }} | true"
    done = subprocess.run(
        ["sh", "-c", typed], env=environment, cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stderr == "1\n"


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z"])
def test_a_clock_beyond_all_calendars_is_refused(run, now):
    """Days before and after it must be days, too."""
    done = run("list", "added:7d", code=2, READLIST_NOW=now)
    assert "it takes a time of the years 1970 to 9989" in done.stderr


def test_a_home_of_nobody_is_a_sentence(run):
    """``~name`` is the folder of somebody, or an error."""
    done = run("list", code=2, READLIST_DB="~nobody-here-at-all/x.db")
    assert "nobody on this machine is called 'nobody-here-at-all'" in done.stderr


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("papers", "title", b"\xff\x00", ["list"]),
        ("papers", "key", b"\xff\x00", ["export"]),
        ("details", "authors", '[["Ada"', ["show", "1"]),
        ("details", "authors", "[[1, 2, 3]]", ["show", "1"]),
        ("details", "authors", "[[]]", ["export"]),
        ("details", "authors", '[["a", "b", "c", "d", "e"]]', ["show", "1"]),
        ("details", "ranks", '{"title": 1}', ["edit", "1", "--title", "B"]),
        ("details", "ranks", '{"title": ["x"]}', ["show", "1"]),
        ("papers", "added", "2026-02-30T25:61:00Z", ["stats"]),
        ("papers", "added", "10000-01-01T00:00:00Z", ["stats"]),
        ("readings", "priority", -7, ["show", "1"]),
        ("details", "extra", '{"a"', ["export", "-f", "jsonl"]),
        ("changes", "rows_of", "pap\x01ers", ["undo", "--to", "0"]),
        ("feeds", "options", "{", ["feed", "list"]),
        ("feeds", "options", '{"tags": 3}', ["feed", "list"]),
        ("feeds", "options", '{"tag": [["title:moe"]]}', ["feed", "show", "hf"]),
        ("journal", "summary", b"\xff\x00", ["history"]),
    ],
)
def test_a_damaged_value_is_a_sentence(run, environment, table, column, value, words):
    """Whatever it makes the command stumble over; ``db check`` says which value it is."""
    run("add", "--title", "A Paper", "--author", "Ada Doe")
    run("feed", "add", "hf")
    db = sqlite3.connect(Path(environment["READLIST_DB"]), isolation_level=None)
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute(f"UPDATE {table} SET {column} = ? WHERE id = 1", (value,))
    db.close()
    told = f"Row 1 of {table} has a damaged {column}."
    assert f"is damaged: {told} 'readlist db check' says how" in run(*words, code=5).stderr
    checked = run("db", "check", code=5)
    assert told in checked.stdout + checked.stderr


def test_a_damaged_status_is_a_sentence(run, environment):
    """One bit of the file is enough; it is said like any other damage."""
    run("add", "--title", "A Paper")
    db = sqlite3.connect(Path(environment["READLIST_DB"]))
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("UPDATE readings SET status = 'to-reqd'")
    db.commit()
    db.close()
    done = run("export", "-f", "jsonl", code=5)
    assert "The library is damaged: 'to-reqd' is no reading status." in done.stderr
    run("db", "check", code=5)


@pytest.mark.parametrize("name", [":memory:", "file:a.db", "file:a?mode=memory", "a?b#c%41.db"])
def test_a_library_is_the_file_of_its_name(run, tmp_path, name):
    """SQLite has other meanings for some names; what is added there would be lost."""
    run("--db", name, "add", "--title", "A Paper")
    assert run("--db", name, "list", "--quiet").stdout == "1\n"
    assert run("--db", name, "db", "path").stdout == f"{tmp_path / name}\n"
    assert (tmp_path / name).read_bytes()[:15] == b"SQLite format 3"


@pytest.mark.parametrize("words", [["list"], ["add", "--title", "x"], ["db", "check"]])
def test_what_can_be_no_library_is_refused(run, tmp_path, words):
    """A folder, a device, a pipe that nobody writes to, a link to itself."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("folder", "/dev/null", "pipe", "loop"):
        assert "Choose another place with READLIST_DB" in run("--db", name, *words, code=5).stderr


def test_a_backup_is_a_file_beside_which_nothing_lies(run, tmp_path):
    """What cannot be one is said before anything is written."""
    run("add", "--title", "A Paper")
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "other.db").hardlink_to(tmp_path / "library.db")
    assert "not to standard output" in run("db", "backup", "-", code=2).stderr
    for name, said in (
        ("folder", "is a folder. Name a file in it."),
        ("nowhere/copy.db", "There is no folder"),
        ("other.db", "is the library itself"),
        ("notes.txt", "exists and is no backup"),
        ("library.db-journal", "is the log of the file beside it"),
    ):
        assert said in run("db", "backup", name, code=5).stderr
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("name", ["library.db", "backup.db", "link.bib", "library.db-wal"])
@pytest.mark.parametrize(
    "words", [["export", "--format", "bibtex"], ["feed", "export"], ["digest", "--format", "text"]]
)
def test_no_text_takes_the_place_of_a_library(run, tmp_path, words, name):
    """Neither of the library that is open nor of a backup, also through a link."""
    run("add", "--title", "A Paper")
    run("db", "backup", "backup.db")
    (tmp_path / "link.bib").symlink_to("library.db")
    said = run(*words, "--out", name, code=2).stderr
    assert f"{name} is a database, such as a library" in said
    assert run("--db", name.removesuffix("-wal"), "list", "--quiet").stdout == "1\n"


@pytest.mark.parametrize(
    "words",
    [
        ["export", "--out", "NAME.bib"],
        ["attach", "1", "NAME"],
        ["site", "NAME"],
        ["db", "restore", "NAME", "--yes"],
        ["db", "backup", "NAME"],
        ["--db", "NAME", "list"],
    ],
)
def test_a_name_that_no_file_can_have_is_a_sentence(run, words):
    """As when text is pasted where a file is named."""
    run("add", "--title", "A Paper")
    typed = [word.replace("NAME", "a" * 300) for word in words]
    done = run(*typed, code=5 if words[0] == "--db" else 2)
    assert "too long" in done.stderr


@pytest.mark.parametrize(
    "words",
    [["show"], ["status"], ["rm", "--yes"], ["refs"], ["export", "--keys"], ["attach", "1"]],
    ids=" ".join,
)
def test_a_word_that_is_not_in_utf_8(run, words):
    """A terminal of another encoding sends such words; none is shortened to what is."""
    run("add", "--title", "In the Caf")
    is_file = words[0] in ("export", "attach")
    said = run(*words, "caf\udce9", code=2 if is_file else 3).stderr
    assert is_file or "is not in UTF-8" in said
    run("show", "1")


@pytest.mark.parametrize(
    "words",
    [["tag", "1", "+X"], ["note", "1", "X"], ["key", "1", "X"], ["save", "X", "a"],
     ["add", "--title", "X"], ["edit", "1", "--title", "X"], ["lists", "add", "X", "1"]],
    ids=" ".join,
)  # fmt: skip
def test_no_letter_is_lost_on_the_way_into_the_library(run, words):
    """``café`` of a terminal with another encoding was kept as ``caf``."""
    run("add", "--title", "A Paper")
    before = run("export", "--format", "jsonl").stdout
    said = run(*(word.replace("X", "caf\udce9") for word in words), code=2).stderr
    assert "caf\ufffd' is not in UTF-8, so letters of it would be lost" in said
    assert run("export", "--format", "jsonl").stdout == before


@pytest.mark.parametrize(
    "words", [["next"], ["undo", "--to"], ["history", "--limit"], ["list", "--limit"]], ids=" ".join
)
def test_a_number_of_forty_digits(run, words):
    """No database holds it, and nobody counts so far."""
    run("add", "--title", "A Paper")
    done = run(*words, "9" * 40, code=2)
    assert done.stderr.startswith("readlist: ")


@pytest.mark.parametrize("words", [["show"], ["similar"], ["status"], ["site"], ["attach", "1"]])
def test_a_word_as_long_as_a_book(run, words):
    """It is no name of a file, and is not shown from beginning to end."""
    run("add", "--title", "A Paper")
    done = run(*words, "x" * 100_000, code=3 if words in (["show"], ["status"]) else 2)
    assert len(done.stderr) < 3_000
    assert done.stderr.rstrip().endswith(".")


@pytest.mark.parametrize("words", [["db", "backup", "b.db"], ["site", "out"], ["import", "b.bib"]])
def test_in_a_folder_that_was_removed(run, environment, tmp_path, words):
    """Where a command is, there is nothing: a sentence, and no traceback of the system's words."""
    run("add", "--title", "A Paper")
    gone = tmp_path / "gone"
    gone.mkdir()
    typed = f"rmdir ../gone; {shlex.quote(sys.executable)} -m readlist {shlex.join(words)}"
    done = subprocess.run(
        ["sh", "-c", typed], env=environment, cwd=gone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("readlist: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("limit = -3\n", "'limit' is -3; it takes a whole number from 0 to 1,000,000,000."),
        ("limit = 99999999999999999999\n", "it takes a whole number from 0 to"),
        ('sort = "titel"\n', "did you mean `title`?"),
        ("a = " + "[" * 5_000 + "\n", "cannot be read"),
        ("limit = \n", "cannot be read"),
    ],
)
def test_a_configuration_that_cannot_be(run, tmp_path, text, said):
    """Every command says what is wrong; those that help to mend it do what they do."""
    (tmp_path / "config.toml").write_text(text)
    assert said in run("list", code=2).stderr
    assert run("config", "path").stdout == f"{tmp_path / 'config.toml'}\n"
    assert "readlist help query" in run("help").stdout


def test_a_configuration_in_no_place(run, tmp_path):
    """A folder is none, nor is a name that no file can have."""
    (tmp_path / "config.toml").mkdir()
    assert "is a folder" in run("list", code=2).stderr
    long = str(tmp_path / ("x" * 300))
    assert "the name is too long" in run("list", code=2, READLIST_CONFIG=long).stderr


def test_a_home_that_is_none_is_not_where_the_person_is(run, tmp_path):
    """HOME is empty for some services, and a library is no file of whatever folder that is in."""
    run("list", READLIST_DB="", READLIST_CONFIG="", HOME="")
    for home in ("", "somewhere"):
        place = Path(
            run("db", "path", READLIST_DB="", READLIST_CONFIG="", HOME=home).stdout.strip()
        )
        assert place.is_relative_to(Path("~").expanduser())
        assert tmp_path not in place.parents


def test_what_is_typed_commands_no_terminal(run, tmp_path):
    """What a script takes from elsewhere comes back in sentences."""
    run("add", "--title", "A Paper")
    odd = tmp_path / "a\x1b[31mb.db"
    run("db", "backup", str(odd))
    said = run("db", "restore", str(odd), "--yes").stdout
    said += run("tag", "1", "+red\u202e\x1b").stdout + run("inbox", "\u202eevil").stderr
    assert "a [31mb.db" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_names_behind_the_mark_of_an_encoding(run):
    """Windows begins what it writes with it."""
    run("add", "--title", "A Paper")
    run("tag", "-", "+x", stdin="\ufeff1\r\n")
    assert run("list", "tag:x", "--quiet").stdout == "1\n"


def test_a_pager_that_cannot_be_started(environment, tmp_path):
    """What it would have shown is shown without it."""
    told = {**environment, "READLIST_PAGER": 'less "', "LINES": "2"}
    for number in range(4):
        called(told, tmp_path, "add", "--title", f"Paper {number} of all")
    assert "Paper 3 of all" in called(told, tmp_path, "list", columns=80).stdout


def _editor(tmp_path: Path, script: str) -> dict[str, str]:
    file = tmp_path / "an editor"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return {"EDITOR": shlex.quote(str(file))}


def test_an_editor_that_writes_another_encoding(run, tmp_path):
    """No letter of it is lost."""
    run("add", "--title", "A Paper")
    run("note", "1", "hello")
    script = r'''printf '%s\ngr\374n\n' "$(head -1 "$1")" > "$1.new"; mv "$1.new" "$1"'''
    run("note", "1", "--edit", **_editor(tmp_path, script))
    assert run("note", "1").stdout.endswith("\ngrün\n")


def test_what_was_written_and_refused_is_kept(run, tmp_path):
    """An hour's notes, in which the wrong line was deleted."""
    run("add", "--title", "A Paper")
    run("note", "1", "hello")
    editor = _editor(tmp_path, 'echo "all is new" > "$1"')
    said = run("note", "1", "--edit", code=2, **editor).stderr
    kept = Path(said.partition("What you wrote is kept in ")[2].partition(".\n")[0])
    assert kept.read_text() == "all is new\n"
    kept.unlink()
    assert run("note", "1").stdout.endswith("hello\n")


def test_an_editor_with_a_blank_in_its_name(tmp_path):
    """``/Applications/My Editor`` is one program, ``vim -f`` a program with a word."""
    from readlist.cli.app import command_words

    program = tmp_path / "my editor"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert command_words(str(program)) == [str(program)]
    assert command_words("vim -f") == ["vim", "-f"]


def test_a_wrong_setting_is_mended_by_its_command(run, tmp_path):
    (tmp_path / "config.toml").write_text('# mine\ntimezone = "Mars/Olympus"\nlimit = "5"\n')
    run("config", "set", "timezone", "UTC", code=2)  # another one is wrong as well
    (tmp_path / "config.toml").write_text('# mine\ntimezone = "Mars/Olympus"\n')
    run("list", code=2)
    run("config", "set", "timezone", "UTC")
    run("list")
    assert (tmp_path / "config.toml").read_text() == '# mine\ntimezone = "UTC"\n'


def test_a_note_that_is_too_long(run):
    """It is refused, not cut where nobody looks."""
    run("add", "--title", "A Paper")
    done = run("note", "1", "-", code=2, stdin="x" * 1_000_001)
    assert "A note has at most 1,000,000 letters, this one 1,000,001." in done.stderr
    assert run("note", "1").stdout == ""
