"""reStructuredText as Markdown, line by line, so that every entry keeps its number.

Own translation of what lists use: headings, bullets, links, emphasis, the two kinds of tables and
``list-table``. docutils reads all of it, costs 0.3 s to load, and stops at what authors of lists
get wrong most (a border too short for its cells, a heading underlined too short).
"""

import re

_UNDERLINE = re.compile(r"([=\-~^\"'`#*+.:_<>])\1{2,}\s*$")
_BORDER = re.compile(r"={2,}(?:\s+={2,})+\s*$")
_GRID = re.compile(r"\+(?:[-=]{2,}\+)+\s*$")
_TARGET = re.compile(r"\.\. _`?([^`:]{1,200})`?:\s+(\S{1,2000})\s*$")
_CITED = re.compile(r"\.\. \[[\w.:-]{1,60}\]\s+(\S.*)")
_DIRECTIVE = re.compile(r"\.\. (?:\|[^|]{1,100}\| )?([\w-]{1,40})::\s*(.*)$")
_LINK = re.compile(r"`([^`<>]{1,1000}?)\s*<([^<>`\s]{1,2000})>`__?")
_NAMED = re.compile(r"`([^`<>]{1,300})`__?(?!\w)|(?<![\w`])([A-Za-z][\w.-]{0,60})_(?![\w`])")
_NOTE = re.compile(r"\s?\[(?:#[\w-]{0,60}|\d{1,4}|\*|[A-Z][\w-]{1,60})\]_")
_ROLE = re.compile(r":[\w:+-]{1,40}:`([^`]{1,300})`")
_FILLER = "| |"


def markdown(text: str) -> str:
    """Return the same list in Markdown, each line where it was."""
    lines = [line.rstrip().expandtabs(4) for line in text.split("\n")]
    targets = {
        found[1].lower(): found[2] for line in lines if (found := _TARGET.match(line.strip()))
    }
    return "\n".join(_Translator(lines, targets).translated())


class _Translator:
    """Goes through the lines; each step puts as many lines out as it takes."""

    def __init__(self, lines: list[str], targets: dict[str, str]) -> None:
        self.lines = lines
        self.targets = targets
        self.levels: list[str] = []
        self.out: list[str] = []

    def translated(self) -> list[str]:
        """Return all lines."""
        while len(self.out) < len(self.lines):
            at = len(self.out)
            line = self.lines[at]
            if _BORDER.match(line.strip()) and self.simple_table(at):
                continue
            if _GRID.match(line.strip()):
                self.grid_table(at)
            elif line.startswith(".. "):
                self.directive(at)
            elif not self.heading(at):
                self.out.append(self.inline(re.sub(r"^(\s*)#\.\s", r"\g<1>1. ", line)))
        return self.out[: len(self.lines)]

    def heading(self, at: int) -> bool:
        """Take a heading with its underline, and its overline where it has one."""
        over = bool(_UNDERLINE.fullmatch(self.lines[at]))
        title, under = [*self.lines[at + over : at + over + 2], "", ""][:2]
        rule = _UNDERLINE.fullmatch(under)
        if (
            not rule
            or not title.strip()
            or _UNDERLINE.fullmatch(title)
            or (title[0].isspace() and not over)
        ):
            return False
        if len(under) < 3 or len(under) * 2 < len(title.strip()):
            return False
        style = rule[1] * (2 if over else 1)
        if style not in self.levels:
            self.levels.append(style)
        level = min(6, 1 + self.levels.index(style))
        shown = f"{'#' * level} {self.inline(title.strip())}"
        self.out += ["", shown, ""] if over else [shown, ""]
        return True

    def directive(self, at: int) -> None:
        """Leave out a directive with what is indented below it; a table of lists is a table."""
        found = _DIRECTIVE.match(self.lines[at])
        end = at + 1
        while end < len(self.lines) and (not self.lines[end].strip() or self.lines[end][0] == " "):
            end += 1
        if cited := _CITED.match(self.lines[at]):
            # ``.. [Doe20] A. Doe. *Title*. 2020.`` is an item, with what is indented below it.
            self.out.append(f"- {self.inline(cited[1])}")
            self.out += [self.inline(line) for line in self.lines[at + 1 : end]]
        elif found and found[1] == "list-table":
            self.list_table(at, end)
        elif found and found[1] in ("note", "tip", "container", "topic", "admonition", "rubric"):
            self.out.append("")
        else:
            self.out += [""] * (end - at)

    def list_table(self, at: int, end: int) -> None:
        """Take ``* - a`` and ``  - b`` as the cells of rows."""
        rows: list[tuple[int, list[str]]] = []
        for number in range(at, end):
            line = self.lines[number].strip()
            if row := re.match(r"\* - ?(.*)", line):
                rows.append((number, [row[1]]))
            elif rows and (cell := re.match(r"- ?(.*)", line)):
                rows[-1][1].append(cell[1])
            elif rows and line:
                rows[-1][1][-1] += f" {line}"
        self.rows(at, end, rows)

    def simple_table(self, at: int) -> bool:
        """Take a table between borders of ``=``; a row without a first cell goes on."""
        border = self.lines[at]
        spans = [(m.start(), m.end()) for m in re.finditer(r"=+", border)]
        borders = [at]
        end = at + 1
        while end < len(self.lines) and (self.lines[end].strip() or len(borders) < 2):
            if _BORDER.match(self.lines[end].strip()):
                borders.append(end)
            end += 1
        if len(borders) < 2:
            return False
        last = borders[-1] + 1
        if len(borders) == 2 and last < end:
            last = end  # the closing border is missing
        rows: list[tuple[int, list[str]]] = []
        for number in range(at, last):
            line = self.lines[number]
            if number in borders or not line.strip() or re.fullmatch(r"[-\s]+", line):
                continue
            starts = [start for start, _ in spans]
            ends = [*starts[1:], len(line) + 1]
            cells = [line[start:stop].strip() for start, stop in zip(starts, ends, strict=True)]
            if rows and not cells[0] and number != borders[0] + 1:
                rows[-1] = (
                    rows[-1][0],
                    [f"{a} {b}".strip() for a, b in zip(rows[-1][1], cells, strict=True)],
                )
            else:
                rows.append((number, cells))
        self.rows(at, last, rows)
        return True

    def grid_table(self, at: int) -> None:
        """Take a table drawn with ``+---+``."""
        end = at
        while end < len(self.lines) and self.lines[end].lstrip()[:1] in ("+", "|"):
            end += 1
        rows: list[tuple[int, list[str]]] = []
        fresh = True
        for number in range(at, end):
            line = self.lines[number].strip()
            if line.startswith("+"):
                fresh = True
                continue
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if fresh or len(cells) != len(rows[-1][1]):
                rows.append((number, cells))
            else:
                rows[-1] = (
                    rows[-1][0],
                    [f"{a} {b}".strip() for a, b in zip(rows[-1][1], cells, strict=True)],
                )
            fresh = False
        self.rows(at, max(end, at + 1), rows)

    def rows(self, at: int, end: int, rows: list[tuple[int, list[str]]]) -> None:
        """Put out a table whose first row is its header, and fill up to where it ended."""
        out = [""] * (end - at)
        if rows:
            width = len(rows[0][1])
            first = rows[0][0] - at
            out[first:] = [_FILLER] * (len(out) - first)
            for number, cells in rows:
                shown = (self.inline(cell).replace("|", "\\|") for cell in cells)
                out[number - at] = f"| {' | '.join(shown)} |"
            if len(out) > first + 1 and (len(rows) < 2 or rows[1][0] > rows[0][0] + 1):
                out[first + 1] = "|" + "---|" * width
            out[-1] = out[-1] if rows[-1][0] - at == len(out) - 1 else ""
        self.out += out

    def inline(self, text: str) -> str:
        """Return a line with its links and code as Markdown has them; emphasis is the same."""
        if "`" not in text and "_" not in text and "|" not in text:
            return text
        text = _NOTE.sub("", _ROLE.sub(r"\1", text))
        text = text.replace("``", "\x01")
        text = _LINK.sub(lambda m: f"[{m[1] or m[2]}]({m[2]})", text)
        text = _NAMED.sub(self._named, text)
        return text.replace("\x01", "`")

    def _named(self, found: re.Match[str]) -> str:
        words = found[1] or found[2]
        url = self.targets.get(words.lower())
        return f"[{words}]({url})" if url else found[0]
