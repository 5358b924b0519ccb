"""``pull --install`` and ``pull --remove``: pulls on schedule, by cron or by systemd."""

import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from shutil import which

from readlist import config
from readlist.cli.app import App
from readlist.errors import UsageError
from readlist.schedulers import Job, check, cron, in_rush, job_name, systemd, times, usual_time
from readlist.text import masked, visible

KINDS = ("cron", "systemd")
SECRETS_FILE = "secrets.env"
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_PATHS = frozenset({"READLIST_CONFIG", "READLIST_PDF_FOLDER"})
# What httpx goes by to reach the network from here.
_NETWORK = (
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"),
    *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
)
_SECRETS = (
    *(name for names, _ in config.SECRETS.values() for name in names), "READLIST_SMTP_PASSWORD",
)  # fmt: skip
_UNCARRIED = frozenset({"db", "now", "offline", "pager", "viewer", "editor"})
"""Settings of this prompt alone; the library's file has a way of its own."""


def install(app: App, kind: str, at: str, *, digest: bool, yes: bool, dry_run: bool) -> None:
    """Install pulls on schedule: show what is written, ask, write it.

    ``kind`` is ``cron``, ``systemd`` or empty for the one that is there; ``at`` times of the day,
    empty for one in the morning. Raises ``UsageError``, ``ConfigError``.
    """
    # The one that was named, or the first one that works here.
    here = (one for one in KINDS if _is_there(app, one))
    scheduler = _checked(kind) if kind else next(here, KINDS[0])
    carried, secret = _environment(app)
    job = _job(app, at, carried, secrets=bool(secret), digest=digest)
    check(job)
    text = _shown(app, scheduler, job)
    app.write(text)
    _advise(app, scheduler, job, secret)
    if not _is_there(app, scheduler):
        absent = (
            f"{scheduler} does not run commands for you on this machine, so nothing {{}}. Give "
            "the text above to what does, or take the other of --install cron and --install "
            "systemd."
        )
        if not dry_run:
            raise UsageError(absent.format("was installed"))
        app.say(absent.format("would be installed"))
        return
    if _installed(app, scheduler, job.name) == text:
        app.say("This is installed already; nothing was changed.")
    elif dry_run:
        app.say(f"This would be installed in {_place(app, scheduler)}.")
    else:
        app.confirm(f"Install this in {_place(app, scheduler)}?", yes=yes, no_input=False)
        if scheduler == "systemd":
            systemd.install(app.environment, job)
        else:
            # Read again: the person may have changed it while being asked.
            cron.write(app.environment, cron.with_lines(cron.read(app.environment), job))
        at_times = ", ".join(map(str, job.times))
        app.say(f"Installed. Feeds are pulled at {at_times}; 'readlist pulls' shows what came.")


def remove(app: App, kind: str, *, yes: bool, dry_run: bool) -> None:
    """Take away what ``install`` wrote, and nothing else; ``kind`` empty is wherever it is."""
    name = _name(app)
    kinds = [_checked(kind)] if kind else list(KINDS)
    found = {one: text for one in kinds if (text := _installed(app, one, name))}
    if not found:
        app.say("No pulls on schedule are installed for this library; nothing was changed.")
        return
    app.write("".join(found.values()))
    places = " and ".join(_place(app, one) for one in found)
    if dry_run:
        app.say(f"This would be taken out of {places}.")
        return
    app.confirm(f"Take this out of {places}?", yes=yes, no_input=False)
    if "cron" in found:
        cron.write(app.environment, cron.without_lines(cron.read(app.environment), name))
    if "systemd" in found:
        systemd.remove(app.environment, name)
    app.say("Removed. Feeds are pulled when you type 'readlist pull'.")


def _checked(kind: str) -> str:
    if kind.lower() not in KINDS:
        raise UsageError(f"{visible(kind)!r} runs no commands on schedule; it is cron or systemd.")
    return kind.lower()


def _is_there(app: App, scheduler: str) -> bool:
    there = cron.is_there if scheduler == "cron" else systemd.is_there
    return there(app.environment)


def _place(app: App, scheduler: str) -> str:
    if scheduler == "cron":
        return "your crontab"
    return visible(str(systemd.folder(app.environment)))


def _installed(app: App, scheduler: str, name: str) -> str:
    """Return what is installed of a job, as it would be shown."""
    if scheduler == "systemd":
        return _files(app.environment, systemd.written(app.environment, name))
    if not cron.is_there(app.environment):
        return ""
    return "".join(f"{line}\n" for line in cron.own_lines(cron.read(app.environment), name))


def _shown(app: App, scheduler: str, job: Job) -> str:
    if scheduler == "cron":
        return "".join(f"{line}\n" for line in cron.lines(job))
    return _files(app.environment, systemd.units(job))


def _files(environment: Mapping[str, str], texts: Mapping[str, str]) -> str:
    folder = systemd.folder(environment)
    return "\n".join(f"# {visible(str(folder / file))}\n{text}" for file, text in texts.items())


def _job(app: App, at: str, carried: Mapping[str, str], *, secrets: bool, digest: bool) -> Job:
    name = _name(app)
    file = config.config_path(app.environment).absolute().parent / SECRETS_FILE
    seed = f"{config.reader_name(app.settings)} {app.path.absolute()}"
    return Job(
        name=name,
        program=_program(sys.argv[0], sys.executable),
        times=times(at) if at else (usual_time(seed, _offsets()),),
        environment=carried,
        secrets=str(file) if secrets or file.is_file() else "",
        digest=digest,
    )


def _name(app: App) -> str:
    """Return the name of this library's job; that of the usual place has the plain one."""
    data = app.environment.get("XDG_DATA_HOME", "")
    usual = config.library_path(config.Settings(Path(), {"XDG_DATA_HOME": data}, {}))
    return job_name("" if app.path.absolute() == usual.absolute() else str(app.path.absolute()))


def _program(typed: str, python: str) -> tuple[str, ...]:
    """Return the words that start this program from anywhere.

    A link stays one: what it leads to may move when the program is brought up to date.
    """
    path = Path(typed)
    if path.name in {"__main__.py", "-c", "-m"} or not typed:
        return python, "-m", "readlist"
    found = which(typed) if path.parent == Path() else which(str(path.absolute()))
    return (str(Path(found).absolute()),) if found else (python, "-m", "readlist")


def _offsets() -> list[int]:
    """Return what the machine's clock is ahead of UTC in winter and in summer, in minutes."""
    now = time.localtime()
    moments = (time.mktime((now.tm_year, month, 1, 12, 0, 0, 0, 0, -1)) for month in (1, 7))
    return [time.localtime(moment).tm_gmtoff // 60 for moment in moments]


def _environment(app: App) -> tuple[dict[str, str], list[str]]:
    """Return what a pull on schedule is given of this environment, and the names of secrets."""
    found = app.environment
    names = [*_FOLDERS, "READLIST_CONFIG", "TZ", *_NETWORK]
    names += [s.environment for s in config.SETTINGS if s.name not in _UNCARRIED]
    secret = [name for name in _SECRETS if found.get(name)]
    carried: dict[str, str] = {}
    for name in names:
        value = found.get(name)
        if not value or name in secret:
            continue
        if name in _PATHS:  # whatever the folder that a scheduler starts in
            value = str(config.expanded(value).absolute())
        if _has_secret(value):
            secret.append(name)
        else:
            carried[name] = value
    if app.db or found.get("READLIST_DB"):
        carried = {"READLIST_DB": str(app.path.absolute()), **carried}
    return carried, secret


def _has_secret(value: str) -> bool:
    """Say whether an address lets in whoever has it, by a login or by a key in its query.

    A proxy may be written without a scheme (bob:secret@proxy.example:3128), or in other wrong
    ways; ann@example.org, whom services may write to, has no secret.
    """
    login = value.rpartition("@")[0]
    return masked(value) != value or ":" in login or "/" in login


def _advise(app: App, scheduler: str, job: Job, secret: list[str]) -> None:
    """Say what else a pull on schedule needs, and what is unwise."""
    if in_rush(job.times, _offsets()):
        app.say(
            "Between 00:00 and 02:00 UTC arXiv is busiest and often refuses; choose another "
            "time with --at."
        )
    if secret:
        app.say(
            f"{scheduler} does not have {', '.join(secret)}. Write each as NAME=value into "
            f"{visible(job.secrets)}, and keep that file to yourself (chmod 600)."
        )
    if names := _unserved(app, job):
        app.say(
            f"By its schedule {visible(names[0])} is due after the last of these pulls, or more "
            f"often; give more times, as in --at {job.times[0]},18:17."
        )
    if scheduler == "systemd":
        app.say("Pulls run while you are logged in; 'loginctl enable-linger' makes it always.")


def _unserved(app: App, job: Job) -> list[str]:
    """Return the feeds that ask for other pulls than these."""
    from readlist.library.feeds import schedule
    from readlist.store.feeds import feeds

    wanted = {
        feed.name: schedule.parse(feed.options.get("schedule") or schedule.DEFAULT)
        for feed in feeds(app.library().db)
    }
    last = max((time.hour, time.minute) for time in job.times)
    often = timedelta(days=1) / len(job.times)
    return [
        name
        for name, one in wanted.items()
        if (one.every and one.every < often) or (one.at and (one.at.hour, one.at.minute) > last)
    ]
