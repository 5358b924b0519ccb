r"""Find what a LaTeX source cites: every command with ``cite`` in its name, whoever defined it.

Comments, verbatim text and ``\iffalse`` are passed over, and nothing counts after the document's
end. TeX itself is never run: a macro of the author's own without ``cite`` in its name is not seen,
and the ``.aux`` file, in which LaTeX wrote down what was cited, knows it. Linear in the length of
the text: options and groups of keys are bounded.
"""

import re
from collections.abc import Iterator

from readlist.formats.manuscripts import Cited, Lines, Named, Said, keys_in, names_in
from readlist.formats.manuscripts.written import bibitem
from readlist.model import Record

OPTIONS_LIMIT = 1_000
"""Characters between a command and its keys."""
GROUP_LIMIT = 20_000
"""Characters of the keys of one command."""

_VERBATIM = (
    "verbatim", "verbatim*", "Verbatim", "Verbatim*", "BVerbatim", "LVerbatim", "VerbatimOut",
    "lstlisting", "minted", "comment", "filecontents", "filecontents*", "tcblisting", "luacode",
    "luacode*", "pycode", "sagesilent", "asy", "codebox", "spverbatim",
)  # fmt: skip
_BEGIN = rf"begin\s*+\{{(?P<env>{'|'.join(map(re.escape, _VERBATIM))})\}}"
# What stands behind these is defined or changed there, and cites nothing: "\newcommand\mycite".
_DEFINING = (
    "(?:re)?new(?:command|robustcmd)x?|provide(?:command|robustcmd)x?|Declare[A-Za-z]*?Command"
    "|(?:Ren|N)ew(?:Expandable)?DocumentCommand|Provide(?:Expandable)?DocumentCommand|[egx]?def"
    "|robustify|x?(?:preto|appto|patch)cmd"
)
_TOKEN = re.compile(
    rf"""
    %[^\n]*+
    | \\ (?:
        [\\%]
        | (?:{_DEFINING})(?![A-Za-z])\*?+\s*+\{{?+\s*+\\[A-Za-z@]++
        | (?P<cite>[A-Za-z]*[Cc]ite[A-Za-z]*+|bibentry(?![A-Za-z]))
        | {_BEGIN}
        | (?:verb\*?+|Verb\*?+|lstinline(?:\[[^\]\n]*+\])?+|mintinline(?:\[[^\]\n]*+\])?+\{{\w++\}})
          (?P<quote>[^A-Za-z\s*])
        | (?:url|href|path|nolinkurl)\s*+\{{[^{{}}\n]*+\}}
        | let(?![A-Za-z])\s*+\\[A-Za-z@]++\s*+=?+\s*+\\[A-Za-z@]++
        | (?P<include>(?:input|include|subfile|subfileinclude|InputIfFileExists)(?![A-Za-z]))
        | (?P<import>(?:sub)?(?:import|inputfrom|includefrom)\*?+(?![A-Za-z]))
        | (?P<bib>(?:no|default)?bibliography(?!style)[A-Za-z]*+
          | add(?:bibresource|globalbib|sectionbib))
        | (?P<section>begin\s*+\{{refsection\}}|newrefsection(?![A-Za-z])|putbib(?![A-Za-z]))
        | (?P<item>bibitem(?![A-Za-z]))
        | (?P<set>defbibentryset(?![A-Za-z]))
        | (?P<iffalse>iffalse(?![A-Za-z@]))
        | (?P<stop>end\s*+\{{document\}}|endinput(?![A-Za-z]))
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPTION = r"\[(?:[^\]{}\\%]++|\\.|%[^\n]*+|\{(?:[^{}\\]++|\\.|\{[^{}]*+\})*+\})*+\]"
_NOTE = r"\((?:[^(){}\\%]++|\\.|%[^\n]*+|\{[^{}]*+\})*+\)"
_BEFORE = re.compile(rf"\*?+(?:\s++|%[^\n]*+|{_OPTION}|<[^<>{{}}\n]*+>)*+", re.DOTALL)
_BEFORE_EACH = re.compile(rf"\*?+(?:\s++|%[^\n]*+|{_OPTION}|{_NOTE})*+", re.DOTALL)
# "{roe,poe}", also over several lines; not "{a{b}}".
_GROUP = re.compile(r"\{((?:[^{}%]++|%[^\n]*+)*+)\}")
# "\input chapter1", as plain TeX has it; "\input{chapter1}" has a group.
_BARE_NAME = re.compile(r"[ \t]++([^\s{}\\%]++)")
_BRANCH = re.compile(
    r"%[^\n]*+|\\[\\%]|\\(?:(?P<fi>fi)|(?P<else>else)|if(?!f(?![A-Za-z@])|thenelse)[A-Za-z@]*+)"
    r"(?![A-Za-z@])"
)
# "\begin{refsection}[refs.bib]" and "\putbib[refs]" name their own bibliographies.
_OPTION_NAMES = re.compile(r"\s*+\[([^\[\]{}\\]{1,500}+)\]")
# They set how citations look, or define them: what stands in their braces is no key.
_NOT_CITING = re.compile(
    r"citetext|\w*citestyle|newcites|At\w+|Declare\w+|citesetup|bibcite|bstctlcite|defcite\w*"
    r"|cite(?:index|form|numfont|punct|left|right|open|close|sep|name(?:font|date)\w*)|ifcite\w*"
    r"|citereset\w*|(?:re)?newcite\w+|setcite\w+|cite\w*(?:font|color|delim)"
    r"|citeauthoryear|mcite(?:Set|Error|Define|Def|Default)\w+"
)
_COMMON = frozenset(
    "autocite cite citeauthor citep cites citet footcite nocite parencite textcite".split()  # noqa: SIM905
)


def read(text: str) -> Said:
    """Return what a LaTeX source cites and which files it names."""
    return _Source(text).read()


class _Source:
    """One source on its way through the scanner."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = Lines(text)
        self.keys: list[Cited] = []
        self.includes: list[Named] = []
        self.bibs: list[Named] = []
        self.entries: list[Record] = []
        self.sets: dict[str, tuple[str, ...]] = {}
        self.endless: set[str] = set()

    def read(self) -> Said:
        """Take the commands that matter one by one."""
        at = 0
        while token := _TOKEN.search(self.text, at):
            at = token.end()
            if (kind := token.lastgroup) is None:
                continue
            if kind == "stop":
                break
            at = self._take(kind, token, at)
        return Said(
            tuple(self.keys), tuple(self.includes), tuple(self.bibs), tuple(self.entries), self.sets
        )

    def _take(self, kind: str, token: re.Match[str], at: int) -> int:
        """Take one command and return where the search goes on."""
        if kind == "cite":
            self._cite(token["cite"], at)
        elif kind == "env":
            return self._past(f"\\end{{{token['env']}}}", at)
        elif kind == "quote":
            end = self.text.find("}" if token["quote"] == "{" else token["quote"], at, at + 1_000)
            return end + 1 if end >= 0 and "\n" not in self.text[at:end] else at
        elif kind == "iffalse":
            return self._past_false(at)
        elif kind == "item":
            group = next(self._groups("", at), None)
            if group:
                key = self.text[group[0] : group[1]].strip()
                self.entries.append(bibitem(key, self.text, group[1] + 1, self.line(at)))
        elif kind == "set":
            self._set(at)
        elif kind == "section":
            if names := _OPTION_NAMES.match(self.text, at, at + 600):
                self.bibs += names_in(names[1], self.line(at))
        else:
            self._name(kind, at)
        return at

    def _set(self, at: int) -> None:
        r"""Take ``\defbibentryset{set1}{roe,poe}`` (biblatex, 3.14.5)."""
        name = _GROUP.match(self.text, at, at + GROUP_LIMIT)
        group = _GROUP.match(self.text, name.end(), name.end() + GROUP_LIMIT) if name else None
        if name and group:
            keys = keys_in(group[1], 1)
            self.sets[name[1].strip()] = tuple(key for key, _ in keys)

    def _cite(self, command: str, at: int) -> None:
        if _NOT_CITING.fullmatch(command):
            return
        strict = command.lower() not in _COMMON
        line, counted = self.line(at), at
        for start, end in self._groups(command, at):
            line += self.text.count("\n", counted, start)
            counted = start
            self.keys += keys_in(self.text[start:end], line, strict=strict)

    def _groups(self, command: str, at: int) -> Iterator[tuple[int, int]]:
        r"""Yield where keys stand: one group, or as many as there are for ``\cites``.

        Not for ``\citeS``, which multibib makes for a supplement.
        """
        several = command.endswith(("cites", "Cites"))
        volume = command.lower().endswith(("volcite", "volcites"))
        # biblatex, 3.9.6: "\volcite{2}{roe}" and "\volcites{2}{roe}{3}{poe}" have volumes between.
        is_volume = volume
        while True:
            at = self._past_options(at, several=several)
            group = _GROUP.match(self.text, at, at + GROUP_LIMIT)
            if group is None:
                return
            if not is_volume:
                yield group.span(1)
                if not several:
                    return
            is_volume = volume and not is_volume
            at = group.end()

    def _past_options(self, at: int, *, several: bool = False) -> int:
        """Return the place behind a star and options; an option that does not end is none."""
        if self.text.startswith("[", at) and self.text.find("]", at, at + OPTIONS_LIMIT) < 0:
            return at
        options = _BEFORE_EACH if several else _BEFORE
        before = options.match(self.text, at, at + OPTIONS_LIMIT)
        return before.end() if before else at

    def _name(self, kind: str, at: int) -> None:
        group = _GROUP.match(self.text, self._past_options(at), at + GROUP_LIMIT)
        line = self.line(at)
        if kind == "bib":
            self.bibs += names_in(group[1], line) if group else ()
        elif kind == "import":
            name = _GROUP.match(self.text, group.end(), group.end() + 500) if group else None
            if group and name:
                self.includes += names_in(f"{group[1].strip().rstrip('/')}/{name[1]}", line)
        elif found := group or _BARE_NAME.match(self.text, at, at + 500):
            self.includes += names_in(found[1].replace(",", "\\"), line)

    def _past(self, mark: str, at: int) -> int:
        """Return the place behind a mark; where there is none, nothing is passed over."""
        end = -1 if mark in self.endless else self.text.find(mark, at)
        if end < 0:
            self.endless.add(mark)
            return at
        return end + len(mark)

    def _past_false(self, at: int) -> int:
        depth = 1
        if "\\fi" in self.endless:
            return at
        for branch in _BRANCH.finditer(self.text, at):
            if not branch[0].startswith(("\\if", "\\fi", "\\else")):
                continue
            if branch["else"] and depth == 1:
                return branch.end()
            depth += -1 if branch["fi"] else 0 if branch["else"] else 1
            if depth == 0:
                return branch.end()
        self.endless.add("\\fi")
        return at
