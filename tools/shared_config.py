"""Compare what the six share with the table: tools, workflows, hooks, noxfile, pages, files.

Each rule states what a file must hold in terms of ``support.toml`` and of the sessions in the
noxfile, which it reads without running it.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from packaging.utils import canonicalize_name

from . import plan
from .findings import MISSING, Checkout, Finding, expect, expect_table
from .members import FRAGMENT_TYPES, PYTEST

ROOT_ENTRIES = {
    *(".ci", ".editorconfig", ".github", ".gitignore", ".pre-commit-config.yaml"),
    *("CONTRIBUTING.md", "LICENSE.txt", "README.md", "layers.toml", "noxfile.py"),
    *("pyproject.toml", "support.toml", "docs", "examples", "tools"),
    *("CODE_OF_CONDUCT.md", "RELEASING.md", "SECURITY.md", ".devcontainer"),
}
TOOLS = {"uv", "ruff", "pytest", "coverage", "mypy", "pyright", "repo-review"}
FLOOR_OF_COVERAGE = {"markupsafe": 100, "itsdangerous": 100}  # signers and escaping
OTHER_FLOORS = 95
TEXT_ENDINGS = (".py", ".pyi", ".md", ".toml", ".yaml", ".yml", ".txt", ".html", ".css", ".c")


def calendar(checkout: Checkout) -> Iterator[Finding]:
    """Check the end of life of each Python: five years after its release, not yet past."""
    for row in checkout.pythons:
        key = f'pythons."{row.name}"'
        # PEP 602: a release each October, supported for five years to the end of that month.
        wanted = date(2016 + row.version[1], 10, 31)
        yield from expect("support.toml", f"{key}.end-of-life", row.end_of_life, wanted)
        if row.end_of_life < checkout.today:
            text = f"no row: its end of life was {row.end_of_life}, raise the floor"
            yield Finding("support.toml", key, row.name, text)


def coverage_floors(checkout: Checkout) -> Iterator[Finding]:
    """Check that the floors of coverage are not lowered."""
    for folder, library in checkout.libraries.items():
        least = FLOOR_OF_COVERAGE.get(folder, OTHER_FLOORS)
        if library.coverage < least:
            wanted = f"at least {least}"
            yield Finding("support.toml", f"libraries.{folder}.coverage", library.coverage, wanted)


def root_tools(checkout: Checkout) -> Iterator[Finding]:
    """Check the shared tool tables: those that the table decides, and no unknown one."""
    tools = tomllib.loads(checkout.read_text("pyproject.toml")).get("tool", {})
    floor = checkout.release_lines[0].name
    packages = sorted(library.package for library in checkout.libraries.values())
    names = [canonicalize_name(lib.distribution) for lib in checkout.libraries.values()]
    wanted: dict[str, Any] = {
        "uv": {
            "workspace": {"members": list(checkout.libraries)},
            "sources": {name: {"workspace": True} for name in names},
        },
        "ruff": {"target-version": f"py{floor.replace('.', '')}"},
        "mypy": {"python_version": floor, "strict": True},
        "pyright": {"pythonVersion": floor},
        "pytest": {"ini_options": PYTEST},
        "coverage": {
            "run": {"branch": True, "parallel": True, "source_pkgs": packages},
            "paths": {
                folder: [f"{folder}/src", "*/site-packages"] for folder in checkout.libraries
            },
        },
    }
    yield from expect("pyproject.toml", "tool.*", sorted(tools), sorted(TOOLS))
    for tool, keys in wanted.items():
        yield from expect_keys(f"tool.{tool}", tools.get(tool, {}), keys)


def expect_keys(key: str, found: Any, wanted: dict[str, Any]) -> Iterator[Finding]:
    """Compare only the keys that are wanted, down to the first value that is no table."""
    for name, value in wanted.items():
        below = found.get(name, MISSING) if isinstance(found, dict) else MISSING
        if isinstance(value, dict):
            yield from expect_keys(f"{key}.{name}", below, value)
        else:
            yield from expect("pyproject.toml", f"{key}.{name}", below, value)


def root_files(checkout: Checkout) -> Iterator[Finding]:
    """Check that the root holds the libraries and the known files only."""
    listed = checkout.git("ls-files", "--cached", "--others", "--exclude-standard")
    if listed is None:
        return
    found = {name.split("/")[0] for name in listed.splitlines()}
    strays = sorted(found - ROOT_ENTRIES - set(checkout.libraries))
    yield from expect(".", "unknown files and folders", strays, [])
    changed_ends = [
        name
        for name in listed.splitlines()
        if name.endswith(TEXT_ENDINGS)
        and "/tests/" not in name
        and (checkout.root / name).is_file()
        and b"\r\n" in (checkout.root / name).read_bytes()
    ]
    yield from expect(".", "files with CR LF at line ends", changed_ends, [])


def sessions_of(noxfile: str) -> dict[str, bool]:
    """Return the sessions of the noxfile, and whether a plain run has them."""
    found = {}
    for node in ast.parse(noxfile).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if ast.unparse(call) != "nox.session":
                continue
            words = {k.arg: k.value for k in getattr(decorator, "keywords", ())}
            name = ast.literal_eval(words["name"]) if "name" in words else node.name
            found[name] = not ("default" in words and ast.unparse(words["default"]) == "False")
    return found


def matrix(checkout: Checkout) -> Iterator[Finding]:
    """Check that the workflows' plan has each session of a plain run, on each Python."""
    sessions = sessions_of(checkout.read_text("noxfile.py"))
    wanted = sorted(name for name, default in sessions.items() if default and name != "wheels")
    found = sorted({"tests", *plan.ONCE, *plan.WHOLE})
    yield from expect("tools/plan.py", "sessions", found, wanted)
    rows = plan.rows(list(checkout.libraries), list(checkout.libraries))
    pythons = [row["session"] for row in rows if row["session"].startswith("tests-")]
    names = [f"tests-{row.name}" for row in checkout.pythons]
    yield from expect("tools/plan.py", "Pythons", pythons, names)


def noxfile(checkout: Checkout) -> Iterator[Finding]:
    """Check the script header of the noxfile against its own needs and the table's floor."""
    text = checkout.read_text("noxfile.py")
    block = re.search(r"^# /// script\n((?:#.*\n)+?)# ///$", text, re.MULTILINE)
    lines = block[1].splitlines() if block else []
    header = tomllib.loads("\n".join(line.removeprefix("#").strip() for line in lines))
    needs = re.search(r'^NEEDS_NOX = "(.*)"$', text, re.MULTILINE)
    wanted = {
        "requires-python": f">={checkout.release_lines[0].name}",
        "dependencies": [needs[1] if needs else "nox"],
    }
    yield from expect_table("noxfile.py", "script header", header, wanted)


def pages(checkout: Checkout) -> Iterator[Finding]:
    """Check the README's rows, and CONTRIBUTING's sessions and reference releases."""
    rows = re.findall(
        r"^\| (\S+) \|.*\| \[`(\w+)/`\]\((\S+)\) \|$", checkout.read_text("README.md"), re.M
    )
    wanted = [
        (library.distribution.replace("itsdangerous", "ItsDangerous"), folder)
        for folder, library in checkout.libraries.items()
    ]
    found = [(name, folder) for name, folder, _ in rows]
    spelled = {"click": "Click", "Jinja2": "Jinja"}
    named = [(spelled.get(name, name), folder) for name, folder in wanted]
    yield from expect("README.md", "rows of the table of libraries", found, named)
    text = checkout.read_text("CONTRIBUTING.md")
    table = text.partition("| session |")[2].partition("\n\n")[0]
    named_there = re.findall(
        r"`([\w-]+)`", "".join(row.split("|")[1] for row in table.splitlines()[2:])
    )
    sessions = sorted(name for name in sessions_of(checkout.read_text("noxfile.py")))
    yield from expect(
        "CONTRIBUTING.md",
        "sessions",
        sorted(named_there),
        [name for name in sessions if name != "wheels"],
    )
    types = f"The types are {', '.join(FRAGMENT_TYPES)}."
    yield from expect("CONTRIBUTING.md", types, types in " ".join(text.split()), True)
    index = checkout.read_text("docs/index.md")
    parts = [f"{folder}/index" for folder in checkout.libraries]
    missing = [part for part in parts if f"\n{part}\n" not in index]
    yield from expect("docs/index.md", "parts that the index leaves out", missing, [])
    reference = ", ".join(
        f"{library.distribution} {library.original}" for library in checkout.libraries.values()
    )
    stated = " ".join(text.split())
    yield from expect("CONTRIBUTING.md", reference, reference in stated, True)


def hooks(checkout: Checkout) -> Iterator[Finding]:
    """Check that the hooks run the versions that the lock of the tools names."""
    file = ".pre-commit-config.yaml"
    locked = locked_versions(checkout)
    for repository in yaml.safe_load(checkout.read_text(file))["repos"]:
        for hook in repository["hooks"]:
            for need in hook.get("additional_dependencies", ()):
                name = re.split(r"[=<>~!]", need)[0]
                if name not in locked:
                    yield Finding(file, hook["id"], need, "a tool of tools/constraints.txt")
                else:
                    yield from expect(file, hook["id"], need, f"{name}=={locked[name]}")


def locked_versions(checkout: Checkout) -> dict[str, str]:
    lines = checkout.read_text("tools/constraints.txt").splitlines()
    pinned = (line.split(";")[0].strip() for line in lines if not line.startswith((" ", "#")))
    return dict(line.split("==", 1) for line in pinned if "==" in line)


ACTION = re.compile(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40}$")


def workflows(checkout: Checkout) -> Iterator[Finding]:
    """Check triggers, permissions, limits, needs and pinned actions of the workflows."""
    pins: dict[str, str] = {}
    folder = checkout.root / ".github" / "workflows"
    for path in sorted(folder.glob("*.y*ml")):
        file = path.relative_to(checkout.root).as_posix()
        text = path.read_text("utf-8")
        flow = yaml.safe_load(text)
        yield from expect(file, "permissions", flow.get("permissions"), {})
        jobs = flow.get("jobs", {})
        for name, job in jobs.items():
            key = f"jobs.{name}"
            needs = job.get("needs", [])
            for need in [needs] if isinstance(needs, str) else needs:
                if need not in jobs:
                    yield Finding(file, f"{key}.needs", need, f"one of {', '.join(jobs)}")
            if "uses" not in job and not isinstance(job.get("timeout-minutes"), int):
                yield Finding(file, f"{key}.timeout-minutes", MISSING, "a limit in minutes")
            scopes = job.get("permissions", {})
            if not isinstance(scopes, dict):
                yield Finding(file, f"{key}.permissions", scopes, "a table of scopes")
            for step in job.get("steps", ()):
                uses = step.get("uses", "")
                if uses and not ACTION.match(uses) and not uses.startswith("./"):
                    yield Finding(file, f"{key}: uses", uses, "an action at a commit's hash")
                action, _, commit = uses.partition("@")
                if commit and pins.setdefault(action, commit) != commit:
                    yield Finding(file, f"{key}: {action}", commit, pins[action])
    checks = yaml.safe_load(checkout.read_text(".github/workflows/checks.yaml") or "{}")
    triggers = checks.get(True, checks.get("on", {})) or {}  # YAML 1.1 reads `on` as true
    wanted = ["pull_request", "push", "schedule", "workflow_dispatch"]
    missing = [name for name in wanted if name not in triggers]
    yield from expect(".github/workflows/checks.yaml", "missing triggers", missing, [])


RULES = (
    calendar,
    coverage_floors,
    root_tools,
    root_files,
    matrix,
    noxfile,
    pages,
    hooks,
    workflows,
)
