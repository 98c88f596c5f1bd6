"""Escape text for HTML and XML, and mark text that is safe already.

>>> escape("<b>")
Markup('&lt;b&gt;')
>>> Markup("<p>%s</p>") % "<b>"
Markup('<p>&lt;b&gt;</p>')

``Markup`` is a ``str`` that was escaped or is trusted, and its methods return ``Markup`` again. The
structure of HTML plays no role: attributes must be quoted, and scripts need another escaping.
"""

from __future__ import annotations

from ._format import braces as _braces
from ._format import percent as _percent
from ._format import render_template as _render_template

try:
    from ._speedups import _bind as _bind
    from ._speedups import _escape_inner as _escape_inner
    from ._speedups import _escape_text as _escape_text
except ImportError:
    from ._native import _escape_inner as _escape_inner
    from ._native import _escape_text as _escape_text

    _bind = None  # type: ignore[assignment]

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Protocol, Self, SupportsIndex

    from ._formatter import EscapeFormatter as EscapeFormatter

    class _HasHTML(Protocol):
        def __html__(self, /) -> str: ...


del TYPE_CHECKING


__all__ = [
    "Markup",
    "escape",
    "escape_silent",
    "soft_str",
    "EscapeFormatter",
]

_new = str.__new__
_repr = str.__repr__


class Markup(str):
    """Text that is safe to put into HTML or XML as it is.

    The constructor trusts its argument and does not escape it; use :func:`escape` or
    :meth:`Markup.escape` for text from elsewhere. Methods and operators of ``str`` that
    take other text into the result escape that text, and return ``Markup`` again:

    >>> Markup("<b>1</b> ") + "< 2"
    Markup('<b>1</b> &lt; 2')
    >>> Markup("<b>{}</b>").format("salt & pepper")
    Markup('<b>salt &amp; pepper</b>')

    An object with an ``__html__`` method is trusted: what the method returns becomes the text. So is
    the literal text of a template string; the values in it are escaped.

    :param object: any object; its text is trusted.
    :param encoding: if given, ``object`` must be bytes and is decoded.
    :param errors: what to do with bytes that cannot be decoded, as in :meth:`bytes.decode`.
    """

    __slots__ = ()

    def __new__(cls, object: Any = "", encoding: str | None = None, errors: str = "strict") -> Self:
        if type(object) is not str:
            if hasattr(object, "__html__"):
                object = object.__html__()
            elif encoding is None and _is_template(object):
                object = _render_template(object, cls.escape)
        if encoding is None:
            return super().__new__(cls, object)
        bytes_like: Any = object
        return super().__new__(cls, bytes_like, encoding, errors)

    # The protocol with other template libraries.

    def __html__(self, /) -> Self:
        """Return the markup itself."""
        return self

    def __html_format__(self, format_spec: str, /) -> Self:
        """Return the markup itself, for a ``{}`` field.

        :raises ValueError: with any format spec, since cutting or padding could break it.
        """
        if format_spec:
            raise ValueError("Unsupported format specification for Markup.")
        return self

    def __repr__(self, /) -> str:
        return f"{self.__class__.__name__}({_repr(self)})"

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        """Return :func:`escape` of an object, as an object of this class."""
        markup: Any = escape(s)
        return markup if markup.__class__ is cls else cls(markup)

    def unescape(self, /) -> str:
        """Return plain text, with every character reference replaced by its character.

        >>> Markup("1 &lt; 2").unescape()
        '1 < 2'
        """
        return _unescape(str(self)) if "&" in self else str(self)

    def striptags(self, /) -> str:
        """Return plain text: without tags and comments, unescaped, with whitespace collapsed.

        The result is plain text and not safe as HTML. The time is linear in the length.

        >>> Markup("<li>one   <li>two &amp; three").striptags()
        'one two & three'
        """
        text = " ".join(_without_tags(str(self)).split())
        return self.__class__(text).unescape()

    # Methods that add other text: it is escaped.

    def __add__(self, value: str | _HasHTML, /) -> Self:
        if not _is_text(value):
            return NotImplemented
        text = _escape_text(value) if self.__class__ is Markup else self.escape(value)
        return self.__class__(super().__add__(text))

    def __radd__(self, value: str | _HasHTML, /) -> Self:
        if not _is_text(value):
            return NotImplemented
        if self.__class__ is Markup:
            return self.__class__(_escape_text(value) + str(self))
        return self.escape(value).__add__(self)

    def __mod__(self, value: Any, /) -> Self:
        escape_value = _escape_text if self.__class__ is Markup else self.escape
        return self.__class__(_percent(self, value, escape_value))

    def format(self, /, *args: Any, **kwargs: Any) -> Self:
        """Format like :meth:`str.format`, and escape every field.

        The ``__html_format__`` or ``__html__`` method of a value is used if there is one.
        """
        return self._format_fields(args, kwargs)

    def format_map(self, mapping: Mapping[str, Any], /) -> Self:  # type: ignore[override]
        """Format like :meth:`str.format_map`, and escape every field."""
        return self._format_fields((), mapping)

    def _format_fields(self, args: tuple[Any, ...], kwargs: Mapping[str, Any], /) -> Self:
        escape_value = _escape_text if self.__class__ is Markup else self.escape
        text = _braces(self, args, kwargs, escape_value)
        if text is None:
            from ._formatter import EscapeFormatter

            text = EscapeFormatter(self.escape).vformat(self, args, kwargs)
        return self.__class__(text)

    def join(self, iterable: Iterable[str | _HasHTML], /) -> Self:
        escape_item = _escape_text if self.__class__ is Markup else self.escape
        return self.__class__(super().join(map(escape_item, iterable)))

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> Self:
        return self.__class__(super().replace(old, self.escape(new), count))

    def center(self, width: SupportsIndex, fillchar: str = " ", /) -> Self:
        padding = self.escape(fillchar)
        return self.__class__(super().center(width, padding))

    def ljust(self, width: SupportsIndex, fillchar: str = " ", /) -> Self:
        padding = self.escape(fillchar)
        return self.__class__(super().ljust(width, padding))

    def rjust(self, width: SupportsIndex, fillchar: str = " ", /) -> Self:
        padding = self.escape(fillchar)
        return self.__class__(super().rjust(width, padding))

    # Methods that add no other text.

    def __mul__(self, value: SupportsIndex, /) -> Self:
        return self.__class__(super().__mul__(value))

    def __rmul__(self, value: SupportsIndex, /) -> Self:
        return self.__class__(super().__mul__(value))

    def __getitem__(self, key: SupportsIndex | slice, /) -> Self:
        return self.__class__(super().__getitem__(key))

    def split(self, /, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[Self]:  # type: ignore[override]
        return list(map(self.__class__, super().split(sep, maxsplit)))

    def rsplit(self, /, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[Self]:  # type: ignore[override]
        return list(map(self.__class__, super().rsplit(sep, maxsplit)))

    def splitlines(self, /, keepends: bool = False) -> list[Self]:  # type: ignore[override]
        return list(map(self.__class__, super().splitlines(keepends)))

    def partition(self, sep: str, /) -> tuple[Self, Self, Self]:
        before, found, after = super().partition(sep)
        kind = self.__class__
        return kind(before), kind(found), kind(after)

    def rpartition(self, sep: str, /) -> tuple[Self, Self, Self]:
        before, found, after = super().rpartition(sep)
        kind = self.__class__
        return kind(before), kind(found), kind(after)

    def strip(self, chars: str | None = None, /) -> Self:
        return self.__class__(super().strip(chars))

    def lstrip(self, chars: str | None = None, /) -> Self:
        return self.__class__(super().lstrip(chars))

    def rstrip(self, chars: str | None = None, /) -> Self:
        return self.__class__(super().rstrip(chars))

    def removeprefix(self, prefix: str, /) -> Self:
        return self.__class__(super().removeprefix(prefix))

    def removesuffix(self, suffix: str) -> Self:
        return self.__class__(super().removesuffix(suffix))

    def zfill(self, width: SupportsIndex, /) -> Self:
        return self.__class__(super().zfill(width))

    def expandtabs(self, /, tabsize: SupportsIndex = 8) -> Self:
        return self.__class__(super().expandtabs(tabsize))

    def capitalize(self, /) -> Self:
        return self.__class__(super().capitalize())

    def casefold(self, /) -> Self:
        return self.__class__(super().casefold())

    def lower(self, /) -> Self:
        return self.__class__(super().lower())

    def swapcase(self, /) -> Self:
        return self.__class__(super().swapcase())

    def title(self, /) -> Self:
        return self.__class__(super().title())

    def upper(self, /) -> Self:
        return self.__class__(super().upper())

    def translate(self, table: Mapping[int, str | int | None], /) -> str:  # type: ignore[override]
        """Translate like :meth:`str.translate`. The texts in the table are trusted, not escaped."""
        return self.__class__(super().translate(table))


def escape(s: Any, /) -> Markup:
    """Replace ``&``, ``<``, ``>``, ``'`` and ``"`` with character references.

    If the object has an ``__html__`` method, what it returns is taken as safe. Anything else is
    converted to ``str`` first.

    :param s: any object.
    :return: the text, marked as safe.
    """
    if type(s) is Markup:
        return s
    return _new(Markup, _escape_text(s))


def escape_silent(s: Any | None, /) -> Markup:
    """Return :func:`escape` of an object, or empty markup for ``None``.

    >>> escape(None), escape_silent(None)
    (Markup('None'), Markup(''))
    """
    return Markup("") if s is None else escape(s)


def soft_str(s: Any, /) -> str:
    """Convert an object to ``str`` if it is not one. Markup stays markup.

    >>> soft_str(7), soft_str(Markup("<br>"))
    ('7', Markup('<br>'))
    """
    return s if isinstance(s, str) else str(s)


def _is_text(obj: object) -> bool:
    """Return whether ``+`` accepts an object: text, or an object with ``__html__``."""
    return isinstance(obj, str) or hasattr(obj, "__html__")


def _is_template(obj: object) -> bool:
    """Return whether an object is a template string, without importing their class."""
    kind = type(obj)
    return kind.__name__ == "Template" and kind.__module__ == "string.templatelib"


def _without_tags(text: str) -> str:
    """Return the text outside of tags and comments. A tag that is not closed stays."""
    head, *pieces = text.split("<")
    kept = [head]
    opened: int | None = None
    end = ""
    for index, piece in enumerate(pieces):
        if opened is None:
            opened = index
            end = ">"
            if piece.startswith("!--"):
                end = "-->"
                piece = piece[3:]
        _, closed, rest = piece.partition(end)
        if closed:
            kept.append(rest)
            opened = None
    if opened is not None:
        kept.append("<" + "<".join(pieces[opened:]))
    return "".join(kept)


def _unescape_first(text: str) -> str:
    """Replace this function by :func:`html.unescape`, whose import takes 3 ms."""
    global _unescape

    from html import unescape as _unescape

    return _unescape(text)


_unescape = _unescape_first


def _render_trusted(template: Any) -> str:
    return _render_template(template, _escape_text)


if _bind is not None:
    escape = _bind(Markup, _render_trusted)


def __getattr__(name: str) -> Any:
    if name == "EscapeFormatter":
        from ._formatter import EscapeFormatter

        globals()[name] = EscapeFormatter
        return EscapeFormatter
    if name == "__version__":
        import importlib.metadata
        import warnings

        warnings.warn(
            "The '__version__' attribute is deprecated and will be removed in"
            " MarkupSafe 3.1. Use feature detection, or"
            ' `importlib.metadata.version("markupsafe")`, instead.',
            DeprecationWarning,
            stacklevel=2,
        )
        return importlib.metadata.version("markupsafe")
    error = AttributeError(name)
    if name == "soft_unicode":
        error.add_note("It was removed in MarkupSafe 2.1. Use soft_str instead.")
    raise error
