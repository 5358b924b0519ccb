"""AsciiDoc as Markdown, line by line, so that every entry keeps its number."""

import re

_HEADING = re.compile(r"(={1,6})\s+(\S.*)")
_BULLET = re.compile(r"\s*(\*{1,8}|-|\.{1,8}|\d{1,3}\.)\s+(?:\[[ x*]\]\s+)?(\S.*)")
_TERM = re.compile(r"(\S.{0,300}?):{2,4}(?:\s+(.*))?$")
_MACRO = re.compile(
    r"(?:link:(?:\+\+)?([^\s\[\]]{1,2000}?)(?:\+\+)?|(?<![\w(\[/])<?(https?://[^\s\[\]<>]{1,2000}))"
    r"\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,600})\]"
)
_OUT = re.compile(
    r"(?:image|include|toc|ifdef|endif|video)::|:[\w!-]{1,60}:|//|"
    r"\[[\w%,.=\"#' -]{0,200}\]$|\+$|'{3,}$|<{3,}$"
)
_FENCES = ("----", "....", "++++", "////", "====", "****", "____", "--")


def markdown(text: str) -> str:
    """Return the same list in Markdown, each line where it was."""
    out: list[str] = []
    fence = ""
    lines = text.split("\n")
    columns = 0
    while len(out) < len(lines):
        line = lines[len(out)].rstrip()
        if fence:
            fence = "" if line == fence else fence
            out.append("")
        elif line in _FENCES:
            fence = line if line in _FENCES[:4] else ""
            out.append("")
        elif line.startswith("|==="):
            out += _table(lines, len(out), columns)
            columns = 0
        else:
            if cols := re.match(r"\[.*?cols=[\"']?([^\"'\]]{1,200})", line):
                repeated = re.match(r"(\d{1,2})\*", cols[1])
                columns = int(repeated[1]) if repeated else cols[1].count(",") + 1
            out.append(_line(line))
    return "\n".join(out)


def _line(line: str) -> str:
    if heading := _HEADING.fullmatch(line):
        return f"{'#' * len(heading[1])} {_inline(heading[2])}"
    if bullet := _BULLET.fullmatch(line):
        depth = len(bullet[1]) if bullet[1][0] in "*." else 1
        return f"{'  ' * (depth - 1)}- {_inline(bullet[2])}"
    if _OUT.match(line):
        return ""
    if re.match(r"\.\S", line):  # the title of a block
        return f"**{_inline(line[1:])}**"
    if term := _TERM.fullmatch(line):
        return f"- **{_inline(term[1])}** {_inline(term[2] or '')}"
    return _inline(line)


def _inline(text: str) -> str:
    text = re.sub(r"\[\[[\w-]{1,80}\]\]|<<[^<>\n]{1,200}>>", "", text)
    text = _MACRO.sub(_link, text)
    text = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,600}?)(?<=\S)\*(?![\w*])", r"**\1**", text)
    text = re.sub(r"(?<![\w_/])_(?=[^\s_])([^_\n]{1,600}?)(?<=\S)_(?![\w_])", r"*\1*", text)
    return re.sub(r"\s\+$", "  ", text)


def _link(found: re.Match[str]) -> str:
    url = found[1] or found[2]
    words = re.sub(r",\s*(?:window|role|opts|title)=.*$|\^$", "", found[3]).strip('"')
    return f"[{words or url}](<{url}>)"


def _table(lines: list[str], at: int, columns: int) -> list[str]:
    """Return a table with a row a line; its cells may stand on lines of their own."""
    end = next(
        (n for n in range(at + 1, len(lines)) if lines[n].startswith("|===")), len(lines) - 1
    )
    cells: list[tuple[int, str]] = []
    for number in range(at + 1, end):
        line = lines[number].strip()
        if line.startswith(("|", "a|")):
            parts = re.split(r"\s*(?<!\\)[a-z]?\|", line)[1:]
            if not columns:
                columns = len(parts)
            cells += [(number, part.strip()) for part in parts]
        elif line and cells:
            cells[-1] = (cells[-1][0], f"{cells[-1][1]} {line}")
    out = ["| |"] * (end - at + 1)
    out[0] = out[-1] = ""
    rows = [cells[n : n + columns] for n in range(0, len(cells), max(1, columns))]
    for row in rows:
        shown = " | ".join(_inline(cell).replace("|", "\\|") for _, cell in row)
        out[row[0][0] - at] = f"| {shown} |"
    if rows:
        first = rows[0][0][0] - at
        out[:first] = [""] * first
        if first + 1 < len(out) and (len(rows) < 2 or rows[1][0][0] - at > first + 1):
            out[first + 1] = "|" + "---|" * columns
        else:  # no line is free below the header: the border's own line takes it
            out[first - 1 : first + 1] = [out[first], "|" + "---|" * columns]
    return out
