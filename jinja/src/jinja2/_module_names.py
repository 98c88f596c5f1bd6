"""The file name of a compiled template.

``Environment.compile_templates`` writes the files, and ``ModuleLoader`` reads them.
"""

from __future__ import annotations


def module_key(name: str) -> str:
    """Return the module name for a template: ``tmpl_`` and the SHA-1 of its name in hexadecimal."""
    from hashlib import sha1

    return "tmpl_" + sha1(name.encode("utf-8"), usedforsecurity=False).hexdigest()


def module_filename(name: str) -> str:
    """Return the file that holds the module of a template."""
    return module_key(name) + ".py"
