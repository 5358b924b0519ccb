"""What the tests run inside their own process answers as the program does in one of its own."""

import os
import sys
from pathlib import Path

import pytest

from support.paths import EXAMPLE_LIST
from support.program import Run


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["list", "--json"], 0),
        (["show", "1"], 0),
        (["export", "--format", "ris"], 0),
        (["--help"], 0),
        (["list", "nothing:here"], 2),
        (["show", "nobody"], 3),
        (["lst"], 2),
    ],
    ids=lambda one: one[0] if isinstance(one, list) else "",
)
def test_a_process_of_its_own_says_the_same(run: Run, process: Run, words, code):
    run("import", EXAMPLE_LIST)
    inside, apart = run(*words, code=code), process(*words, code=code)
    assert inside.stdout.replace("\r\n", "\n") == apart.stdout
    assert inside.stderr == apart.stderr


def test_what_is_given_to_it_arrives(run: Run, process: Run, tmp_path):
    """Standard input, the environment, and the folder that it stands in."""
    for call, name in ((run, "inside.db"), (process, "apart.db")):
        call("import", "-", stdin="Poincaré, Über die Gründe, 1905\n", READLIST_DB=name)
        assert (tmp_path / name).is_file()
        assert "Poincaré" in call("list", READLIST_DB=name).stdout


def test_nothing_of_it_stays(run: Run, environment, capfd):
    """Streams, environment and folder are the test's own again, also after a failure."""
    before = (dict(os.environ), Path.cwd(), sys.stdout, sys.stdin, sys.argv)
    run("list", "nothing:here", code=2, READLIST_READER="bob")
    with pytest.raises(AssertionError):
        run("list", code=3)
    assert (dict(os.environ), Path.cwd(), sys.stdout, sys.stdin, sys.argv) == before
    os.write(1, b"seen")
    assert capfd.readouterr() == ("seen", "")
