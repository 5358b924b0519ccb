"""What a paper is about, as arXiv files it."""

from collections.abc import Mapping

from readlist.model import Paper


def categories(paper: Paper) -> tuple[str, ...]:
    """Return arXiv's categories of a paper, the primary one first."""
    said = paper.extra.get("arxiv")
    listed = said.get("categories") if isinstance(said, Mapping) else None
    found = [paper.extra.get("primary_class"), *_texts(listed)]
    found += _texts(paper.extra.get("categories"))
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str) and name))


def _texts(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
