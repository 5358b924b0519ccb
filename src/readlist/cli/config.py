"""``config``, ``completion`` and ``help``."""

from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_setting, complete_topic
from readlist.cli.topics import TOPICS
from readlist.config import (
    SETTINGS,
    Setting,
    default_of,
    parse_value,
    save_setting,
    setting_named,
)
from readlist.errors import NotFoundError, UsageError

APP = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True,
                  help="Show and change settings.")  # fmt: skip
Name = Annotated[str, typer.Argument(metavar="NAME", autocompletion=complete_setting)]


@APP.command()
def path(ctx: typer.Context) -> None:
    """Print the path of the configuration file."""
    app: App = ctx.obj
    app.line(str(app.settings.path))


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
    save_setting(app.settings, name, None if unset else parse_value(setting, value))


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
    rows = [
        (s, _value(app, s), origin) for s in SETTINGS
        if (origin := app.settings.origin(s.name)) != "default" or everything or json or not s.group
    ]  # fmt: skip
    if json:
        app.json({"settings": [
            {"name": s.name, "value": value, "origin": origin, "help": s.help,
             "environment": s.environment or None}
            for s, value, origin in rows
        ]})  # fmt: skip
        return
    wide = max(len(setting.name) for setting, _, _ in rows)
    for setting, value, origin in rows:
        if app.on_terminal:
            also = f" [{setting.environment}]" if setting.environment else ""
            app.line(f"{setting.name:{wide}} {value!s:20} {origin:12} {setting.help}{also}")
        else:
            app.line("\t".join((setting.name, str(value), origin, setting.help)))


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
    typer.echo(script)


def help_on(
    ctx: typer.Context,
    topic: Annotated[str, typer.Argument(metavar="[TOPIC]", autocompletion=complete_topic)] = "",
) -> None:
    """Explain the query language, formats and more.

    readlist help query
    """
    app: App = ctx.obj
    if not topic:
        for name, text in TOPICS.items():
            app.line(f"readlist help {name:12} {text.splitlines()[0]}")
        app.line(f"readlist {'COMMAND --help':17} What a command takes.")
        return
    if topic not in TOPICS:
        raise NotFoundError(f"There is no help on {topic!r}; there is on {', '.join(TOPICS)}.")
    app.write(TOPICS[topic])
