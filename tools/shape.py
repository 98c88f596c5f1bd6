"""Measure the shape of the code: sizes, import cycles, comments, types and the mirror of the tests.

``python -m tools.shape`` prints a table, ``--check`` compares with the limits in ``support.toml``
and fails when one is exceeded. A limit that could be lowered is printed as well. ``--package NAME
FOLDER`` measures any other package, for comparison.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import statistics
import subprocess
import sys
import tempfile
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .support import LIBRARIES, ROOT

BRANCHES = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case),
    *(ast.BoolOp, ast.comprehension),
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
IGNORE = re.compile(r"#\s*(type|pyright): ignore")
LAUNDERED = re.compile(r"^\s+\w+: (t\.|typing\.)?Any = ")


@dataclass
class Module:
    """The figures of one file."""

    name: str
    lines: int
    code: int
    comments: int
    docs: int
    any_uses: int
    ignores: int
    laundered: int
    functions: list[tuple[int, int]]  # lines, branches
    classes: dict[str, tuple[int, list[str]]]  # methods, names of bases
    imports: dict[str, set[str]] = field(default_factory=dict)  # kind -> modules
    statements: dict[str, int] = field(default_factory=dict)  # kind -> import statements


def module_names(package: Path) -> dict[str, Path]:
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = [package.name, *path.relative_to(package).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def read_module(name: str, path: Path, known: set[str]) -> Module:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    code: set[int] = set()
    comments: set[int] = set()
    any_uses = 0
    skipped = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    documented = docstring_lines(tree)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comments.add(token.start[0])
        elif token.type not in skipped:
            code.update(range(token.start[0], token.end[0] + 1))
            any_uses += token.string == "Any" and "import" not in token.line
    functions = [
        ((node.end_lineno or 0) - node.lineno + 1, branches(node))
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS)
    ]
    classes = {
        node.name: (
            sum(isinstance(item, FUNCTIONS) for item in node.body),
            [base.id for base in node.bases if isinstance(base, ast.Name)],
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    lines = text.splitlines()
    module = Module(
        name,
        len(lines),
        len(code - documented),
        len(comments - code),
        len(documented),
        any_uses,
        len(IGNORE.findall(text)),
        sum(bool(LAUNDERED.match(line)) for line in lines),
        functions,
        classes,
    )
    for kind in ("run", "deferred", "typing"):
        module.imports[kind] = set()
        module.statements[kind] = 0
    is_package = path.name == "__init__.py"
    for kind, statement in import_statements(tree.body, "run"):
        module.statements[kind] += 1
        module.imports[kind] |= targets(statement, name, is_package) & known
    for imported in module.imports.values():
        imported.discard(name)
    return module


def docstring_lines(tree: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, *FUNCTIONS)) and ast.get_docstring(node):
            found.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return found


def branches(node: ast.AST) -> int:
    return sum(isinstance(inner, BRANCHES) for inner in ast.walk(node))


def import_statements(
    body: list[ast.stmt], kind: str
) -> Iterator[tuple[str, ast.Import | ast.ImportFrom]]:
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield kind, node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from import_statements(node.body, "typing")
            yield from import_statements(node.orelse, kind)
        else:
            inner_kind = "deferred" if isinstance(node, FUNCTIONS) and kind == "run" else kind
            for name in ("body", "orelse", "finalbody", "handlers"):
                for inner in getattr(node, name, ()):
                    inner_body = inner.body if isinstance(inner, ast.ExceptHandler) else [inner]
                    yield from import_statements(inner_body, inner_kind)


def targets(node: ast.Import | ast.ImportFrom, importer: str, is_package: bool) -> set[str]:
    """Return the dotted names that a statement may import; some may not be modules."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    base = node.module or ""
    if node.level:
        parts = importer.split(".")
        up = node.level - is_package
        base = ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])
    submodules = {f"{base}.{alias.name}" for alias in node.names}
    return submodules | {base}


def in_cycles(graph: dict[str, set[str]]) -> int:
    """Return how many modules are in an import cycle (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    count = 0

    def visit(node: str) -> None:
        nonlocal count
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in graph[node]:
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            component = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            count += len(component) if len(component) > 1 else 0

    sys.setrecursionlimit(10_000)
    for node in graph:
        if node not in index:
            visit(node)
    return count


def import_graph(modules: list[Module], *kinds: str) -> dict[str, set[str]]:
    """Return who imports whom. A package is not counted as an import of its own submodules'."""
    names = {module.name for module in modules}
    graph = {}
    for module in modules:
        found = set().union(*(module.imports[kind] for kind in kinds))
        # `from package import submodule` names both; the submodule is what is meant.
        graph[module.name] = {
            target
            for target in found
            if not any(other.startswith(f"{target}.") for other in found & names)
        }
    return graph


def methods_through_bases(modules: list[Module]) -> int:
    classes: dict[str, tuple[int, list[str]]] = {}
    for module in modules:
        classes.update(module.classes)

    def count(name: str, seen: frozenset[str] = frozenset()) -> int:
        if name not in classes or name in seen:
            return 0
        own, bases = classes[name]
        return own + sum(count(base, seen | {name}) for base in bases)

    return max((count(name) for name in classes), default=0)


def mirrored(modules: list[Module], tests: Path) -> float:
    """Return the share of modules with a test file at the mirrored place."""
    if not tests.is_dir():
        return 0.0
    hits = 0
    for module in modules:
        parts = [part.strip("_") or part for part in module.name.split(".")[1:]] or ["init"]
        *folders, last = parts
        places = [tests.joinpath(*folders, f"test_{last}.py")]
        places.append(tests.joinpath(*parts, "test_init.py"))
        hits += any(place.is_file() for place in places)
    return 100 * hits / len(modules)


def measure(package: Path, tests: Path) -> dict[str, float]:
    """Return the figures of one package."""
    paths = module_names(package)
    modules = [read_module(name, path, set(paths)) for name, path in paths.items()]
    lines = sum(module.lines for module in modules)
    sizes = [module.lines for module in modules]
    code = [module.code for module in modules]
    functions = [entry for module in modules for entry in module.functions]
    lengths = sorted(length for length, _ in functions)
    return {
        "files": len(modules),
        "lines": lines,
        "module median": statistics.median(sizes),
        "module max": max(sizes),
        "code median": statistics.median(code),
        "code max": max(code),
        "function p95": lengths[int(len(lengths) * 0.95)],
        "function max": lengths[-1],
        "over 15 branches": sum(count > 15 for _, count in functions),
        "class max": max((own for m in modules for own, _ in m.classes.values()), default=0),
        "with bases": methods_through_bases(modules),
        "cycles run": in_cycles(import_graph(modules, "run")),
        "cycles deferred": in_cycles(import_graph(modules, "run", "deferred")),
        "cycles typing": in_cycles(import_graph(modules, "run", "deferred", "typing")),
        "deferred": sum(module.statements["deferred"] for module in modules),
        "typing only": sum(module.statements["typing"] for module in modules),
        "docs %": 100 * sum(module.docs for module in modules) / lines,
        "comments %": 100 * sum(module.comments for module in modules) / lines,
        "Any/1000": 1000 * sum(module.any_uses for module in modules) / sum(code),
        "ignores/1000": 1000 * sum(module.ignores for module in modules) / sum(code),
        ": Any =": sum(module.laundered for module in modules),
        "mirror %": mirrored(modules, tests),
    }


def show(table: dict[str, dict[str, float]]) -> None:
    names = list(table)
    print(f"{'':18}" + "".join(f"{name:>14}" for name in names))
    for key in next(iter(table.values())):
        row = "".join(f"{round(table[name][key], 1):>14g}" for name in names)
        print(f"{key:18}{row}")


def read_limits() -> dict[str, Any]:
    """Return the limits of ``support.toml``."""
    limits: dict[str, Any] = tomllib.loads((ROOT / "support.toml").read_text("utf-8"))["limits"]
    return limits


def broken_typing_contracts() -> list[str]:
    """Return the contracts of ``layers.toml`` that break when imports for type checkers count."""
    text = (ROOT / "layers.toml").read_text("utf-8")
    strict = text.replace("exclude_type_checking_imports = true", "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "layers.toml")
        path.write_text(strict, "utf-8")
        command = ["lint-imports", "--config", str(path), "--no-cache"]
        done = subprocess.run(command, capture_output=True, text=True)
    if "Contracts:" not in done.stdout:
        raise SystemExit(f"lint-imports failed:\n{done.stdout}{done.stderr}")
    return [line.partition(" BROKEN")[0] for line in done.stdout.splitlines() if " BROKEN" in line]


def check(table: dict[str, dict[str, float]]) -> int:
    """Compare with the limits of ``support.toml``; return how many are exceeded."""
    limits = read_limits()
    exceeded = 0
    for key, row in limits.items():
        for name, limit in row.items() if isinstance(row, dict) else ():
            found = round(table[name][key], 1)
            bad = found < limit if key == "mirror %" else found > limit
            if bad:
                exceeded += 1
                print(
                    f"support.toml: limits.{key!r}.{name}: found {found:g}, the limit is {limit:g}"
                )
    return exceeded


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tools.shape")
    parser.add_argument("--check", action="store_true", help="compare with the limits")
    parser.add_argument("--package", nargs=2, action="append", default=[], metavar=("NAME", "DIR"))
    options = parser.parse_args()
    table = {
        folder: measure(library.path / "src" / library.package, library.path / "tests")
        for folder, library in LIBRARIES.items()
    }
    for name, folder in options.package:
        table[name] = measure(Path(folder), Path(folder) / "tests")
    show(table)
    if not options.check:
        return 0
    broken = broken_typing_contracts()
    limit = read_limits()["typing-contracts"]
    print(f"contracts that break with imports for type checkers: {len(broken)}, limit {limit}")
    return 1 if check(table) or len(broken) > limit else 0


if __name__ == "__main__":
    sys.exit(main())
