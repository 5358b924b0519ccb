"""A map of days as a picture of its own: no script, no font of its own, light and dark.

Numbers are written in full, so that the same library gives the same bytes.
"""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from readlist.text import plural
from readlist.views.stats import words

if TYPE_CHECKING:
    from readlist.library.statistics.statistics import Statistics
    from readlist.library.statistics.year import Year

_CELL, _STEP, _LEFT, _TOP = 10, 12, 38, 46
# One hue from light to dark: how much shows without telling colours apart.
_STYLE = """\
<style>
.{p}bg{{fill:#ffffff;stroke:#d0d7de}}.{p}t{{fill:#1f2328}}.{p}s{{fill:#59636e}}
.{p}0{{fill:#ebedf0}}.{p}1{{fill:#b6d6f2}}.{p}2{{fill:#6aaee0}}.{p}3{{fill:#2474b5}}.{p}4{{fill:#0b3b6f}}
@media (prefers-color-scheme:dark){{
.{p}bg{{fill:#0d1117;stroke:#30363d}}.{p}t{{fill:#f0f6fc}}.{p}s{{fill:#9198a1}}
.{p}0{{fill:#21262d}}.{p}1{{fill:#123d66}}.{p}2{{fill:#1f6fb5}}.{p}3{{fill:#58a6e8}}.{p}4{{fill:#b9dcfa}}
}}
</style>
"""


def picture(stats: "Statistics") -> str:
    """Return the year up to today, with what waits and where it leads."""
    said = [words.map_words(stats.days, stats.map.finished.papers)]
    waiting = f"{stats.waiting.papers:,} on the list"
    done = stats.forecast.done
    if stats.forecast.enough and stats.waiting.papers:
        waiting += f", read in {words.month_words(done)} at this pace" if done else (
            f", {stats.forecast.kept:.1f} come and {stats.forecast.finished:.1f} are read a week"
        )  # fmt: skip
    said.append(f"{waiting}.")
    heat = words.heat(stats.days, stats.map.first, stats.today)
    return _svg(heat, words.title(stats), said)


def year_picture(year: "Year", prefix: str = "r") -> str:
    """Return a year; ``prefix`` keeps its classes apart from others of one page."""
    heat = words.heat(year.days, year.all.first, year.all.last)
    lead = words.map_words(year.days, year.all.finished.papers)
    return _svg(heat, words.year_title(year), [lead], prefix)


def _svg(heat: words.Heat, title: str, said: list[str], prefix: str = "r") -> str:
    return "".join(_pieces(heat, title, said, prefix))


def _pieces(heat: words.Heat, title: str, said: list[str], prefix: str) -> Iterator[str]:
    width = max(_LEFT + len(heat.weeks) * _STEP + 12, 480)
    below = _TOP + 7 * _STEP + 18
    height = below + 16 * len(said) + 4
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{prefix}t {prefix}d" '
        'font-family="sans-serif" font-size="11">\n'
        f'<title id="{prefix}t">{escape(title)}</title>\n'
        f'<desc id="{prefix}d">{escape(" ".join(said))}</desc>\n'
    )
    yield _STYLE.format(p=prefix)
    yield (
        f'<rect class="{prefix}bg" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" '
        'rx="6"/>\n'
    )
    yield _text(12, 20, title, f"{prefix}t", 'font-size="13" font-weight="bold"')
    for week, name in heat.months:
        if week < len(heat.weeks) - 1:
            yield _text(_LEFT + week * _STEP, _TOP - 6, name, f"{prefix}s")
    for weekday in (0, 2, 4):
        yield _text(10, _TOP + weekday * _STEP + 9, words.WEEKDAYS[weekday], f"{prefix}s")
    for week, counts in enumerate(heat.weeks):
        for weekday, count in enumerate(counts):
            if count is not None:
                yield _day(heat, week, weekday, count, prefix)
    yield from _legend(width, prefix)
    for place, line in enumerate(said):
        yield _text(12, below + 16 * place, line, f"{prefix}s")
    yield "</svg>\n"


def _day(heat: words.Heat, week: int, weekday: int, count: int, prefix: str) -> str:
    return (
        f'<rect class="{prefix}{heat.level(count)}" x="{_LEFT + week * _STEP}" '
        f'y="{_TOP + weekday * _STEP}" width="{_CELL}" height="{_CELL}" rx="2">'
        f"<title>{heat.day(week, weekday)}: {plural(count, 'paper')}</title></rect>\n"
    )


def _legend(width: int, prefix: str) -> Iterator[str]:
    left = width - 12 - 5 * _STEP - 30
    yield _text(left - 6, 20, "less", f"{prefix}s", 'text-anchor="end"')
    for level in range(words.LEVELS + 1):
        yield (
            f'<rect class="{prefix}{level}" x="{left + level * _STEP}" y="11" '
            f'width="{_CELL}" height="{_CELL}" rx="2"/>\n'
        )
    yield _text(left + 5 * _STEP + 4, 20, "more", f"{prefix}s")


def _text(x: int, y: int, text: str, kind: str, more: str = "") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" {more}>{escape(text)}</text>\n'.replace(" >", ">")
