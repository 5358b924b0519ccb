"""The terminal: its width, drawing with rich, and the pager."""

import os
import shutil
from typing import Any

from readlist.cli.app import App


def width(app: App) -> int:
    """Return the columns of the terminal; COLUMNS wins."""
    del app
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def draw(app: App, *parts: Any, page: bool = True) -> None:
    """Draw rich renderables; what is longer than the screen goes through the pager."""
    from rich.console import Console

    console = Console(
        file=app.stdout, width=width(app), highlight=False, markup=False, emoji=False,
        no_color=bool(app.environment.get("NO_COLOR")) or None, soft_wrap=False,
    )  # fmt: skip
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    show(app, "\n".join(line.rstrip() for line in captured.get().split("\n")), page=page)


def show(app: App, text: str, *, page: bool = True) -> None:
    """Print text; what is longer than the screen goes through the pager."""
    rows = shutil.get_terminal_size((80, 24)).lines
    if page and app.on_terminal and text.count("\n") >= rows and _page(app, text):
        return
    app.write(text)


def _page(app: App, text: str) -> bool:
    """Show text in the pager; say whether there was one."""
    import shlex
    import subprocess

    chosen = app.settings.get("pager") or app.environment.get("PAGER") or "less"
    command = shlex.split(chosen)
    if not command or command[0] == "cat" or not shutil.which(command[0]):
        return False
    environment = {**os.environ, "LESS": os.environ.get("LESS", "FRX")}
    app.stdout.flush()
    try:
        pager = subprocess.Popen(  # noqa: S603 - the person's own pager
            command, stdin=subprocess.PIPE, env=environment, encoding="utf-8", errors="replace"
        )
        pager.communicate(text)
    except (OSError, KeyboardInterrupt):
        return True
    return True
