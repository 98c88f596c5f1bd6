"""Rewrite a traceback so that it points into templates.

Goes in: the exception being handled. Comes out: the same exception; each frame of a compiled
template shows the line of the template, frames of the engine are gone, and notes tell what may
help. Help that cannot be had is left out: nothing here hides the error.
"""

from __future__ import annotations

import ast
import sys

from ._marks import internal_code, is_undefined, missing
from ._notes import LateNotes, note_later
from .exceptions import TemplateSyntaxError, UndefinedError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import CodeType, TracebackType

    from . import nodes

_AT_TOP = "top-level template code"
_I18N = "jinja2.ext.i18n"
#: The functions that translations come with.
_TRANSLATING = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})


def rewrite_traceback_stack(source: str | None = None) -> BaseException:
    """Rewrite the traceback of the exception being handled, and give the exception.

    :param source: the source of the template, for a syntax error.
    """
    error = sys.exception()
    assert error is not None, "no exception is being handled"
    traceback = error.__traceback__
    if isinstance(error, TemplateSyntaxError) and not error.translated:
        error.translated = True
        error.source = source
        # Where the parser stood says nothing to the author of the template.
        frames = [fake_traceback(error, None, error.filename or "<unknown>", error.lineno)]
        note_later(error, lambda: _excerpt_of(error))
    else:
        frames = _rewritten(error, traceback.tb_next if traceback is not None else None)
    following: TracebackType | None = None
    for frame in reversed(frames):
        frame.tb_next = following
        following = frame
    return error.with_traceback(following)


def _rewritten(error: BaseException, traceback: TracebackType | None) -> list[TracebackType]:
    frames: list[TracebackType] = []
    deepest = None
    while traceback is not None:
        frame = traceback.tb_frame
        if frame.f_code not in internal_code:
            template = frame.f_globals.get("__jinja_template__")
            if template is None:
                frames.append(traceback)
            else:
                line = template.get_corresponding_lineno(traceback.tb_lineno)
                function = traceback
                if frame.f_code.co_name == "<listcomp>" and deepest is not None:
                    # Up to Python 3.11 a comprehension is a function; the template has none.
                    function = deepest[2]
                    frames.pop()
                frames.append(fake_traceback(error, function, template.filename, line))
                deepest = (template, traceback, function, line)
        traceback = traceback.tb_next
    if deepest is not None and not isinstance(error.__dict__.get("__notes__"), LateNotes):
        place = deepest
        note_later(error, lambda: _explanation(error, *place))
    return frames


def fake_traceback(
    exc_value: BaseException, tb: TracebackType | None, filename: str, lineno: int
) -> TracebackType:
    """A traceback of one frame that stands at a line of a template.

    :param exc_value: the exception that it belongs to.
    :param tb: the real traceback, for its variables and the name of its function, or ``None``.
    """
    filename = filename or "<template>"
    variables: dict[str, t.Any] = {}
    where = "template"
    if tb is not None:
        variables = get_template_locals(tb.tb_frame.f_locals)
        where = _function_name(tb.tb_frame.f_code.co_name)
    scope = {"__name__": filename, "__file__": filename, "__jinja_exception__": exc_value}
    code = _RAISING.replace(co_filename=filename, co_firstlineno=lineno, co_name=where)
    try:
        exec(code, scope, variables)
    except BaseException as raised:
        made = raised.__traceback__
        assert made is not None and made.tb_next is not None
        return made.tb_next
    raise AssertionError("the code raises")


def _raising() -> CodeType:
    """Code whose only line raises the exception. It is moved to where it is needed."""
    tree = ast.parse("raise __jinja_exception__")
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.expr)):
            # An empty range: nothing of the template's line is underlined.
            node.end_lineno, node.end_col_offset = node.lineno, node.col_offset = 1, 0
    return compile(tree, "<template>", "exec")


_RAISING = _raising()


def _function_name(name: str) -> str:
    if name == "root":
        return _AT_TOP
    if name.startswith("block_"):
        return f"block {name[6:]!r}"
    return "template"


def get_template_locals(real_locals: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The variables of a template, from those of its generated function: those of inner scopes
    hide those of outer ones."""
    context = real_locals.get("context")
    variables: dict[str, t.Any] = context.get_all().copy() if context is not None else {}
    levels: dict[str, int] = {}
    for target, value in real_locals.items():
        if not target.startswith("l_") or value is missing:
            continue
        depth, _, name = target[2:].partition("_")
        if name and depth.isdigit() and levels.get(name, -1) < int(depth):
            levels[name] = int(depth)
            variables[name] = value
    return variables


# -- what may help


def _explanation(
    error: BaseException,
    template: t.Any,
    traceback: TracebackType,
    function: TracebackType,
    line: int,
) -> t.Iterator[str | None]:
    """Notes: where it happened, and what the author may have meant.

    :param traceback: of the code that failed.
    :param function: of the function which holds that code.
    """
    place, node = _place(template, traceback, function, line)
    yield place
    if isinstance(error, UndefinedError):
        yield _near_names(error, function)
        yield _undefined_path(error, node)
        yield _translation_help(error, template.environment)


def _source_of(template: t.Any) -> str | None:
    source = getattr(template, "_source", None)
    if isinstance(source, str):
        return source
    environment = template.environment
    if environment.loader is not None and template.name is not None:
        text: str = environment.loader.get_source(environment, template.name)[0]
        return text
    return None


def _place(
    template: t.Any, traceback: TracebackType, function: TracebackType, line: int
) -> tuple[str | None, nodes.Node | None]:
    source = _source_of(template)
    if source is None:
        return None, None
    lines = source.splitlines()
    if not 0 < line <= len(lines):
        return None, None
    from ._locate import place_of

    # The lazy version of a function takes no list.
    lazy = "out" not in function.tb_frame.f_code.co_varnames[:2]
    column, node = place_of(template, source, traceback, line, lazy)
    return _excerpt(template.name, lines[line - 1], line, column), node


def _undefined_path(error: UndefinedError, node: nodes.Node | None) -> str | None:
    origin = getattr(error, "_jinja_undefined", None)
    if origin is None or node is None:
        return None
    from ._locate import path_of

    path = path_of(node, origin.name)
    return None if path is None else f"The undefined value is {path}"


def _excerpt(name: str | None, text: str, line: int, column: int | None) -> str:
    shown = text.strip()
    place = f"line {line}" if column is None else f"line {line}, column {column}"
    if name is not None:
        place = f"{name!r}, {place}"
    note = (
        f"In the template {place}:\n    {shown}"
        if name
        else f"In the template, {place}:\n    {shown}"
    )
    if column is not None:
        cut = len(text) - len(text.lstrip())
        note += "\n    " + " " * max(0, column - 1 - cut) + "^"
    return note


def _excerpt_of(error: TemplateSyntaxError) -> t.Iterator[str]:
    text = error._source_line()
    if text is not None:
        yield _excerpt(error.name, text, error.lineno, error.column)


def _translation_help(error: UndefinedError, environment: t.Any) -> str | None:
    origin = getattr(error, "_jinja_undefined", None)
    if origin is None or origin.owner is not missing or origin.name not in _TRANSLATING:
        return None
    if any("trans" in extension.tags for extension in environment.iter_extensions()):
        return "No translations are installed: see environment.install_gettext_translations()."
    return f"The function {origin.name!r} belongs to the extension {_I18N!r}: add it to the environment."


def _near_names(error: UndefinedError, traceback: TracebackType) -> str | None:
    origin = getattr(error, "_jinja_undefined", None)
    if origin is None or not isinstance(origin.name, str):
        return None
    owner, name = origin.owner, origin.name
    if owner is missing:
        variables = get_template_locals(traceback.tb_frame.f_locals)
        known: t.Iterable[t.Any] = [key for key in variables if not is_undefined(variables[key])]
    elif isinstance(owner, dict):
        known = owner
    else:
        known = (attribute for attribute in dir(owner) if not attribute.startswith("_"))
    from ._near import did_you_mean

    return did_you_mean(name, known)
