"""What is asked, decided and how long it takes, for those who debug; without secrets.

``logging`` is not imported here: that costs 10 ms at each start. Where nobody has imported it,
nobody listens.
"""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from readlist.text import HIDDEN, masked

ROOT = "readlist"
# Plain text: compiled at first use, which only those who debug come to.
_HEADER = r"(?i)\b(authorization|x-api-key|api[-_]key|bearer|cookie)(\s*[:=]?\s+)\S.*"


def is_on(room: str) -> bool:
    """Say whether somebody listens to a room, such as ``web``."""
    logging = sys.modules.get("logging")
    return logging is not None and logging.getLogger(f"{ROOT}.{room}").isEnabledFor(logging.DEBUG)


def debug(room: str, message: str, *values: Any) -> None:
    """Tell those who listen to a room."""
    if is_on(room):
        logger = sys.modules["logging"].getLogger(f"{ROOT}.{room}")
        logger.debug("%s", without_secrets(message % values))


@contextmanager
def timed(room: str, message: str, *values: Any) -> Iterator[None]:
    """Tell those who listen how long something took."""
    if not is_on(room):
        yield
        return
    start = time.perf_counter()
    try:
        yield
    finally:
        debug(room, f"{message} (%.0f ms)", *values, (time.perf_counter() - start) * 1000)


def without_secrets(text: str) -> str:
    """Return a text without the secrets in its addresses and headers.

    ``https://ada:pw@example.org/a?token=x&n=1`` becomes ``https://***@example.org/a?token=***&n=1``.
    """
    return re.sub(_HEADER, rf"\1\2{HIDDEN}", masked(text))
