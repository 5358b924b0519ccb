"""The manual page, made of the program's own commands, topics and settings."""

import re
from typing import Any

import typer

from readlist import __version__, config
from readlist.cli.commands import COMMANDS, SECTIONS
from readlist.cli.main import load_command
from readlist.cli.topics import TOPICS

SUMMARY = "a reading list for people who read papers"
EXAMPLES = (
    ("See what a curated list would bring", "readlist import awesome.md --dry-run"),
    ("Add a paper by anything that names it", "readlist add https://arxiv.org/abs/1706.03762"),
    ("Follow two categories of arXiv, and pull every morning",
     "readlist feed add arxiv:cs.CL+cs.LG\nreadlist pull --install"),
    ("See what came, and decide one key at a time", "readlist inbox\nreadlist triage"),
    ("Find, read, mark", "readlist search 'chain of thought'\nreadlist status wei2022chain read"),
    ("Write what a manuscript cites", "readlist export --keys paper.tex --out refs.bib"),
    ("Take the last command back", "readlist undo"),
)  # fmt: skip


def manual() -> str:
    """Return ``readlist.1``, in the language of man(7)."""
    parts = [
        '.\\" Written by docs/make.py.\n'
        f'.TH READLIST 1 "" "readlist {__version__}" "User Commands"\n'
        f".SH NAME\nreadlist \\- {_plain(SUMMARY)}\n"
        ".SH SYNOPSIS\n.B readlist\n[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR...]]\n"
        ".SH DESCRIPTION\n"
        + _plain(
            "readlist keeps the papers that you mean to read in one SQLite file: it takes lists "
            "and bibliographies in, pulls what is new from arXiv, Hugging Face and feeds, tracks "
            "your reading, finds anything, and writes BibTeX. Without a command it shows how your "
            "reading stands. 'readlist COMMAND --help' explains a command, 'readlist help TOPIC' a "
            "topic."
        )
        + "\n.SH EXAMPLES\n"
    ]
    for said, typed in EXAMPLES:
        parts.append(f".TP\n{_plain(said)}:\n.nf\n{_plain(typed)}\n.fi\n")
    for section, names in SECTIONS.items():
        parts.append(f".SH {section.upper()}\n")
        parts += [_command(name) for name in names]
    for topic, title in (
        ("query", "QUERIES"),
        ("environment", "ENVIRONMENT"),
        ("exit", "EXIT STATUS"),
    ):
        parts.append(f".SH {title}\n.nf\n{_plain(TOPICS[topic].strip())}\n.fi\n")
    parts.append(".SH FILES\n")
    for place, said in (
        (
            "~/.local/share/readlist/library.db",
            "The library; 'readlist db path' prints where it is.",
        ),
        ("~/.config/readlist/config.toml", "The settings; 'readlist config list' explains them."),
        ("~/.config/readlist/hooks/", "Programs of yours that run after commands."),
    ):
        parts.append(f".TP\n.I {_plain(place)}\n{_plain(said)}\n")
    parts.append(".SH SETTINGS\n")
    for setting in config.SETTINGS:
        if setting.group != "services":
            parts.append(f".TP\n.B {_plain(setting.name)}\n{_plain(setting.help)}\n")
    return "".join(parts)


def _command(name: str) -> str:
    """Return the page's part on one command, with those below it."""
    command = load_command(name)
    below = getattr(command, "commands", {})
    parts = [_entry(("readlist", name), command, COMMANDS[name].summary)]
    parts += [_entry(("readlist", name, sub), one, "") for sub, one in below.items()]
    return "".join(parts)


def _entry(words: tuple[str, ...], command: Any, summary: str) -> str:
    context = typer.Context(command, info_name=" ".join(words))
    usage = " ".join(command.collect_usage_pieces(context))
    said = (command.help or summary).strip()
    paragraphs = [_plain(" ".join(part.split())) for part in re.split(r"\n\s*\n|\f", said)]
    parts = [f".SS {_plain(' '.join(words))} {_plain(usage)}\n", "\n.PP\n".join(paragraphs), "\n"]
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is None or parameter.name == "help":
            continue
        parts.append(f".TP\n.B {_plain(record[0])}\n{_plain(' '.join(record[1].split()))}\n")
    return "".join(parts)


def _plain(text: str) -> str:
    """Return text whose signs mean nothing to roff."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = (
        text.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    )
    return re.sub(r"(?m)^([.])", r"\\&\1", text)
