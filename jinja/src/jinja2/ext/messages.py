"""Find the calls in a tree that translate."""

from __future__ import annotations

from .. import nodes

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    Extracted = tuple[int, str, str | tuple[str | None, ...] | None]

GETTEXT_FUNCTIONS: tuple[str, ...] = ("_", "gettext", "ngettext", "pgettext", "npgettext")


def extract_from_ast(
    ast: nodes.Template,
    gettext_functions: t.Sequence[str] = GETTEXT_FUNCTIONS,
    babel_style: bool = True,
) -> t.Iterator[Extracted]:
    """Yield the messages of a template as ``(line, function, strings)``.

    In Babel's style, arguments that are no literal strings are ``None``, and a single argument
    stands alone; otherwise only literal strings are given, always as a tuple, and calls without
    any are left out.
    """
    for call in ast.find_all(nodes.Call):
        callee = call.node
        if not isinstance(callee, nodes.Name) or callee.name not in gettext_functions:
            continue
        strings = [_literal(arg) for arg in call.args]
        strings += [None] * len(call.kwargs)
        strings += [None for more in (call.dyn_args, call.dyn_kwargs) if more is not None]
        message: object
        if babel_style:
            message = strings[0] if len(strings) == 1 else tuple(strings)
        else:
            message = tuple(string for string in strings if string is not None)
            if not message:
                continue
        yield call.lineno, callee.name, message


def _literal(arg: nodes.Expr) -> str | None:
    if isinstance(arg, nodes.Const) and isinstance(arg.value, str):
        return arg.value
    return None


extract_from_ast.__module__ = "jinja2.ext"
