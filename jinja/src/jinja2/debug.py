"""Rewrite a traceback so that it points into templates.

Each frame of a compiled template becomes one that stands at the expression in the template,
frames of the engine are removed, and notes say what may help. A failure while help is
looked for never hides the error.
"""

from __future__ import annotations

import ast
import sys

from . import nodes
from ._marks import internal_code, is_undefined, missing
from ._notes import LateNotes, note_later
from .exceptions import TemplateSyntaxError, UndefinedError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import CodeType, TracebackType

    from ._locate import CodeMap, Place
    from ._notes import Origin

_AT_TOP = "top-level template code"
_I18N = "jinja2.ext.i18n"
#: Names that the template language itself defines in some places only.
_SPECIAL_NAMES = {
    "super": "super() is there in blocks that override a block of a parent.",
    "loop": "loop is there in the body of a loop.",
    "caller": "caller() is there in macros that are called by a call block.",
}
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
                line = _line_of(template, frame.f_globals, traceback.tb_lineno)
                place = _place(template, traceback)
                function = traceback
                if frame.f_code.co_name == "<listcomp>" and deepest is not None:
                    # Up to Python 3.11 a comprehension is a function; the template has none.
                    function = deepest[2]
                    frames.pop()
                frames.append(_fake(error, function, template.filename, line, place))
                deepest = (template, place, function, line)
        traceback = traceback.tb_next
    if deepest is not None and not isinstance(error.__dict__.get("__notes__"), LateNotes):
        template, place, function, line = deepest
        note_later(error, lambda: _explanation(error, template, place, function, line))
    return frames


def fake_traceback(
    exc_value: BaseException, tb: TracebackType | None, filename: str, lineno: int
) -> TracebackType:
    """Return a traceback of one frame that stands at a line of a template.

    :param exc_value: the exception that it belongs to.
    :param tb: the real traceback, for its variables and the name of its function, or ``None``.
    """
    return _fake(exc_value, tb, filename, lineno, None)


def _fake(
    error: BaseException,
    tb: TracebackType | None,
    filename: str | None,
    line: int,
    place: Place | None,
) -> TracebackType:
    filename = filename or "<template>"
    variables: dict[str, t.Any] = {}
    where = "template"
    if tb is not None:
        variables = get_template_locals(tb.tb_frame.f_locals)
        where = _function_name(tb.tb_frame.f_code.co_name)
    scope = {"__name__": filename, "__file__": filename, "__jinja_exception__": error}
    extent = _extent_in(place, line) if place is not None else None
    raising = _RAISING if extent is None else _raising(*extent)
    first = line if extent is None else line - extent[0] + raising.co_firstlineno
    code = raising.replace(co_filename=filename, co_firstlineno=first, co_name=where)
    try:
        exec(code, scope, variables)
    except BaseException as raised:
        made = raised.__traceback__
        assert made is not None and made.tb_next is not None
        return made.tb_next
    raise AssertionError("the code raises")


def _extent_in(place: Place, line: int) -> tuple[int, int, int, int] | None:
    """Return what is underlined: line and column of its begin and end. It begins in the line of the
    frame, because that is the line which is shown.
    """
    begin, end = place.position(place.begin), place.position(place.end)
    if begin[0] < line:
        start = _start_of_line(place.text, line)
        text = place.text[start:].partition("\n")[0]
        begin = place.position(start + len(text) - len(text.lstrip()))
    if begin[0] != line or end <= begin:
        return None
    return (*begin, *end)


def _start_of_line(text: str, line: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start


def _raising(line: int = 1, column: int = 0, end_line: int = 1, end_column: int = 0) -> CodeType:
    """Code that does nothing but raise the exception, from a range of a file."""
    tree = ast.parse("raise __jinja_exception__")
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.expr)):
            node.lineno, node.col_offset = line, column
            node.end_lineno, node.end_col_offset = end_line, end_column
    return compile(tree, "<template>", "exec")


#: With an empty range: nothing of the template's line is underlined.
_RAISING = _raising()


def _line_of(template: t.Any, namespace: dict[str, t.Any], line: int) -> int:
    """Return the line of the template for a line of its code."""
    if "__jinja_version__" not in namespace:
        found: int = template.get_corresponding_lineno(line)
        return found
    # Forms that were made later have lines of their own.
    found = 1
    for pair in namespace["debug_info"].split("&"):
        template_line, _, code_line = pair.partition("=")
        if not code_line or int(code_line) > line:
            break
        found = int(template_line)
    return found


def _function_name(name: str) -> str:
    if name == "root":
        return _AT_TOP
    if name.startswith("block_"):
        return f"block {name[6:]!r}"
    return "template"


def get_template_locals(real_locals: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the variables of a template, from those of its generated function: those of inner
    scopes hide those of outer ones.
    """
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
    place: Place | None,
    function: TracebackType,
    line: int,
) -> t.Iterator[str | None]:
    """Return the notes: where it happened, and what the author may have meant.

    :param place: the expression that failed.
    :param function: the traceback of the function which holds the code that failed.
    """
    origin = getattr(error, "_jinja_undefined", None)
    yield _where(template, place, line, origin)
    if isinstance(error, UndefinedError):
        yield _near_names(error, function)
        yield _undefined_path(error, place)
        yield _translation_help(error, template.environment)


def _source_of(template: t.Any) -> str | None:
    versions = getattr(template.root_render_func, "_versions", None)
    source = getattr(template, "_source", None) if versions is None else versions.source
    if isinstance(source, str):
        return source
    environment = template.environment
    if environment.loader is not None and template.name is not None:
        text: str = environment.loader.get_source(environment, template.name)[0]
        return text
    return None


def _place(template: object, traceback: TracebackType) -> Place | None:
    """Return the expression at which a template failed, or ``None`` if it is not known."""
    frame = traceback.tb_frame
    code_map = _code_map(template, frame.f_globals.get("__jinja_version__", (True, None)))
    if code_map is None:
        return None
    return code_map.placed.place(code_map.node_at(frame.f_code, traceback.tb_lasti))


def _code_map(template: object, version: tuple[bool, bool | None]) -> CodeMap | None:
    maps: dict[t.Any, CodeMap | None] = template.__dict__.setdefault("_code_maps", {})
    if version not in maps:
        try:
            maps[version] = _made_map(template, version)
        except Exception:
            # Most of the time, the environment has changed.
            maps[version] = None
    return maps[version]


def _made_map(template: t.Any, version: tuple[bool, bool | None]) -> CodeMap | None:
    source = _source_of(template)
    if source is None:
        return None
    from ._locate import CodeMap

    code_map = CodeMap(template, source, version)
    versions = getattr(template.root_render_func, "_versions", None)
    if versions is not None and version == (True, None):
        # Otherwise positions would be those of other code.
        return code_map if code_map.checksum == versions.checksum else None
    return code_map


def _where(template: t.Any, place: Place | None, line: int, origin: Origin | None) -> str | None:
    source = _source_of(template)
    if source is None:
        return None
    column = None
    if place is not None and isinstance(place.node, nodes.Expr):
        if origin is not None:
            place = place.of_undefined(origin)
        if origin is not None or place.line == line:
            line, column = place.line, place.column
    lines = source.splitlines()
    if not 0 < line <= len(lines):
        return None
    return _excerpt(template.name, lines[line - 1], line, column)


def _undefined_path(error: UndefinedError, place: Place | None) -> str | None:
    origin = getattr(error, "_jinja_undefined", None)
    if origin is None or place is None:
        return None
    from ._locate import path_of

    path = path_of(place.node, origin.name)
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
    if owner is missing and name in _SPECIAL_NAMES:
        return _SPECIAL_NAMES[name]
    if owner is missing:
        variables = get_template_locals(traceback.tb_frame.f_locals)
        known: t.Iterable[t.Any] = [key for key in variables if not is_undefined(variables[key])]
    elif isinstance(owner, dict):
        known = owner
    else:
        known = (attribute for attribute in dir(owner) if not attribute.startswith("_"))
    from ._near import did_you_mean

    return did_you_mean(name, known)
