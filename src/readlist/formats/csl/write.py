"""One paper out as a CSL item; what was kept of an item is written again while it is still true."""

from collections.abc import Callable, Mapping
from typing import Any

from readlist.bib import dates, ids, latex_decode, latex_encode, markup, rich_titles, types
from readlist.bib.dates import appeared
from readlist.bib.details import PLACE as DETAILS_PLACE
from readlist.bib.details import (
    as_written,
    detail,
    is_usual,
    isbns_and_issns,
    own_title,
    unsaid,
    verbatim,
)
from readlist.bib.details import people as detailed_people
from readlist.bib.keywords import worded_in_latex
from readlist.bib.names import has_more_authors
from readlist.formats.csl import values
from readlist.formats.csl.read import record, tags
from readlist.formats.csl.values import PLACE
from readlist.model import Identifier, Paper
from readlist.text import FIELD_LIMIT

_FIRST = (
    "id", "type", "title", "author", "editor", "issued", "container-title", "volume", "issue",
    "page", "publisher", "publisher-place", "number", "genre", "DOI", "URL",
)  # fmt: skip
_LAST = ("keyword", "abstract", "annote", "note")


def item(paper: Paper, extras: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the item of a paper, its variables in one order; notes if ``extras`` say so."""
    written = cited(paper)
    written |= {
        "title": rich_title(paper) or written["title"],
        "abstract": markup.escaped(paper.abstract),
        "keyword": _keywords(paper),
        # An id of digits is taken for the number of a row.
        "citation-key": paper.key if paper.key.isdecimal() else "",
        "annote": _annote(paper) if "notes" in extras else "",
        "note": _note(paper, written),
    }
    filled = {name: value for name, value in written.items() if value or name == "id"}
    found = _restored(paper, filled)
    if values.OTHERS in filled.get("author", []):
        found = values.without_others(found)
    found = _with_rest(found, paper)
    return {name: found[name] for name in sorted(found, key=_place)}


def _annote(paper: Paper) -> str:
    return markup.BETWEEN_NOTES.join(found.body for found in paper.notes)


def _with_rest(item: dict[str, Any], paper: Paper) -> dict[str, Any]:
    """Return an item that says in ``custom`` what of the paper it does not say elsewhere."""
    own = types.own_type(paper)
    if not paper.links and is_usual(paper, own):
        return item
    again = record(item, 0)
    rest = unsaid(paper, again)
    said = {(link.name, link.url) for link in again.links} | {("url", item.get("URL"))}
    links = [list(link) for link in paper.links if link not in said and _is_web(link.url)]
    if own != types.own_type(again) and own in types.EXACT:
        rest["entrytype"] = own
    own_words = {name: one for name, one in ((values.OWN, rest), (values.LINKS, links)) if one}
    if not own_words:
        return item
    custom = item.get("custom")
    others = custom if isinstance(custom, Mapping) else {}
    return {**item, "custom": {**others, **own_words}}


def _is_web(address: str) -> bool:
    """Say whether an address is for everybody, and not a file of the person."""
    return address.startswith(("http://", "https://"))


def _place(name: str) -> tuple[int, str]:
    """Return where a variable stands in an item: the well-known first, long text last."""
    if name in _FIRST:
        return _FIRST.index(name), ""
    return (100 + _LAST.index(name) if name in _LAST else 99), name.lower()


def _keywords(paper: Paper) -> str:
    """Return the tags in the words of the paper's file; a comma in one needs semicolons between."""
    line = verbatim(paper, "keywords")
    words = worded_in_latex(paper.tags, line) if line else paper.tags
    return ("; " if any("," in word for word in words) else ", ").join(words)


def rich_title(paper: Paper) -> str:
    """Return the title with the italics and the small letters that its entry has in LaTeX."""
    latex = verbatim(paper, "title") or str(paper.part(DETAILS_PLACE).get("title", ""))
    rich = rich_titles.of_latex(latex) if latex else ""
    return rich if rich and markup.plain(rich) == paper.title else ""


def cited(paper: Paper) -> dict[str, Any]:
    """Return the variables that a reference is made of, those without a value among them."""
    kind = values.csl_type(paper)
    # The date of the work, which may be later than that of its preprint.
    year, published = appeared(paper, preprint=kind == "article")
    days = ((name, values.date_of(detail(paper, field))) for name, field in values.DATES.items())
    return {
        "id": paper.key or f"paper{paper.id}",
        "type": kind,
        "title": markup.escaped(own_title(paper)),
        "author": _authors(paper),
        **{
            name: values.written_people(detailed_people(paper, field))
            for name, field in values.PEOPLE.items()
        },
        "issued": _issued(paper, year, published),
        **{name: values.date_parts(day) for name, day in days if day},
        **_text(paper, kind),
        **_identifiers(paper, kind),
    }


def _issued(paper: Paper, year: str, published: str) -> dict[str, Any]:
    """Return when the work appeared: in more than a day, still of its year; ``in press``."""
    if not year:
        said = detail(paper, "year", "date")
        return values.written_date(said) if said else {}
    whole = detail(paper, "date")
    if dates.edtf(whole)[:4] == year.zfill(4):
        return values.written_date(whole)
    return values.date_parts(published or year)


def _authors(paper: Paper) -> list[dict[str, str]]:
    written = values.written_people(paper.authors)
    if not written:
        return [{"literal": paper.organization}] if paper.organization else []
    return [*written, values.OTHERS] if has_more_authors(paper, len(written)) else written


def _text(paper: Paper, kind: str) -> dict[str, str]:
    found = {name: detail(paper, *fields) for name, fields in values.DETAILS.items()}
    found["page"] = found["page"].replace("–", "-").replace("--", "-")
    of_kind = "preprint" if kind == "article" else types.entry_type(paper)
    if number := detail(paper, "number"):
        found[values.number_variable(of_kind)] = number
    if of_kind == "article" and not found["page"]:
        found["number"] = detail(paper, "eid")  # which styles print as "Article e12345"
    where = values.WHERE.get(of_kind, "container-title")
    found[where] = paper.venue or found[where]
    if where == "publisher" and not found[where] and of_kind != "preprint":
        found[where] = paper.organization or detail(paper, "school", "institution")
    if not found["genre"]:
        found["genre"] = values.GENRES.get(of_kind, "")
    return {name: markup.escaped(value) for name, value in found.items()}


def _identifiers(paper: Paper, kind: str) -> dict[str, str]:
    doi = types.doi(types.names_of(paper), preprint=kind == "article")
    found = {
        # What names no paper in the library, a data set's, is named all the same.
        "DOI": as_written(paper, "doi", doi) or detail(paper, "doi"),
        "PMID": types.first(paper, "pmid"),
        "PMCID": types.first(paper, "pmcid"),
        "URL": _url(paper),
    }
    if isbn := types.first(paper, "isbn"):
        said = verbatim(paper, "isbn")
        found["ISBN"] = said if isbn in isbns_and_issns([said])[0][:1] else isbn
    if kind == "article" and (arxiv := types.first(paper, "arxiv")):
        found |= {"genre": "preprint", "publisher": "arXiv", "number": f"arXiv:{arxiv}"}
    return found


def _url(paper: Paper) -> str:
    """Return the address that the paper's file gave, otherwise a page of an identifier."""
    for link in paper.links:
        if link.name == "url" and link.url:
            return link.url
    for scheme in ("acl", "openreview", "arxiv", "url"):
        if value := types.first(paper, scheme):
            return ids.address(Identifier(scheme, value))
    return ""


def _note(paper: Paper, written: Mapping[str, Any]) -> str:
    """Return the note, and a line for each identifier that no variable says."""
    said = {written["DOI"].lower(), written["PMID"], written["PMCID"], written.get("ISBN")}
    said |= {str(written.get("number", "")).removeprefix("arXiv:")}
    page = ids.from_url(written["URL"]) if written["URL"] else None
    left = [
        one
        for one in paper.identifiers
        if one.value not in said and one != page and one.scheme in values.LABELS
    ]
    return "\n".join(filter(None, [values.identifier_lines(left), detail(paper, "note")]))


def _restored(paper: Paper, written: dict[str, Any]) -> dict[str, Any]:
    """Return the item with the kept variables; one that contradicts the paper now is left out."""
    kept = paper.extra.get(PLACE)
    if not isinstance(kept, Mapping):
        return written
    item = dict(written)
    for name, value in sorted(kept.items(), key=lambda pair: str(pair[0])):
        if name == "note":
            # A note of several lines was kept whole, and stands for the line made of it.
            short = detail(paper, "note")
            if isinstance(value, str) and short and _text_of(value) == _text_of(short):
                item["note"] = written.get("note", "").removesuffix(short) + value
        elif name not in written or _means(name, value) == _means(name, written[name]):
            item[str(name)] = value
    return item


def _means(name: str, value: Any) -> Any:
    """Return what a variable says, so that two ways of saying it are equal."""
    return _MEANINGS.get(name, _text_of)(value)


def _text_of(value: Any) -> Any:
    plain = markup.plain(str(value), FIELD_LIMIT) if isinstance(value, str | int) else value
    return latex_decode.plain(latex_encode.escape(plain)) if isinstance(plain, str) else plain


_MEANINGS: dict[str, Callable[[Any], Any]] = {
    "keyword": tags,
    "DOI": lambda value: str(value).lower(),
    "ISBN": lambda value: isbns_and_issns([str(value)])[0][:1],
    "number": lambda value: str(_text_of(value)).partition(" [")[0],
    "title": lambda value: markup.plain(value) if isinstance(value, str) else value,
    "type": lambda value: values.kind_of(value) if isinstance(value, str) else value,
    **dict.fromkeys(("author", *values.PEOPLE), lambda value: values.people_of(value)[0]),
    **dict.fromkeys(("issued", *values.DATES), values.date_of),
}
