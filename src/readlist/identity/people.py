"""Who signed two accounts of a work, and whether those may be the same people; pure.

A name that is missing, only guessed or in another script than the other one contradicts nothing.
"""

import re
from collections.abc import Sequence

from readlist.bib.details import PLACE
from readlist.identity.merge import Account, family_fold, first_family
from readlist.model import MORE_AUTHORS, Author, Rank
from readlist.text import fold, fold_words

# Given names that begin otherwise than the name that they are short for.
_SHORT_FOR = {
    "bill": "william", "will": "william", "bob": "robert", "rob": "robert", "dick": "richard",
    "rick": "richard", "ted": "edward", "ned": "edward", "liz": "elizabeth", "beth": "elizabeth",
    "betty": "elizabeth", "tony": "anthony", "tom": "thomas", "jim": "james", "jack": "john",
    "peggy": "margaret", "meg": "margaret", "harry": "henry", "hank": "henry", "jerry": "gerald",
    "mike": "michael", "misha": "mikhail", "sasha": "alexander", "sandy": "alexander",
    "alex": "alexander", "kate": "katherine", "bella": "isabella", "becky": "rebecca",
    "chuck": "charles", "gus": "augustus", "larry": "lawrence", "nell": "eleanor", "peter": "petr",
    "polly": "mary", "molly": "mary", "sally": "sarah", "vladimir": "volodymyr",
}  # fmt: skip
# Who signs for people that other accounts name: "ATLAS Collaboration"; not "Google".
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|teams?|groups?|networks?|initiative|investigators)\b",
    re.IGNORECASE,
)
_WHOLE_NAME = 2
"""Letters from which on a given name is no initial."""
_MANY_SPELLINGS = 6
"""Letters of a family name from which on it may be written by several rules."""


def families_agree(one: str, other: str) -> bool | None:
    """Say whether two folded family names are one person's; None where one is not known.

    "Oord" and "van den Oord", "García" and "García Márquez", "Schölkopf" and "Schoelkopf",
    "Lyapunov" and "Liapunov"; a name in another script is not known.
    """
    if not one or not other or one.isascii() != other.isascii():
        return None
    short, long = sorted((one, other), key=len)
    if short == long or _plain_umlauts(short) == _plain_umlauts(long):
        return True
    if len(short) >= _MANY_SPELLINGS and _transcribed(short) == _transcribed(long):
        return True
    return len(short) > 3 and (long.startswith(short) or long.endswith(short))


def _plain_umlauts(family: str) -> str:
    """Return a folded name with ``oe`` for what is ``o`` where an umlaut lost its dots."""
    return re.sub(r"(?<=[aou])e|(?<=a)a", "", family)


# What one letter of another alphabet is written by: Đorđević and Djordjevic, Lyapunov and Liapunov,
# Dostoevsky and Dostoyevskii, Markov and Markoff, Wapnik and Vapnik, Khinchin and Hinchin.
_TRANSCRIPTIONS = (
    ("dj", "d"), ("kh", "h"), ("ph", "f"), ("tch", "ch"), ("tsch", "ch"), ("tz", "ts"),
    ("w", "v"), ("ff", "v"), ("x", "ks"), ("j", "i"), ("y", "i"), ("ie", "e"), ("ii", "i"),
)  # fmt: skip


def _transcribed(family: str) -> str:
    """Return a folded name in one of the spellings that a name from another alphabet has."""
    for written, plain in _TRANSCRIPTIONS:
        family = family.replace(written, plain)
    return family


def first_authors_differ(one: Account, other: Account) -> bool:
    """Say whether the first authors are two people: Roe and Poe, Wei Zhang and Min Zhang.

    Not "Jun-Yan, Zhu" and "Zhu, Jun-Yan", nor "Aad, G." and the collaboration that he is of.
    """
    agree = families_agree(first_family(one), first_family(other))
    if agree is None:
        return False
    mine, theirs = one.facts["authors"][0], other.facts["authors"][0]
    if agree:
        return _given_differ(mine.given, theirs.given) and not _share_others(one, other)
    if _GROUP.search(mine.name) or _GROUP.search(theirs.name):
        return False
    if _is_turned(mine, theirs) or _is_turned(theirs, mine):
        return False
    if _are_in_other_order(one, other) or _is_body_of_many(one, other):
        return False
    return sorted(fold_words(mine.name).split()) != sorted(fold_words(theirs.name).split())


def _is_turned(one: Author, other: Author) -> bool:
    """Say whether one has the other's names turned round, and one of them whole.

    "Fei-Fei, L." and "Li, Fei-Fei", "Yudkowsky E" of one word order and "Yudkowsky, Eliezer".
    """
    mine, theirs = (fold(one.family), fold(one.given)), (fold(other.given), fold(other.family))
    if not all((*mine, *theirs)):
        return False
    are_alike = [long.startswith(short) for short, long in zip(mine, theirs, strict=True)]
    return all(are_alike) and any(a == b for a, b in zip(mine, theirs, strict=True))


def _are_in_other_order(one: Account, other: Account) -> bool:
    """Say whether the same people sign, all of whom are named, in another order."""
    if one.extra.get(MORE_AUTHORS) or other.extra.get(MORE_AUTHORS):
        return False
    mine, theirs = families(one), families(other)
    return len(mine) > 1 and sorted(mine) == sorted(theirs)


_MANY = 6
"""People from which on a firm may sign for them: "OpenAI" for the 281 of a technical report."""
# "OpenAI", "AI@Meta", "European Society of Cardiology"; not "Smith", nor "SMITH".
_FIRM = re.compile(r"[@0-9 ]|^(?=[^a-z]*[a-z]).*[A-Z]{2}$")


def _is_body_of_many(one: Account, other: Account) -> bool:
    """Say whether a body signs one account, and in the same year many people the other.

    It signs alone, or before the first of them: "OpenAI and Achiam, J.".
    """
    if not one.facts.get("year") or one.facts["year"] != other.facts.get("year"):
        return False
    if not other.facts["authors"][0].family:
        one, other = other, one
    body, team = one.facts["authors"], other.facts["authors"]
    if body[0].family or not team[0].family:
        return False
    if len(body) > 1:
        return families_agree(family_fold(body[1]), family_fold(team[0])) is True
    is_large = bool(other.extra.get(MORE_AUTHORS)) or len(team) >= _MANY
    return is_large and _FIRM.search(body[0].name) is not None


def _share_others(one: Account, other: Account) -> bool:
    """Say whether two accounts have another author in common, or may have: Allen beside Gates."""
    if one.extra.get(MORE_AUTHORS) or other.extra.get(MORE_AUTHORS):
        return True
    ones, others = (
        {family_fold(author) for author in account.facts["authors"][1:50]}
        for account in (one, other)
    )
    return not ones.isdisjoint(others)


def _given_differ(one: str, other: str) -> bool:
    """Say whether given names are of two people: Wei and Min, Jane and John, Yi and Yu.

    "J. Robert" and "Robert", "Yu." and "Yurii", "JY" and "Jun-Yan", "Tom" and "Thomas" are of one.
    """
    mine, theirs = _given_names(one), _given_names(other)
    if not mine or not theirs:
        return False
    return not any(_is_one_name(a, b) for a in mine for b in theirs)


def _given_names(given: str) -> list[str]:
    """Return given names and initials, folded; ``JY`` is two; none if they are not Latin."""
    found: list[str] = []
    for word in re.split(r"[\s.-]+", given):
        letters = fold(word)
        if not letters.isascii():
            return []
        is_run = word.isupper() and len(word) <= 3
        found.extend(letters if is_run else [letters] if letters else [])
    return found


def _is_one_name(one: str, other: str) -> bool:
    """Say whether two given names, or a name and an initial, may be one person's."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    if len(short) < _WHOLE_NAME:
        return False
    if short[:2] == long[:2]:  # Wei and Wen are two, but so are slips: Jon and John, Sergei
        return True
    return _SHORT_FOR.get(short, short) == _SHORT_FOR.get(long, long) or sorted(short) == sorted(
        long
    )


def authors_differ(one: Account, other: Account) -> bool:
    """Say whether both name their authors and nobody is among both."""
    return _nobody_is_both(families(one), families(other))


def people_differ(one: Account, other: Account, role: str) -> bool:
    """Say whether both name their ``editor`` or ``translator`` and nobody is among both."""
    return _nobody_is_both(_families_of(one, role), _families_of(other, role))


def author_is_not_editor(one: Account, other: Account) -> bool:
    """Say whether one names authors alone and the other editors alone, and nobody is among both."""
    if one.facts.get("authors"):
        one, other = other, one
    if one.facts.get("authors") or _families_of(other, "editor"):
        return False
    return _nobody_is_both(_families_of(one, "editor"), families(other))


def _nobody_is_both(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if not mine or not theirs:
        return False
    return all(families_agree(a, b) is False for a in mine for b in theirs)


def _families_of(account: Account, role: str) -> list[str]:
    """Return the folded family names of the people of a role."""
    fields = account.extra.get(PLACE)
    said = fields.get(role) if isinstance(fields, dict) else None
    if not isinstance(said, str):
        return []
    from readlist.bib.bibtex_names import authors  # 1 ms, for books that have such people

    return [family_fold(author) for author in authors(said)[0]]


def families(account: Account) -> list[str]:
    """Return the folded family names; of a name that was never split, each of its words."""
    authors: tuple[Author, ...] = account.facts.get("authors", ())
    if not authors or account.ranks["authors"][1] <= Rank.GUESS:
        return []
    found: list[str] = []
    for author in authors[:20]:
        found += [family_fold(author)] if author.family else map(fold, author.name.split())
    return [name for name in found if name]


def is_body(account: Account) -> bool:
    """Say whether a body of people signs, or nobody: ``OECD``, ``United Nations``; not Jane Roe."""
    authors: tuple[Author, ...] = account.facts.get("authors", ())
    return not any(author.family for author in authors)


def nobody_on_page(one: Account, other: Account, page: str) -> bool:
    """Say whether none of the authors of a work stands on the first page of a file.

    Names in another script than the page's say nothing. Where the page is not at hand, those that
    were read from it are all that there are.
    """
    if not page:
        return bool(families(one))
    authors: tuple[Author, ...] = other.facts.get("authors", ())
    names = [fold(author.family or author.name) for author in authors[:50]]
    words = set(fold_words(page).split())
    known = [name for name in names if len(name) > 1 and name.isascii()]
    if not known or len(words) < 20:
        return False
    together = fold(page)
    return not any(name in words or (len(name) > 4 and name in together) for name in known)
