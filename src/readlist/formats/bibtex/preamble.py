r"""Commands that a file defines in its ``@preamble``, and which entries of it use.

``@preamble{"\newcommand{\noopsort}[1]{}"}`` is part of every entry that says ``\noopsort{1973b}``:
the definitions go with the entries into the library, and out again before the first that needs
them. Nothing is ever run; a definition that reads or writes files is left out.
"""

import re
from collections.abc import Callable, Mapping

PREAMBLE = "@preamble"
"""Stands among the fields of an entry for the definitions that it needs, one a line."""
_LIMIT = 4_000
_BODY = r"\{((?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+)\}"
# "\newcommand{\noopsort}[1]{}" and "\def\SwapArgs#1#2{#2#1}".
_COMMAND = re.compile(
    r"\\(?:new|renew|provide)command\*?\s*+\{?\\([A-Za-z]+)\}?\s*+"
    rf"((?:\[[0-9]\])?+(?:\[[^\[\]]*+\])?+)\s*+{_BODY}"
)
_DEF = re.compile(rf"\\def\s*+\\([A-Za-z]+)\s*+((?:#[1-9])*+)\s*+{_BODY}")
_USED = re.compile(r"\\([A-Za-z]+)")


def definitions(text: str) -> dict[str, str]:
    r"""Return the commands that a preamble defines, each as a ``\providecommand`` of one line."""
    text = " ".join(text.split())
    found = {name: (options, body) for name, options, body in _COMMAND.findall(text)}
    for name, arguments, body in _DEF.findall(text):
        count = arguments.count("#")
        found.setdefault(name, (f"[{count}]" if count else "", body))
    return {
        name: f"\\providecommand{{\\{name}}}{options}{{{body}}}"
        for name, (options, body) in found.items()
        if len(body) <= _LIMIT
    }


def needed(fields: Mapping[str, str], defined: Mapping[str, str]) -> str:
    """Return the definitions that the fields of an entry use, themselves or through others."""
    texts = [value for value in fields.values() if "\\" in value]
    used: dict[str, str] = {}
    while texts:
        names = dict.fromkeys(_USED.findall(" ".join(texts)))
        new = {name: defined[name] for name in names if name in defined and name not in used}
        used |= new
        texts = [_body(definition) for definition in new.values()]
    lines = "\n".join(reversed(used.values()))
    return lines if len(lines) <= _LIMIT else ""


def _body(definition: str) -> str:
    found = _COMMAND.fullmatch(definition)
    return found[3] if found else definition


def written(lines: str, told: set[str], is_safe: Callable[[str], bool]) -> str:
    """Return the preamble for definitions that were not written before, and remember them."""
    new = []
    for line in lines.split("\n"):
        found = _COMMAND.fullmatch(line)
        if found and line not in told and is_safe(found[3]):
            new.append(line)
    told.update(new)
    return "".join(f"@preamble{{{{{line}}}}}\n\n" for line in new)
