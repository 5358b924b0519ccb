"""Statistics on a terminal, 40 columns and wider, in colour or not, in block letters or ASCII."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from readlist.text import visible
from readlist.views.stats import words
from readlist.views.wrap import cells, cropped, styled, wrapped

if TYPE_CHECKING:
    from readlist.library.statistics.statistics import Figure, Period, Statistics
    from readlist.library.statistics.year import Year

QUERIES_FROM = 110
"""From so many columns on, the query of a figure stands beside it."""
_LABEL = 11
_HALF_YEAR = 26
_WIDE = 4 + 2 * 53
"""Columns that a map of 53 weeks takes with two for each."""


class Glyphs(NamedTuple):
    """What days, weeks and months are drawn with: the shades of days, and heights from nothing."""

    shades: str
    heights: str
    bar: str
    dot: str


BLOCKS = Glyphs("·░▒▓█", " ▁▂▃▄▅▆▇█", "█", " · ")
ASCII = Glyphs(".:+#@", " .:-=+*#@", "#", ", ")


class Canvas(NamedTuple):
    """What there is to draw on: columns, colours and glyphs."""

    width: int
    colour: bool
    glyphs: Glyphs

    def dim(self, text: str) -> str:
        """Return text that stands back."""
        return styled(text, "dim", colour=self.colour)

    def bold(self, text: str) -> str:
        """Return a heading."""
        return styled(text, "bold", colour=self.colour)

    def with_query(self, line: str, figure: "Figure", size: int = 0) -> str:
        """Return a line with the query of its figure, where there is room.

        ``size`` is how wide a line with colours is without them.
        """
        left = self.width - (size or cells(line))
        if self.width < QUERIES_FROM or len(figure.query) + 3 > left:
            return line
        return line + self.dim(figure.query.rjust(left))


def drawn(stats: "Statistics", canvas: Canvas) -> Iterator[str]:
    """Yield statistics as lines."""
    yield canvas.bold(cropped(words.title(stats), canvas.width))
    if stats.asked:
        yield canvas.dim(cropped(f"Of the papers that are {visible(stats.asked)}", canvas.width))
    yield from _map(words.heat(stats.days, stats.map.first, stats.today), canvas)
    said = words.map_words(stats.days, stats.map.finished.papers)
    yield from _legend(said, stats.map.finished, canvas)
    yield from _flow(stats.weeks, stats.flow, canvas)
    yield from _waiting(stats, canvas)
    yield from _said("To read", words.reading_days_words(stats), canvas, stats.timed)
    yield from _said("Forecast", words.forecast_words(stats.forecast), canvas)
    yield from _said("Days", words.streak_words(stats.streak), canvas)


def year_drawn(year: "Year", canvas: Canvas) -> Iterator[str]:
    """Yield a year of reading as lines."""
    yield canvas.bold(cropped(words.year_title(year), canvas.width))
    yield from wrapped(words.year_lead(year), canvas.width)
    yield from _map(words.heat(year.days, year.all.first, year.all.last), canvas)
    yield from _legend("", year.all.finished, canvas)
    yield from _flow(year.months, year.all, canvas, of="month")
    tops = {kind: found for kind, found in year.tops.items() if found}
    if tops:
        yield ""
        yield canvas.bold("Most read")
    for kind, found in tops.items():
        named = canvas.glyphs.dot.join(f"{visible(name)} {figure.papers}" for name, figure in found)
        yield f"  {kind:<8} {cropped(named, canvas.width - 11)}"
    if year.papers:
        yield ""
        yield canvas.bold("To remember")
    for one, reasons in words.remembered(year):
        title = visible(one.paper.title) or one.paper.key
        yield f"  {canvas.bold(cropped(title, canvas.width - 2))}"
        said = f"{reasons}; {words.remembered_words(one)}"
        yield "    " + canvas.dim(cropped(said, canvas.width - 4))


def _map(heat: words.Heat, canvas: Canvas) -> Iterator[str]:
    """Yield the map of a year, or of its last half where a line has no room for all of it."""
    weeks = heat.weeks
    if len(weeks) + 4 > canvas.width:
        weeks = weeks[-_HALF_YEAR:]
    dropped = len(heat.weeks) - len(weeks)
    size = 2 if canvas.width >= _WIDE else 1
    months = [" "] * (len(weeks) * size + 4)
    for start, name in heat.months:
        at = (start - dropped) * size
        if at >= 0:
            months[at : at + 3] = name
    yield "    " + canvas.dim("".join(months[: canvas.width - 4]).rstrip())
    for weekday, name in enumerate(words.WEEKDAYS):
        row = ""
        for week in weeks:
            count = week[weekday]
            glyph = " " if count is None else canvas.glyphs.shades[heat.level(count)]
            row += glyph * size if count else glyph.ljust(size)
        label = name if weekday in (0, 2, 4) else "   "
        yield f"{canvas.dim(label)} {styled(row.rstrip(), 'green', colour=canvas.colour)}"


def _legend(said: str, figure: "Figure", canvas: Canvas) -> Iterator[str]:
    scale = f"less {canvas.glyphs.shades[1:]} more"
    line = f"    {scale}  {said}".rstrip()
    if len(line) <= canvas.width:
        yield canvas.with_query(line, figure)
    else:
        yield f"    {scale}"
        yield from wrapped(said, canvas.width)


def _flow(
    periods: Sequence["Period"], whole: "Period", canvas: Canvas, of: str = "week"
) -> Iterator[str]:
    """Yield what moved in each week or month, a line for each way, with its figures."""
    # On a narrow screen the chart and the sum alone.
    columns = 3 if canvas.width >= 60 else 1
    shown = periods[-(canvas.width - 16 - 9 * columns) :]
    last_head = "this week" if of == "week" else "most"
    heads = (f"{'papers':>8}", f"{'a ' + of:>9}", f"{last_head:>10}")[:columns]
    yield canvas.bold(f"{'By ' + of:<16}{'':<{len(shown)}}{''.join(heads)}")
    for name, said in words.FLOWS:
        counts = [getattr(one, name).papers for one in periods]
        total: Figure = getattr(whole, name)
        heights = list(words.steps(counts, len(canvas.glyphs.heights) - 1))[-len(shown) :]
        chart = "".join(canvas.glyphs.heights[height] for height in heights)
        last = counts[-1] if of == "week" else max(counts)
        mean = sum(counts) / len(counts)
        figures = "".join((f"{total.papers:>8,}", f"{mean:>9,.1f}", f"{last:>10,}")[:columns])
        drawn_chart = styled(chart, "cyan", colour=canvas.colour) if chart.strip() else chart
        line = f"  {said:<14}{drawn_chart}{figures}"
        yield canvas.with_query(line, total, 16 + len(shown) + len(figures))


def _waiting(stats: "Statistics", canvas: Canvas) -> Iterator[str]:
    said = f"{stats.waiting.papers:,} on the list"
    if stats.reading.papers:
        said += f" ({stats.reading.papers:,} being read)"
    if stats.inbox.papers:
        said += f", {stats.inbox.papers:,} in the inbox"
    yield from _said("Waiting", said, canvas, stats.waiting)
    if stats.waiting.papers:
        ages = [f"{_age(age.name)} {age.waiting.papers:,}" for age in stats.ages]
        yield from _said("", canvas.glyphs.dot.join(ages), canvas)
    yield from _said("", words.half_life_words(stats), canvas)


def _age(name: str) -> str:
    return name if name == "longer" else f"< {name}"


def _said(label: str, text: str, canvas: Canvas, figure: "Figure | None" = None) -> Iterator[str]:
    """Yield a text with its label before it, in as many lines as it takes."""
    bare = " " * _LABEL
    lines = list(wrapped(text, canvas.width, bare))
    for place, line in enumerate(lines):
        said = line
        if figure is not None and len(lines) == 1:
            said = canvas.with_query(line, figure)
        if place == 0 and label:
            said = canvas.bold(label) + said[len(label) :]
        yield said
