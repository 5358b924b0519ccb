"""The first lines of every start, before anything large is imported."""

import gc
import os
import sys


def run() -> None:
    """Run the program and leave with its exit code."""
    # What is imported stays: looking for garbage in it takes a tenth of a start. The command that
    # is called turns it on again.
    gc.disable()
    if sys.argv[1:] == ["--version"] and _told_version():
        return
    try:
        from readlist.cli.main import run as run_command

        run_command()
    except KeyboardInterrupt:  # while the program is still being loaded, or already leaving
        sys.exit(130)


def _told_version() -> bool:
    """Give the option's answer without its parser; say whether there was anybody to hear it."""
    from readlist import __version__

    try:
        # Not by its buffer, which would keep what does not get out.
        os.write(sys.stdout.fileno(), f"readlist {__version__}\n".encode())
    except (AttributeError, OSError):  # closed, full, or a pipe whose reader has left
        return False
    return True


if __name__ == "__main__":
    run()
