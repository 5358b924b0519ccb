"""Run the program as ``python -m readlist``."""

from readlist.cli.main import run

if __name__ == "__main__":
    run()
