"""``config``, ``completion`` and ``help``."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from readlist import plugins
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.commands import COMMANDS, SECTIONS
from readlist.cli.complete import complete_setting, complete_topic
from readlist.cli.group import group
from readlist.cli.output import print_answer
from readlist.cli.topics import TOPICS
from readlist.config import (
    SETTINGS,
    Setting,
    Settings,
    config_path,
    default_of,
    parse_value,
    save_setting,
    setting_named,
    settings_in,
)
from readlist.errors import ConfigError, NotFoundError, UsageError
from readlist.text import masked, visible
from readlist.views.answer import Column, Listing

HELP = """\
Show and change settings.

readlist config

readlist config set reader ada
"""
APP = group(HELP)
Name = Annotated[str, typer.Argument(metavar="NAME", autocompletion=complete_setting)]


@APP.callback(help=HELP)
def config(ctx: typer.Context, json: options.Json = False) -> None:
    """List the settings, where nothing else is asked for."""
    if ctx.invoked_subcommand is None:
        list_settings(ctx, json=json)


@APP.command()
def path(ctx: typer.Context) -> None:
    """Print the path of the configuration file."""
    app: App = ctx.obj
    app.line(str(config_path(app.environment)))  # also of one that cannot be read


@APP.command()
def edit(ctx: typer.Context) -> None:
    """Open the configuration in your editor ($VISUAL or $EDITOR).

    readlist config edit

    What you write is checked before it counts. Where something is wrong it is kept beside the
    configuration, which stays as it was.
    """
    from readlist.cli.note import edit_text
    from readlist.files.write import write_atomic

    app: App = ctx.obj
    path = config_path(app.environment)
    if not (app.may_ask and app.on_terminal):
        raise UsageError(f"'config edit' needs a terminal. The configuration is {path}.")
    former = path.read_text(encoding="utf-8-sig") if path.is_file() else _NEW
    try:
        settings_in(former, path, app.environment)
    except ConfigError as error:  # what is to be mended cannot say which editor to take
        app.say(str(error))
        vars(app)["settings"] = Settings(path, app.environment, {})
    text = edit_text(app, former, ".toml")
    while True:
        try:
            found = settings_in(text, path, app.environment)
            break
        except ConfigError as error:
            app.say(str(error))
            if not app.agrees("Edit it again?"):
                kept = path.with_name(f"{path.name}.wrong")
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_atomic(str(kept), [text])
                raise UsageError(
                    f"What you wrote is kept in {kept}; the configuration is as it was."
                ) from error
            text = edit_text(app, text, ".toml")
    for name in found.aliases:
        if name in COMMANDS:
            app.say(f"{name!r} is a command, so that the alias of this name is never used.")
    if text == former:
        app.line("Nothing was changed.")
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomic(str(path), [text])
    app.line(f"Wrote {path}.")


_NEW = """\
# Settings of readlist; 'readlist config list --all' tells which there are.
# limit = 50

# Words of your own for commands: 'readlist w' is then 'readlist list status:reading'.
# [aliases]
# w = "list status:reading"
"""


@APP.command()
def get(ctx: typer.Context, name: Name) -> None:
    """Print the value of a setting."""
    app: App = ctx.obj
    app.line(str(_value(app, setting_named(name))))


def _value(app: App, setting: Setting) -> Any:
    """Return what is in force, that of a service by its own declaration where nothing is said."""
    value = app.settings.get(setting.name)
    return default_of(setting) if value is None else value


@APP.command("set")
def set_value(
    ctx: typer.Context,
    name: Name,
    value: Annotated[str, typer.Argument(metavar="VALUE")] = "",
    unset: Annotated[bool, typer.Option("--unset", help="Go back to the default.")] = False,
) -> None:
    """Change a setting in the configuration file.

    readlist config set reader ada
    """
    app: App = ctx.obj
    setting = setting_named(name)
    new = None if unset else parse_value(setting, value)
    try:
        settings = app.settings
    except ConfigError as error:
        settings = _settings_without(app, name, error)
    save_setting(settings, name, new)


def _settings_without(app: App, name: str, error: ConfigError) -> Settings:
    """Return the settings but for one, which may be what is wrong and is to be mended."""
    import tomlkit

    path = config_path(app.environment)
    if not path.is_file():
        raise error
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        raise error from None
    document.pop(name, None)
    return settings_in(tomlkit.dumps(document), path, app.environment)


@APP.command("list")
def list_settings(
    ctx: typer.Context,
    json: options.Json = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Addresses and intervals of services too.")
    ] = False,
) -> None:
    """List settings and where their values come from.

    Addresses and intervals of services are listed with --all, or where you changed them.
    """
    app: App = ctx.obj
    shown = [
        (setting, _value(app, setting), app.settings.origin(setting.name)) for setting in SETTINGS
    ]
    if not (everything or json):
        shown = [row for row in shown if row[2] != "default" or not row[0].group]
    print_answer(app, _settings(shown), json=json)


def _shown(value: Any) -> Any:
    """Return a value without what an address in it tells whom it lets in."""
    return masked(value) if isinstance(value, str) else value


def _settings(shown: list[tuple[Setting, Any, str]]) -> Listing[tuple[Setting, Any, str]]:
    def also(setting: Setting) -> str:
        return f" [{setting.environment}]" if setting.environment else ""

    wide = max(len(setting.name) for setting, _, _ in shown)
    columns = (
        Column("name", lambda row: row[0].name),
        Column("value", lambda row: str(_shown(row[1]))),
        Column("origin", lambda row: row[2]),
        Column("help", lambda row: row[0].help, lambda row: row[0].help + also(row[0])),
    )
    return Listing(
        "settings", columns, shown,
        lambda row: {
            "name": row[0].name, "value": _shown(row[1]), "origin": row[2], "help": row[0].help,
            "environment": row[0].environment or None,
        },
        line=f"{{:{wide}}} {{:20}} {{:12}} {{}}",
    )  # fmt: skip


_WHOLE_NAMES = r"""
# Names of saved searches begin with @, at which Bash would part words.
COMP_WORDBREAKS=${COMP_WORDBREAKS//@}
# A field and its value are one word, tag:nlp, which Bash parts as well and wants the last part of.
_readlist_whole() {
    local IFS=$'\n' line="${COMP_LINE:0:COMP_POINT}" word=""
    word="${line##*[[:space:]]}"
    [[ -z $word ]] && line+="''"
    COMPREPLY=( $( COMP_WORDS="$line" COMP_CWORD=-1 _READLIST_COMPLETE=complete_bash "$1" ) )
    if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
        COMPREPLY=( "${COMPREPLY[@]#"${word%"${word##*:}"}"}" )
    fi
}
complete -o default -F _readlist_whole readlist
"""


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> None:
    """Print the completion script for a shell.

    readlist completion bash >> ~/.bashrc

    readlist completion zsh >> ~/.zshrc

    readlist completion fish > ~/.config/fish/completions/readlist.fish
    """
    from typer._completion_shared import get_completion_script

    if shell not in {"bash", "zsh", "fish", "powershell", "pwsh"}:
        raise UsageError(f"There is no completion for {shell!r}; there is for bash, zsh and fish.")
    script = get_completion_script(
        prog_name="readlist", complete_var="_READLIST_COMPLETE", shell=shell
    )
    if shell == "bash":
        script += _WHOLE_NAMES
    typer.echo(script)


def help_on(
    ctx: typer.Context,
    topic: Annotated[str, typer.Argument(metavar="[TOPIC]", autocompletion=complete_topic)] = "",
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="An answer, behind 'json'.", show_default=False)
    ] = "",
) -> None:
    """Explain the query language, formats and more.

    readlist help query

    readlist help list                    what a command takes

    readlist help json pulls              the JSON Schema of an answer
    """
    app: App = ctx.obj
    if not topic:
        _all_help(app)
        return
    if topic not in TOPICS and not _help_of_command(app, ctx, topic, name):
        raise NotFoundError(
            f"There is no help on {visible(topic)!r}; there is on {', '.join(TOPICS)}, and on "
            "every command."
        )
    if topic not in TOPICS:
        return
    if name and topic != "json":
        raise UsageError(f"Help on {topic} takes no name; 'readlist help json NAME' does.")
    if name:
        app.write(_schema(name))
        return
    app.write(TOPICS[topic])
    if topic == "json":
        from readlist.views.shapes import SHAPES

        for known, shape in SHAPES.items():
            app.line(f"  {known:16} {shape.commands}")


def _all_help(app: App) -> None:
    """Print a line for each command, by section, and one for each topic."""
    for section, names in SECTIONS.items():
        app.line(f"{section}:")
        for name in names:
            app.line(f"  {name:<12}{COMMANDS[name].summary}")
        app.line("")
    others = plugins.entries(plugins.COMMANDS)
    for name in sorted(others.keys() - COMMANDS.keys()):
        app.line(f"  {name:<12}From the package {plugins.package_of(others[name])}.")
    aliases: Mapping[str, str] = {}
    with suppress(ConfigError):  # help comes before what is to be mended by it
        aliases = app.settings.aliases
    if aliases:
        app.line("Yours:")
        for name, words in aliases.items():
            app.line(f"  {visible(name):<12}{visible(words)}")
        app.line("")
    app.line("More:")
    for known, text in TOPICS.items():
        app.line(f"  readlist help {known:12} {text.splitlines()[0]}")
    app.line(f"  readlist {'COMMAND --help':17} What a command takes.")


def _help_of_command(app: App, ctx: typer.Context, topic: str, name: str) -> bool:
    """Print what ``--help`` of a command says; say whether there is such a command."""
    group: Any = ctx.find_root().command
    command = group.get_command(ctx, topic)
    if command is None:
        return False
    inside = command.make_context(topic, [], parent=ctx.find_root(), resilient_parsing=True)
    if name and (part := getattr(command, "commands", {}).get(name)):
        inside = part.make_context(name, [], parent=inside, resilient_parsing=True)
    app.write(inside.get_help() + "\n")
    return True


def _schema(name: str) -> str:
    """Return a published schema. Raises ``NotFoundError`` with those that a command may mean."""
    from readlist.views.shapes import SHAPES

    if name in SHAPES:
        file = Path(__file__).parents[1] / "schemas" / f"{name}.json"
        return file.read_text(encoding="utf-8")
    meant = [known for known, shape in SHAPES.items() if name in shape.commands.split(", ")]
    advice = f"{name} prints {' or '.join(meant)}." if meant else "'readlist help json' lists them."
    raise NotFoundError(f"There is no answer {visible(name)!r}; {advice}")
