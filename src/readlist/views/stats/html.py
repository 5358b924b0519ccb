"""Statistics as a page that stands by itself: no script, nothing fetched, light and dark."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from readlist import page
from readlist.views.stats import svg, words

if TYPE_CHECKING:
    from readlist.library.statistics.statistics import Period, Statistics
    from readlist.library.statistics.year import Remembered, Year

# Beside the style that all pages share: bars in tables, and a map that may be wider than a phone;
# its figure takes the focus, so that the keys can scroll it.
_OWN = """\
figure { margin: 1rem 0; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .75rem 0; }
th, td { text-align: right; padding: .2rem .5rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
td.b { background: linear-gradient(90deg, #6aaee055 calc(var(--v) * 100%), transparent 0); }
small { color: var(--dim); }
"""
_FOOT = "</body>\n</html>\n"


def stats_page(stats: "Statistics") -> str:
    """Return statistics as a page."""
    return "".join(_page(stats))


def _page(stats: "Statistics") -> Iterator[str]:
    title = "How my reading goes"
    yield page.head(title, style=page.STYLE + _OWN) + "<body>\n"
    yield f"<h1>{title}</h1>\n"
    if stats.asked:
        yield f'<p class="facts">Of the papers that are {page.text(stats.asked)}.</p>\n'
    yield f'<figure tabindex="0">{svg.picture(stats)}</figure>\n'
    yield f"<h2>Waiting</h2>\n<p>{stats.waiting.papers:,} papers on the list"
    yield f", {stats.inbox.papers:,} in the inbox.</p>\n"
    ages = [(age.name, age.waiting.papers) for age in stats.ages]
    yield _bars("Waiting for", [(n if n == "longer" else f"less than {n}", c) for n, c in ages])
    for said in (words.half_life_words(stats), words.forecast_words(stats.forecast)):
        yield f"<p>{page.text(_sentence(said))}</p>\n" if said else ""
    yield f"<h2>Reading</h2>\n<p>{page.text(_sentence(words.reading_days_words(stats)))}</p>\n"
    yield f"<p>{page.text(_sentence(words.streak_words(stats.streak)))}</p>\n"
    yield _periods("By week", "Week of", stats.weeks)
    yield _FOOT


def year_page(year: "Year", *, style: str = page.STYLE, above: str = "") -> str:
    """Return a year of reading as a page worth sharing; ``above`` is HTML before its title."""
    return "".join(_year_page(year, style, above))


def _year_page(year: "Year", style: str, above: str) -> Iterator[str]:
    title = words.year_title(year)
    yield page.head(title, style=style + _OWN) + f"<body>\n{above}"
    yield f"<h1>{escape(title)}</h1>\n"
    if year.asked:
        yield f'<p class="facts">Of the papers that are {page.text(year.asked)}.</p>\n'
    yield f"<p>{page.text(words.year_lead(year))}</p>\n"
    yield f'<figure tabindex="0">{svg.year_picture(year)}</figure>\n'
    if year.papers:
        yield "<h2>To remember</h2>\n<ul>\n"
        for one, reasons in words.remembered(year):
            yield _remembered(one, reasons)
        yield "</ul>\n"
    for kind, found in year.tops.items():
        if found:
            yield _bars(f"Most read, by {kind}", [(name, one.papers) for name, one in found])
    yield _periods("By month", "Month", year.months, length=len("2026-03"))
    yield _FOOT


def _remembered(one: "Remembered", reasons: str) -> str:
    title = page.text(one.paper.title or one.paper.key)
    year = f" ({one.paper.year})" if one.paper.year else ""
    said = f"{reasons}; {words.remembered_words(one)}"
    return f"<li>{title}{year}<br><small>{page.text(said)}</small></li>\n"


def _bars(head: str, rows: Sequence[tuple[str, int]]) -> str:
    most = max([count for _, count in rows], default=0) or 1
    cells = "".join(
        f'<tr><td class="b" style="--v:{count / most:.2f}">{page.text(name)}</td>'
        f"<td>{count:,}</td></tr>\n"
        for name, count in rows
    )
    return f"<table>\n<tr><th>{escape(head)}</th><th>papers</th></tr>\n{cells}</table>\n"


def _periods(head: str, first: str, periods: Sequence["Period"], length: int = 10) -> str:
    heads = "".join(f"<th>{said}</th>" for _, said in words.FLOWS)
    rows = "".join(
        f"<tr><td>{one.first[:length]}</td>"
        + "".join(f"<td>{getattr(one, name).papers:,}</td>" for name, _ in words.FLOWS)
        + "</tr>\n"
        for one in periods
    )
    table = f"<table>\n<tr><th>{first}</th>{heads}</tr>\n{rows}</table>"
    return f"<details><summary>{head}</summary>\n{table}\n</details>\n"


def _sentence(said: str) -> str:
    return said if said.endswith(".") else f"{said[0].upper()}{said[1:]}."
