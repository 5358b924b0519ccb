"""The papers that mean nearly what a text, or some papers, mean; nothing where no vectors are."""

from collections.abc import Collection, Sequence

from readlist.library.meaning import model
from readlist.store.connection import Library
from readlist.store.vectors import open_vectors, vectors_path


def like_text(
    library: Library, text: str, most: int, among: Collection[int] | None = None
) -> dict[int, float]:
    """Return the papers nearest to a text with their cosines, the nearest first.

    The model is loaded for it, which takes half a second.
    """
    path = vectors_path(library.path)
    if not (text.strip() and path.exists() and model.is_here()):
        return {}
    with open_vectors(path, model.NAME) as vectors:
        if not vectors or not vectors.count():
            return {}
        return dict(vectors.nearest(model.load()(text), most, among))


def like_papers(
    library: Library, papers: Sequence[int], most: int, among: Collection[int] | None = None
) -> dict[int, float]:
    """Return the papers nearest to some together with their cosines, the nearest first."""
    path = vectors_path(library.path)
    if not (papers and path.exists() and model.is_here()):
        return {}
    with open_vectors(path, model.NAME) as vectors:
        together = vectors.mean(papers) if vectors else []
        return dict(vectors.nearest(together, most, among)) if vectors and together else {}
