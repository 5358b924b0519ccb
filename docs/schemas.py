"""The documented JSON as JSON Schema, made of the types in ``readlist.views.shapes``."""

import json
import re
from types import NoneType, UnionType
from typing import Any, NotRequired, get_args, get_origin, get_type_hints

from readlist.views.shapes import SHAPES, Shape

WIDTH = 80
_INNERMOST = re.compile(r"[{\[][^{}\[\]]*[}\]]|\{[^{}]*\}")
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_VERSION = {"const": 1, "description": "Goes up only if a field changes its meaning."}


def schemas() -> dict[str, str]:
    """Return every schema as the text of its file, by name."""
    return {name: _text(schema(name, shape)) for name, shape in SHAPES.items()}


def _text(value: dict[str, Any]) -> str:
    """Return JSON in which what has room in a line stands in one."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    for _ in range(2):
        text = _INNERMOST.sub(_in_a_line, text)
    return text + "\n"


def _in_a_line(found: re.Match[str]) -> str:
    line = " ".join(found[0].split())
    return line if len(line) <= WIDTH else found[0]


def schema(name: str, shape: Shape) -> dict[str, Any]:
    """Return the schema of one answer; the types that it is made of stand in ``$defs``."""
    parts: dict[str, Any] = {}
    whole = [_object(one, parts, versioned=True) for one in shape.types]
    said = f"What 'readlist' prints with --json; commands: {shape.commands}."
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "$comment": f"{said} Fields are added, never removed or renamed.",
    }
    body = whole[0] if len(whole) == 1 else {"anyOf": whole}
    return head | body | ({"$defs": dict(sorted(parts.items()))} if parts else {})


def _object(of: type, parts: dict[str, Any], *, versioned: bool = False) -> dict[str, Any]:
    fields = get_type_hints(of, include_extras=True)
    optional = {name for name, kind in fields.items() if get_origin(kind) is NotRequired}
    version = {"version": _VERSION} if versioned else {}
    return {
        "description": " ".join((of.__doc__ or "").split()),
        "type": "object",
        "properties": version | {name: _value(kind, parts) for name, kind in fields.items()},
        "required": [name for name in (*version, *fields) if name not in optional],
    }


def _value(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value; a type of its own is described once, in ``parts``."""
    origin, inner = get_origin(kind), get_args(kind)
    inside = [_value(one, parts) for one in inner]
    if kind in _PLAIN:
        found: dict[str, Any] = {"type": _PLAIN[kind]}
    elif kind is Any:
        found = {}
    elif origin is NotRequired:
        found = inside[0]
    elif origin is list:
        found = {"type": "array", "items": inside[0]}
    elif origin is dict:
        found = {"type": "object", "additionalProperties": inside[1]}
    elif origin is UnionType and all(set(one) == {"type"} for one in inside):
        found = {"type": [one["type"] for one in inside]}
    elif origin is UnionType:
        found = {"anyOf": inside}
    else:
        if kind.__name__ not in parts:
            parts[kind.__name__] = _object(kind, parts)
        found = {"$ref": f"#/$defs/{kind.__name__}"}
    return found
