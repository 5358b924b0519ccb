"""What was learned of a reader's taste: a weight for each feature; a value that can be stored."""

import json
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from readlist.model import NOTHING

VERSION = 2
"""Changes with the meaning of features: what was learned before is then learned anew."""
BASE, VOTES, LISTS = "#base", "#votes", "#lists"
AUTHOR, CATEGORY, FEED, LIST, TAG = "author:", "category:", "feed:", "list:", "tag:"
"""How features that are no words of title and abstract begin; words have no such signs."""


class Model(NamedTuple):
    """A linear model of the log-odds that a reader keeps a paper.

    ``documents`` and ``frequencies`` say in how many papers a word stood, ``tags`` are the
    reader's own with the number of their papers, ``weights`` belong to features, and ``counts``
    says of authors how often one was kept and dropped. ``scale`` and ``shift`` make of the sum of
    the terms the log-odds that came true for decisions that were not learned from.
    """

    decisions: int = 0
    documents: int = 0
    frequencies: Mapping[str, int] = NOTHING
    weights: Mapping[str, float] = NOTHING
    counts: Mapping[str, tuple[int, int]] = NOTHING
    tags: Mapping[str, int] = NOTHING
    scale: float = 1.0
    shift: float = 0.0

    def to_bytes(self) -> bytes:
        """Return the model as compressed JSON, the same bytes for the same model."""
        said = {name: value if isinstance(value, int | float) else dict(value)
                for name, value in self._asdict().items()}  # fmt: skip
        text = json.dumps({"version": VERSION, **said}, sort_keys=True, separators=(",", ":"))
        return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def from_bytes(body: bytes) -> Model | None:
    """Return a stored model, None where it is of another version or damaged."""
    try:
        said = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
        if said.pop("version") != VERSION:
            return None
        said["counts"] = {name: (kept, gone) for name, (kept, gone) in said["counts"].items()}
        return Model(**said)
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None


def prior(feature: str) -> float:
    """Return the weight of a feature before anything was decided; decisions move it from there.

    Without history one paper in four would be kept, one in three of those with a hundred votes,
    half of those on three lists. Votes weigh no more because not every reader goes by them.
    """
    if feature.startswith(TAG):
        return 1.0
    return {VOTES: 0.5, LISTS: 0.5, BASE: -1.0}.get(feature, 0.0)
