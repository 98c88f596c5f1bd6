"""``EscapeFormatter``, the class that programs derive from."""

from __future__ import annotations

import inspect
import string
import subprocess
import sys
from typing import Any

import pytest

import markupsafe
from markupsafe import EscapeFormatter, Markup, escape


class Html:
    def __html__(self) -> str:
        return "<b>"


def test_is_a_formatter_of_the_package() -> None:
    assert EscapeFormatter.__bases__ == (string.Formatter,)
    assert EscapeFormatter.__module__ == "markupsafe"
    assert list(inspect.signature(EscapeFormatter).parameters) == ["escape"]
    assert EscapeFormatter(escape=escape).escape is escape


def test_escapes_fields_only() -> None:
    formatter = EscapeFormatter(escape)
    assert formatter.format("<{}>", "<") == "<&lt;>"
    assert type(formatter.format("<{}>", "<")) is str
    assert formatter.vformat("{a}", (), {"a": Markup("<")}) == "<"


def test_format_field_uses_the_given_function() -> None:
    result = EscapeFormatter(Markup.escape).format_field("<", ">3")
    assert result == "  &lt;"
    assert type(result) is str
    assert EscapeFormatter(str.upper).format("a{}", "b") == "aB"

    with pytest.raises(ValueError, match="__html_format__"):
        EscapeFormatter(escape).format_field(Html(), "x")


def test_subclasses_change_the_fields() -> None:
    class Doubling(EscapeFormatter):
        def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
            value, key = super().get_field(field_name, args, kwargs)
            return value * 2, key

    assert Doubling(escape).format("{0}", "<") == "&lt;&lt;"


def test_it_is_loaded_on_first_use() -> None:
    code = """
import sys, markupsafe
markupsafe.Markup("{} {a}").format("<", a=1)
assert "string" not in sys.modules and "re" not in sys.modules and "typing" not in sys.modules
first = markupsafe.EscapeFormatter
assert "string" in sys.modules and markupsafe.EscapeFormatter is first
from markupsafe import *
assert EscapeFormatter is first
"""
    subprocess.run([sys.executable, "-S", "-E", "-c", _with_path(code)], check=True)


def _with_path(code: str) -> str:
    """Without ``site``, which loads what it likes, the package must be found by path."""
    assert markupsafe.__file__ is not None
    folder = markupsafe.__file__.rpartition("markupsafe")[0]
    return f"import sys; sys.path.insert(0, {folder!r})\n{code}"
