"""One item of Zotero: read as the CSL item that it is, with what only Zotero has beside it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readlist.bib import json_values, statuses
from readlist.bib.dates import moment
from readlist.bib.details import VERBATIM_PLACE, wordings
from readlist.bib.details import item as named_item
from readlist.bib.keywords import as_tags
from readlist.formats.csl import read as csl
from readlist.model import FINISHED, Item, Link, Note, Reading, Record, Skipped, Status
from readlist.text import BLOCK_LIMIT, clean, clean_block

_PEOPLE_LIMIT = 20_000
_MANY = 200
# The plugin Zotero Reading List writes into Extra.
_STATUS = re.compile(r"(?im)^[ \t]*Read_Status:[ \t]*([A-Za-z ]{3,20}?)[ \t]*$\n?")
# "Read_Status_Date: 2020-01-02"; not "Read_Status: New".
_STATUS_DATE = re.compile(r"(?im)^[ \t]*Read_Status_Date:[ \t]*(.{0,60}).*$\n?")
# "Place: Paris", "Conference Name: WhaleCon"; not "arXiv: 1706.03762".
_FIELD = re.compile(r"([A-Z][a-z]{2,20}(?: [A-Z]?[a-z]{2,20}){0,3}): (\S.*)")
_COUNTED = {"attachment": "an attachment", "note": "a note", "annotation": "an annotation"}

# What Zotero's types and fields are in CSL (Zotero's schema.json, ``csl``).
TYPES = {
    "artwork": "graphic", "audioRecording": "song", "bill": "bill", "blogPost": "post-weblog",
    "book": "book", "bookSection": "chapter", "case": "legal_case", "computerProgram": "software",
    "conferencePaper": "paper-conference", "dataset": "dataset", "dictionaryEntry":
    "entry-dictionary", "document": "document", "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia", "film": "motion_picture", "forumPost": "post",
    "hearing": "hearing", "instantMessage": "personal_communication", "interview": "interview",
    "journalArticle": "article-journal", "letter": "personal_communication",
    "magazineArticle": "article-magazine", "manuscript": "manuscript", "map": "map",
    "newspaperArticle": "article-newspaper", "patent": "patent", "podcast": "broadcast",
    "preprint": "article", "presentation": "speech", "radioBroadcast": "broadcast",
    "report": "report", "standard": "standard", "statute": "legislation", "thesis": "thesis",
    "tvBroadcast": "broadcast", "videoRecording": "motion_picture", "webpage": "webpage",
}  # fmt: skip
NO_PAPERS = frozenset({"attachment", "note", "annotation"})

VARIABLES = {
    "title": "title", "caseName": "title", "nameOfAct": "title", "subject": "title",
    "publicationTitle": "container-title", "proceedingsTitle": "container-title",
    "bookTitle": "container-title", "blogTitle": "container-title",
    "websiteTitle": "container-title", "forumTitle": "container-title",
    "encyclopediaTitle": "container-title", "dictionaryTitle": "container-title",
    "programTitle": "container-title", "reporter": "container-title",
    "publisher": "publisher", "university": "publisher", "institution": "publisher",
    "company": "publisher", "studio": "publisher", "label": "publisher", "network": "publisher",
    "distributor": "publisher", "repository": "publisher", "organization": "publisher",
    "place": "publisher-place", "eventPlace": "event-place", "repositoryLocation":
    "publisher-place", "volume": "volume", "codeVolume": "volume", "issue": "issue",
    "pages": "page", "numPages": "number-of-pages", "numberOfVolumes": "number-of-volumes",
    "edition": "edition", "series": "collection-title", "seriesTitle": "collection-title",
    "seriesNumber": "collection-number", "number": "number", "reportNumber": "number",
    "archiveID": "number", "patentNumber": "number", "episodeNumber": "number",
    "genre": "genre", "reportType": "genre", "thesisType": "genre", "manuscriptType": "genre",
    "websiteType": "genre", "postType": "genre", "presentationType": "genre", "type": "genre",
    "letterType": "genre", "mapType": "genre", "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short", "conferenceName": "event-title", "meetingName": "event-title",
    "language": "language", "libraryCatalog": "source", "archive": "archive",
    "archiveLocation": "archive_location", "callNumber": "call-number", "section": "section",
    "versionNumber": "version", "DOI": "DOI", "ISBN": "ISBN",
    "ISSN": "ISSN", "PMID": "PMID", "PMCID": "PMCID", "url": "URL", "abstractNote": "abstract",
    "extra": "note", "citationKey": "citation-key", "citekey": "citation-key",
    "originalDate": "original-date", "originalPublisher": "original-publisher",
    "originalPlace": "original-publisher-place", "medium": "medium", "status": "status",
    "artworkMedium": "medium", "scale": "scale", "date": "issued", "accessDate": "accessed",
}  # fmt: skip
DATES = frozenset({"issued", "accessed", "original-date"})
CREATORS = {
    "author": "author", "programmer": "author", "presenter": "author", "inventor": "author",
    "director": "author", "podcaster": "author", "artist": "author", "interviewee": "author",
    "cartographer": "author", "performer": "author", "sponsor": "author", "creator": "author",
    "editor": "editor", "translator": "translator", "bookAuthor": "container-author",
    "seriesEditor": "collection-editor", "contributor": "contributor", "interviewer":
    "interviewer", "recipient": "recipient", "reviewedAuthor": "reviewed-author",
    "composer": "composer", "guest": "guest", "producer": "producer",
    "scriptwriter": "script-writer",
}  # fmt: skip
HOUSEKEEPING = frozenset(
    {
        "key", "version", "itemID", "itemKey", "itemType", "libraryID", "uri", "select",
        "relations", "dateAdded", "dateModified", "creators", "tags", "notes", "attachments",
        "collections", "links", "meta", "library", "seeAlso", "itemVersion", "parentItem",
        "uniqueFields", "multi", "sentToSync", "inPublications", "citationKey", "autoJournal",
        "year",
    }
)  # fmt: skip
"""What describes the row of Zotero's database rather than the work, or is read by itself."""


def read(
    item: Mapping[str, Any],
    line: int,
    collections: Sequence[str] = (),
    children: Sequence[Mapping[str, Any]] = (),
) -> Item:
    """Return the record of an item; ``children`` are the notes and files that stand beside it."""
    sort = _word(item.get("itemType"))
    if sort in NO_PAPERS:
        return Skipped(line, f"{_COUNTED[sort]} of its own, without a paper")
    extra = _word(item.get("extra"))
    status = _STATUS.search(extra)
    reading = statuses.status(status[1]) if status else None
    if reading is Status.INBOX:  # the plugin's "New" waits in no inbox
        reading = Status.TO_READ
    day = ""
    if reading:
        day = moment(said[1]) if (said := _STATUS_DATE.search(extra)) else ""
        extra = _STATUS_DATE.sub("", _STATUS.sub("", extra))
    fields, extra = _of_extra(item, extra)
    found = named_item(csl.record(_csl_item({**fields, "extra": extra}, sort), line, "zotero"))
    if isinstance(found, Skipped):
        return found
    return _with_rest(found, item, collections, children, _reading(reading, day))


def _of_extra(item: Mapping[str, Any], extra: str) -> tuple[dict[str, Any], str]:
    """Return the fields with those that Extra has by Zotero's names, and the lines that are left.

    ``Place: Paris`` is the place of an item whose type has none; "type: dataset" is CSL's word.
    """
    fields = dict(item)
    left = []
    for text in extra.split("\n"):
        found = _FIELD.fullmatch(text.strip())
        words = found[1].split() if found else []
        name = words[0].lower() + "".join(map(str.capitalize, words[1:])) if words else ""
        if found and name in VARIABLES and name != "type" and not fields.get(name):
            fields[name] = found[2]
        else:
            left.append(text)
    return fields, "\n".join(left)


def _reading(status: Status | None, day: str) -> Reading | None:
    """Return the status with its day, which is that of the beginning or of the end."""
    if status is None:
        return None
    started = day if status is Status.READING else ""
    finished = day if status in FINISHED else ""
    return Reading(status=status, started=started, finished=finished)


def _with_rest(
    record: Record,
    item: Mapping[str, Any],
    collections: Sequence[str],
    children: Sequence[Mapping[str, Any]],
    reading: Reading | None,
) -> Record:
    """Return the record with the person's words: tags, notes, files, status."""
    beside = [*_objects(item.get("notes")), *_objects(item.get("attachments")), *children]
    bodies = [markdown(_word(one.get("note"))) for one in beside]
    bodies += [markdown(one) for one in _items(item.get("notes")) if isinstance(one, str)]
    kept = _rest(item)
    words = list(_tags(item.get("tags")))
    wording = {**record.part(VERBATIM_PLACE), **wordings(keywords=words)}
    extra = {**record.extra, "zotero": kept, VERBATIM_PLACE: wording}
    return replace(
        record,
        reading=reading,
        tags=as_tags([*words, *map(clean, collections)]),
        notes=tuple(Note(body) for body in dict.fromkeys(bodies) if body),
        links=tuple(dict.fromkeys((*record.links, *_files(beside)))),
        added=moment(_word(item.get("dateAdded"))),
        extra={name: value for name, value in extra.items() if value},
    )


def _csl_item(item: Mapping[str, Any], sort: str) -> dict[str, Any]:
    found: dict[str, Any] = {"type": TYPES.get(sort, "document")}
    for field, variable in VARIABLES.items():
        value = item.get(field)
        if isinstance(value, str | int) and value and variable not in found:
            found[variable] = {"raw": str(value)} if variable in DATES else value
    for creator in _objects(item.get("creators"))[:_PEOPLE_LIMIT]:
        role = CREATORS.get(_word(creator.get("creatorType")), "contributor")
        if name := _name(creator):
            found.setdefault(role, []).append(name)
    return found


def _name(creator: Mapping[str, Any]) -> dict[str, str] | str:
    """Return a creator's name; one in a single field is a group, unless a comma parts it."""
    family, given = _word(creator.get("lastName")), _word(creator.get("firstName"))
    whole = _word(creator.get("name"))
    if family and given:
        return {"family": family, "given": given}
    whole = whole or family or given
    return {"literal": whole} if whole and "," not in whole else whole


def _tags(value: Any) -> Iterator[str]:
    for tag in _items(value):
        yield clean(_word(tag.get("tag") if isinstance(tag, dict) else tag))


def _files(beside: Sequence[Mapping[str, Any]]) -> Iterator[Link]:
    for one in beside[:_MANY]:
        path, address = _word(one.get("path")), _word(one.get("url"))
        # "attachments:2017/a.pdf" lies in the folder that the person chose for attachments.
        if path := clean(path.removeprefix("attachments:"), 1_000):
            yield Link("file", path)
        elif address.startswith(("http://", "https://")) and "note" not in one:
            pdf = one.get("contentType") == "application/pdf" or address.endswith(".pdf")
            yield Link("pdf" if pdf else "link", clean(address, 2_000))


def _rest(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that neither the library nor CSL has words for."""
    left = {
        clean(name, 100): json_values.free(value)
        for name, value in list(item.items())[:_MANY]
        if name not in HOUSEKEEPING and name not in VARIABLES and isinstance(value, str | int)
    }
    found = {name: value for name, value in left.items() if value or value == 0}
    if key := clean(_word(item.get("itemKey") or item.get("key")), 20):
        found["key"] = key
    return found


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _items(value: Any) -> list[Any]:
    return value[:_MANY] if isinstance(value, list) else []


def _objects(value: Any) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict)]


# Notes are HTML there; images and styles are left out.
_DEEPEST = 60
# The parser's time grows with the square of the depth: 100,000 open elements take 20 s.
_DEEP = 1_000
# "<p>" and "</div" open and close something; "<br>" and "< 5" do not.
_TAG = re.compile(r"<(/?)(?!br|img|hr)[a-z][^<>]{0,2000}>?", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "template", "head", "title", "img", "-comment", "iframe"})
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_STARTS = {**_HEADINGS, "blockquote": "> "}
_BLOCKS = frozenset({"p", "div", "ul", "ol", "blockquote", "pre", "table", "tr", *_HEADINGS})
_DRESS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "s": "~~", "del": "~~"}


def markdown(html: str) -> str:
    """Return the text of a note; what is no HTML comes back as it is."""
    html = html[:BLOCK_LIMIT]
    if "<" not in html and "&" not in html:
        return clean_block(html)
    if _is_deep(html):
        return clean_block(_TAG.sub("", html))
    body = LexborHTMLParser(html).body
    text = "".join(_written(body, 0)) if body else ""
    return clean_block(re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n\n", text))


def _is_deep(html: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > _DEEP:
            return True
    return False


def _written(parent: LexborNode, depth: int, mark: str = "") -> Iterator[str]:
    """Yield the words of a node; ``mark`` stands before each item of the list that it is."""
    for number, node in enumerate(parent.iter(include_text=True), 1):
        name = node.tag or ""
        if name == "-text":
            yield re.sub(r"\s+", " ", node.text_content or "")
        elif name == "br":
            yield "\n"
        elif name not in _UNSEEN and depth < _DEEPEST:
            yield from _element(node, name, depth, f"{number}. " if mark == "1. " else mark)


def _element(node: LexborNode, name: str, depth: int, mark: str) -> Iterator[str]:
    if name in ("ul", "ol"):
        yield "\n\n" if depth < 2 else ""
        yield from _written(node, depth + 1, "1. " if name == "ol" else "- ")
        yield "\n"
        return
    words = "".join(_written(node, depth + 1)).strip(" ")
    bare = words.strip()
    if name == "li":
        below = re.sub(r"\s*\n\s*\n", "\n", bare).replace("\n", "\n  ")
        yield f"\n{mark or '- '}{below}"
    elif name == "a":
        yield _link(words, node.attributes.get("href") or "")
    elif name in _BLOCKS:
        yield f"\n\n{_STARTS.get(name, '')}{bare}\n\n" if bare else ""
    elif name in ("td", "th"):
        yield f"{words} "
    elif bare and name in _DRESS:
        yield f"{_DRESS[name]}{bare}{_DRESS[name]}"
    else:
        yield words


def _link(words: str, address: str) -> str:
    """Return a link as Markdown; one that says its own address, or leads elsewhere, is its words.

    ``https://host.org`` under the words "here" is one; a link to a note of Zotero's own is none.
    """
    is_web = address.startswith(("http://", "https://", "zotero://"))
    return f"[{words}]({address})" if is_web and words not in ("", address) else words
