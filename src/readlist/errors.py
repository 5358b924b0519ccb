"""Errors that a person can act on: each class has its exit code, each message is a sentence.

A defect of the program is never wrapped in one of these; it keeps its traceback.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process answers to its caller."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    NOT_FOUND = 3
    NETWORK = 4
    LIBRARY = 5
    INTERRUPTED = 130


def gravest(*, interrupted: object, failed: object, problems: object) -> ExitCode:
    """Return what the process answers, of several things that may have happened, by the worst."""
    if interrupted:
        return ExitCode.INTERRUPTED
    if failed:
        return ExitCode.NETWORK
    return ExitCode.PROBLEMS if problems else ExitCode.OK


class ReadlistError(Exception):
    """A failure that is explained to the person: what, where, and what to do next."""

    exit_code = ExitCode.PROBLEMS
    code = "problem"
    """The word for this kind of failure in the JSON of an error; it never changes."""


class UsageError(ReadlistError):
    """The command line asks for something that makes no sense."""

    code = "usage"

    exit_code = ExitCode.USAGE


class ConfigError(ReadlistError):
    """A setting is unknown or has a value that it cannot have."""

    code = "config"

    exit_code = ExitCode.USAGE


class QueryError(UsageError):
    """A query cannot be understood; the column is where it stopped making sense."""

    code = "query"

    def __init__(self, message: str, query: str = "", column: int = 0) -> None:
        super().__init__(message)
        self.query = query
        self.column = column


class NotFoundError(ReadlistError):
    """No paper, list or journal entry answers to the name."""

    code = "not-found"

    exit_code = ExitCode.NOT_FOUND


class AmbiguousError(NotFoundError):
    """Several papers answer to the name."""

    code = "ambiguous"


class FileError(ReadlistError):
    """A file that the person named cannot be read or written."""

    code = "file"

    exit_code = ExitCode.USAGE


class FormatError(ReadlistError):
    """A file is not in any format that the program reads, or not in the one that was named."""

    code = "format"

    exit_code = ExitCode.USAGE


class NetworkError(ReadlistError):
    """A service did not answer as it should."""

    code = "network"

    exit_code = ExitCode.NETWORK


class ThrottledError(NetworkError):
    """A service asked for patience, more than this run has."""

    code = "throttled"


class SilentError(NetworkError):
    """A service is out of reach or out of order, whatever it is asked."""

    code = "unreachable"


class GoneError(NetworkError):
    """What was asked for is gone for good, as its host says (HTTP 410)."""

    code = "gone"


class OfflineError(NetworkError):
    """A request is needed, and the person said that there is no network."""

    code = "offline"


class LibraryError(ReadlistError):
    """The library is locked, damaged, read-only, full, or newer than this program."""

    code = "library"

    exit_code = ExitCode.LIBRARY
