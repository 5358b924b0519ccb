"""How other programs ask, and how that is written here: for sentences of errors alone; pure.

Their words are never taken silently for ours: ``created:`` of GitHub is not quite ``added:``, and
who learns the word once knows it everywhere.
"""

import re

from readlist.query.nodes import STATUSES

_FIELD_WORDS = {
    "title": "subject ti headline name",
    "author": "by from creator creators writer editor editors firstauthor lastauthor person who au",
    "abstract": "text body summary tiab",
    "note": "comment comments annotation annotations",
    "remark": "curator",
    "venue": (
        "journal journaltitle booktitle conference conf proceedings publication container series"
    ),
    "tag": "label labels keyword keywords topic topics category categories project kw mesh",
    "list": "group groups collection collections folder folders shelf bookshelf",
    "feed": "source subscription",
    "key": "citekey citationkey bibkey bibtexkey texkey",
    "kind": "type entrytype itemtype documenttype genre",
    "status": "state readstatus",
    "rating": "stars star myrating",
    "published": "date pubdate publicationdate issued",
    "added": "created createdat dateadded adddate entered imported received",
    "finished": "dateread readon completed",
    "started": "begun",
    "due": "deadline until scheduled",
    "wait": "snooze snoozeduntil",
    "year": "py",
    "similar": "related",
    "arxiv": "eprint arxivid",
    "url": "site website link",
    "sort": "order orderby sortby",
}
"""Fields of gmail, GitHub, notmuch, taskwarrior, JabRef, Zotero, Lucene and PubMed, by ours."""
_FIELD_OF = {word: field for field, words in _FIELD_WORDS.items() for word in words.split()}
_VALUE_OF = {
    "open": "unread", "pending": "unread", "done": "finished", "closed": "finished",
    "completed": "finished", "todo": "queued", "to-read": "queued", "toread": "queued",
    "favorite": "starred", "favourite": "starred", "flagged": "starred", "star": "starred",
}  # fmt: skip
# What is said of a field that has no like; the value stands in the place of the braces.
_ASKED_SO = {
    "before": "`year:<{0}` and `added:<{0}` find what is earlier",
    "older": "`added:..{0}` finds what came earlier",
    "olderthan": "`added:..{0}` finds what came earlier",
    "after": "`year:>{0}` and `added:>{0}` find what is later",
    "since": "`year:>={0}` and `added:>={0}` find what is later",
    "newer": "`added:{0}` finds what came since",
    "newerthan": "`added:{0}` finds what came since",
    "no": "`NOT has:{0}` finds papers without one",
    "without": "`NOT has:{0}` finds papers without one",
    "missing": "`NOT has:{0}` finds papers without one",
    "file": "`has:file` finds papers with one",
    "attachment": "`has:file` finds papers with one",
    "pdf": "`has:pdf` finds papers with one",
    "doi_url": "`doi:` takes addresses as well",
    "limit": "`--limit {0}` shows so many",
    "top": "`--limit {0}` shows so many",
    "score": "`sort:score` orders by it",
    "fulltext": "`readlist search --fulltext {0}` looks into PDFs",
    "any": "words without a field are looked for everywhere",
    "all": "words without a field are looked for everywhere",
}
# What taskwarrior writes behind a field: "due.before:tomorrow".
_MODIFIERS = {
    "before": "{}:<{}", "below": "{}:<{}", "under": "{}:<{}", "by": "{}:<={}", "after": "{}:>{}",
    "above": "{}:>{}", "over": "{}:>{}", "not": "NOT {}:{}", "isnt": "NOT {}:{}",
    "hasnt": "NOT {}:{}", "none": "NOT has:{}", "any": "has:{}", "is": "{}:{}", "has": "{}:{}",
    "contains": "{}:{}", "equals": "{}:{}", "startswith": "{}:{}*", "left": "{}:{}*",
}  # fmt: skip


def known_as(word: str, known: tuple[str, ...]) -> str:
    """Return the one of our words, if it is among these, that other programs call so."""
    folded = re.sub("[_.-]", "", word.lower())
    for words, name in ((_FIELD_OF, folded), (_VALUE_OF, word.lower())):
        if words.get(name) in known:
            return words[name]
    return ""


def advice(name: str, value: str, fields: tuple[str, ...]) -> str:
    """Say how a field of another program is written here; nothing where there is no like."""
    folded = re.sub("[_.-]", "", name.lower())
    field, dot, modifier = name.lower().partition(".")
    if dot and field in fields and modifier in _MODIFIERS:
        return f"`{_MODIFIERS[modifier].format(field, value)}` asks so"
    if folded in ("in", "folder") and value.lower() in STATUSES:
        return f"did you mean `status:{value.lower()}`?"
    if folded in _ASKED_SO:
        return _ASKED_SO[folded].format(value)
    found = known_as(folded, fields)
    return f"did you mean `{found}:`?" if found else ""


_COMPARED = re.compile(r"([A-Za-z]+)\s*(=~|~=|[=!<>]=|<>|[<>=~])\s*(.*)", re.DOTALL)
_WRITTEN = {
    "=": "{}:{}", "==": "{}:{}", "~": "{}:{}", "=~": "{}:{}", "~=": "{}:{}",
    "!=": "NOT {}:{}", "<>": "NOT {}:{}",
}  # fmt: skip


def compared(text: str, fields: tuple[str, ...], ordered: tuple[str, ...]) -> str:
    """Return how a comparison is written here: ``tag!=nlp`` is ``NOT tag:nlp``.

    Nothing where a text is none: of ``C=1`` no field is called so, ``title>x`` compares nothing.
    """
    found = _COMPARED.fullmatch(text)
    if found is None:
        return ""
    name, sign, value = found[1].lower(), found[2], found[3]
    if sign in _WRITTEN:
        return _WRITTEN[sign].format(name, value) if name in fields else ""
    return f"{name}:{sign}{value}" if name in ordered else ""


def numbers(name: str, text: str) -> str:
    """Return how other ways to write numbers are written here, nothing for what is none.

    ``2017-2019`` is ``2017..2019``, ``4+`` is ``>=4``, ``201*`` and ``2010s`` are ``2010..2019``,
    ``4/5`` and four stars are ``4``.
    """
    for pattern, written in _NUMBERS:
        if found := re.fullmatch(pattern, text):
            return f"{name}:{found.expand(written)}"
    if name == "rating" and re.fullmatch("[★⭐*]{1,5}☆*", text):
        return f"rating:{len(text.rstrip('☆'))}"
    return ""


_NUMBERS = (
    (r"(?a)(\d{1,15})[-–—](\d{0,15})", r"\1..\2"),
    (r"(?a)(\d{1,15})\+", r">=\1"),
    (r"(?a)(\d{3})(?:[*?x]|0s)", r"\g<1>0..\g<1>9"),
    (r"(?a)([1-5])/5", r"\1"),
)


def bracketed(name: str, inner: str) -> str:
    """Return how ``tag:(nlp OR ml)`` is written here; ``author:(le quoc)`` asks for both."""
    words = re.split(r"\s+OR\s+|\s*[|,]+\s*", inner.strip())
    if len(words) > 1:
        return f"`{name}:{','.join(words)}` finds either"
    both = [word for word in inner.split() if word != "AND"]
    return f"`{' '.join(f'{name}:{word}' for word in both)}` finds both" if both else ""
