"""What speaks for a segment being people, a venue, a date, a house, a label, words of a title.

One table of rules, each with an example that it meets and a counter-example that it must not meet
(a test holds them to both); a weight is what the rule adds. Then ``roles_of`` says what each
segment of an entry is beside its neighbours. Which is the title, ``reading`` decides.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from readlist.formats.lists.links import is_label, role_of
from readlist.formats.lists.segments import Segment
from readlist.formats.lists.words import ET_AL, HOUSE_WORDS, KNOWN_VENUES, VENUE_WORDS, YEAR, one_of

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?{_MONTH}(?:\s\d{{1,2}}(?:st|nd|rd|th)?)?,?\s{YEAR}|"
    rf"{YEAR}(?:[./-]\d\d?){{0,2}}[a-z]?|{YEAR},\s{_MONTH}(?:\s\d{{1,2}})?|{_MONTH}\s\d{{1,2}}|"
    rf"(?:spring|summer|fall|autumn|winter)\s{YEAR}|{_MONTH}|['’]\d\d|{YEAR}年(?:\d\d?月)?"
)


class Rule(NamedTuple):
    """One reason to take a stretch for something."""

    role: str
    weight: float
    pattern: re.Pattern[str]
    example: str
    counter: str
    folded: bool = False
    """Whether the pattern is in small letters and is looked for in a text in small letters."""

    def meets(self, text: str, small: str) -> bool:
        """Say whether a text meets the rule; ``small`` is the text in small letters."""
        return self.pattern.search(small if self.folded else text) is not None


def _rule(role: str, weight: float, pattern: str, example: str, counter: str) -> Rule:
    # Comparing small letters is quicker than letting the pattern fold each of them.
    folded = pattern.startswith("(?i)")
    return Rule(role, weight, re.compile(pattern.removeprefix("(?i)")), example, counter, folded)


# ``CACM 1978``, ``IEEE Access 2023``, ``LREC20``, ``ACL17 workshop``
_VENUES = rf"(?i)\b{one_of(VENUE_WORDS)}"
_HOUSES = rf"(?i)\b{one_of(HOUSE_WORDS)}\b"
_VENUE_YEAR = (
    r"^(?!.*\s[Ll]ab)"  # ``AI21 Labs`` is a house
    rf"(?:[A-Z][\w&@.+/ -]{{1,28}}[\s'’,]\s?|[A-Z]{{2,9}}[-'’]?)(?:{YEAR}|['’]?\d\d)"
    r"(?:\s\(?[A-Za-z]\w{2,10}\)?)?$"
)
_YEAR_VENUE = (
    rf"^{YEAR}[\s-]?[A-Z][A-Za-z&]{{2,12}}$|^[A-Z]{{2,8}}['’]?\d\d$|"
    rf"^(?=\w*[A-Z]{{2}})[A-Z\d][A-Za-z\d&]{{1,9}}?{YEAR}$"  # ``3DV2021``, but not ``Sept2021``
)
_SIGNED_YEAR = rf"^[\u3040-\u30ff\u3400-\u9fff]{{2,12}}\s?{YEAR}$"
_VOLUME = (
    r"(?i)^(?:(?:vol|no|pp|pages?|volume|issue|article)\.?\s*)?[a-z]{0,2}\d{1,6}"
    r"(?:\s?\([\d&\s/-]{1,9}\)|\.\d+)?(?:\s?:?\s?\d*\s?[-–]+\s?\d+)?(?::\d+(?:[-–]\d+)?)?\.?$"
)
_EDITION = r"(?i)^(?:\d(?:st|nd|rd|th)|first|second|third|revised|new)\s(?:edition|ed)\b|^eds?\.?$"
_UNDATED = r"(?i)^(?:n\.d|forthcoming|in press|to appear|submitted|accepted|under review)\.?$"
_SMALL_WORDS = (
    r"(?i)\b(?:a|an|the|of|for|in|on|with|via|to|from|towards?|using|by|as|at|is|are|through|"
    r"without|under|over|based)\b"
)
_PREPRINT = r"(?i)^(?:in\s)?(?:arxiv|corr|biorxiv|medrxiv|ssrn|openreview|preprint)\b"
_SENTENCE = r"(?i)\b(?:is|are|we|this|that|how|why|towards?|using|via)\b|\?$"
_CAPITAL = r"[^\W\d_a-z\u3040-\u9fff\uac00-\ud7af]"  # 逐段 is in two letters that are not small
# With a stop, or one letter: ``A. D.``, ``J``, but not ``DNA``.
_INITIALS = rf"^(?=.*\.|.$)(?:{_CAPITAL}\.?[\s-]?){{1,4}}(?:\s?(?:&|and))?$"
_INITIAL = rf"(?:^|[\s.]){_CAPITAL}\.(?=[\s-]|[A-Z]\.|$)"
_MEDICAL = r"^[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z][\w'’-]+)?\s[A-Z]{1,3}$"

RULES = (
    _rule("people", 4, f"(?i){ET_AL.pattern}", "Doe et al.", "Metal fatigue"),
    _rule("people", 3, _INITIALS, "A. D.", "DNA"),
    _rule("people", 2, _INITIAL, "Ann B. Lee", "Counting sheep"),
    _rule("people", 2, _MEDICAL, "Li B", "Vision AI models"),
    _rule("people", -6, r"\d|[:?!/=+@]|\bvs?\b", "GPT-4", "Ann Lee"),
    _rule("venue", 3, KNOWN_VENUES.pattern, "ICML 2020", "iclrs"),
    _rule("venue", 3, _PREPRINT, "arXiv 2020", "on arXiv papers"),
    _rule("venue", 2.5, _VENUES, "Journal of Cows", "Counting sheep"),
    _rule("venue", 2, r"[报刊]$|学报|会议|期刊|大学$", "软件学报", "软件测试"),
    _rule("venue", 2.5, _SIGNED_YEAR, "自然言語処理 2021", "日本語"),
    _rule("venue", 3, _VENUE_YEAR, "CACM 1978", "Counting the sheep of the year 2020"),
    _rule("venue", 2.5, _YEAR_VENUE, "2015 ICCV", "2015 in words"),
    _rule("venue", 1, r"^(?:[A-Z][a-z]{0,5})?[A-Z&+-]{1,9}[A-Z]$", "CACM", "AdamW"),
    _rule("venue", 1.5, r"^(?:[Ii]n|(?:Presented|Published|Accepted) (?:at|in|by|to))[\s:]",
          "In Cows", "Indeed cows"),
    _rule("venue", -4, r"^(?:\S+\s+){11}", "a b c d e f g h i j k l", "a b c"),
    _rule("venue", -2, _SENTENCE, "how we count", "Cows"),
    _rule("detail", 2.5, _VOLUME, "7(1)", "7 cows"),
    _rule("detail", 2, _EDITION, "2nd edition", "2nd thoughts"),
    _rule("year", 4, rf"(?i)^(?:{_DATE})\.?$", "12 March 2020", "2020 cows"),
    _rule("year", 3, _UNDATED, "n.d.", "under"),
    _rule("house", 2.5, _HOUSES, "Farm University", "Farming"),
    _rule("title", 0.8, _SMALL_WORDS, "Counting of sheep", "Ann Lee"),
    _rule("title", 0.8, r"\w[:：]\s?\w", "Sheep: a survey", "Ann Lee"),
    _rule("title", 0.6, r"[?]$", "Who counts?", "Ann Lee"),
    _rule("remark", 1, r"^[a-z]+\s+[a-z]+\s", "which counts sheep", "Counting sheep"),
)  # fmt: skip

# Words that stand in titles and hardly in names.
_TOPIC = re.compile(
    r"(?i)(?:\w{3,}(?:tion|tions|sion|ment|ments|ity|ness|ance|ence|ics|ism|ized|ised|ative|able|ible|"
    r"ical|ology|graphy|works?|tems?|dels?|thms?|ways)|\w{3,}[cdghklnrtuvz]ing|learn\w*|deep|neural|data|graphs?|"
    r"large|language|vision|image|images|video|text|search|survey|review|theory|analysis|methods?|"
    r"machine|robot\w*|algorithms?|problems?|agents?|code|time|series|speech|human|social|"
    r"distributed|systems?|fast|efficient|self|multi\w*|cross\w*|semi\w*|un\w{5,}|structure\w*|"
    r"database|security|quantum|knowledge|memory|power|world|rights|data|policy|law)"
)
# Given names that end as participles do: ``Shaoting``, ``Yuming``.
_GIVEN = re.compile(
    r"(?:Shao|Xiao|Yu|Wen|Hai|Jia|Ya|Xin|Hui|Li|Zi|Mei|Ruo|Si|Yi|Xue|Jun|Zhi|Da|Guo|Jian|Hong|Zheng)"
    r"[tmlnpqxjyd]ing"
)
_JOINED = re.compile(r"(?:^|\s)(?:and|&|und|et|y)(?:\s|$)|[,，、;]\s?")
# Names in Chinese and Japanese, and the words in which their titles end instead.
_SIGNS = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3040-\u30ff\u3400-\u9fff]{2,8}")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂盧蔣賈葉閻鐘薑範譚鄒陸邱龔"
)
_SUBJECT = re.compile(r"学习|理论|方法|算法|系统|模型|网络|研究|分析|技术|综述")
_BESIDE_NAMES = re.compile(r"\([^()]{0,80}\)|(?<=\w)[*†‡]+")
_PARTICLES = frozenset(
    "van von der den de del della di da dos du la le ten ter zu zur af bin ibn al el & jr".split()  # noqa: SIM905
)


_LONGEST_FACT = 150
_OF_TITLES = tuple(rule for rule in RULES if rule.role == "title")
_OF_FACTS = tuple(
    (rule.pattern.search, rule.folded, rule.role, rule.weight)
    for rule in RULES
    if rule.role != "title"
)


@lru_cache(maxsize=8192)
def weights(text: str) -> dict[str, float]:
    """Return for each role but that of a title what speaks for it, by the words alone."""
    if len(text) > _LONGEST_FACT:
        return {"remark": float(text[:1].islower())}
    found: dict[str, float] = {}
    small = text.lower()
    for search, folded, role, weight in _OF_FACTS:
        if search(small if folded else text):
            found[role] = found.get(role, 0) + weight
    found["people"] = found.get("people", 0) + _named(text)
    bare = text.strip(" []()【】:.*")
    if role_of(bare):
        found["label"] = 4
    elif is_label(bare):
        found["label"] = 2
    if "year" in found:
        found["label"] = found["venue"] = 0
    return found


@lru_cache(maxsize=8192)
def title_weight(text: str) -> float:
    """Return what speaks for words being a title, by the words alone."""
    small = text[:400].lower()
    return sum(rule.weight for rule in _OF_TITLES if rule.meets(text[:400], small))


def _named(text: str) -> float:
    """Return how much words look like names: of one, or the mean of several."""
    text = ET_AL.sub("", _BESIDE_NAMES.sub("", text)).strip(" .,;&")
    parts = [part.strip(" .,;&") for part in _JOINED.split(text)]
    scores = [is_name(part) for part in parts if part]
    return max(-4.0, sum(scores) / len(scores)) if scores else 0.0


def is_name(text: str) -> float:
    """Return how much words look like one name: capitals, two to four words, none of a topic."""
    if _SIGNS.fullmatch(text):
        if _SUBJECT.search(text):
            return -2.0
        # ``周志华``, but not ``精读``: a family of one sign and one or two given
        return 1.5 if 1 < len(text) < 4 and text[0] in _SURNAMES else -0.5
    words = text.split()
    if len(words) > 5:
        return -4.0
    score = {1: -0.3, 2: 1.6, 3: 1.4, 4: 0.8}.get(len(words), -0.5)
    if len(words) > 1 and words[0].lower() in ("the", "a", "an", "on", "our", "no"):
        return -4.0
    for word in words:
        bare = word.strip(".,'’-")
        if word.lower() in _PARTICLES or not bare:
            continue
        if not bare[0].isalpha() or bare[0].islower():
            return -4.0
        if is_topic(bare):
            score -= 1 if bare.endswith("ling") else 2  # Kaelbling, Schilling
        elif bare.isupper() and len(bare) > 2 and "." not in bare:
            score -= 1
    return score


@lru_cache(maxsize=8192)
def is_topic(word: str) -> bool:
    """Say whether a word stands in titles and hardly in names: ``Counting``, ``models``."""
    return _TOPIC.fullmatch(word) is not None and not _GIVEN.fullmatch(word)


def reasons(text: str) -> list[str]:
    """Return in words which rules a stretch meets, for the one who asks why."""
    small = text[:400].lower()
    met = [rule for rule in RULES if rule.meets(text[:400], small)]
    said = [f"{rule.role} {rule.weight:+g} (as in {rule.example!r})" for rule in met]
    return [*said, f"people {_named(text):+.1f} (how names look)"]


_FACTS = ("people", "venue", "year", "house", "detail", "label")
_DATED = re.compile(rf"^(?:\S+\s){{1,9}}{YEAR}$")
_SURE = 2
_SMALL = frozenset("van von der den de del di da la le bin al el and".split())  # noqa: SIM905


class Weighed(NamedTuple):
    """What a segment would best be, and how sure that is; nothing where nothing speaks for it."""

    best: str
    weight: float


_NOTHING = Weighed("", 0.0)
_EDGE = Segment("", 0, 0, "", "", "", "", -1)
"""What stands before the first segment and behind the last."""


def roles_of(segments: list[Segment], *, titled: bool = True) -> list[Weighed]:
    """Return what each segment is by itself, and then beside its neighbours.

    ``titled`` says that one of them is a title: the first, unless something speaks against it.
    """
    facts = [_fact(segment) for segment in segments]
    for first, last in _families(segments, facts, titled=titled):
        facts[first:last] = [Weighed("people", 1.5)] * (last - first)
    for n in range(len(facts)):
        facts[n] = _beside(segments, facts, n)
    return facts


def _beside(segments: list[Segment], facts: list[Weighed], n: int) -> Weighed:
    """Return what a segment is beside its neighbours, of which those before it are settled."""
    here, fact = segments[n], facts[n]
    after, behind = (segments[n + 1], facts[n + 1]) if n + 1 < len(facts) else (_EDGE, _NOTHING)
    if n == 0 and fact.best == "people" and fact.weight < 2:
        # ``Self-Adaptive Agents - a framework`` is nobody, ``Lee - "Counting Sheep"`` is somebody.
        quotes = after.inside == "“" and here.after == "dash"
        if here.after in ("dash", "quote") and not quotes:
            return _NOTHING
    in_row = fact.weight < 1.5 and _is_beside_people(segments, facts, n)
    if in_row or _signs(here, after, behind):
        return Weighed("people", 1.0)
    if n == 0:
        return fact
    if behind.best == "year" and after.before == "comma" and _could_be_place(here, fact):
        # ``Title, Humanoids, 2011``, but ``Title (Meta, 2024)``
        return Weighed("house" if here.before == "open" else "venue", 1.5)
    if behind.best == "detail" and here.dress == "italic":
        return Weighed("venue", 2.0)  # ``*Applied Sciences*, 6(2)``
    ended = fact.weight < 1.5 and _ends_people(segments[n - 1], here)
    return Weighed("venue", 1.5) if ended else fact  # ``*Ann Lee et al. nature.*``


def _could_be_place(here: Segment, fact: Weighed) -> bool:
    """Say whether words before a year can be where a paper was published or made."""
    if here.link or fact.best in ("venue", "year", "people", "label"):
        return False
    parted = here.before in ("comma", "stop", "quote", "dress", "open")
    return parted and len(here.text.split()) < 7


def _signs(here: Segment, after: Segment, behind: Weighed) -> bool:
    """Say whether one family name stands behind a dash, and a year: ``Title - Gulwani (2011)``."""
    if here.before != "dash" or here.link or not _ONE_FAMILY.fullmatch(here.text):
        return False
    dated = behind.best == "year" and after.inside in ("(", "（") and " " not in after.text
    return dated and " " not in here.text and not is_topic(here.text)


_FAMILY = r"(?:(?:[Vv]an|[Vv]on|[Dd]e[lr]?|[Ll]a|[Dd]i|[Ll]e)\s){0,2}[^\W\d_a-z][\w'’-]*[^\W\d_A-Z]"
_TWO_JOINED = re.compile(r"\w\s(?:and|&|et|und|y|e)\s")
_ONE_FAMILY = re.compile(_FAMILY)
_TWO_FAMILIES = re.compile(rf"(?:{_FAMILY}\s)?(?:and|&|et|und|y|e)\s{_FAMILY}")
_ROW = ("comma", "semi")
"""What parts the names of a row."""


def _families(
    segments: list[Segment], facts: list[Weighed], *, titled: bool
) -> Iterator[tuple[int, int]]:
    """Yield where nothing but two or more family names stand in a row."""
    first = 0
    while first < len(segments):
        last = first
        while last < len(segments) and (last == first or segments[last].before in _ROW):
            if not _is_family(segments[last], facts[last]):
                break
            last += 1
        names = sum(2 if _TWO_JOINED.search(one.text) else 1 for one in segments[first:last])
        if names > 1 and _are_people(segments, facts, first, last, titled=titled):
            yield first, last
        first = max(last, first + 1)


def _are_people(
    segments: list[Segment], facts: list[Weighed], first: int, last: int, *, titled: bool
) -> bool:
    """Say whether a row of families is people, and no title: ``T (Kingma and Welling, 2013)``.

    ``Pride and Prejudice`` at the beginning is none, nor ``Sensing, Planning, and Control``.
    """
    after, behind = (segments[last], facts[last]) if last < len(segments) else (_EDGE, _NOTHING)
    if first == 0 and titled:  # ``Hardt, Price, Srebro: [T](…)``
        return after.link is not None and after.link.is_paper and after.link.titled
    if segments[first].before == "comma" and segments[first - 1].at == segments[first].at:
        # ``Counting, A and B, POPL 1977``, but not ``Shift: Infer, Align and Iterate``
        return after.before == "comma" and behind.best in ("venue", "year")
    return True


def _is_family(segment: Segment, fact: Weighed) -> bool:
    """Say whether a segment is one family name or two with "and" between, none of a topic."""
    text = segment.text
    if segment.link or segment.dress in ("bold", "code") or segment.inside == "“":
        return False
    if not (_ONE_FAMILY.fullmatch(text) or _TWO_FAMILIES.fullmatch(text)):
        return False
    said = weights(text)
    if fact.best in ("year", "label") or said.get("venue", 0) > 0 or said.get("house"):
        return False
    return not any(is_topic(word) and not word.endswith("lling") for word in text.split())


def _ends_people(before: Segment, here: Segment) -> bool:
    """Say whether a few words stand directly behind "et al."."""
    if here.inside == "“" or here.at != before.at or here.text.count(" ") > 4:
        return False
    return ET_AL.search(before.text[-12:]) is not None


def _is_beside_people(segments: list[Segment], facts: list[Weighed], n: int) -> bool:
    """Say whether one to three capital words stand before a name: ``Lee, A., & Ray, B.``."""
    here = segments[n]
    if here.link or here.dress == "bold" or facts[n].best in ("year", "label", "venue"):
        return False
    words = here.text.strip("& .").split()
    if not 1 <= len(words) <= 3 or not all(w[0].isupper() or w in _SMALL for w in words):
        return False
    if n + 1 == len(facts) or segments[n + 1].before not in _ROW or facts[n + 1].best != "people":
        return False
    if n == 0 and facts[1].weight >= 2.5 and len(words) > 1:
        return True  # ``Leslie Kaelbling, Michael L. Littman, …``
    if n > 0 and here.before in _ROW and facts[n - 1].best == "people":
        return True
    initial = segments[n + 1].text.strip("& .").split(".")[0]
    return len(initial) == 1 and len(words) < 3


def is_labelled(segment: Segment) -> bool:
    """Say whether a link names what it leads to: ``[pdf]``, ``[[7 Jun 2021]]``."""
    said = weights(segment.text.strip("[]()（）【】 "))
    if said.get("label") or not (segment.link and segment.link.titled):
        return True
    own = segment.text[:1] in "[(【（" and segment.text[-1:] in "])】）"
    return (own or segment.inside not in ("", "“")) and len(segment.text.split()) < 6


def _fact(segment: Segment) -> Weighed:
    """Return what a segment is where it is not of the title, and how sure that is."""
    if segment.dress == "badge":
        return Weighed("label", 0.5)
    if segment.dress == "link" and is_labelled(segment):
        return Weighed("label", 0.8)
    titled = segment.dress == "link" and segment.link is not None and segment.link.is_paper
    if titled or segment.inside == "“":
        return _NOTHING  # a link to a paper and quoted words are titles, or nothing
    text = segment.text
    if text[-1:] in ":：" and text[-2:-1].isdigit():
        text = text[:-1]  # ``ACL2019: [T](…)``
    said = _placed(segment, weights(text))
    best = max(_FACTS, key=lambda role: said.get(role, 0))
    weight = said.get(best, 0)
    return Weighed(best, min(weight, 3.0)) if weight > 0.4 else _NOTHING


def _placed(segment: Segment, by_words: dict[str, float]) -> dict[str, float]:
    """Return what speaks for each role, by the place and the dress of the words as well."""
    said = by_words.copy()
    people, venue, house = (said.get(role, 0.0) for role in ("people", "venue", "house"))
    if house > _SURE > venue:
        venue = 0.0  # ``[[arXiv](…)] OpenAI``
    if segment.inside in ("(", "（", "["):
        dated = _DATED.search(segment.text)
        if dated or venue > 0:
            venue += 2.0 if dated else 0.5
        house += 0.7 if segment.dress == "italic" else 0.3
    elif segment.dress != "code" and segment.before != "by":
        people -= 1.5 if house > 2 else 0.0  # ``Google Brain`` is nobody
        house -= 1.5
    if segment.before == "by" and people > 1:
        people += 1.5
    elif said.get("label"):
        said["label"] = 0.5
    match segment.dress:
        case "code":  # ``Title `Google` `2018```
            people, house = 0.0, house + 1
        case "italic":  # ``Title. *Ann Lee*. *Nature*``
            people, venue = people + 0.5, venue + 1
        case "bold":  # as titles are, and hardly anybody's name
            people, venue, house = 0.4 * people, venue if venue >= 2.5 else 0.0, 0.0
    said["people"], said["venue"], said["house"] = people, venue, house
    return said
