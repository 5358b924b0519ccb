"""Titles that tell no work from another: labels, what comes again, what is about a work; pure."""

import re

from readlist.text import fold_words

LABELS = frozenset(
    "abstract abs arxiv arxivlabs article blog code codes demo doc docs doi download fulltext "  # noqa: SIM905
    "github here homepage html huggingface info link links notitle openreview page paper papers "
    "pdf poster post preprint project projectpage read readme slides source supplementary talk "
    "titleunknown unknown untitled url video web website".split()
)
"""Folded titles that are the text of a link, or stand where there is no title."""

# Titles that come again with every issue, volume, book or year, whoever signs.
_RECURRING = re.compile(
    r"(?:a )?letters?(?: to the editors?)?|(?:guest )?editorials?(?: (?:note|comment|board)s?)?|"
    r"(?:author s |editor s |editors )?preface(?: .*)?|foreword|introduction|"
    r"book reviews?|reviews?|obituar(?:y|ies)|errat(?:um|a)|corrigend(?:um|a)|corrections?|"
    r"discussions?|(?:authors? |authors |author s )?repl(?:y|ies)|rejoinder|"
    r"(?:authors? )?response|the authors? repl(?:y|ies)|comments?|commentary|correspondence|"
    r"(?:concluding |final |closing |opening )?(?:remarks|conclusions?)|"
    r"(?:(?:author|subject|name) )?index|(?:table of )?contents|news|announcements?|"
    r"in memoriam|acknowledge?ments?|afterword|appendix|prologue|epilogue|bibliography|"
    r"front ?matter|back ?matter|title page|(?:front |back )?cover|masthead|dedication|glossary|"
    r"abbreviations|notation|contributors|about the authors?|list of (?:\w+ )?(?:\w+)|"
    r"in this issue|from the (?:\w+ )?(?:editor|chair|president)s?|highlights|abstracts|"
    r"problems and solutions|problems|problem (?:corner|section)|books received|"
    r"(?:\w+ ){0,3}(?:chair|editor|president|organizer|director)s?(?: s)? "
    r"(?:welcome|message|note|introduction|foreword|preface|corner|column|letter|report)|"
    r"(?:invited|keynote) (?:talk|speech|lecture)s?|keynotes?|panel(?: discussion)?|"
    r"(?:conference )?calendar|viewpoint|perspective|"
    r"(?:personal|private) communication|interview|e ?mail|tweet|model card|system card|"
    r"vorwort|geleitwort|nachwort|einleitung|einfuhrung|schlusswort|prefacio|prologo|epilogo|"
    r"introduccion|avant propos|postface|prefazione|introduzione|"
    r"предисловие|введение|от редакции|послесловие|заключение|"
    r"前言|序|序言|编者按|引言|结语|まえがき|はじめに|あとがき|머리말|"
    r"(?:overview|findings|proceedings|report|summary|results|introduction|call|message|welcome|"
    r"editors?|annual|yearly|monthly|weekly|state of) .*|"
    r"(?:(?:two|three|four|five) )?essays (?:in|on) .*|"
    # "World Development Report", "Economic Outlook"; not "Technical Report", nor "A case report".
    r".*\b(?:overview|newsletter|weekly|digest|outlook|yearbook|almanac|(?:euro)?barometer|"
    r"(?<!technical )(?<!tech )(?<!case )report)"
)
# The same where a body signs: "World Population Prospects", "Education at a Glance"; not "Applied
# Statistics" by Jane Roe.
_OF_BODIES = re.compile(
    r".+ (?:prospects|statistics|statements?|indicators|accounts|glance|census|survey|review|"
    r"index|projections|estimates|guidelines|standards?|trends|perspectives|update|bulletin)"
)

# What is published about a work and is another one, whoever signs it.
_NOTICES = (
    r"(?:(?:publisher|author)s? )?(?:errat(?:um|a)|corrigend(?:um|a)|correction|addendum|"
    r"retraction|withdrawal|expression of concern|editorial note)\b|"
    r"supp(?:lement(?:ary|al|s)?|orting)\b.*\b(?:materials?|information|appendi(?:x|ces)|to|for|"
    r"data|notes?|methods)\b|(?:online )?appendi(?:x|ces) (?:to|for|of)\b|"
    r"(?:(?:replication|source|raw|underlying|research) )?"
    r"(?:data ?(?:set)?|code|software|materials?|files)"
    r"(?: and (?:data|code))? (?:from|for|of)(?::|(?= [“\"'‘«]))|"
    r"(?:订正|勘误|更正|正誤表)"
)
# Titles of what else is written about a work. Not: "Review of Deep Learning Methods", a survey.
_REMARKS = (
    r"(?:a |authors? )?(?:reply|response|rejoinder|rebuttal|comments?|commentary|remarks?|"
    r"discussion|notes?|letter)\b(?: (?:to|on|of|about|from|regarding)\b|\s*:| \()|"
    r"(?:book |peer |referee |paper )?reviews?(?: of (?=[“\"'‘«])|\s*:)|"
    r"(?:book|peer|referee|paper) reviews?\b|supplement(?:ary)?\b|"
    r"reading[ -]group\b|journal club\b|lecture notes\b|summary of (?:[“\"'‘«]|the paper)"
)
# The same where it is said behind the title: "Rain – CORRIGENDUM", "Rain [Erratum]", "Rain: Online
# Appendix", "Rain (vol 12, pg 34, 2010)" of the Web of Science. Not: "[erratum appears in Rain
# 3:4]", "(Retracted)", which stand behind the work itself.
_BEHIND = r"(?:\s*[\[(]|[:.;]\s+|\s[-\u2013\u2014]{1,3}\s*|\u2014)(?:%s)\s*[\])]?\.?$"
_NOTICES_BEHIND = _BEHIND % (
    r"(?:(?:author|publisher)s? )?(?:errat(?:um|a)|corrigend(?:um|a)|correction|addendum|"
    r"retraction|expression of concern)|supporting information|"
    r"supplement(?:ary|al)?(?: (?:material|information|appendix|data|note|file|text|method)s?)?|"
    r"(?:(?:online|web|technical|internet|supplementary) )?appendi(?:x|ces)|"
    r"(?:retraction of )?vol\.? ?[0-9a-z]+,? (?:pg?|art)\.? ?[^()]{1,30}"
)
_REMARKS_BEHIND = _BEHIND % (
    r"(?:an? )?(?:comment(?:ary|s)?|reply|rejoinder|response|discussion|rebuttal|"
    r"(?:(?:book|peer) )?review)"
)
# What is sold with a book and has its ISBN, by its sort. Not: "International Student Edition", the
# book itself.
_COMPANIONS = (
    r"solutions? (?:manual|guide|book|to (?:\w+ )?(?:exercises|problems))",
    r"manual of solutions",
    r"answers? (?:key|book)",
    r"(?:instructor|teacher|lecturer)s?(?: s)? (?:\w*book|manual|guide|edition|resources?)",
    r"study guide|student s? ?guide",
    r"workbook|work book|exercise book",
    r"lab(?:oratory)? manual",
    r"test bank",
)


def companion(title: str) -> str:
    """Return which sort of what goes with a book a title is of; nothing for the book itself.

    "Student Solutions Manual for Calculus" and "Test Bank for Calculus" are of two.
    """
    words = fold_words(title)
    return next((sort for sort in _COMPANIONS if re.search(rf"\b(?:{sort})\b", words)), "")


def recurs(title: str, *, of_body: bool) -> bool:
    """Say whether a title comes again: "Editorial", and "World Prospects" where a body signs."""
    words = fold_words(title)
    if _RECURRING.fullmatch(words):
        return True
    return of_body and _OF_BODIES.fullmatch(words) is not None


def is_notice(title: str) -> bool:
    """Say whether a title is of a notice on a work, or of its supplement: "Erratum to: Lists"."""
    return _begins(_NOTICES, title) or _ends(_NOTICES_BEHIND, title)


def is_about(title: str) -> bool:
    """Say whether a title is of what is written about another work: "Comment on: Deep Lists"."""
    return is_notice(title) or _begins(_REMARKS, title)


def is_remark(title: str) -> bool:
    """Say whether a title is of what may be a remark on another work: "Rain and Wages: Comment"."""
    return is_about(title) or _ends(_REMARKS_BEHIND, title)


def _ends(pattern: str, title: str) -> bool:
    return re.search(pattern, title.strip()[-60:], re.IGNORECASE) is not None


def _begins(pattern: str, title: str) -> bool:
    plain = title.replace("’s", "s").replace("'s", "s").replace("s’", "s").replace("s'", "s")
    return re.match(pattern, plain.strip(), re.IGNORECASE) is not None
