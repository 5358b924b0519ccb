"""cron: the lines of a job in a person's crontab, which is read and written with ``crontab``.

A line of ours ends in a comment that names its job; by it the lines are found again.
"""

import re
import shlex
import subprocess
from collections.abc import Mapping

from readlist.errors import ConfigError, UsageError
from readlist.schedulers import Job
from readlist.text import clean, visible

LONGEST = 990
"""Characters of a command; Debian's cron refuses a crontab with one of 1,000."""
_EMPTY = ("no crontab for", "no such file")
"""What crontab says, with a failure, of a person without one: Debian's and BusyBox's words."""
_WAIT_S = 30


def mark(name: str) -> str:
    """Return what a line of a job ends in."""
    return f"# installed by readlist ({name})"


def lines(job: Job) -> list[str]:
    """Return the lines of a job (crontab(5)), one for each time. Raises ``UsageError``."""
    # The shell is a POSIX one that knows neither the person's PATH nor settings.
    parts = []
    if job.environment:
        said = (f"{name}={shlex.quote(value)}" for name, value in job.environment.items())
        parts.append("export " + " ".join(said))
    if job.secrets:
        file = shlex.quote(job.secrets)
        parts.append(f"set -a; [ ! -r {file} ] || . {file}; set +a")
    typed = "; ".join([*parts, *map(shlex.join, job.commands)])
    command = f"{typed} {mark(job.name)}"
    if len(command) > LONGEST or "\\" in command:
        raise UsageError(
            "The line would be too long for cron, or holds a backslash, which crons read in "
            "several ways. Put the settings into the configuration ('readlist config set'), or "
            "use --install systemd."
        )
    # cron ends a command at a percent sign and makes the rest its input.
    written = command.replace("%", "\\%")
    return [f"{time.minute} {time.hour} * * * {written}" for time in job.times]


def with_lines(table: str, job: Job) -> str:
    """Return a crontab with the lines of a job, where they stood before or at its end."""
    rows = _rows(table)
    # Where the person put them between lines of their own they stay there.
    own = [place for place, row in enumerate(rows) if _is_own(row, job.name)]
    place = own[0] if own else len(rows)
    head, tail = _others(rows[:place], job.name), _others(rows[place:], job.name)
    if head and not head[-1].endswith("\n"):
        head[-1] += "\n"
    return "".join([*head, *(f"{line}\n" for line in lines(job)), *tail])


def without_lines(table: str, name: str) -> str:
    """Return a crontab without the lines of a job."""
    return "".join(_others(_rows(table), name))


def own_lines(table: str, name: str) -> list[str]:
    """Return the lines of a job in a crontab."""
    return [row.rstrip("\n") for row in _rows(table) if _is_own(row, name)]


def _rows(table: str) -> list[str]:
    """Return lines with their ends; no other character than LF parts them."""
    return re.findall(r"[^\n]*\n|[^\n]+", table)


def _others(rows: list[str], name: str) -> list[str]:
    return [row for row in rows if not _is_own(row, name)]


def _is_own(row: str, name: str) -> bool:
    return row.rstrip().endswith(mark(name))


def is_there(environment: Mapping[str, str]) -> bool:
    """Say whether this machine has a crontab command."""
    return _program(environment) is not None


def _program(environment: Mapping[str, str]) -> str | None:
    from shutil import which

    return which("crontab", path=environment.get("PATH"))


def read(environment: Mapping[str, str]) -> str:
    """Return the person's crontab, empty where there is none. Raises ``ConfigError``."""
    done = _run(environment, "-l")
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode and not any(words in said.lower() for words in _EMPTY):
        raise ConfigError(f"The crontab cannot be read: {_reason(said)}")
    return "" if done.returncode else done.stdout.decode("utf-8", "surrogateescape")


def write(environment: Mapping[str, str], table: str) -> None:
    """Make a text the person's crontab. Raises ``ConfigError``."""
    done = _run(environment, "-", table.encode("utf-8", "surrogateescape"))
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        raise ConfigError(f"The crontab was not changed: {_reason(said)}")


def _reason(said: str) -> str:
    reason = clean(visible(said), 300).rstrip(".") or "crontab does not say why"
    return f"{reason}. Try 'crontab -l' by hand."


def _run(
    environment: Mapping[str, str], word: str, stdin: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    program = _program(environment)
    if program is None:
        raise ConfigError("There is no crontab command on this machine.")
    try:
        return subprocess.run(  # noqa: S603 - the system's own program
            [program, word], input=stdin, capture_output=True, check=False, timeout=_WAIT_S,
            env={**environment, "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError(f"{visible(program)} does not run: {visible(str(error))}.") from error
