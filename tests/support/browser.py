"""A real browser without a network, which looks at pages of a folder and says what it saw."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

from support.program import HANG_S

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
# The page stands in a frame of a width; the page around it looks at it, and types into it.
_FRAME = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="page" src="{address}" width="{width}" height="900" style="border:0" {more}></iframe>
<pre id="said"></pre>
<script>
addEventListener("load", async () => {{
  const frame = document.getElementById("page"), page = frame.contentDocument;
  const win = frame.contentWindow, root = page.documentElement;
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const type = async (name, text) => {{
    const field = page.querySelector(`[name="${{name}}"]`);
    field.value = text;
    field.dispatchEvent(new win.Event("input", {{bubbles: true}}));
    await wait(400);
  }};
  const seen = () => [...page.querySelectorAll("li.paper")]
    .filter(one => one.getClientRects().length).map(one => one.querySelector(".title").textContent);
  let said;
  try {{ said = await (async () => {{ {look} }})(); }}
  catch (error) {{ said = String(error.stack); }}
  document.getElementById("said").textContent = JSON.stringify({{
    said, ran: Boolean(window.ran), scroll: root.scrollWidth, client: root.clientWidth,
    asked: win.performance.getEntriesByType("resource").map(one => one.name),
    wide: [...page.querySelectorAll("body *")].filter(one =>
      one.getBoundingClientRect().right > {width} + 0.5).map(one => one.outerHTML.slice(0, 80)),
  }});
}});
</script>"""


def look_at(
    folder: Path, name: str, look: str, *options: str, width: int = 800, scripts: bool = True,
    base: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Return what a script finds in a page at a width, and what the page asked for.

    The script has ``page``, ``win``, ``type(name, text)`` and ``seen()``, the titles that show.
    Without ``scripts`` the page may run none, as in a mail. ``base`` is where the folder is served;
    a file is looked at otherwise.
    """
    more = "" if scripts else 'sandbox="allow-same-origin"'
    text = _FRAME.format(address=name, width=width, look=look, more=more)
    (folder / "frame.html").write_text(text, encoding="utf-8")
    shown = browse(folder, "--virtual-time-budget=20000", *options, "--dump-dom",
                   f"{base or folder.as_uri()}/frame.html")  # fmt: skip
    found = re.search(r'<pre id="said">(.*?)</pre>', shown, re.DOTALL)
    assert found, shown[-500:]
    said: dict[str, Any] = json.loads(unescape(found[1]))
    return said


def browse(folder: Path, *options: str) -> str:
    """Run the browser without a network and return what it prints."""
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--hide-scrollbars", "--allow-file-access-from-files", "--no-first-run",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--user-data-dir={folder / 'profile'}", *options,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANG_S, check=True)
    return done.stdout
