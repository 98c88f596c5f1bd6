"""The contract between compiled templates and the rest of the engine.

The compiler writes modules that import the names listed here from ``jinja2.runtime``; the run time
provides them; neither imports the other. Compiled templates may lie on disk, so a name is not
removed from :data:`exported` and :data:`async_exported`, and :data:`revision` changes with the
private ones.

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

**Eager functions.** ``root`` and the values of ``blocks`` may have the attribute ``into``. It is a
function ``into(context, out)`` that appends all pieces to the list ``out`` and returns ``None``
(in an async environment it is a coroutine function). Callers that need the whole text look for it
first and fall back to iterating::

    into = getattr(root, "into", None)
    if into is None:
        pieces = list(root(context))
    else:
        into(context, pieces)

Templates compiled by the originals, and those of code generators that override how output is
written, have no ``into``. Where both exist they give the same text; only the lazy form may be cut
into other pieces.

**Forms that are made late.** The module of a template with a source holds only eager functions and
the source. The lazy form is compiled from the source when a piece is asked for; so are blocks that
are rendered where an ``autoescape`` statement of another template holds. Modules of such forms have
the global ``__jinja_version__``: a pair of whether the functions are eager, and the escaping or
``None``. If the environment would now compile the source to other code, there are no other forms,
and the lazy form gives everything at its first piece.
"""

from __future__ import annotations

#: Changes when modules of one compiler do not work with the run time of another.
revision = 2

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

#: What those of async environments may import in addition.
async_exported: list[str] = ["AsyncLoopContext", "auto_aiter", "auto_await"]

#: What the present compiler uses in addition. Private: the leading underscore says so.
private_exported: list[str] = [
    "_absent",
    "_accessors",
    "_escape_text",
    "_include",
    "_inherit",
    "_into",
    "_missing_export",
    "_spelled",
    "_stated",
    "_versions",
]

#: The same for async environments.
private_async_exported: list[str] = [
    "_include_async",
    "_into_async",
    "_opened",
    "_plain_types",
]
