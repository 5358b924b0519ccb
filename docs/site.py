"""What MkDocs is told besides ``mkdocs.yml``: the examples beside the pages come along."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the example files as they are."""
    for path in sorted(EXAMPLES.rglob("*")):
        hidden = "__pycache__" in path.parts or path.name.endswith(".md")
        if path.is_file() and not hidden:
            name = f"examples/{path.relative_to(EXAMPLES).as_posix()}"
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Let links to the examples lead to where they are on the site."""
    return markdown.replace(
        "](../examples/systemd)", "](examples/systemd/readlist-pull.timer)"
    ).replace("](../examples/", "](examples/")
