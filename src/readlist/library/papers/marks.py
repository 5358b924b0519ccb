"""What a reader does to papers; each mark is a pure change of a ``Paper``."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from readlist.errors import UsageError
from readlist.model import FINISHED, Note, Paper, Priority, Reading, Status
from readlist.store.connection import Library
from readlist.store.journal import Transaction, chunks
from readlist.store.papers import load, tag_names, tagged
from readlist.store.write import respell, save_papers
from readlist.text import BLOCK_LIMIT, caseless, clean, clean_block, plural, visible

Mark = Callable[[Paper], Paper]
TAG_LIMIT = 100
NAMED = 10
"""Papers that a change names; beyond that it counts them."""
EXPIRED = "expired"
"""How the progress of a paper begins that left the inbox undecided."""


class Changed(NamedTuple):
    """Papers that are different now, by number, and the first of them, which sentences name."""

    numbers: Sequence[int]
    first: Sequence[Paper]

    @property
    def summary(self) -> str:
        """The papers in short, for the history: one by its key, more by how many they are."""
        if len(self.numbers) == 1:
            return self.first[0].key
        return plural(len(self.numbers), "paper")


def changed_papers(library: Library, numbers: Sequence[int]) -> Changed:
    """Return papers as they stand in the library as those that are different now."""
    return Changed(numbers, list(load(library, numbers[:NAMED])))


def change_papers(tx: Transaction, ids: Iterable[int], mark: Mark) -> Changed:
    """Change papers and return those that are different now."""
    numbers: list[int] = []
    first: list[Paper] = []
    for part in chunks(list(ids)):
        pairs = [(paper, mark(paper)) for paper in load(tx.library, part)]
        pairs = [(before, after) for before, after in pairs if before != after]
        save_papers(tx, pairs)
        numbers += [after.id for _, after in pairs]
        first += [after for _, after in pairs[: NAMED - len(first)]]
    return Changed(numbers, first)


def status_mark(
    status: Status, now: str, *, progress: str | None = None, dated: bool = False
) -> Mark:
    """Set the status with its dates: starting has one, and reading or skimming ends with one.

    Whoever says how a paper stands does not want to be asked later: it is snoozed no more.
    ``dated`` says that the person named the day, which then takes the place of a former one.
    """

    def mark(paper: Paper) -> Paper:
        reading = paper.reading
        expired = reading.progress.startswith(EXPIRED)
        again = reading.status == status and not dated
        if again and progress is None and not expired:
            return replace(paper, reading=replace(reading, wait=""))
        started, finished, said = reading.started, "", ""
        match status:
            case Status.INBOX | Status.TO_READ:
                started = ""
            case Status.READING:
                if dated or not started:
                    started = now
                # "p. 7" of a paper that was put aside still holds; the inbox has none.
                if reading.status is not Status.INBOX and not expired:
                    said = reading.progress
            case _ if status in FINISHED:
                # Marked read once more it stays as read as it was; read after skimmed is news.
                finished = reading.finished if again else now
        if progress is not None:
            said = clean(progress, 100)
        marked = replace(
            reading, status=status, started=started, finished=finished, progress=said, wait=""
        )
        return replace(paper, reading=marked)

    return mark


def priority_mark(priority: Priority) -> Mark:
    """Set the priority; a paper without a status becomes one to read."""
    return lambda paper: replace(paper, reading=replace(_begun(paper), priority=int(priority)))


def rating_mark(rating: int | None) -> Mark:
    """Set the rating, 1 to 5, or take it away."""
    return lambda paper: replace(paper, reading=replace(_begun(paper), rating=rating))


def due_mark(day: str) -> Mark:
    """Say until which day a paper is to be read; an empty one takes that back."""
    return _day_mark("due", day)


def wait_mark(day: str) -> Mark:
    """Leave a paper out of lists, inbox and ``next`` until a day; an empty one wakes it."""
    return _day_mark("wait", day)


def _day_mark(name: str, day: str) -> Mark:
    def mark(paper: Paper) -> Paper:
        if getattr(paper.reading, name) == day:
            return paper
        said: dict[str, Any] = {name: day}
        return replace(paper, reading=replace(_begun(paper), **said))

    return mark


def due_of(text: str, today: str) -> str:
    """Return the day that ``friday``, ``2w`` or ``2026-12-24`` means, nothing for ``none``.

    Raises ``UsageError``.
    """
    from readlist.query.days import EXAMPLES, ahead, two_days  # 3 ms that other marks save

    if text.strip().lower() in {"none", "never", "-"}:
        return ""
    if found := ahead(text, today):
        return found
    if two := two_days(text):
        raise UsageError(f"{clean(text)!r} can be two days. Write {two}.")
    raise UsageError(f"{clean(text)!r} is not a day. Write {EXAMPLES}; 'none' takes the day away.")


def wait_of(text: str, today: str) -> str:
    """Return the day until which a paper is to be snoozed, nothing for ``none``.

    Raises ``UsageError``, also for a day that is over.
    """
    day = due_of(text, today)
    if day and day <= today:
        when = "is today" if day == today else f"({day}) is over"
        raise UsageError(
            f"{clean(text)!r} {when}: a paper is snoozed until tomorrow or later. 'readlist "
            "snooze PAPER --wake' brings one back now."
        )
    return day


def _begun(paper: Paper) -> Reading:
    """Return the reading of a paper; one of which nobody said anything is to be read."""
    if paper.reading.status is not None:
        return paper.reading
    return replace(paper.reading, status=Status.TO_READ)


def tag_mark(add: Iterable[str], remove: Iterable[str]) -> Mark:
    """Put tags on and take tags off; removing ``area`` leaves ``area/topic``."""
    added = [valid_tag(tag) for tag in add]
    # As it was typed, too: older libraries have tags such as "#nlp".
    removed = {caseless(name) for tag in remove for name in (valid_tag(tag), clean(tag))}

    def mark(paper: Paper) -> Paper:
        kept = [tag for tag in paper.tags if caseless(tag) not in removed]
        present = {caseless(tag) for tag in kept}
        new: dict[str, str] = {}
        for tag in added:
            if caseless(tag) not in present:
                new.setdefault(caseless(tag), tag)
        tags = tuple(sorted([*kept, *new.values()]))
        return paper if tags == paper.tags else replace(paper, tags=tags)

    return mark


def respell_tags(
    tx: Transaction, ids: Iterable[int], add: Iterable[str], off: Iterable[str]
) -> None:
    """Let ``-nlp +NLP`` write a tag another way, on all of its papers at once.

    Raises ``UsageError`` where others have it as well: a tag has one spelling.
    """
    gone = {caseless(valid_tag(tag)): tag for tag in off}
    for tag in map(valid_tag, add):
        former = gone.get(caseless(tag))
        if former is None:
            continue
        if others := tagged(tx.db, tag).difference(ids):
            raise UsageError(
                f"{plural(len(others), 'other paper')} would keep {visible(former)}, and a tag is "
                f"spelled in one way. 'readlist tag --where tag:{visible(former)} "
                f"-{visible(former)} +{visible(tag)}' writes it anew on all."
            )
        respell(tx, tag)


def tags_alike(tx: Transaction, add: Iterable[str]) -> list[str]:
    """Return sentences about new tags that another one may be meant by.

    ``machine_learning`` beside ``machine-learning``, ``transformer`` beside ``transformers``.
    """
    known = {caseless(name): name for name in tag_names(tx.db)}
    loosely = {_loose(name): name for name in known.values()}
    said = []
    for tag in dict.fromkeys(map(valid_tag, add)):
        other = loosely.get(_loose(tag))
        if other and caseless(tag) not in known:
            said.append(
                f"There is a tag {visible(other)}, too. 'readlist tag --where tag:{visible(tag)} "
                f"-{visible(tag)} +{visible(other)}' makes one of them."
            )
    return said


def _loose(tag: str) -> str:
    return re.sub("[-_]", "", caseless(tag)).removesuffix("s")


def valid_tag(text: str) -> str:
    """Return a tag as it is stored: ``#nlp`` and ``nlp/`` are nlp. Raises ``UsageError``."""
    from readlist.bib.keywords import as_tags, bare  # 2 ms that other marks save

    tag = "/".join(filter(None, bare(clean(text).strip().removeprefix("tag:")).split("/")))
    if len(tag) > TAG_LIMIT:
        raise UsageError(f"{tag[:20]}… cannot be a tag: one has at most {TAG_LIMIT} letters.")
    if not tag or any(c in tag for c in ' ",()'):
        near = "".join(f", but {word} can" for word in as_tags([tag]))
        raise UsageError(
            f"{clean(text)!r} cannot be a tag{near}: a tag is a word without blanks, commas, "
            "quotes or brackets; a slash nests, as in nlp/parsing."
        )
    return tag


def note_mark(body: str, now: str) -> Mark:
    """Add a note of the reader's own. Raises ``UsageError`` for one that is too long."""
    text = _note(body)
    return lambda paper: replace(paper, notes=(*paper.notes, Note(text, now, paper.reading.reader)))


def _note(body: str) -> str:
    if len(body) > BLOCK_LIMIT:
        raise UsageError(
            f"A note has at most {BLOCK_LIMIT:,} letters, this one {len(body):,}. Nothing was "
            "changed; part it, or keep it as a file of its own."
        )
    return clean_block(body)


def renote_mark(bodies: dict[int, str]) -> Mark:
    """Reword notes by their numbers; an empty text deletes the note. Raises ``UsageError``."""
    texts = {number: _note(body) for number, body in bodies.items()}

    def mark(paper: Paper) -> Paper:
        notes = [
            replace(note, body=texts[note.id]) if note.id in texts else note for note in paper.notes
        ]
        return replace(paper, notes=tuple(note for note in notes if note.body))

    return mark


def priority_of(text: str) -> Priority:
    """Return a priority from a word, its first letter or a number. Raises ``UsageError``."""
    word = text.strip().upper()
    for priority in Priority:
        if word and (word in (priority.name, str(int(priority))) or word == priority.name[0]):
            return priority
    raise UsageError(
        f"{clean(text)!r} is not a priority. The priorities are high, medium, low and none."
    )


def rating_of(text: str) -> int | None:
    """Return a rating from text. Raises ``UsageError``."""
    word = text.strip().lower()
    if word in {"none", "0", "-"}:
        return None
    if word in {"1", "2", "3", "4", "5"}:
        return int(word)
    raise UsageError(f"{clean(text)!r} is not a rating. A rating is 1 to 5, or 'none'.")


def status_of(text: str) -> Status:
    """Return a status from its name or an unambiguous beginning. Raises ``UsageError``."""
    word = text.strip().lower().replace("_", "-").replace(" ", "-")
    word = {"toread": "to-read", "todo": "to-read", "done": "read", "unread": "to-read"}.get(
        word, word
    )
    if word in list(Status):
        return Status(word)
    names = ", ".join(Status)
    raise UsageError(f"{clean(text)!r} is not a status. The statuses are {names}.")
