"""Any text is a template or a syntax error, and what compiles is Python.

The generated code must also be the same text when it is generated again, and rendering may fail
only in the ways in which expressions fail.
"""

from __future__ import annotations

from jinja2 import Environment, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

_SYNTAXES = (
    Environment(autoescape=True, extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"]),
    Environment(trim_blocks=True, lstrip_blocks=True, optimized=False),
    Environment(line_statement_prefix="%", line_comment_prefix="##"),
    Environment(enable_async=True, extensions=["jinja2.ext.i18n"]),
    SandboxedEnvironment(autoescape=True),
)


def one_input(data: bytes) -> None:
    """Compile the text in one of several syntaxes."""
    if not data or len(data) > 2000:
        return
    environment = _SYNTAXES[data[0] % len(_SYNTAXES)]
    source = data[1:].decode("utf-8", "replace")
    try:
        code = environment.compile(source, name=source[:20], raw=True)
    except TemplateSyntaxError as error:
        assert error.lineno >= 1, "an error has a line"
        assert error.column is None or error.column >= 1, "columns begin with 1"
        return
    except (RecursionError, MemoryError, OverflowError):
        return
    assert environment.compile(source, name=source[:20], raw=True) == code, "not deterministic"
    try:
        compile(code, "<template>", "exec")
    except SyntaxError as error:
        # What Python itself refuses in any program: a loop control outside of a loop, a keyword
        # argument given twice, too deep nesting.
        known = (
            "outside loop",
            "not properly in loop",
            "repeated",
            "nested",
            "too many",
            "complex",
        )
        assert any(word in str(error) for word in known), f"{error}: {source!r}"
