"""Links, wrapping and the sandbox's formatter on any text: no undeclared errors, nothing unsafe."""

from __future__ import annotations

import re

from jinja2.exceptions import TemplateRuntimeError
from jinja2.filters import do_title, do_wordwrap
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import urlize
from markupsafe import Markup

ENVIRONMENT = SandboxedEnvironment()
TAG = re.compile(r'</a>|<a href="(?:https?://|mailto:)[^"<>]*">')


def one_input(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for tag in re.findall(r"<[^>]*>", urlize(text)):
        assert TAG.fullmatch(tag), tag
    do_title(text)
    lines = do_wordwrap(ENVIRONMENT, text, 10, wrapstring="\n").split("\n")
    assert all(len(line) <= 10 for line in lines)
    for kind in (str, Markup):
        formatting = ENVIRONMENT.wrap_str_format(kind(text).format)
        assert formatting is not None
        try:
            formatting("a", 1, b=one_input, c=[2])
        except (
            ValueError,
            LookupError,
            TemplateRuntimeError,
            TypeError,
            OverflowError,
            MemoryError,
        ):
            continue
