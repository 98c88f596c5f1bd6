"""The extraction method for Babel."""

from __future__ import annotations

from .._imports import import_string
from ..exceptions import TemplateSyntaxError
from .i18n import InternationalizationExtension
from .messages import extract_from_ast

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_YES = frozenset({"1", "on", "yes", "true"})
_DELIMITERS = (
    "block_start_string",
    "block_end_string",
    "variable_start_string",
    "variable_end_string",
    "comment_start_string",
    "comment_end_string",
)
_PREFIXES = ("line_statement_prefix", "line_comment_prefix")
_SWITCHES = ("trim_blocks", "lstrip_blocks", "keep_trailing_newline")


class _CommentFinder:
    """Finds the comment for translators that stands before a line. Lines are asked for in order.
    Each comment is given once.
    """

    def __init__(
        self, tokens: t.Sequence[tuple[int, str, str]], comment_tags: t.Sequence[str]
    ) -> None:
        self.tokens = tokens
        self.comment_tags = comment_tags
        self.offset = 0
        self.last_lineno = 0

    def find_comments(self, lineno: int) -> list[str]:
        """Return the comment before the line, as a list of one text or none."""
        if not self.comment_tags or self.last_lineno > lineno:
            return []
        stop = self.offset
        while stop < len(self.tokens) and self.tokens[stop][0] <= lineno:
            stop += 1
        start, self.offset = self.offset, stop
        for _, kind, text in reversed(self.tokens[start:stop]):
            if kind not in ("comment", "linecomment"):
                continue
            words = text.split(None, 1)
            if len(words) == 2 and words[0] in self.comment_tags:
                return [words[1].rstrip()]
        return []


def babel_extract(
    fileobj: t.BinaryIO,
    keywords: t.Sequence[str],
    comment_tags: t.Sequence[str],
    options: dict[str, t.Any],
) -> t.Iterator[tuple[int, str, str | tuple[str | None, ...] | None, list[str]]]:
    """Extract the messages of a file; the method that Babel calls.

    `options` are texts: the names of the environment's options of syntax, ``extensions`` (import
    names separated by commas), ``encoding``, ``trimmed``, ``newstyle_gettext``, and ``silent``,
    which says whether templates with syntax errors are passed over (they are by default).
    """
    from ..environment import Environment

    def switch(name: str, default: bool = False) -> bool:
        return str(options.get(name, default)).lower() in _YES

    extensions: dict[t.Any, None] = {}
    for name in options.get("extensions", "").split(","):
        if name.strip():
            extensions[import_string(name.strip())] = None
    extensions.setdefault(InternationalizationExtension)
    syntax: dict[str, t.Any] = {name: options[name] for name in _DELIMITERS if name in options}
    syntax.update({name: options[name] for name in _PREFIXES if options.get(name)})
    syntax.update({name: switch(name) for name in _SWITCHES})
    environment = Environment(
        extensions=tuple(extensions), cache_size=0, auto_reload=False, **syntax
    )
    if switch("trimmed"):
        environment.policies["ext.i18n.trimmed"] = True
    if switch("newstyle_gettext"):
        environment.newstyle_gettext = True  # type: ignore[attr-defined]
    source = fileobj.read().decode(options.get("encoding", "utf-8"))
    try:
        tree = environment.parse(source)
        tokens = list(environment.lex(environment.preprocess(source)))
    except TemplateSyntaxError:
        if not switch("silent", True):
            raise
        return
    finder = _CommentFinder(tokens, comment_tags)
    for lineno, function, message in extract_from_ast(tree, keywords):
        yield lineno, function, message, finder.find_comments(lineno)


babel_extract.__module__ = "jinja2.ext"
