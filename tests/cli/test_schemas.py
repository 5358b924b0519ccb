"""The JSON of every command is documented: a schema each, printed by the program itself.

The fixture ``run`` holds every answer of every test to the schemas (``json_shapes.check``).
"""

import json

import pytest

from readlist.cli.commands import COMMANDS
from readlist.cli.main import load_command
from readlist.model import Paper
from readlist.views import shapes
from readlist.views.paper_json import paper_json, paper_ref
from readlist.views.shapes import SHAPES
from support import json_shapes
from support.program import Run


def takers() -> list[str]:
    """Return every command that takes ``--json``."""
    found = []
    for name in COMMANDS:
        command = load_command(name)
        for sub, each in [("", command), *getattr(command, "commands", {}).items()]:
            if any("--json" in getattr(param, "opts", ()) for param in each.params):
                found.append(f"{name} {sub}".strip())
    return found


@pytest.mark.parametrize("command", takers())
def test_every_command_with_json_has_its_schema(command):
    """By the table of shapes that ``help json`` prints; what is not there is not documented."""
    assert json_shapes.names_for("list" if command == "ls" else command)


@pytest.mark.parametrize("name", SHAPES)
def test_the_program_prints_its_schemas(run: Run, name):
    """Each is a valid schema of its own, with everything that it refers to."""
    pytest.importorskip("jsonschema")
    schema = json.loads(run("help", "json", name).stdout)
    assert schema["title"] == name
    json_shapes.validator(name, strict=False)


def test_there_are_no_other_schemas():
    """A file that nothing declares would be a promise that nobody keeps."""
    assert {path.stem for path in json_shapes.FOLDER.glob("*.json")} == set(SHAPES)


def test_help_lists_the_answers_with_their_commands(run: Run):
    """All of them; a name that is a command only says which answers it prints."""
    listed = run("help", "json").stdout
    assert all(f"  {name} " in listed for name in SHAPES)
    assert "tag prints changed" in run("help", "json", "tag", code=3).stderr
    assert "lists them" in run("help", "json", "nope", code=3).stderr
    assert "takes no name" in run("help", "query", "papers", code=2).stderr


def test_the_shape_of_a_paper_has_the_fields_of_a_paper():
    """The type and what makes the value of it agree on every field and its order."""
    bare = Paper(id=1, key="k", title="")
    optional = {"identifiers_all", "links_all", "lacks", "by_meaning"}
    declared = [name for name in shapes.Paper.__annotations__ if name not in optional]
    assert list(paper_json(bare)) == declared


def test_a_paper_in_short_has_always_one_shape():
    """A title that nobody has told yet is null, as is the status of a paper of no reader."""
    assert paper_ref(1, "k", "", "") == {"id": 1, "key": "k", "title": None, "status": None}


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["lists", "pile", "--json"], ["entries", 0]),
        (["next", "--json"], ["papers", 0]),
        (["status", "--json"], ["next", 0]),
        (["list", "--json"], ["papers", 0]),
        (["enrich", "--dry-run", "--json"], ["papers", 0]),
        (["keys", "--json"], ["keys", 0]),
    ],
)
def test_a_title_that_is_not_known_is_null(run: Run, words, path):
    """Of a paper that was added offline by its identifier, in every answer that names it."""
    run("add", "2401.00001")
    run("lists", "add", "pile", "2401.00001")
    found = json.loads(run(*words).stdout)
    for step in path:
        found = found[step]
    assert found["title"] is None
    assert found["key"]


def test_an_answer_that_grew_a_field_is_still_valid(run: Run):
    """A program that was written for today's schema reads tomorrow's answer."""
    pytest.importorskip("jsonschema")
    answer = json.loads(run("list", "--json").stdout) | {"new": 1}
    assert json_shapes.validator("papers", strict=False).is_valid(answer)
    assert not json_shapes.validator("papers", strict=True).is_valid(answer)
