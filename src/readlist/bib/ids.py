"""The identifiers of papers: their one normal form, scheme by scheme, and finding them in text.

Pure; linear in the length of the text; no text whatever makes a function of this module raise.
Patterns are compiled at first use, because commands that take a row number import this module.
Quantifiers are bounded or possessive throughout: that is what keeps hostile text linear.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from readlist.bib.dois import of_no_paper
from readlist.model import Identifier
from readlist.text import clean, without_secrets

LONGEST = 2_000
"""Characters of one identifier or address that are looked at."""

Versioned = tuple[Identifier, int | None]


@cache
def pattern(source: str) -> re.Pattern[str]:
    """Return a compiled pattern, compiled at first use: all of them cost 8 ms."""
    return re.compile(source, re.IGNORECASE | re.ASCII)


# arXiv, help/arxiv_identifier: archives that gave identifiers before April 2007.
_ARCHIVES = {
    name.replace("-", ""): name
    for name in (  # noqa: SIM905 - a list of words reads better than a list of strings
        "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg "
        "comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph "
        "mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int "
        "supr-con"
    ).split()
}
_OLD_ARXIV = (
    "(?:" + "|".join(sorted((name.replace("-", "-?") for name in _ARCHIVES.values()), reverse=True))
    + r")(?:\.[a-z-]{2,8})?/[0-9]{7}"
)  # fmt: skip
ARXIV = rf"(?P<value>[0-9]{{4}}\.[0-9]{{4,5}}|{_OLD_ARXIV})(?:v(?P<version>[1-9][0-9]{{0,2}}))?"
# ACL Anthology, info/ids: P18-1001 until 2019, 2020.acl-main.447 since; volumes are no papers.
ACL_NEW = r"(?:19|20)[0-9]{2}\.[a-z0-9]{1,20}-[a-z0-9_]{1,20}\.[0-9]{1,5}"
ACL = rf"[A-Z][0-9]{{2}}-[0-9]{{4,5}}|{ACL_NEW}"
HASH = r"[0-9a-f]{40}"
PUNCTUATION = ".,;:!?'*_~"

# What an address or a DOI is made of in running text: visible ASCII without quotes and brackets
# (text in Chinese goes on without a blank), Markdown and LaTeX escapes, and brackets that close.
INK = r"[!#-'*-;=?-Z^_a-z~]"
UNICODE_INK = r"[!#-'*-;=?-Z^_a-z~\u00a1-\U0010ffff]"
STOP = r"%20|https?://"
DOI_STOP = r"https?://|[,;](?:10\.[0-9]{4}|doi:|arxiv:)"
DOI_HEAD = r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}/"


def body(ink: str, stop: str, longest: int) -> str:
    """Return the pattern of a run of ink in which every bracket that opens is closed."""
    plain = rf"(?!{stop})(?:{ink}|\\[_&%#~])"
    nested = rf"(?:{plain}|\({ink}{{0,80}}+\))"
    # <693::AID-ASI4> stands in DOIs that were made of a SICI.
    serial = r"<[0-9]{1,6}:[A-Za-z0-9:.-]{0,40}>"
    brackets = rf"\({nested}{{0,200}}+\)|\[{nested}{{0,200}}+\](?!\()|{serial}"
    return rf"(?:{plain}|{brackets}){{1,{longest}}}+"


_DOI_PREFIX = r"\s*(?:doi[:\s]{0,3}|(?:https?://)?(?:dx\.|www\.)?doi\.org/){0,3}"
_DOI = rf"{_DOI_PREFIX}(?P<value>{DOI_HEAD}{body(UNICODE_INK, '(?!)', LONGEST)})"
_URL = (
    r"(https?)://(?:[^/?#@\s]*@)?([\w.\u00a1-\uffff-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?"
    r"(?=[/?#]|$)([^?#]*)(\?[^#]*)?(#!?/\w.*)?"
)


def read_arxiv(match: re.Match[str] | None) -> Versioned | None:
    """Return the identifier without version and subject class, where its month and width can be.

    arXiv, help/arxiv_identifier: 9107 to 0703 with an archive, then four digits until 1412, then
    five. Nothing after 2049 is believed: such numbers are numbers.
    """
    if match is None:
        return None
    archive, _, number = match["value"].lower().rpartition("/")
    month, year = int(number[2:4]), int(number[:2])
    if not 1 <= month <= 12:
        return None
    if archive:
        name = archive.split(".")[0].replace("-", "")
        if 703 < int(number[:4]) < 9107 or number.endswith("000"):
            return None
        value = f"{_ARCHIVES[name]}/{number}"
    elif 704 <= int(number[:4]) <= 4912 and len(number) == (9 if year < 15 else 10):
        value = number
    else:
        return None
    return Identifier("arxiv", value), int(match["version"]) if match["version"] else None


# "&lt;", "&#95;"; not "&utm=x".
_ENTITY = r"&(?:amp|lt|gt|quot|lowbar|hyphen|dash|ndash|minus|#[0-9]{1,5}|#x[0-9a-f]{1,4});"
_SIGNS = str.maketrans({
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
})  # fmt: skip
"""Hyphens as word processors write them, and signs without a width, which are nothing."""


def unquoted(text: str) -> str:
    """Return text without percent escapes and entities, however often it was escaped."""

    def plain(match: re.Match[str]) -> str:
        return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")

    for _ in range(5):
        once = pattern(r"(?:%[0-9a-f]{2})+").sub(plain, text) if "%" in text else text
        if "&" in once and pattern(_ENTITY).search(once):
            from html import unescape  # 2 ms, for what a web page escaped

            once = unescape(once)
        if once == text:
            return text
        text = once
    return ""


def quoted(text: str) -> str:
    """Return text that can stand in the path of an address."""
    kept = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/();:"
    return "".join(
        c if c in kept else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "replace"))
        for c in text
    )


def _arxiv_value(text: str) -> str | None:
    text = pattern(r"^(?:(?:oai:)?arxiv(?:\.org)?\s?[:.]?\s*)?(?:abs/)?").sub("", text)
    text = pattern(r"(?:\.pdf|\s*\[[a-z.-]{2,20}\])$").sub("", text)
    read = read_arxiv(pattern(ARXIV).fullmatch(text))
    return read[0].value if read else None


def _doi_value(text: str) -> str | None:
    """Return a paper's DOI, whole, in lower case and bare (DOI handbook, 2.2 and 2.4)."""
    if text.startswith(("<http", "http")):
        # What an address says beside the DOI: "?utm_source=x", "#abstract"; not "CO;2-#".
        text = text.strip("<> ")
        address = pattern(r"https?://[^/]*doi\.org/[^?#]*(?=[?#][a-z])").match(text)
        text = address[0] if address else text
    text = pattern(r"\\(?=[_&%#~])").sub("", unquoted(text))
    if not text.isascii():
        text = text.translate(_SIGNS)
    match = pattern(_DOI).match(text)
    if match is None or _goes_on(text[match.end() :]):
        return None
    value = match["value"].lower()
    while (shorter := value.rstrip(PUNCTUATION + "/").removesuffix(".pdf")) != value:
        value = shorter
    if value.startswith(("10.1101/", "10.64898/")):  # the address has the version, the DOI not
        value = pattern(r"(?<=[0-9])v[0-9]{1,2}$").sub("", value)
    if not pattern(r"10\.[0-9.]+/.").match(value) or not value.isprintable():
        return None
    return None if of_no_paper(value) else value


def _goes_on(rest: str) -> bool:
    """Say whether a DOI goes on behind what can be read of it, so that it is a shorter one.

    ``10.1007/978-3-319-20794-0{_}129-1`` and ``10.1007/978-3-319-24574-4 28``, whose underscore
    was lost, are chapters, and what is before is the book. ``10.1000/xyz (accessed 2020)``,
    ``10.1000/xyz</a>`` and ``10.1000/xyz}`` are whole.
    """
    if not rest:
        return False
    if rest[0].isspace():
        return pattern(r"\s+\\?_?[0-9]").match(rest) is not None
    return not pattern(r"[\"'”’»)\]}>.,;:!?*]+(?:\s|$)|\||</?[a-z]").match(rest)


def acl_value(text: str) -> str | None:
    """Return an identifier of the ACL Anthology: capital of old, small since 2020."""
    match = pattern(ACL).fullmatch(text.strip().removesuffix(".pdf"))
    if match is None:
        return None
    return match[0].lower() if "." in match[0] else match[0].upper()


# Zeros, one digit throughout, digits in their order: 978-0-00-000000-2, 978-1-234-56789-7; and the
# one that everybody gives as an example.
_ISBN_OF_NOTHING = r"97[89](?:.*0{6,}|([0-9])\1{7}|0?12345678|316148410)"


def _isbn_value(text: str) -> str | None:
    """Return the 13 digits of an ISBN whose check digit is right (ISBN manual, appendix 1)."""
    said = pattern(r"^isbn(?:-?1[03](?=[:\s]))?[:\s]*").sub("", text)
    said = pattern(r"[-\s‐‑–]").sub("", said).upper()
    if pattern(r"[0-9]{9}[0-9X]").fullmatch(said):
        digits = [10 if sign == "X" else int(sign) for sign in said]
        if sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11:
            return None
        body = "978" + said[:9]
    elif pattern(r"97[89][0-9]{10}").fullmatch(said):
        body = said[:12]
    else:
        return None
    if pattern(_ISBN_OF_NOTHING).match(body):
        return None
    odd, even = sum(map(int, body[::2])), sum(map(int, body[1::2]))
    whole = f"{body}{-(odd + 3 * even) % 10}"
    return whole if whole == said or len(said) == 10 else None


# What says who linked a page, and nothing of which page it is.
_TRACKING = ("utm_", "fbclid=", "gclid=", "dclid=", "msclkid=", "yclid=", "twclid=", "mc_cid=",
             "mc_eid=", "_hsenc=", "_hsmi=", "igshid=", "casa_token=", "_ga=", "_gl=", "srsltid=",
             "gbraid=", "wbraid=", "ttclid=", "li_fat_id=", "rdt_cid=", "mkt_tok=", "ref_src=",
             "gad_source=", "phpsessid=", "jsessionid=", "cfid=", "cftoken=")  # fmt: skip
# "?ref=blog.example.org" of Ghost's blogs; not "?ref=2020-17".
_LINKED_FROM = r"ref=(?:https?(?::|%3a)|(?:[a-z0-9-]+\.)+[a-z]{2,20}$)"
# ";jsessionid=6F2A.f02t01" behind a path.
_SESSION = r";jsessionid=[^/?#&;]*"


def untracked(query: str) -> str:
    """Return the query of an address without marks of who linked it: ``a=1&utm_source=x``."""
    parts = [part for part in query.split("&") if part and not part.lower().startswith(_TRACKING)]
    return _without(_LINKED_FROM, "&".join(parts))


def _without(form: str, query: str) -> str:
    """Return the query of an address without the parts that begin with a form."""
    return "&".join(part for part in query.split("&") if not pattern(form).match(part))


# The key of a reader, and what signs an address for some hours: "api_key=…", "X-Amz-Signature=…" of
# Amazon, "X-Goog-Signature=…" of Google, "sv=…&se=…&sig=…" of Azure, "Expires=…&Signature=…".
_READERS_KEY = r"(?:access_token|oauth_token|api_?key)="
_SIGNED = r"(?:^|&)(?:x-amz-signature|x-goog-signature|signature|sig)="
_SIGNING = (
    r"(?:x-(?:amz|goog)-[\w-]+|signature|sig|expires|policy|key-pair-id|awsaccesskeyid|"
    r"googleaccessid|sv|st|se|sr|sp|spr|sip|sk(?:oid|tid|t|e|s|v))="
)


# The name of a secret, and a value that nobody types: "token=79a59ee716d7eb4f"; not "token=12".
_LETTING_IN = (
    r"(?:[\w.-]*(?:token|credentials?|sess(?:ion)?_?id)|auth|jwt|session|sid)="
    r"(?=[^=]*[0-9])(?=[^=]*[a-z])[\w.~+/%=-]{16,}$"
)
_OF_A_LOGIN = r"(?:[\w.-]*(?:passw(?:or)?d|passwort|passphrase|secret)|pwd)="
# The end of a path that names something: "/papers/12", "/p/a-title"; not "/download".
_TELLING = r"[0-9_.-][^/]*$|/[^/]{16,}$"


def _lasting(path: str, query: str) -> str:
    """Return the query of an address without marks of who linked it and of who may read it.

    A file is named by its path, whatever token opens it: ``a.pdf?token=x``, and so is what has a
    number: ``show?id=4&token=x``. Where nothing else does, the token is the only name of the
    paper: ``download?token=x``.
    """
    kept = untracked(query)
    if "=" not in kept:
        return kept
    if pattern(f"{_SIGNED}|(?:^|&){_READERS_KEY}").search(kept):
        passing = f"{_SIGNING}|{_READERS_KEY}" if pattern(_SIGNED).search(kept) else _READERS_KEY
        kept = _without(passing, kept)
    kept = _without(_OF_A_LOGIN, kept)
    named = _without(_LETTING_IN, kept)
    if named or pattern(_TELLING).search(path):
        kept = named
    is_file = pattern(r"\.(?:pdf|ps|epub|djvu|docx?)$").search(path)
    return without_secrets(f"?{kept}")[1:] if is_file else kept


# "https://openreview.net/forum?id=XXXX", "https://arxiv.org/abs/0000.00000".
_OF_A_TEMPLATE = r".*(?:[/=]x{4,}(?:\.x+)?|/0000\.00000)/?$"


def _url_value(text: str) -> str | None:
    """Return an address of the web without place, default port, tracking marks and secrets.

    RFC 3986, 6.2: scheme and host do not distinguish case, an empty path is ``/``, letters are
    never escaped and ``.`` and ``..`` are gone. What only leads to another address is that one.
    ``#/papers/1`` is no place on a page, but another page that a program makes.
    """
    from readlist.bib.wrapped_addresses import unwrapped  # for addresses alone

    text = unwrapped(text, copies=False)
    match = pattern(_URL).match(text)
    if match is None or not text.isprintable() or " " in text:
        return None
    scheme, host, port, path, query, place = match.groups(default="")
    scheme, host = scheme.lower(), host.lower()
    if _names_nothing(host, path, query):
        return None
    kept = _lasting(path, query[1:])
    query = f"?{kept}" if kept else ""
    port = "" if port in ("", {"http": "80", "https": "443"}[scheme]) else f":{port}"
    host = host.removesuffix(".")
    path = _plain_path(path) if "%" in path or "/." in path else path
    path = pattern(_SESSION).sub("", path) if ";" in path else path
    return f"{scheme}://{host}{port}{path or '/'}{query}{place}"


def _names_nothing(host: str, path: str, query: str) -> bool:
    """Say whether an address is that of a template, or of a DOI that names no paper."""
    if host.endswith("doi.org") and of_no_paper(unquoted(path[1:]).lower()):
        return True
    if pattern(_OF_A_TEMPLATE).match(path + query):
        return True
    doi = pattern(_DOI_SEGMENT).search(unquoted(path)) if "/10." in path else None
    return doi is not None and of_no_paper(doi["value"].lower()) == "a placeholder"


def _plain_path(path: str) -> str:
    """Return a path in its normal form: ``/./a/../%63ats`` is ``/cats`` (RFC 3986, 6.2.2)."""

    def plain(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        return letter if pattern(r"[a-z0-9._~-]").match(letter) else match[0].upper()

    kept: list[str] = []
    pieces = pattern(r"%([0-9a-f]{2})").sub(plain, path).split("/")
    for piece in pieces:
        if piece == ".." and len(kept) > 1:
            kept.pop()
        elif piece not in (".", ".."):
            kept.append(piece)
    # "/a/." is "/a/".
    return "/".join(kept) + ("/" if pieces[-1] in (".", "..") else "")


def _s2_value(text: str) -> str | None:
    text = text.lower().removeprefix("s2:")
    return text if pattern(HASH).fullmatch(text) else None


# Schemes whose value is what a pattern finds, and what their normal form begins with. "PMID 1" is
# what people type who have none.
_FORMS = {
    "openreview": (r"(?!x+$)([a-z0-9_-]{5,64})", ""),
    "pmid": (r"(?:pmid[:\s]*)?0*(?!1$)([1-9][0-9]{0,8})", ""),
    "pmcid": (r"(?:pmcid[:\s]*)?(?:pmc)?0*([1-9][0-9]{2,8})(?:\.[0-9]+)?", "PMC"),
}
SCHEMES = ("arxiv", "doi", "openreview", "acl", "isbn", "pmid", "pmcid", "s2", "url")
"""The schemes that this program knows, each with one normal form."""


def normal_value(scheme: str, text: str) -> str | None:
    """Return the normal form of a value of one of the schemes, None where it is malformed."""
    if scheme in _FORMS:
        form, start = _FORMS[scheme]
        match = pattern(form).fullmatch(text)
        return start + match[1] if match else None
    return _READERS[scheme](text)


_READERS: dict[str, Callable[[str], str | None]] = {
    "arxiv": _arxiv_value,
    "doi": _doi_value,
    "acl": lambda text: acl_value(pattern(r"^acl:").sub("", text)),
    "isbn": _isbn_value,
    "s2": _s2_value,
    "url": _url_value,
}


def arxiv_month(value: str) -> str:
    """Return ``2017-06`` for ``1706.03762``, ``1999-01`` for ``hep-th/9901001``.

    arXiv, help/arxiv_identifier: the month in which the first version came in.
    """
    found = re.fullmatch(r"(?:[a-z-]+/)?([0-9]{2})(0[1-9]|1[0-2])[0-9.]+", value)
    if not found:
        return ""
    old = "/" in value and found[1] >= "91"
    return f"{'19' if old else '20'}{found[1]}-{found[2]}"


# Hyphens as word processors write them: "10.1007/s10994–019–05855–6"; not "10.1000/abc–which".
_DASH = (
    r"(?<=[a-z0-9])(?:[\u2010\u2011\u2212](?=[a-z0-9])|[\u2012\u2013](?=[a-z]{0,3}[0-9])(?!10\.))"
)
# What stands behind a DOI that goes on: 10.1007/978-3-319-20794-0{\_}129-1, the book's "4 _28", a
# sign without a width.
_GOES_ON = r"\{\\|\\_|\s\\?_[0-9]|[\u00ad\u200b-\u200d\u2060\ufeff][a-z0-9]"
# An OpenReview identifier may end in "_".
_TRAILING = {"address": PUNCTUATION.replace("_", ""), "doi": PUNCTUATION + "/"}


class Found(NamedTuple):
    """An identifier in running text, where it stands, and the version that it names."""

    identifier: Identifier
    start: int
    end: int
    version: int | None = None


@cache
def _running() -> re.Pattern[str]:
    """Return the pattern of everything that is looked for in running text."""
    address = body(INK, STOP, LONGEST)
    hosts = (
        r"arxiv\.org|doi\.org|openreview\.net|aclanthology\.org|aclweb\.org|aclanthology\.info|"
        r"huggingface\.co|hf\.co|alphaxiv\.org|ar5iv\.org|arxiv-vanity\.com|scirate\.com|"
        r"semanticscholar\.org|paperswithcode\.com?|ncbi\.nlm\.nih\.gov|europepmc\.org|"
        r"openlibrary\.org|xxx\.lanl\.gov|scholar\.archive\.org"
    )
    bare_host = rf"(?<![\w.@/-])(?:[a-z0-9-]{{1,20}}\.){{0,3}}(?:{hosts})/"
    prefix = r"(?:(?<![a-z0-9])arxiv[:.\s]{0,3}|(?<![a-z0-9.=$€£_+-]))"
    suffix = r"(?![a-z0-9_]|\.[0-9]|\s?%(?![0-9a-f]{2}))"
    isbn = r"isbn(?:-?1[03](?=[:\s]))?[:\s]{0,3}(?:97[89][- ]?)?[0-9](?:[- ]?[0-9]){8}[- ]?[0-9x]"
    kinds = {
        "address": rf"(?:https?://|{bare_host}){address}",
        "doi": rf"(?<![\w.])(?:doi[:\s]{{0,3}})?{DOI_HEAD}{body(INK, DOI_STOP, 400)}",
        "arxiv": f"{prefix}{ARXIV}{suffix}",
        "acl": rf"(?<![a-z0-9_.-])(?:acl:(?:{ACL})|{ACL_NEW})(?![a-z0-9_-])",
        "pmid": r"(?<![a-z0-9])pmid[:\s]{1,3}[0-9]{1,9}(?![0-9])",
        "pmcid": r"(?<![a-z0-9])(?:pmcid[:\s]{1,3})?pmc[0-9]{3,9}(?![a-z0-9])",
        "isbn": rf"(?<![a-z0-9]){isbn}(?![0-9])",
        "s2": rf"(?<![a-z0-9])s2:{HASH}(?![0-9a-f])",
    }
    return pattern("|".join(f"(?P<{kind}>{form})" for kind, form in kinds.items()))


_ARXIV_SEGMENT = (
    rf"(?:^|[/=:])(?:arxiv[.:])?{ARXIV}(?=$|[/,;)\s]|\.(?:pdf|ps|md|html?|txt|gz|tar)\b)"
)
_DOI_SEGMENT = rf"(?:^|[/:=])(?P<value>{DOI_HEAD}\S{{1,1000}}+)"
# What publishers add to a DOI in the addresses of their pages.
_DOI_VIEW = (
    r"(?:/(?:full|fulltext|abstract|e?pdf|ampdf|epub|html|meta|summary|references|download|cover)"
    r"(?:\.html)?)+$"
    r"|/(?:figures|tables)/[0-9]+$|/mediaobjects/.*$"
    r"|(?:v[0-9]{1,2})?\.(?:full|abstract|short)(?:\.pdf|-text)?$|\.(?:pdf|svg|xml|bib|html?)$"
)
_HOST = r"(?:https?:)?//|(?=[a-z0-9-]{1,60}\.[a-z0-9])"
_CORPUS = r"(?:s2:)?corpus\s?id:\s?([0-9]{1,12})"
_SCHEME = r"(arxiv|doi|openreview|acl|isbn|pmid|pmcid|pmc|s2|url)\s?:\s*(?!//)(.+)"


def find(text: str) -> Iterator[Found]:
    """Yield every identifier in running text from left to right.

    Stretches never overlap, except that a DOI of the ACL Anthology names two identifiers at once.
    """
    if not text.isascii():
        text = pattern(_DASH).sub("-", text)
    for match in _running().finditer(text):
        kind = str(match.lastgroup)
        stretch = match[0].rstrip(_TRAILING.get(kind, ""))
        if text[match.start() - 1 : match.start()] == "_":  # emphasis in Markdown
            stretch = stretch.rstrip("_")
        if (versioned := _read(kind, stretch)) is None:
            continue
        if pattern(_GOES_ON).match(text, match.end()):
            continue
        identifier, version = versioned
        end = match.start() + len(stretch)
        yield Found(identifier, match.start(), end, version)
        for other in implied(identifier):
            yield Found(other, match.start(), end)


def of_scheme(identifiers: Iterable[Identifier], scheme: str) -> Identifier | None:
    """Return the first identifier of a scheme, None where there is none."""
    return next((one for one in identifiers if one.scheme == scheme), None)


def implied(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return what an identifier says besides itself.

    The ACL Anthology makes its DOIs of 10.18653/v1/ (earlier 10.3115/v1/) and its own identifier.
    """
    for prefix in ("10.18653/v1/", "10.3115/v1/"):
        if identifier.scheme == "doi" and identifier.value.startswith(prefix):
            value = acl_value(identifier.value.removeprefix(prefix))
            return (Identifier("acl", value),) if value else ()
    return ()


def with_implied(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return identifiers, each once, and behind them what they say besides themselves."""
    named = tuple(dict.fromkeys(found))
    others = [other for one in named for other in implied(one)]
    return tuple(dict.fromkeys((*named, *others))) if others else named


# "https://doi.org/10.1/x"; not "https://press.org/doi/10.1/x".
_RESOLVER = r"https?://(?:dx\.|www\.)?doi\.org/"


def says_only(address: str, named: Identifier) -> bool:
    """Say whether an address says nothing but the identifier that it names.

    A publisher's page that has a DOI in it says more than the DOI, its resolver does not.
    """
    return named.scheme != "doi" or bool(pattern(_RESOLVER).match(address))


def normalise(scheme: str, value: str) -> Identifier | None:
    """Return the identifier that a source gives, in normal form; None where it is malformed.

    A DOI that arXiv issued is the identifier of the arXiv, not a DOI.
    """
    scheme = scheme.strip().lower()
    scheme = {"pmc": "pmcid"}.get(scheme, scheme)
    value = value.strip()
    if scheme not in SCHEMES or not value or len(value) > LONGEST:
        return None
    if scheme == "doi" and (read := _read("doi", value)):
        return read[0]
    if normal := normal_value(scheme, value):
        return Identifier(scheme, normal)
    found = from_url(value) if "/" in value else None
    return found if found and found.scheme == scheme else None


def doubt(text: str) -> str:
    """Say why a DOI, PubMed id or address is not a paper's; empty where it is one, or is none."""
    shown = clean(text, 100)
    if pattern(r"pmid[:\s]*0*1?").fullmatch(text):
        return f"the number {shown!r} is typed where there is none, so it names no paper here"
    if pattern(rf"https?://{_OF_A_TEMPLATE}").match(text):
        return f"the address {shown!r} is that of a template, so it names no paper here"
    start = pattern(DOI_HEAD).search(text)
    if start is None or normalise("doi", text):
        return ""
    what = of_no_paper(unquoted(text[start.start() :]).strip().lower())
    if what:
        return f"the DOI {shown!r} is that of {what}, so it names no paper here"
    return f"the DOI {shown!r} cannot be read to its end, so it names no paper here"


def from_url(url: str) -> Identifier | None:
    """Return the scholarly identifier of an address, None where the address names no paper."""
    versioned = _read_address(url.strip()) if len(url) <= LONGEST else None
    return versioned[0] if versioned else None


def parse(text: str) -> Identifier | None:
    """Return the identifier that the text as a whole is; None for a number, a key or a title."""
    text = text.strip().strip("<>\"'“”")
    if corpus := pattern(_CORPUS).fullmatch(text):  # as Semantic Scholar writes itself
        return Identifier("url", f"https://api.semanticscholar.org/CorpusID:{corpus[1]}")
    # What a browser shows of a file in its own reader: chrome-extension://…/https://arxiv.org/pdf/…
    if shown := pattern(r"^(?:[a-z-]+-extension://[^/\s]+/|view-source:)(?=https?(?::|%3a))").match(
        text
    ):
        text = pattern(r"^(https?):/*").sub(r"\1://", unquoted(text[shown.end() :]))
    # "info:doi/10.1000/xyz" and "urn:isbn:9780…", as OpenURL and libraries write them.
    text = pattern(r"^(?:info|urn):(doi|pmid|isbn|arxiv)[:/]").sub(r"\1:", text)
    text = pattern(r"^pubmed:\s?(?=[0-9])").sub("pmid:", text)  # as Manubot cites
    # All others have one of these signs; what has none is a number, a key or a title.
    if len(text) > LONGEST or not pattern(r"[./:]|^pmc").search(text):
        return None
    if named := pattern(_SCHEME).fullmatch(text):
        return normalise(named[1], named[2])
    found = next(find(text), None)
    if found and found.start == 0 and not _after_identifier(text[found.end :]):
        return found.identifier
    return None if re.search(r"\s", text) else _whole_address(text)


def _whole_address(text: str) -> Identifier | None:
    """Return the identifier of an address; ``proceedings.mlr.press/v97/roe19a.html`` is one."""
    if text[:8].lower().startswith(("http://", "https://")):
        return from_url(text) or normalise("url", text)
    is_address = pattern(r"(?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,20}/").match(text)
    versioned = _read_address(text, pages=True) if is_address else None
    return versioned[0] if versioned else None


def _after_identifier(text: str) -> str:
    """Return what stands behind an identifier but its category and file suffix."""
    text = text.strip(" .,;/")
    if text.startswith("[") and text.endswith("]") and " " not in text:
        return ""
    return "" if text.lower() == "pdf" else text


def address(identifier: Identifier) -> str:
    """Return the page where a person opens what the identifier names; empty where there is none."""
    if identifier.scheme == "url":
        return identifier.value
    if identifier.scheme == "doi":
        return "https://doi.org/" + quoted(identifier.value)
    page = _PAGES.get(identifier.scheme)
    return page.format(identifier.value) if page else ""


_PAGES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
    "isbn": "https://openlibrary.org/isbn/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "s2": "https://www.semanticscholar.org/paper/{}",
}


def _read(kind: str, stretch: str) -> Versioned | None:
    """Return the identifier that a stretch of running text is."""
    if kind == "address":
        return _read_address(stretch, pages=True)
    if kind == "arxiv":
        return read_arxiv(pattern(ARXIV).search(stretch))
    normal = normal_value(kind, stretch)
    if normal and kind == "doi" and normal.startswith("10.48550/arxiv."):
        return read_arxiv(pattern(ARXIV).fullmatch(normal.removeprefix("10.48550/arxiv.")))
    return (Identifier(kind, normal), None) if normal else None


def _read_address(url: str, *, pages: bool = False) -> Versioned | None:
    """Return the identifier that an address names, with or without ``https://`` before it.

    With ``pages`` that may be the page of a paper whose other names the address does not tell.
    """
    from readlist.bib.paper_addresses import named_by  # 2 ms, for addresses alone
    from readlist.bib.wrapped_addresses import unwrapped

    start = pattern(_HOST).match(url)
    if start is None:
        return None
    inner = unwrapped(url)
    if inner != url:
        url, start = inner, pattern(_HOST).match(inner)
        if start is None:
            return None
    url = pattern(r"\\(?=[_&%#~])").sub("", url[start.end() :]).replace("&amp;", "&")
    url = pattern(_SESSION).sub("", url) if ";" in url else url
    plain = unquoted(url)
    # Who says the DOI by its name means it: "…/article/view/6399?doi=10.1609/aaai.v34i05.6399".
    said = pattern(r"[?&]doi=(10\.[^&#]+)").search(plain)
    if said and (found := _read("doi", said[1])):
        return found
    if named := named_by("//" + plain):
        scheme, value = named
        known = Identifier(scheme, normal_value(scheme, value) or "")
        return (known, None) if known.value and (pages or scheme != "url") else None
    host, _, path = url.partition("/")
    host = host.lower().rpartition("@")[2].partition(":")[0]
    pieces = [unquoted(piece) for piece in re.split("[?#&]", path)]
    for read in (_doi_of_address, _arxiv_of_address, _issuer_of_address):
        if found := read(host, pieces):
            return found
    return None


def _doi_of_address(host: str, pieces: list[str]) -> Versioned | None:
    """Return the DOI in an address; publishers put it in the path (``/doi/10.…``) or the query."""
    for piece in pieces:
        if match := pattern(_DOI_SEGMENT).search(piece):
            value = match["value"]
            if not host.endswith("doi.org"):
                value = pattern(_DOI_VIEW).sub("", value.rstrip("/"))
            if host.endswith("rxiv.org"):
                # bioRxiv and medRxiv name the version, their DOI does not.
                value = pattern(r"v[0-9]{1,2}$").sub("", value)
            return _read("doi", value)
    return None


def _arxiv_of_address(_host: str, pieces: list[str]) -> Versioned | None:
    """Return the arXiv identifier that is a whole part of the path, whichever site mirrors it.

    arXiv's own pages (abs, pdf, html, ps, format, src, e-print), ar5iv, alphaXiv, Hugging Face,
    SciRate, Semantic Scholar and others all end so; addresses in a query are looked at too.
    """
    for piece in pieces:
        for match in pattern(_ARXIV_SEGMENT).finditer(piece):
            if found := read_arxiv(match):
                return found
    return None


def _issuer_of_address(host: str, pieces: list[str]) -> Versioned | None:
    """Return the identifier that the site of its issuer shows in the address."""
    for suffix, scheme, form in _ISSUERS:
        if host == suffix or host.endswith("." + suffix):
            whole = pieces[0] + "".join("&" + piece for piece in pieces[1:])
            found = pattern(form).search("/" + whole)
            value = normal_value(scheme, found[1]) if found else None
            if value:
                return Identifier(scheme, value), None
    return None


_PUBMED = r"(?:(?:&[^&]*){0,9}&term=(?=[0-9]{5}))?([0-9]{1,9})(?:\[(?:uid|pmid)\])?(?![^/&])"
_ISSUERS = (
    (
        "openreview.net",
        "openreview",
        r"^/(?:forum|pdf|attachment|revisions)/?&(?:[^&]*&){0,20}?id=([\w-]{5,64})(?![\w./-])",
    ),
    ("aclanthology.org", "acl", rf"/({ACL})(?![0-9-])"),
    ("aclweb.org", "acl", rf"^/(?:anthology.*/)?({ACL})(?![0-9-])"),
    ("aclanthology.info", "acl", rf"/({ACL})(?![0-9-])"),
    ("aclanthology.lst.uni-saarland.de", "acl", rf"/({ACL})(?![0-9-])"),
    ("aclanthology.coli.uni-saarland.de", "acl", rf"/({ACL})(?![0-9-])"),
    ("pubmed.gov", "pmid", r"^/([0-9]{1,9})(?![^/&])"),
    ("pubmedcentral.nih.gov", "pmcid", r"&artid=((?:PMC)?[0-9]{3,9})(?![0-9])"),
    # "?term=31978945"; not "?term=2020", a year.
    ("pubmed.ncbi.nlm.nih.gov", "pmid", rf"^/{_PUBMED}"),
    ("ncbi.nlm.nih.gov", "pmcid", r"/articles/(?:pmid/)?(PMC[0-9]{3,9})(?![0-9])"),
    ("ncbi.nlm.nih.gov", "pmcid", r"^/pmc/articles/(?:instance/)?([0-9]{3,9})(?![^/&])"),
    # A number of another database is that of a gene, or of a sequence.
    (
        "ncbi.nlm.nih.gov",
        "pmid",
        r"^/(?:sites/)?entrez(?=.*&db=pubmed(?![^&])).*&(?:list_uids|id)=([0-9]{1,9})(?![^&])",
    ),
    ("ncbi.nlm.nih.gov", "pmid", rf"^/(?:m/)?pubmed/?{_PUBMED}"),
    ("europepmc.org", "pmcid", r"[/=](PMC[0-9]{3,9})(?![0-9])"),
    ("europepmc.org", "pmid", r"/(?:med|abstract/med)/([0-9]{1,9})(?![0-9])"),
    ("semanticscholar.org", "s2", rf"/paper/(?:[^/]*/)?({HASH})(?![0-9a-f])"),
    ("openlibrary.org", "isbn", r"^/isbn/([0-9X-]{10,17})(?![0-9])"),
    ("worldcat.org", "isbn", r"/isbn/([0-9X-]{10,17})(?![0-9])"),
    ("mitpress.mit.edu", "isbn", r"^/(978[0-9]{10})(?![^/&])"),
)
