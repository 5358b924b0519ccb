"""The digest in a real browser, as in a mail: it fits, it shows, and nothing in it runs."""

import json
import re
import zlib
from html import unescape

import pytest

from readlist.library.digest.digest import digest, window
from readlist.views.digest.html import page
from support.browser import BROWSER, browse
from support.digest_papers import DAY, bring, fill, record

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no chromium"),
]
# The page stands in a frame of a width, as a mail does; the page around it looks at it.
FRAME = """<!DOCTYPE html><body style="margin:0">
<iframe id="mail" src="digest.html" width="{width}" height="900" style="border:0"></iframe>
<pre id="said"></pre>
<script>
addEventListener("load", () => {{
  const mail = document.getElementById("mail").contentDocument;
  const root = mail.documentElement;
  const wide = [...mail.querySelectorAll("*")].filter(
    one => one.getBoundingClientRect().right > {width} + 0.5);
  document.getElementById("said").textContent = JSON.stringify({{
    scroll: root.scrollWidth, client: root.clientWidth, height: root.scrollHeight,
    wide: wide.map(one => one.outerHTML.slice(0, 80)), title: mail.title,
    scripts: mail.scripts.length, links: mail.links.length, ran: Boolean(window.ran),
    hidden: mail.querySelector("body > div").offsetHeight,
    column: mail.querySelector("table table").getBoundingClientRect().width,
  }});
}});
</script>"""
RUNS = (
    "</title></p></td></table><script>parent.ran = true</script>"
    '<img src=x onerror="parent.ran = true"><svg onload="parent.ran = true">'
    '<style>* { display: none }</style><iframe src="javascript:parent.ran = true"></iframe>'
)


@pytest.fixture
def folder(library, tmp_path):
    """A page with hostile titles, long words and long addresses, in a folder of its own."""
    fill(library)
    bring(library, ["lab"], [
        record("2611.00031", RUNS, abstract=RUNS + "verylongword" * 200),
        record("2611.00032", "字" * 200, abstract="https://example.org/" + "a" * 900),
    ], DAY)  # fmt: skip
    place = tmp_path / "page"
    place.mkdir()
    text = page(digest(library, window(library, "1d")))
    (place / "digest.html").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("width", [360, 800])
def test_the_page_fits_and_nothing_runs(folder, width):
    (folder / "frame.html").write_text(FRAME.format(width=width))
    shown = browse(folder, "--dump-dom", f"file://{folder}/frame.html")
    said = json.loads(unescape(re.search(r'<pre id="said">(.*?)</pre>', shown, re.DOTALL)[1]))
    assert said["scroll"] == said["client"] == width, said["wide"]
    assert said["wide"] == []
    assert (said["ran"], said["scripts"]) == (False, 0)
    assert said["title"] == "6 new papers, Sunday 22 November 2026"
    assert said["links"] == 7
    assert said["hidden"] == 0
    assert said["column"] <= 640
    assert said["height"] > 900


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_of_it_is_not_blank(folder, dark):
    """Ink on paper, and in the dark the other way round; seen at half its size."""
    picture = folder / "digest.png"
    scheme = ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []
    browse(
        folder, "--window-size=800,900", "--force-device-scale-factor=0.5",
        f"--screenshot={picture}", *scheme, f"file://{folder}/digest.html",
    )  # fmt: skip
    width, height, rows = pixels(picture.read_bytes())
    light = sum(value > 127 for row in rows for value in row) / (width * height)
    assert (width, height) == (400, 450)
    assert 0.01 < (light if dark else 1 - light) < 0.5


def pixels(data):
    """Return width, height and the first channel of a PNG (RFC 2083, 6: the filters)."""
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    size = {2: 3, 6: 4}[data[25]]
    at, body = 8, b""
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            body += data[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(body), width * size
    rows, above = [], bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        row = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above, size)
        rows.append(row[::size])
        above = row
    return width, height, rows


def unfiltered(kind, row, above, size):
    for x in range(len(row)):
        left = row[x - size] if x >= size else 0
        corner = above[x - size] if x >= size else 0
        guess = left + above[x] - corner
        paeth = min((left, above[x], corner), key=lambda value: abs(guess - value))
        row[x] = (row[x] + (0, left, above[x], (left + above[x]) // 2, paeth)[kind]) & 255
    return row
