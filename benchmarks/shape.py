"""The shape of the program's source, room by room: for the reader of a change; it gates nothing.

``shape.py [FOLDER]`` prints the table, ``shape.py --worst N [FOLDER]`` the N functions with most
decisions and the private functions that one place calls. A function's complexity is one, and one
more for each branch, loop, handler, case, ternary, comprehension and its conditions, and for each
operand of ``and`` and ``or`` beyond the first. Who calls a private function is looked for in its
file.
"""

import argparse
import ast
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

SOURCE = Path(__file__).resolve().parents[1] / "src" / "readlist"
MOST = 10
"""The complexity up to which a function is read in one go."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BRANCHES = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case, ast.IfExp,
    ast.Assert,
)  # fmt: skip
TOOLS = ("#!", "# noqa", "# fmt", "# type:", "# pragma")
HEADS = (
    "files", "lines", "functions", "median", "90 %", f"over {MOST}", "once", "once %", "and/or",
    "ternaries", "compreh.", "comments %",
)  # fmt: skip


@dataclass
class Function:
    """One function of the source."""

    place: str
    name: str
    lines: int
    complexity: int
    called_once: bool


@dataclass
class Shape:
    """The figures of some files."""

    files: int = 0
    lines: int = 0
    comments: int = 0
    operands: int = 0
    ternaries: int = 0
    comprehensions: int = 0
    functions: list[Function] = field(default_factory=list)

    def add(self, other: "Shape") -> None:
        """Count the files of another one, too."""
        self.files += other.files
        self.lines += other.lines
        self.comments += other.comments
        self.operands += other.operands
        self.ternaries += other.ternaries
        self.comprehensions += other.comprehensions
        self.functions += other.functions

    def row(self) -> list[str]:
        """Return the figures under ``HEADS``; those of expressions are for a thousand lines."""
        lengths = [one.lines for one in self.functions] or [0]
        once = sum(one.called_once for one in self.functions)
        tenth = quantiles(lengths, n=10)[-1] if len(lengths) > 1 else lengths[0]
        return [
            str(self.files), str(self.lines), str(len(self.functions)),
            f"{median(lengths):.0f}", f"{tenth:.0f}",
            str(sum(one.complexity > MOST for one in self.functions)),
            str(once), f"{100 * once / max(1, len(self.functions)):.0f}",
            self._share(self.operands, 1000), self._share(self.ternaries, 1000),
            self._share(self.comprehensions, 1000), self._share(self.comments, 100),
        ]  # fmt: skip

    def _share(self, count: int, of: int) -> str:
        return f"{of * count / max(1, self.lines):.1f}"


def shape_of(path: Path, root: Path) -> Shape:
    """Return the figures of one file."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    with tokenize.open(path) as source:
        tokens = tokenize.generate_tokens(source.readline)
        # A comment for a tool tells a reader nothing.
        comments = sum(
            token.type == tokenize.COMMENT and not token.string.startswith(TOOLS)
            for token in tokens
        )
    place = path.relative_to(root).as_posix()
    return Shape(
        1,
        text.count("\n"),
        comments,
        sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp)),
        sum(isinstance(node, ast.IfExp) for node in nodes),
        sum(isinstance(node, ast.comprehension) for node in nodes),
        list(_functions(nodes, place)),
    )


def _functions(nodes: list[ast.AST], place: str) -> Iterator[Function]:
    defined = [node for node in nodes if isinstance(node, FUNCTIONS)]
    names = Counter(node.name for node in defined)
    read = Counter(node.id for node in nodes if isinstance(node, ast.Name))
    read.update(node.attr for node in nodes if isinstance(node, ast.Attribute))
    for node in defined:
        private = node.name.startswith("_") and not node.name.startswith("__")
        once = private and names[node.name] == 1 and read[node.name] == 1
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        yield Function(f"{place}:{node.lineno}", node.name, length, _complexity(node), once)


def _complexity(function: ast.AST) -> int:
    total = 1
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, BRANCHES):
            total += 1
        elif isinstance(node, ast.BoolOp):
            total += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            total += 1 + len(node.ifs)
        # What is defined inside a function is a function of its own.
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)
    return total


def rooms(root: Path) -> dict[str, Shape]:
    """Return the figures by room, the files beside the rooms under a dot, the sum last."""
    found: dict[str, Shape] = {}
    whole = Shape()
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).parts
        one = shape_of(path, root)
        found.setdefault(parts[0] if len(parts) > 1 else ".", Shape()).add(one)
        whole.add(one)
    return {**dict(sorted(found.items())), "all": whole}


def main() -> None:
    """Print the table, or the worst places."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SOURCE)
    parser.add_argument("--worst", type=int, metavar="N", help="the places with most decisions")
    asked = parser.parse_args()
    shapes = rooms(asked.folder)
    if asked.worst is None:
        for name, row in (("", HEADS), *((name, shape.row()) for name, shape in shapes.items())):
            cells = (cell.rjust(len(head) + 1) for cell, head in zip(row, HEADS, strict=True))
            print(f"{name:<10} " + " ".join(cells))
        return
    functions = shapes["all"].functions
    for one in sorted(functions, key=lambda one: -one.complexity)[: asked.worst]:
        print(f"{one.complexity:>4}  {one.name} ({one.lines} lines)  {one.place}")
    print("\nPrivate functions that one place calls, the shortest first:")
    once = sorted((one for one in functions if one.called_once), key=lambda one: one.lines)
    for one in once[: asked.worst]:
        print(f"{one.lines:>4}  {one.name}  {one.place}")


if __name__ == "__main__":
    main()
