"""Small PDFs for tests, written by hand: text at sizes and angles, metadata, whatever is wrong."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Text(NamedTuple):
    """A line of text; ``turned`` runs up the page, as arXiv's stamp does."""

    text: str
    size: float = 10.0
    x: float = 72.0
    y: float = 700.0
    turned: bool = False


def lines(text: str, top: float = 700.0) -> list[Text]:
    """Return a text as lines down the page."""
    return [Text(line, y=top - 12 * at) for at, line in enumerate(text.split("\n"))]


def pdf(
    *pages: Sequence[Text], info: Mapping[str, str] | None = None, xmp: str = "", root: str = ""
) -> bytes:
    """Return a PDF of these pages."""
    numbers = [10 + 2 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {'/Metadata 5 0 R' if xmp else ''} {root} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: b"<< " + b" ".join(_entry(*one) for one in (info or {}).items()) + b" >>",
        5: _stream(xmp.encode(), "/Type /Metadata /Subtype /XML"),
    }
    for number, page in zip(numbers, pages, strict=True):
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[number + 1] = _stream(b"\n".join(_shown(text) for text in page))
    return _file(objects)


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<< {more} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _string(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("latin-1", "replace") + b")"


def _entry(name: str, value: str) -> bytes:
    return f"/{name} ".encode() + _string(value)


def _shown(text: Text) -> bytes:
    matrix = f"0 1 -1 0 {text.x} {text.y}" if text.turned else f"1 0 0 1 {text.x} {text.y}"
    return f"BT /F1 {text.size} Tf {matrix} Tm ".encode() + _string(text.text) + b" Tj ET"


def _file(objects: Mapping[int, bytes]) -> bytes:
    body = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start, size = len(body), max(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        body += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    body += f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n".encode()
    return bytes(body + b"%%EOF\n")
