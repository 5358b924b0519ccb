"""systemd: the service and the timer of a job in a person's own units, told by ``systemctl``.

A unit of ours begins with a line that says so; a file without it is never touched.
"""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from readlist.errors import ConfigError, FileError
from readlist.files.write import write_atomic
from readlist.schedulers import Job
from readlist.text import clean, visible

MARK = "# Written by 'readlist pull --install'; 'readlist pull --remove' takes it away.\n"
# "/usr/bin/readlist" needs no quotes, "my papers" does.
_PLAIN = re.compile(r"[\w@:,./+=-]+", re.ASCII)
_WAIT_S = 30


def units(job: Job) -> dict[str, str]:
    """Return the texts of a job's units by their file names (systemd.service(5), .timer(5))."""
    *before, last = map(_line, job.commands)
    service = "".join([
        "[Unit]\nDescription=Pull new papers into the reading list\n",
        "StartLimitIntervalSec=6h\nStartLimitBurst=4\n\n[Service]\nType=oneshot\n",
        *(f"Environment={_word(f'{name}={value}')}\n" for name, value in job.environment.items()),
        f"EnvironmentFile=-{job.secrets.replace('%', '%%')}\n" if job.secrets else "",
        # With a minus its failure is forgiven: the digest of the other feeds is sent.
        *(f"ExecStart=-{line}\n" for line in before),
        f"ExecStart={last}\n",
        # A machine that wakes has no network for a while.
        "Restart=on-failure\nRestartSec=10min\nTimeoutStartSec=2h\nNice=10\n",
    ])  # fmt: skip
    timer = "".join([
        "[Unit]\nDescription=Pull new papers into the reading list\n\n[Timer]\n",
        *(f"OnCalendar=*-*-* {time}:00\n" for time in job.times),
        "Persistent=true\n\n[Install]\nWantedBy=timers.target\n",
    ])  # fmt: skip
    return {f"{job.name}.service": MARK + service, f"{job.name}.timer": MARK + timer}


def _line(words: tuple[str, ...]) -> str:
    """Return a command; a program whose path is not plain is started by ``env``.

    systemd takes no quotation mark in the path of a program, and dollars in arguments alone.
    """
    program, *rest = words if _PLAIN.fullmatch(words[0]) else ("/usr/bin/env", *words)
    return " ".join([program, *(_word(word.replace("$", "$$")) for word in rest)])


def _word(text: str) -> str:
    """Return a word as systemd.syntax(7) quotes it, with its percent signs doubled."""
    if _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def folder(environment: Mapping[str, str]) -> Path:
    """Return where a person's own units stand (systemd.unit(5))."""
    base = environment.get("XDG_CONFIG_HOME", "")
    root = Path(base) if Path(base).is_absolute() else Path.home() / ".config"
    return root / "systemd" / "user"


def is_there(environment: Mapping[str, str]) -> bool:
    """Say whether systemd runs the units of this person."""
    if _program(environment) is None:
        return False
    try:
        _run(environment, "show-environment")
    except ConfigError:
        return False
    return True


def written(environment: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the units of a job that are there, by file name. Raises ``FileError``."""
    return {
        path.name: text
        for path in _paths(environment, name)
        if (text := _text(path)) is not None and text.startswith(MARK)
    }


def install(environment: Mapping[str, str], job: Job) -> None:
    """Write the units of a job and start its timer. Raises ``FileError``, ``ConfigError``."""
    place = folder(environment)
    for path in _paths(environment, job.name):
        text = _text(path)
        if text is not None and not text.startswith(MARK):
            raise FileError(
                f"{visible(str(path))} was not written by readlist and is left as it is. "
                "Move it away, then install again."
            )
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{visible(str(place))} cannot be made: {error.strerror}.") from error
    for file, text in units(job).items():
        write_atomic(str(place / file), [text])
    _run(environment, "daemon-reload")
    _run(environment, "enable", f"{job.name}.timer")
    _run(environment, "restart", f"{job.name}.timer")


def remove(environment: Mapping[str, str], name: str) -> None:
    """Stop the timer of a job and take its units away. Raises ``FileError``, ``ConfigError``."""
    found = written(environment, name)
    alive = is_there(environment)
    if alive and f"{name}.timer" in found:
        _run(environment, "disable", "--now", f"{name}.timer")
    for file in found:
        path = folder(environment) / file
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(f"{visible(str(path))} cannot be removed: {error.strerror}.") from error
    if alive:
        _run(environment, "daemon-reload")


def _paths(environment: Mapping[str, str], name: str) -> list[Path]:
    return [folder(environment) / f"{name}.{kind}" for kind in ("service", "timer")]


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(f"{visible(str(path))} cannot be read: {error.strerror}.") from error


def _program(environment: Mapping[str, str]) -> str | None:
    from shutil import which

    return which("systemctl", path=environment.get("PATH"))


def _run(environment: Mapping[str, str], *words: str) -> None:
    program = _program(environment) or "systemctl"
    try:
        done = subprocess.run(  # noqa: S603 - the system's own program
            [program, "--user", *words], capture_output=True, check=False, timeout=_WAIT_S,
            env={**environment, "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError(f"{visible(program)} does not run: {visible(str(error))}.") from error
    if done.returncode:
        said = clean(done.stderr.decode("utf-8", "replace"), 300).rstrip(".")
        asked = " ".join(("systemctl --user", *words))
        raise ConfigError(f"'{asked}' failed: {said or 'it does not say why'}.")
