"""Whether two names may be one person's; pure."""

from readlist.bib.names import display
from readlist.model import Author
from readlist.text import fold_words


def person(author: Author) -> str:
    """Return the name by which the ranking knows an author: folded, given name first."""
    given_first = f"{author.given} {author.family}" if author.family else display(author)
    plain = given_first.replace(".", " ").lower().split()
    name = " ".join(plain)
    # Four names in five have nothing to fold, which takes ten times as long.
    return name if name.isascii() and "".join(plain).isalpha() else fold_words(name)


def same_person(wanted: Author, author: Author) -> bool:
    """Say whether an author may be the one who is wanted.

    Families agree; of given names the first counts, and an initial agrees with a name. A family
    name alone means everybody of that name; a group is known by its whole name.
    """
    if not wanted.family:
        alone = fold_words(display(wanted))
        return bool(alone) and alone in (fold_words(author.family), person(author))
    if fold_words(wanted.family) != fold_words(author.family):
        return False
    ours, theirs = _first(wanted.given), _first(author.given)
    if min(len(ours), len(theirs)) <= 1:
        return ours[:1] == theirs[:1] and bool(ours)
    return ours == theirs or _joined(wanted.given) == _joined(author.given)


def _first(given: str) -> str:
    return fold_words(given.replace(".", " ")).partition(" ")[0]


def _joined(given: str) -> str:
    return fold_words(given).replace(" ", "")
