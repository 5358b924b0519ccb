"""Settings: each declared once, with its type, default, help and environment name.

The file is TOML; the environment wins over it, an option of the command over both. Reading it
costs an import of 12 ms, so a person without a file pays nothing.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from readlist import local_time
from readlist.errors import ConfigError, FileError, QueryError
from readlist.text import nearest, whole_number


class Setting(NamedTuple):
    """One setting; ``kind`` is ``str``, ``int``, ``float`` or ``bool``.

    Those of the group ``services`` have None as default here, because every command reads this
    module; ``default_of`` knows what that means.
    """

    name: str
    kind: type
    default: Any
    help: str
    environment: str = ""
    group: str = ""


_ARXIV = {
    "arxiv_api": "arXiv's query API", "arxiv_rss": "arXiv's feeds",
    "arxiv_list": "arXiv's listings", "arxiv_pdf": "arXiv's PDFs", "arxiv_oai": "arXiv's OAI-PMH",
}  # fmt: skip
_OTHERS = {
    "hf": "Hugging Face", "crossref": "Crossref", "doi": "doi.org", "s2": "Semantic Scholar",
    "openalex": "OpenAlex", "dblp": "DBLP", "openreview": "OpenReview", "acl": "the ACL Anthology",
    "datacite": "DataCite", "opencitations": "OpenCitations",
}  # fmt: skip
# The names of services.base.SERVICES and of their paces, which a test compares.
SERVICES = _ARXIV | _OTHERS
PACES = {"arxiv": "arXiv"} | _OTHERS | {"web": "any other host"}

SECRETS = {
    "s2": (("READLIST_S2_KEY",), "x-api-key: {}"),
    "openalex": (("READLIST_OPENALEX_KEY",), "api_key: {}"),
    "hf": (("READLIST_HF_TOKEN", "HF_TOKEN"), "Authorization: Bearer {}"),
}
"""Where the key of a service stands, and the header that carries it; never in a file of ours."""

SETTINGS = (
    Setting("db", str, "", "The library's file.", "READLIST_DB"),
    Setting("reader", str, "", "Whose reading this is; the login name by default.",
            "READLIST_READER"),
    Setting("limit", int, 50, "Rows that a listing shows on a terminal; 0 shows all."),
    Setting("columns", str, "", "Columns of a listing, parted by commas."),
    Setting("sort", str, "", "Order of a listing, such as 'priority-,added'."),
    Setting("pager", str, "", "The pager of long output on a terminal; 'cat' for none.",
            "READLIST_PAGER"),
    Setting("editor", str, "", "Program for notes; $VISUAL or $EDITOR by default."),
    Setting("key_pattern", str, "{author.family|ascii|lower}{year}{title.first_word}",
            "What citation keys of papers without one are made of."),
    Setting("pdf_folder", str, "", "Where PDFs are kept; 'pdfs' in the data folder by default.",
            "READLIST_PDF_FOLDER"),
    Setting("viewer", str, "", "Program for PDFs; that of your desktop by default.",
            "READLIST_VIEWER"),
    Setting("ui_keys", str, "", "Other keys of 'readlist ui', such as 'mark.read=x,move.down=n'."),
    Setting("open_starts_reading", bool, False, "Mark a paper as reading when its PDF is opened."),
    Setting("inbox_expires", str, "", "Drop what was undecided for that long, such as '60d'; "
            "by default nothing."),
    Setting("timezone", str, "", "Where days begin and end, such as 'Europe/Berlin'; as the "
            "machine has it by default."),
    Setting("now", str, "", "The time that the program believes it is, for demonstrations.",
            "READLIST_NOW"),
    Setting("contact", str, "", "Your mail address, told to services that then serve you better.",
            "READLIST_CONTACT"),
    Setting("mail_to", str, "", "Where digests are sent; 'contact' by default."),
    Setting("mail_from", str, "", "Whom digests come from; 'mail_to' by default."),
    Setting("smtp_host", str, "", "The mail server that sends digests."),
    Setting("smtp_port", int, 0, "Its port; 0 is that of its security: 587, 465 or 25."),
    Setting("smtp_user", str, "", "Your name there; the password is in READLIST_SMTP_PASSWORD or "
            "the keyring."),
    Setting("smtp_security", str, "", "starttls (the default), tls, or none for a server on this "
            "machine."),
    Setting("smtp_url", str, "", "Host and port of the mail server in one, which wins.",
            "READLIST_SMTP_URL"),
    Setting("hooks", bool, True, "Run the programs in the folder 'hooks' beside the configuration.",
            "READLIST_HOOKS"),
    Setting("hooks_timeout", float, 10.0, "Seconds after which one of them is stopped."),
    Setting("offline", bool, False, "Ask no service; what needs one waits for 'readlist enrich'.",
            "READLIST_OFFLINE"),
    Setting("patience", float, 120.0, "Seconds after which a question to a service is given up.",
            "READLIST_PATIENCE"),
    *(Setting(f"{name}_url", str, None, f"Address of {label}.",
              f"READLIST_{name.upper()}_URL", "services") for name, label in SERVICES.items()),
    *(Setting(f"{pace}_interval", float, None, f"Least seconds between two requests to {label}.",
              f"READLIST_{pace.upper()}_INTERVAL", "services") for pace, label in PACES.items()),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}


def default_of(setting: Setting) -> Any:
    """Return the default of a setting, that of a service from its declaration."""
    if setting.group != "services":
        return setting.default
    # 3 ms, for those who look at them
    from readlist.services.base import ANY_HOST
    from readlist.services.base import SERVICES as DECLARED

    name, _, what = setting.name.rpartition("_")
    if what == "url":
        return DECLARED[name].url
    declared = (*DECLARED.values(), ANY_HOST)
    return next(service.interval_s for service in declared if service.pace == name)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; ``values`` are those of the file, already checked."""

    path: Path
    environment: Mapping[str, str]
    values: Mapping[str, Any]
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What a person calls commands with their words: ``w = "list status:reading"``."""

    def get(self, name: str) -> Any:
        """Return a setting: environment, then file, then default."""
        setting = BY_NAME[name]
        if setting.environment and (text := self.environment.get(setting.environment, "")):
            return parse_value(setting, text, f"the environment ({setting.environment})")
        return self.values.get(name, setting.default)

    def origin(self, name: str) -> str:
        """Say where a setting comes from: ``environment``, ``file`` or ``default``."""
        setting = BY_NAME[name]
        if setting.environment and self.environment.get(setting.environment):
            return "environment"
        return "file" if name in self.values else "default"


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the configuration file, if there is one. Raises ``ConfigError``."""
    path = config_path(environment)
    if path.is_dir():
        raise ConfigError(
            f"The configuration {path} is a folder, and it is to be a file. Move the folder away."
        )
    if not path.is_file():
        return Settings(path, environment, {})
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The configuration {path} cannot be read: {error}.") from error
    return settings_in(text, path, environment)


def settings_in(text: str, path: Path, environment: Mapping[str, str]) -> Settings:
    """Return what a text says that is to stand in the configuration. Raises ``ConfigError``."""
    import tomllib  # 12 ms, only where there is a file

    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"The configuration {path} cannot be read: {error}.") from error
    aliases = found.pop("aliases", {})
    if not isinstance(aliases, dict):
        raise ConfigError(
            f"'aliases' in {path} is a table: [aliases], then w = \"list is:reading\"."
        )
    for name, words in aliases.items():
        _check_alias(name, words, path)
    values = {name: _checked(name, found[name], path) for name in found}
    return Settings(path, environment, values, aliases)


def _check_alias(name: str, words: Any, path: Path) -> None:
    import shlex

    try:
        is_command = isinstance(words, str) and bool(shlex.split(words))
    except ValueError:  # a quote that nobody closes
        is_command = False
    if not is_command or not name.replace("-", "").replace("_", "").isalnum():
        raise ConfigError(
            f"The alias {name!r} in {path} is {words!r}; it takes a command with its words, such "
            'as w = "list status:reading".'
        )


def _checked(name: str, value: Any, path: Path) -> Any:
    setting = setting_named(name, f" in {path}")
    if setting.kind is float and type(value) is int:
        value = float(value)
    if type(value) is not setting.kind:
        raise ConfigError(
            f"Setting {name!r} in {path} is {value!r}; it takes {_KINDS[setting.kind]}."
        )
    return _possible(setting, value)


def _possible(setting: Setting, value: Any) -> Any:
    """Return a value that its setting can have. Raises ``ConfigError``."""
    if setting.kind in (int, float):
        _check_number(setting, value)
    elif setting.kind is str and value:
        _check_text(setting, value)
    return value


def _check_number(setting: Setting, value: float) -> None:
    if setting.kind is float and not 0 <= value <= _SECONDS_LIMIT:
        raise ConfigError(f"{setting.name!r} is {value:g}; it takes seconds from 0 to a day.")
    if setting.kind is int and not 0 <= value <= _COUNT_LIMIT:
        raise ConfigError(
            f"{setting.name!r} is {value}; it takes a whole number from 0 to {_COUNT_LIMIT:,}."
        )
    if setting.name == "smtp_port" and value > _PORTS:
        raise ConfigError(f"{setting.name!r} is {value}; ports end at {_PORTS}.")


def _check_text(setting: Setting, value: str) -> None:
    wanted = ""
    match setting.name:
        case "key_pattern":
            from readlist.bib.citekeys import compile_pattern  # for those who set one

            compile_pattern(value)
        case "inbox_expires":
            days_of(value)
        case "sort":
            from readlist.query import parse_sort  # for those who set one

            try:
                parse_sort(value)
            except QueryError as error:
                raise ConfigError(f"'sort' is {value!r}: {error}.") from error
        case "contact" | "mail_from" | "mail_to" if not _is_mail(value):
            wanted = "a mail address"
        case "smtp_security" if value not in ("starttls", "tls", "none"):
            wanted = "starttls, tls or none"
        case "smtp_url" if "@" in value:
            raise ConfigError(
                "'smtp_url' takes host and port alone; the name goes into 'smtp_user'."
            )
        case _ if setting.group == "services" and not _is_address(value):
            wanted = "an address such as https://example.org"
    if wanted:
        raise ConfigError(f"{setting.name!r} is {value!r}; it takes {wanted}.")


def _is_address(text: str) -> bool:
    """Say whether a text is the address of a place in the web."""
    from urllib.parse import urlsplit  # for those who set one

    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:
        return False
    plain = all("!" <= c <= "~" for c in text)
    return bool(plain and host and port != 0 and parts.scheme in ("http", "https"))


_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}


def days_of(text: str) -> int:
    """Return the days of ``60d``, ``8w``, ``2m`` or ``1y``. Raises ``ConfigError``."""
    word = text.strip().lower()
    said = word.rstrip("dwmy")
    days = (whole_number(said, 4) or 0) * _DAYS.get(word.removeprefix(said), 0)
    if not days:
        raise ConfigError(f"{text!r} is no length of time; it takes one such as 60d, 8w or 2m.")
    return days


def _is_mail(text: str) -> bool:
    """Say whether a text may stand in a header as a mail address."""
    name, at, host = text.partition("@")
    plain = all("!" <= c <= "~" and c not in "()<>,;" for c in text)
    return bool(plain and name and at and "." in host)


_SECONDS_LIMIT = 86_400.0
_COUNT_LIMIT = 1_000_000_000
_PORTS = 65_535
_KINDS = {
    str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false",
}  # fmt: skip


def setting_named(name: str, where: str = "") -> Setting:
    """Return a setting by name. Raises ``ConfigError`` with the nearest name."""
    if name in BY_NAME:
        return BY_NAME[name]
    near = nearest(name, (*BY_NAME, "aliases"))
    usual = ", ".join(setting.name for setting in SETTINGS if not setting.group)
    advice = f"did you mean {near!r}?" if near else f"the settings are {usual}, and of services."
    raise ConfigError(f"There is no setting {name!r}{where}; {advice}")


def parse_value(setting: Setting, text: str, where: str = "the command line") -> Any:
    """Return a setting's value from text. Raises ``ConfigError``."""
    if setting.kind is int:
        if not text.strip().lstrip("-").isdecimal() or int(text) < 0:
            raise ConfigError(
                f"{setting.name!r} from {where} is {text!r}; it takes a whole number."
            )
        return _possible(setting, int(text))
    if setting.kind is float:
        try:
            return _possible(setting, float(text))
        except ValueError as error:
            raise ConfigError(
                f"{setting.name!r} from {where} is {text!r}; it takes a number."
            ) from error
    if setting.kind is bool:
        said = _TRUTHS.get(text.strip().lower())
        if said is None:
            raise ConfigError(f"{setting.name!r} from {where} is {text!r}; it takes true or false.")
        return said
    if setting.name == "timezone" and text:
        local_time.check(text)
    return _possible(setting, text)


_TRUTHS = {"true": True, "yes": True, "on": True, "1": True,
           "false": False, "no": False, "off": False, "0": False}  # fmt: skip


def expanded(path: str) -> Path:
    """Return a path with ``~`` and ``~name`` in full. Raises ``FileError`` for a name of nobody."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise FileError(
            f"{path}: nobody on this machine is called {path.partition('/')[0][1:]!r}, whose "
            "folder it begins with. Write the folder in full."
        ) from error


def config_path(environment: Mapping[str, str]) -> Path:
    """Return where the configuration file is looked for."""
    if chosen := environment.get("READLIST_CONFIG"):
        return expanded(chosen)
    return _folder("config", environment) / "config.toml"


def hooks_folder(environment: Mapping[str, str]) -> Path:
    """Return where programs stand that are told what happened."""
    return config_path(environment).parent / "hooks"


def library_path(settings: Settings, chosen: str = "") -> Path:
    """Return the library's file: the option, READLIST_DB, the configuration, the data folder."""
    path = chosen or settings.get("db")
    if path:
        # SQLite takes ":memory:" and "file:papers.db" for something else than files of these names.
        return expanded(path).absolute()
    return _folder("data", settings.environment) / "library.db"


def pdf_folder(settings: Settings) -> Path:
    """Return where PDFs are kept."""
    chosen = settings.get("pdf_folder")
    if chosen:
        return expanded(chosen).absolute()
    return _folder("data", settings.environment) / "pdfs"


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return where it is kept how often services were asked."""
    return _folder("state", environment)


def backups_path(environment: Mapping[str, str]) -> Path:
    """Return the file that says when which library was backed up last."""
    return _folder("state", environment) / "backups.json"


def answers_path(environment: Mapping[str, str]) -> Path:
    """Return the file of the answers that are kept for a while."""
    return _folder("cache", environment) / "answers.db"


def secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the headers with the person's keys, by name of service."""
    found = {}
    for service, (variables, header) in SECRETS.items():
        values = (environment.get(name, "").strip() for name in variables)
        if value := next(filter(None, values), ""):
            if not value.isascii() or not value.isprintable():
                raise ConfigError(f"{variables[0]} is no key: it has letters that no key has.")
            found[service] = header.format(value)
    return found


_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"), "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"), "cache": ("XDG_CACHE_HOME", ".cache"),
}  # fmt: skip


def _folder(purpose: str, environment: Mapping[str, str]) -> Path:
    """Return the platform's folder for ``config``, ``data``, ``state`` or ``cache``.

    platformdirs knows every platform but costs 10 to 30 ms; on Linux its answer is two lines of
    the XDG Base Directory Specification 0.8, which says that relative values are ignored.
    """
    if sys.platform in {"win32", "darwin"}:
        import platformdirs

        find = getattr(platformdirs, f"user_{purpose}_path")
        return Path(find("readlist", appauthor=False))
    variable, default = _XDG[purpose]
    base = environment.get(variable, "")
    root = Path(base) if Path(base).is_absolute() else _home(environment) / default
    return root / "readlist"


def _home(environment: Mapping[str, str]) -> Path:
    """Return the person's folder; HOME that is empty or names no place does not say it."""
    if "HOME" not in environment or Path(environment["HOME"]).is_absolute():
        return Path.home()
    import pwd  # of Unix, as this function is

    return Path(pwd.getpwuid(os.getuid()).pw_dir)


def reader_name(settings: Settings) -> str:
    """Return whose reading this is: the setting, or the login name.

    The account's own name comes before the environment, which differs between a prompt and cron.
    """
    name: str = settings.get("reader").strip()
    if name:
        return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        pass  # not Unix, or an account without a name
    for variable in ("LOGNAME", "USER", "USERNAME"):
        if found := settings.environment.get(variable, "").strip():
            return found
    return "reader"


def save_setting(settings: Settings, name: str, value: Any) -> None:
    """Write one setting to the file, keeping its comments and order; None removes it."""
    import tomlkit

    path = settings.path
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    document = tomlkit.parse(text)
    if value is None:
        document.pop(name, None)
    else:
        document[name] = value
    from readlist.files.write import write_atomic

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"The folder {path.parent} cannot be made: {error.strerror}.") from error
    write_atomic(str(path), [tomlkit.dumps(document)])
