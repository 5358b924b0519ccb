"""The words of a title, without what stands around them."""

import re

from readlist.formats.lists.links import role_of
from readlist.formats.lists.words import YEAR
from readlist.text import TITLE_LIMIT, clean

_NUMBERED = re.compile(r"^\[?\(?\d{4}\.\d{4,5}(?:v\d{1,2})?[\])]?\s*[:.-]?\s+(?=\S)|\[\^\w{1,20}\]")
_MARKED = re.compile(
    r"^(?:[^\w\s!-~¡-ʯ‐-‧‹›«»《》【】「」『』（）〈〉∀-⋿$€£“”‘’]{1,8}\s{0,3}){1,3}(?=\w)"
)
_DATED = re.compile(rf"\s?[(\[（]{YEAR}[)\]）](?=\s*:)")
_PICTURE = re.compile(r":(?:star\w*|fire|new|sparkles|\w*_\w+):")
_CALLED = re.compile(r"^(?:arxiv|paper|title|pdf|论文)\s*[:：]\s+", re.IGNORECASE)
_STOPPED = re.compile(r"[^.\s][.。]$")
_SHORTENED = re.compile(r"\b(?:Inc|Jr|etc|al)\.$")
_LED_ON = re.compile(r"\s*[:：–—-]+$")
_QUOTES = "\"'“”‘’«»《》„`"


def plain(text: str) -> str:
    """Return a title without the marks, quotes and the full stop around it."""
    text = _DATED.sub("", text) if ":" in text else text
    text = _NUMBERED.sub("", text[: 2 * TITLE_LIMIT]).strip() or text
    text = clean(_PICTURE.sub(" ", text) if ":" in text else text, TITLE_LIMIT)
    text = _MARKED.sub("", _CALLED.sub("", text))
    for _ in range(5):
        before = text
        text = text.strip(" ,;|*_\t").strip()
        if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
            text = text[1:-1]
        elif text[:1] in "“«《„" and not re.search('[”»》“"]', text[1:]):
            text = text[1:]
        if _STOPPED.search(text, len(text) - 2) and not _SHORTENED.search(text):
            text = text[:-1]
        text = _LED_ON.sub("", text) if text[-1:] in ":：–—-" else text
        if text == before:
            break
    return text


def is_title(text: str) -> bool:
    """Say whether words can be a title at all."""
    bare = text.strip(" []()【】.,:;|*'\"")
    return (
        any(map(str.isalpha, bare))
        and len(bare) > 1
        and not text.lstrip().startswith(("(", "（", "http"))
        and not role_of(bare)
    )
