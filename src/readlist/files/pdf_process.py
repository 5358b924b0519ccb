"""What pypdf reads out of one PDF; a program of its own, run by ``pdfs`` for every file.

A PDF can ask for endless time and memory, so that it is read where both end without harm. It comes
on standard input. Standard output gets one JSON object a line, each as soon as it is known: first
``info`` (with ``xmp`` and ``total``), then a ``page`` for each of the first, with ``--all``
of every one. ``error`` is ``password``, ``cipher`` or ``damaged``.
"""

import json
import logging
import math
import sys
from collections.abc import Sequence
from typing import Any

PAGES = 3
PAGES_LIMIT = 5_000
"""Pages of a file that is read whole."""
TEXT_LIMIT = 20_000_000
"""Characters of a file that is read whole; a book of a thousand pages has 3,000,000."""
MEMORY_BYTES = 1_500_000_000
CPU_S = 60
CPU_WHOLE_S = 600
_VALUE_LIMIT = 2_000
_ENTRIES_LIMIT = 100
_XMP_LIMIT = 500_000
_PAGE_LIMIT = 50_000
_PIECES_LIMIT = 400


def main() -> None:
    """Read the PDF on standard input."""
    whole = "--all" in sys.argv[1:]
    _limit(CPU_WHOLE_S if whole else CPU_S)
    logging.disable(logging.CRITICAL)
    import pypdf

    try:
        reader = pypdf.PdfReader(sys.stdin.buffer)
        if error := _locked(reader):
            return _tell({"error": error})
        total = max(0, min(100_000, len(reader.pages)))
        first = {"info": _info(reader), "xmp": _xmp(reader), "total": total}
    except Exception:  # noqa: BLE001 - whatever a damaged file makes of a parser
        return _tell({"error": "damaged"})
    _tell(first)
    left = TEXT_LIMIT
    for number in range(min(PAGES_LIMIT if whole else PAGES, total)):
        page = _page(reader, number, pieces=not number and not whole)
        left -= len(page["text"])
        if left < 0:
            break
        _tell({"page": number, **page})
    return None


def _limit(cpu_s: int) -> None:
    """Set the most that this process may use, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("RLIMIT_AS", MEMORY_BYTES), ("RLIMIT_CPU", cpu_s)):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (OSError, ValueError, AttributeError):  # a lower limit is set already
            continue


def _tell(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _locked(reader: Any) -> str:
    """Return why an encrypted file stays closed; publishers encrypt with an empty password."""
    from pypdf.errors import DependencyError

    if not reader.is_encrypted:
        return ""
    try:
        return "" if reader.decrypt("") else "password"
    except (DependencyError, NotImplementedError):
        return "cipher"


def _info(reader: Any) -> dict[str, str]:
    try:
        said = dict((reader.metadata or {}).items())
    except Exception:  # noqa: BLE001 - as above, and the pages may still be whole
        return {}
    entries = list(said.items())[:_ENTRIES_LIMIT]
    return {str(name): str(value)[:_VALUE_LIMIT] for name, value in entries}


def _xmp(reader: Any) -> str:
    """Return the XMP packet as it stands; it is XML, which nobody needs to parse for a DOI."""
    try:
        packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    except Exception:  # noqa: BLE001 - most files have none
        return ""
    return bytes(packet[:_XMP_LIMIT]).decode("utf-8", "replace")


def _page(reader: Any, number: int, *, pieces: bool) -> dict[str, Any]:
    """Return a page's text, perhaps with its pieces: size of letters, height, text."""
    found: list[tuple[float, float, str]] = []

    def visit(
        text: str, user: Sequence[float], matrix: Sequence[float], _font: object, size: float
    ) -> None:
        if text.strip() and len(found) < _PIECES_LIMIT:
            height = _number(matrix[4] * user[1] + matrix[5] * user[3] + user[5])
            found.append((_size(user, matrix, size), height, text[:_VALUE_LIMIT]))

    try:
        page = reader.pages[number]
        text = page.extract_text(visitor_text=visit) if pieces else page.extract_text()
    except Exception:  # noqa: BLE001 - as above
        text = ""
    return {"text": text[:_PAGE_LIMIT], "pieces": found}


def _size(user: Sequence[float], matrix: Sequence[float], size: float) -> float:
    """Return the height of letters in points; 0 where the text does not run from left to right."""
    across = matrix[0] * user[0] + matrix[1] * user[2]
    upwards = matrix[0] * user[1] + matrix[1] * user[3]
    if abs(upwards) > abs(across):
        return 0.0
    return _number(abs(size) * math.hypot(across, upwards))


def _number(value: float) -> float:
    return round(float(value), 1) if math.isfinite(value) else 0.0


if __name__ == "__main__":
    main()
