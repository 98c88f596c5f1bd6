"""A directive that lists the modules of a package with the first sentence of their docstrings.

The architecture page therefore shows what the sources say.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent.parent


def modules(package: Path) -> dict[str, ast.Module]:
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = "/".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


def first_sentence(tree: ast.Module) -> str:
    text = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split())
    return text.split(". ")[0].removesuffix(".")


def marked_up(text: str) -> nodes.paragraph:
    """Return a paragraph in which code in backticks, and the target of a role, is shown as code."""
    paragraph = nodes.paragraph()
    for index, part in enumerate(re.split(r"(?::\w+:)?(`+)([^`]+)\1", text)):
        if index % 3 == 0:
            paragraph += nodes.Text(part)
        elif index % 3 == 2:
            paragraph += nodes.literal(text=part)
    return paragraph


class ModuleTable(Directive):
    """``{modules} click/src/click``: the modules of a package, as a table."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, object]] = {}

    def run(self) -> list[nodes.Node]:
        table = nodes.table(classes=["modules"])
        columns = nodes.tgroup(cols=2)
        table += columns
        columns += nodes.colspec(colwidth=1)
        columns += nodes.colspec(colwidth=3)
        body = nodes.tbody()
        columns += body
        for name, tree in modules(ROOT / self.arguments[0]).items():
            sentence = first_sentence(tree)
            if not sentence:
                continue
            row = nodes.row()
            row += nodes.entry("", nodes.paragraph("", "", nodes.literal(text=name)))
            row += nodes.entry("", marked_up(sentence))
            body += row
        return [table]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("modules", ModuleTable)
    return {"parallel_read_safe": True}
