"""The first lines of every start, before anything large is imported."""

import gc
import sys


def run() -> None:
    """Run the program and leave with its exit code."""
    # What is imported stays: looking for garbage in it takes a tenth of a start. The command that
    # is called turns it on again.
    gc.disable()
    if sys.argv[1:] == ["--version"]:
        from readlist import __version__

        sys.stdout.write(f"readlist {__version__}\n")  # the option's answer, without its parser
        return
    try:
        from readlist.cli.main import run as run_command

        run_command()
    except KeyboardInterrupt:  # while the program is still being loaded, or already leaving
        sys.exit(130)


if __name__ == "__main__":
    run()
