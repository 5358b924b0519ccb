"""Where things stand that tests read; the only place that knows how deep a test file lies."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "readlist"
MIGRATIONS = ROOT / "migrations" / "versions"
EXAMPLES = ROOT / "examples"
EXAMPLE_LIST = str(EXAMPLES / "annotated.txt")
GOLDEN = ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared"
"""Large real files, which may be absent: tests that read them are marked ``shared``."""
DATA = SHARED / "data"
SEEDS = DATA / "seeds"
STANDIN = SHARED / "tools" / "standin" / "standin.py"


def golden(name: str, text: str) -> None:
    """Compare with a golden file; a missing one is written, to be read and committed."""
    path = GOLDEN / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        raise AssertionError(f"{path} was missing. It has been written: read it and commit it.")
    assert text == path.read_bytes().decode()
