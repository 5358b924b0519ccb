"""The parser of the query language, in one pass by recursive descent; pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from readlist.errors import QueryError
from readlist.query.fields import (
    DATES,
    FIELDS,
    SORTS,
    WHOLE,
    Piece,
    bracketed_value,
    check,
    comparison,
    failure,
    has_like,
    has_word,
    means_days,
    meant,
    needs_value,
    short,
    unknown_field,
    wordless,
)
from readlist.query.nodes import And, Field, Node, Or, Query, SortKey, Words, joined, negated
from readlist.text import caseless

MAX_TERMS = 1_000
MAX_DEPTH = 50
MAX_LENGTH = 100_000
_ALONE = "needs something to find on both sides; in small letters it is a word"


def parse_query(
    text: str, today: str = "", saved: Mapping[str, str] | None = None, *, stored: bool = False
) -> Query:
    """Return what the text asks for, or raise ``QueryError`` whatever it is; see ``parse``."""
    if len(text) > MAX_LENGTH:
        raise failure(f"A query has at most {MAX_LENGTH:,} characters", MAX_LENGTH, text)
    if not text.isascii():  # a keyboard may write "é" as two characters; the library never does
        text = re.sub(_CURLY, r'"\1"', unicodedata.normalize("NFC", text))
    try:
        return _Parser(text, today, saved, stored=stored).query()
    except QueryError as error:
        error.query = text
        raise


def sort_keys(text: str, at: int = 0) -> tuple[SortKey, ...]:
    """Return the keys of ``year-,title``: a minus before or after a name turns the order."""
    keys: list[SortKey] = []
    for word in text.split(","):
        name = word.strip().lower()
        descending = name.endswith("-") or name.startswith("-")
        name = name.removesuffix("-").removeprefix("-").removesuffix("+")
        if not name:
            raise failure("Papers cannot be sorted by nothing; write a name, as `sort:year-`", at)
        if name not in SORTS:
            named, *order = re.split(r"[\s:_-]+", name)
            found = meant(named if order else name, SORTS)
            down = "-" if order in (["desc"], ["descending"], ["reverse"]) else ""
            hint = f"did you mean `{found}{down}`?" if found else f"it can be {', '.join(SORTS)}"
            raise failure(f"Papers cannot be sorted by `{short(word.strip())}`; {hint}", at)
        keys.append(SortKey(name, descending))
        at += len(word) + 1
    return _first_of_each(keys)


def _first_of_each(keys: list[SortKey]) -> tuple[SortKey, ...]:
    first: dict[str, SortKey] = {}
    for key in keys:
        first.setdefault(key.field, key)
    return tuple(first.values())


# What neither SQLite nor its index takes: NUL ends a text, half a surrogate pair cannot be stored.
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE = re.compile(r"\s*")
_OPERATOR = re.compile(r'(OR|AND|NOT)(?=[\s()"]|$)')
_PHRASE = re.compile(r'"((?:\\"|[^"])*)"')
_NAME = re.compile(r"([A-Za-z]+):(?!//)")
SAVED_NAME = r"\w[\w.+-]*"
"""What a saved search may be called."""
_SAVED = re.compile(f"@({SAVED_NAME})")
# Plain text: compiled where they are used, most queries use none of them.
# What may go on a date of several words.
_FOLLOWING = r'(?:\s+[^\s()",:*]+){1,6}'
# "due.before:friday" and "first_author:le", where the name is one that other programs have.
_OTHER_NAME = r"([A-Za-z]+(?:[_.-][A-Za-z]+)+):(?!//)\S"
# "tag!=nlp", "year>=2020", and "year > 2020"; a word before it is no field in most texts.
_COMPARED = r"[A-Za-z]+(?:\s+[=!<>~]{1,2}\s+|[=!<>~]{1,2})[^\s=!<>~]\S*"
_COMPARE = frozenset("=!<>~")
_LONGEST_COMPARISON = 200
# "“Attention”" and "«Attention»", as an office or a phone writes them, where a word may begin.
_CURLY = r'(?<![^\s(:,-])[“„«]([^“”„«»"]*)[”“»](?![^\s),*])'
# "!survey" and "!tag:nlp" of other programs; not "!" and "!!!".
_EXCLUDED = r"!+([\w(\"][^\s()]*)"
# "att*tion" and "wom?n"; not "C*-algebras" nor "A*B".
_WILD_INSIDE = r"\w{2,}[*?]\w+"
_ARXIV = (
    r"(?a)(?:(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/)?"
    r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"
)
_DOI = r"(?a)(?:(?:https?://)?(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+"


class _Parser:
    """One pass over the text, by recursive descent; ``at`` is where it stands."""

    def __init__(
        self,
        text: str,
        today: str,
        saved: Mapping[str, str] | None,
        within: tuple[str, ...] = (),
        *,
        stored: bool,
    ) -> None:
        self.text = _UNUSABLE.sub(" ", text)
        self.today = today
        self.saved = saved
        self.within = within
        self.stored = stored
        self.usual: list[SortKey] = []
        self.at = 0
        self.terms = 0
        self.sort: list[SortKey] = []
        self.wordless: Piece | None = None

    def query(self) -> Query:
        where = self.either(0)
        if self.at < len(self.text):
            raise failure("This `)` closes nothing; take it away, or add `(` before", self.at)
        if where is None and self.wordless:
            raise wordless(self.wordless.text, self.wordless.at)
        return Query(where, _first_of_each(self.sort or self.usual))

    def either(self, depth: int) -> Node | None:
        parts = [self.every(depth)]
        while (at := self.operator("OR")) >= 0:
            parts.append(self.every(depth))
            if None in parts:
                raise failure(f"`OR` {_ALONE}", at)
        return joined(Or, [part for part in parts if part is not None])

    def every(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while not self.ended():
            if (at := self.operator("AND")) >= 0 and (not parts or self.ended()):
                raise failure(f"`AND` {_ALONE}", at)
            self.count(1)
            node = self.signed(depth)
            if node is not None:
                parts.append(node)
        return joined(And, parts)

    def count(self, terms: int) -> None:
        self.terms += terms
        if self.terms > MAX_TERMS:
            raise failure(f"A query has at most {MAX_TERMS:,} terms", self.at)

    def ended(self) -> bool:
        """Step over blanks and return whether this conjunction ends here."""
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        found = _OPERATOR.match(self.text, self.at)
        return self.text[self.at : self.at + 1] in ("", ")") or bool(found and found[1] == "OR")

    def operator(self, word: str) -> int:
        """Step over an operator and return where it stood, or -1."""
        found = _OPERATOR.match(self.text, self.at)
        if found is None or found[1] != word:
            return -1
        self.at = found.end()
        return found.start()

    def signed(self, depth: int) -> Node | None:
        """Read one term with the signs before it; two of them cancel."""
        negative, sorts, start = False, len(self.sort), self.at
        while self.sign():
            negative = not negative
        node = self.term(depth)
        if negative and len(self.sort) > sorts:
            raise failure("`sort:` cannot be negated; `sort:year-` turns the order", start)
        return negated(node) if negative and node is not None else node

    def sign(self) -> bool:
        at = self.operator("NOT")
        if at >= 0 and self.ended():
            raise failure("`NOT` needs something to leave out after it", at)
        if at < 0 and self.text[self.at] == "!" and not self.stored:
            self.refuse_exclamation()
        if at < 0 and self.text[self.at] == "-":
            at = self.at
            self.at += 1
            if self.blank(self.at):
                raise failure("`-` must stand right before what it leaves out, as `-survey`", at)
        return at >= 0

    def term(self, depth: int) -> Node | None:
        if found := _OPERATOR.match(self.text, self.at):
            raise failure(f"`{found[1]}` {_ALONE}", self.at)
        if self.text[self.at] == "(":
            return self.group(depth + 1)
        if self.text[self.at] == '"':
            return self.phrase()
        found = _NAME.match(self.text, self.at)
        name = found[1].lower() if found else ""
        if found and name == "sort":
            self.sorting(found.end())
            return None
        if found and name in FIELDS:
            return self.field(name, found.end())
        if found and not self.blank(found.end()):
            typed = self.text[self.at : _end_of_word(self.text, self.at)]
            raise unknown_field(found[1], typed, self.at)
        asked = _SAVED.match(self.text, self.at)
        if asked and self.saved is not None:
            return self.saved_search(asked[1], asked.end())
        return self.word()

    def saved_search(self, name: str, end: int) -> Node | None:
        """Read what a saved search stands for; its order counts where none is asked for."""
        start, self.at = self.at, end
        known = self.saved or {}
        folded = caseless(name)
        if folded not in known:
            near = meant(folded, tuple(known))
            hint = f"did you mean `@{near}`?" if near else f"""'"@{short(name)}"' searches for it"""
            raise failure(f"There is no saved search `@{short(name)}`; {hint}", start)
        path = (*self.within, folded)
        if len(path) > MAX_DEPTH:
            raise failure(f"A saved search asks others at most {MAX_DEPTH} deep", start)
        if folded in self.within:
            way = " → ".join(f"@{step}" for step in path[path.index(folded) :])
            raise failure(f"The saved search `@{short(name)}` asks for itself: {short(way)}", start)
        inner = _Parser(known[folded], self.today, self.saved, path, stored=self.stored)
        inner.terms = self.terms
        try:
            found = inner.query()
        except QueryError as error:
            said = str(error).removesuffix(f" (column {error.column})")
            if "saved search" not in said:
                said = f"In the saved search `@{short(name)}`: {said}"
            raise failure(said, start) from error
        self.terms = inner.terms
        self.usual += found.sort
        return found.where

    def blank(self, at: int) -> bool:
        """Return whether a colon before this is one of prose, as in ``BERT: Pre-training``."""
        following = self.text[at : at + 1]
        return following in ("", ")") or following.isspace()

    def group(self, depth: int) -> Node:
        start = self.at
        if depth > MAX_DEPTH:
            raise failure(f"Parentheses nest at most {MAX_DEPTH} deep", start)
        self.at += 1
        node = self.either(depth)
        if self.text[self.at : self.at + 1] != ")":
            raise failure("This `(` is never closed; add `)`, or take it away", start)
        self.at += 1
        if node is None:
            raise failure("Nothing to find stands between these parentheses", start)
        return node

    def quoted(self) -> str:
        found = _PHRASE.match(self.text, self.at)
        if found is None:
            raise failure(
                "This quotation mark is never closed; add another, or take it away", self.at
            )
        self.at = found.end()
        # A backslash at the end would be taken for a part of the closing mark.
        return " ".join(found[1].split()).rstrip("\\ ")

    def phrase(self) -> Node | None:
        start = self.at
        text = self.quoted()
        end = _end_of_stars(self.text, self.at)
        prefix, self.at = end > self.at, end
        return self.words(text, start, prefix=prefix, phrase=True)

    def word(self) -> Node | None:
        start = self.at
        self.at = _end_of_word(self.text, start)
        text = self.text[start : self.at]
        if not self.stored:
            self.refuse_of_others(text, start)
        if not set(text).isdisjoint("./"):
            for scheme, pattern in (("arxiv", _ARXIV), ("doi", _DOI)):
                if re.fullmatch(pattern, text):
                    return self.identifier(scheme, text, start)
        return self.words(text.rstrip("*"), start, prefix=text.endswith("*"))

    def refuse_of_others(self, text: str, start: int) -> None:
        """Refuse what asks so in other programs alone, and would be taken for a text."""
        self.refuse_comparison(text, start)
        if ":" in text and (other := re.match(_OTHER_NAME, text)) and has_like(other[1]):
            raise unknown_field(other[1], text, start)
        if text in ("|", "||"):
            raise failure(f"`{text}` is written `OR` here, as `bert OR gpt`", start)
        is_wild = not set(text).isdisjoint("*?") and "/" not in text
        if is_wild and re.search(_WILD_INSIDE, text):
            begun = short(re.split("[*?]", text)[0])
            raise failure(f"A star stands at the end of a word: did you mean `{begun}*`?", start)

    def refuse_exclamation(self) -> None:
        """Refuse ``!tag:nlp``, which would be taken for a text; ``!`` alone is a sign of one."""
        excluded = re.match(_EXCLUDED, self.text[self.at : self.at + _LONGEST_COMPARISON])
        if excluded:
            meant = f"did you mean `NOT {short(excluded[1])}`?"
            raise failure(f"`!` is written `NOT` here: {meant}", self.at)

    def refuse_comparison(self, text: str, start: int) -> None:
        """Refuse ``tag!=nlp`` and ``year > 2020``, where the sign follows the name: ``:`` does."""
        following = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        if _COMPARE.isdisjoint(text) and self.text[following : following + 1] not in _COMPARE:
            return
        found = re.match(_COMPARED, self.text[start : start + _LONGEST_COMPARISON])
        if found and (fixed := comparison(found[0])):
            raise failure(f"A field needs a colon: did you mean `{short(fixed)}`?", start)

    def identifier(self, scheme: str, text: str, start: int) -> Node:
        """Look a bare identifier up, and search for the papers that mention it."""
        operator, values = check(scheme, Piece(text.rstrip("\\"), quoted=False, at=start))
        known = Field(scheme, operator, values, (start, self.at))
        prefix = text.endswith("*")
        phrase = self.words(text.rstrip("*\\"), start, prefix=prefix, phrase=True)
        return Or((known, phrase)) if phrase else known

    def words(
        self, text: str, start: int, *, prefix: bool = False, phrase: bool = False
    ) -> Words | None:
        if not has_word(text):
            self.wordless = Piece(self.text[start : self.at], phrase, start)
            return None
        return Words(text, prefix, phrase, (start, self.at))

    def sorting(self, at: int) -> None:
        self.at = _end_of_word(self.text, at)
        if self.at == at:
            raise needs_value("sort", at)
        self.sort.extend(sort_keys(self.text[at : self.at], at))

    def field(self, name: str, at: int) -> Node:
        start, self.at = self.at, at
        checked = [check(name, piece, self.today) for piece in self.pieces(name)]
        self.count(len(checked) - 1)
        span = (start, self.at)
        alike = tuple(c.values[0] for c in checked if c.operator == ":")
        fields: list[Node] = [Field(name, ":", alike, span)] if alike else []
        fields += [Field(name, c.operator, c.values, span) for c in checked if c.operator != ":"]
        node = joined(Or, fields)
        assert node is not None  # noqa: S101 - pieces() gives at least one
        return node

    def pieces(self, name: str) -> Iterator[Piece]:
        """Read the values of a field, parted by commas."""
        commas = name not in WHOLE
        while True:
            start, quoted = self.at, self.text[self.at : self.at + 1] == '"'
            if quoted:
                text = self.quoted()
                if self.text[self.at : self.at + 1] == "*":
                    raise failure("`*` does not go with a quoted value", self.at)
            else:
                self.at = _end_of_word(self.text, start, commas=commas)
                text = self.text[start : self.at].rstrip("\\")
                if text and name in DATES:
                    text = self.days(name, text)
            if not text:
                inner = re.match(r"\(([^()]*)\)", self.text[start:])
                if inner:
                    raise bracketed_value(name, inner[1], start)
                following = self.text[start:].split()[:1]
                raise needs_value(name, start, *following)
            yield Piece(text, quoted, start)
            if not commas or self.text[self.at : self.at + 1] != ",":
                return
            self.at += 1

    def days(self, name: str, text: str) -> str:
        """Read on where a date has several words: ``added:last week``, ``finished:12 March 2024``.

        Only where the first alone is none, or a name: that of a month, or of a day of the week.
        """
        following = re.match(_FOLLOWING, self.text[self.at :])
        if not following or ".." in text:
            return text
        if means_days(name, text) and not text.isalpha():
            return text
        for word in reversed(list(re.finditer(r"\S+", following[0]))):
            longer = text + following[0][: word.end()]
            if means_days(name, longer):
                self.at += word.end()
                return longer
        return text


def _end_of_stars(text: str, at: int) -> int:
    while text[at : at + 1] == "*":
        at += 1
    return at


def _end_of_word(text: str, start: int, *, commas: bool = False) -> int:
    r"""Return where a word ends: at a blank, a parenthesis, or a quotation mark that is no ``\"``.

    After a slash parentheses belong to it if they are closed, as in ``10.1016/S014(20)301``.
    """
    opened: list[int] = []
    slash = False
    at = start
    for at in range(start, len(text) + 1):
        character = text[at : at + 1]
        if not character or character.isspace() or (commas and character == ","):
            break
        if character == '"' and (at == start or text[at - 1] != "\\"):
            break
        if (character == "(" and not slash) or (character == ")" and not opened):
            break
        slash = slash or character == "/"
        if character == "(":
            opened.append(at)
        elif character == ")":
            opened.pop()
    return opened[0] if opened else at
