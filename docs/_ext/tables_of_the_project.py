"""Directives for tables that the project itself holds: supported Pythons, removed names."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from tools import removed
from tools.support import LIBRARIES, PYTHONS


def make_table(head: list[str], rows: Iterable[list[str]]) -> nodes.table:
    table = nodes.table()
    group = nodes.tgroup(cols=len(head))
    table += group
    group += [nodes.colspec(colwidth=1) for _ in head]
    for kind, lines in ((nodes.thead(), [head]), (nodes.tbody(), rows)):
        group += kind
        for line in lines:
            row = nodes.row()
            row += [nodes.entry("", nodes.paragraph(text=cell)) for cell in line]
            kind += row
    return table


class SupportedPythons(Directive):
    """``{supported-pythons}``: the Pythons of support.toml, and until when each stays."""

    def run(self) -> list[nodes.Node]:
        rows = ([python.name, python.end_of_life.isoformat()] for python in PYTHONS)
        return [make_table(["Python", "stays until"], rows)]


class RemovedNames(Directive):
    """``{removed-names}``: each name that is no longer there, and what to use instead."""

    def run(self) -> list[nodes.Node]:
        # No table: long names would make it wider than the screen of a phone.
        listed = nodes.definition_list()
        for library in LIBRARIES.values():
            for name, sentence in removed.ledger(library).items():
                item = nodes.definition_list_item()
                item += nodes.term("", "", nodes.literal(text=name))
                item += nodes.definition("", nodes.paragraph(text=sentence))
                listed += item
        return [listed]


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("supported-pythons", SupportedPythons)
    app.add_directive("removed-names", RemovedNames)
    return {"parallel_read_safe": True}
