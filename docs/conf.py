"""Sphinx configuration: one site with a part for each library."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Pallets"
copyright = "2026, the maintainers"
author = "the maintainers"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.intersphinx",
    "module_tables",
    "tables_of_the_project",
]
intersphinx_mapping: dict[str, tuple[str, None]] = {}  # the build asks no other host
exclude_patterns = ["_build", "_ext"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
# Names of the standard library and of typing are written without a link on purpose.
nitpicky = False

html_theme = "furo"
html_title = "Pallets"
html_show_sphinx = False
