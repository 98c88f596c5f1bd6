"""The contract between compiled templates and the rest of the engine.

Goes in: nothing. Comes out: lists of names. The compiler writes modules that import these names
from ``jinja2.runtime``; the runtime provides them; neither imports the other. Compiled templates
may lie on disk, so a name is never removed from the lists below without a new bytecode version.

A compiled template is a Python module with these globals:

``name``
    The name of the template, or ``None``.
``root``
    Called with a :class:`~jinja2.runtime.Context`, gives an iterable of strings (in an async
    environment an async iterator). It is lazy: nothing runs before the first piece is asked for.
``blocks``
    The same for each block, as a dict by block name.
``debug_info``
    Pairs of template line and the line of the generated code where it begins: ``"1=7&3=9"``.

The loader of the code puts ``environment`` and ``__file__`` into these globals before it runs the
module, and ``__jinja_template__`` (the :class:`~jinja2.Template`) afterwards.

**The fast face.** ``root`` and the values of ``blocks`` may have the attribute ``into``. It is a
function ``into(context, out)`` that appends all pieces to the list ``out`` and returns ``None``
(in an async environment it is a coroutine function). Whoever wants the whole text asks for it
first and falls back to iterating::

    into = getattr(root, "into", None)
    if into is None:
        pieces = list(root(context))
    else:
        into(context, pieces)

Templates compiled by the originals, and those of code generators that override how output is
written, have no ``into``. Where both exist they give the same text; only the lazy face may be cut
into other pieces.
"""

from __future__ import annotations

#: What every compiled template may import, those on disk included.
exported: list[str] = [
    "LoopContext",
    "TemplateReference",
    "Macro",
    "Markup",
    "TemplateRuntimeError",
    "missing",
    "escape",
    "markup_join",
    "str_join",
    "identity",
    "TemplateNotFound",
    "Namespace",
    "Undefined",
    "internalcode",
]

#: What those of async environments may import besides.
async_exported: list[str] = ["AsyncLoopContext", "auto_aiter", "auto_await"]

#: What the present compiler uses besides. Private: the leading underscore says so.
private_exported: list[str] = [
    "_absent",
    "_accessors",
    "_escape_text",
    "_include",
    "_including",
    "_inherit",
    "_missing_export",
    "_put_block",
    "_put_root",
    "_two_faces",
]

#: The same for async environments.
private_async_exported: list[str] = [
    "_include_async",
    "_including_async",
    "_plain_types",
    "_put_block_async",
    "_put_root_async",
]
