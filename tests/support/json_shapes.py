"""Answers in JSON against their published schemas, more strictly than these promise."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import readlist
from readlist.cli.commands import COMMANDS
from readlist.views.shapes import SHAPES

FOLDER = Path(readlist.__file__).parent / "schemas"
GROUPS = {
    "feed": {"add", "list", "show", "edit", "pause", "resume", "rm", "import"},
    "lists": {"show", "diff", "check", "order", "follow", "add", "drop", "rename", "rm"},
    "saved": {"rename", "rm"}, "pulls": {"show"}, "config": {"list"}, "db": {"check"},
}  # fmt: skip
"""Commands of groups that take ``--json``."""
USUAL = {"lists": "lists show"}
"""What another word behind the name of a group means."""


def command_of(words: Sequence[str]) -> str:
    """Return the command that the words of a command line call, such as ``feed list``."""
    plain = iter([word for word in words if not word.startswith("-")])
    name = next((word for word in plain if word in COMMANDS), "")
    name = "list" if name == "ls" else name
    if name not in GROUPS:
        return name
    behind = next(plain, "")
    if behind in GROUPS[name]:
        return f"{name} {behind}"
    return USUAL.get(name, name) if behind else name


def names_for(command: str) -> list[str]:
    """Return the names of the shapes that a command may answer with."""
    return [
        name
        for name, shape in SHAPES.items()
        if any(_is_of(said, command) for said in shape.commands.split(", "))
    ]


def _is_of(said: str, command: str) -> bool:
    words = [word for word in said.split() if word.islower() and not word.startswith("-")]
    return " ".join(words[: len(command.split())]) == command


@cache
def validator(name: str, *, strict: bool) -> Any:
    """Return what checks values against a schema; strictly, nothing may stand beside its fields."""
    from jsonschema import Draft202012Validator

    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    if strict:
        for part in _objects(schema):
            part.setdefault("additionalProperties", False)
    return Draft202012Validator(schema)


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema and "required" in schema:
            yield schema
        for part in schema.values():
            yield from _objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _objects(part)


def check(words: Sequence[str], stdout: str, stderr: str, code: int) -> None:
    """Hold what a command line with ``--json`` printed to the documented shapes."""
    if "--json" not in words or "--help" in words:
        return
    try:
        import jsonschema  # noqa: F401 - a test dependency that may be missing
    except ImportError:
        return
    if not stdout.strip():
        last = stderr.splitlines()[-1:]
        if code and last and last[0].startswith("{"):
            validator("error", strict=True).validate(json.loads(last[0]))
        return
    answer = json.loads(stdout)
    names = names_for(command_of(words))
    assert names, f"no schema for {words}"
    if any(validator(name, strict=True).is_valid(answer) for name in names):
        return
    faults = []
    for name in names:
        for fault in validator(name, strict=True).iter_errors(answer):
            parts = (fault, *(fault.context or ()))
            faults += [f"{name}: {one.json_path} {one.message[-300:]}" for one in parts]
    raise AssertionError("\n".join(["See readlist.views.shapes, then 'make docs'.", *faults]))
