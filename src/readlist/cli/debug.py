"""``--debug``: what is asked, decided and how long it takes, on standard error; never a secret."""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from readlist.log import ROOT, debug, timed, without_secrets
from readlist.text import HIDDEN, visible

_NAMES = ("KEY", "TOKEN", "PASSWORD", "SECRET")
"""Parts of the names of variables whose values are secrets, whoever's they are."""
_SHORTEST = 6
"""Letters from which on such a value is one: ``1`` says whether something is on."""


class _Lines(logging.Formatter):
    """One line for each record, without secrets and without control characters."""

    def __init__(self, secrets: list[str]) -> None:
        super().__init__()
        self.secrets = secrets
        self.start = time.time()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said = without_secrets(super().format(record))
        for secret in self.secrets:
            said = said.replace(secret, HIDDEN)
        since_ms = (record.created - self.start) * 1000
        return visible(f"{since_ms:6.0f} ms  {record.name.removeprefix(f'{ROOT}.')}: {said}")


@contextmanager
def debugging(stream: TextIO, environment: Mapping[str, str], version: str) -> Iterator[None]:
    """Tell on a stream what the program does, until the end of the block."""
    secrets = [
        value for name, value in environment.items()
        if any(part in name.upper() for part in _NAMES) and len(value) >= _SHORTEST
    ]  # fmt: skip
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines(sorted(secrets, key=len, reverse=True)))
    logger = logging.getLogger(ROOT)
    former = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        debug("cli", "readlist %s", version)
        with timed("cli", "the whole command"):
            yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(former[0])
        logger.propagate = former[1]
