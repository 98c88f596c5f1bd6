"""Representations of values, as HTML.

Nothing that a value does breaks the page: a representation that fails is shown as such. A long one is
split into a part that is shown at once and an extended one.
"""

from __future__ import annotations

import re
import sys
import typing as t
from collections import deque
from traceback import format_exception_only

from markupsafe import escape

__all__ = [
    "HELP_HTML",
    "OBJECT_DUMP_HTML",
    "DebugReprGenerator",
    "RegexType",
    "debug_repr",
    "dump",
    "helper",
    "missing",
]

missing: t.Any = object()
RegexType = re.Pattern

HELP_HTML = """\
<div class=box>
  <h3>%(title)s</h3>
  <pre class=help>%(text)s</pre>
</div>\
"""
OBJECT_DUMP_HTML = """\
<div class=box>
  <h3>%(title)s</h3>
  %(repr)s
  <table>%(items)s</table>
</div>\
"""

SHOWN_ITEMS = 8
SHOWN_PAIRS = 5


def debug_repr(obj: object) -> str:
    """Return the representation of an object as HTML."""
    return DebugReprGenerator().repr(obj)


def dump(obj: object = missing) -> None:
    """Print the attributes of an object, or the local variables of the caller, as HTML.

    For the console of the debugger.
    """
    maker = DebugReprGenerator()
    if obj is missing:
        own = (dump, helper)
        html = maker.dump_locals(
            {
                name: value
                for name, value in sys._getframe(1).f_locals.items()
                if name != "__builtins__" and not any(value is known for known in own)
            }
        )
    else:
        html = maker.dump_object(obj)
    _print_html(html)


def _print_html(html: str) -> None:
    """Write markup to the console, past its escaping; elsewhere just print it."""
    write = getattr(sys.stdout, "_write", None) or sys.stdout.write
    write(html)


class _Helper:
    """``help``, with an answer as HTML."""

    def __repr__(self) -> str:
        return "Type help(object) for help about object."

    def __call__(self, topic: object = missing) -> None:
        if topic is missing:
            _print_html(f"<span class=help>{escape(repr(self))}</span>")
            return
        import pydoc
        from io import StringIO

        output = StringIO()
        pydoc.Helper(StringIO(), output).help(topic)
        title, _, body = pydoc.plain(output.getvalue()).strip("\n").partition("\n\n")
        body = f"{body}\n\n" if body else ""
        _print_html(HELP_HTML % {"title": escape(title), "text": escape(body)})


helper = _Helper()


def _extend(shown: str, more: str) -> str:
    return f'{shown}<span class="extended">{more}</span>' if more else shown


def _name_of_type(obj: object, base: type) -> tuple[str, str]:
    """Return what is before and after the representation of an object of a subclass of the base."""
    kind = type(obj)
    if kind is base:
        return "", ""
    module = f'<span class="module">{escape(kind.__module__)}.</span>'
    if kind.__module__ in {"builtins", "exceptions"}:
        module = ""
    return f"{module}{escape(kind.__name__)}(", ")"


class DebugReprGenerator:
    """Makes representations. It keeps the objects that contain the current one, for recursion."""

    def __init__(self) -> None:
        self._stack: list[t.Any] = []

    def _sequence(
        self, obj: t.Iterable[t.Any], left: str, right: str, base: type, limit: int = SHOWN_ITEMS
    ) -> str:
        before, after = _name_of_type(obj, base)
        items = [self.repr(item) for item in obj]
        shown = ", ".join(items[:limit])
        hidden = ", ".join(items[limit:])
        if hidden:
            shown += ", "
        return f"{before}{left}{_extend(shown, hidden)}{right}{after}"

    def list_repr(self, obj: t.Iterable[t.Any], recursive: bool) -> str:
        return "[...]" if recursive else self._sequence(obj, "[", "]", list)

    def tuple_repr(self, obj: t.Iterable[t.Any], recursive: bool) -> str:
        return "(...)" if recursive else self._sequence(obj, "(", ")", tuple)

    def set_repr(self, obj: t.Iterable[t.Any], recursive: bool) -> str:
        return "set([...])" if recursive else self._sequence(obj, "set([", "])", set)

    def frozenset_repr(self, obj: t.Iterable[t.Any], recursive: bool) -> str:
        if recursive:
            return "frozenset([...])"
        return self._sequence(obj, "frozenset([", "])", frozenset)

    def deque_repr(self, obj: t.Iterable[t.Any], recursive: bool) -> str:
        if recursive:
            return "collections.deque([...])"
        module = '<span class="module">collections.</span>'
        return self._sequence(obj, f"{module}deque([", "])", deque)

    def regex_repr(self, obj: t.Pattern[t.AnyStr]) -> str:
        pattern = obj.pattern
        if isinstance(pattern, bytes):
            text, prefix = repr(pattern)[1:], "rb"
        else:
            text, prefix = repr(pattern), "r"
        # What the source of the pattern was: raw, so its backslashes are single.
        inner = escape(text[1:-1].replace("\\\\", "\\"))
        shown = f"{prefix}{text[0]}{inner}{text[-1]}"
        return f're.compile(<span class="string regex">{shown}</span>)'

    def string_repr(self, obj: str | bytes, limit: int = 70) -> str:
        before, after = _name_of_type(obj, bytes if isinstance(obj, bytes) else str)
        # The value alone: a subclass may represent itself as it likes.
        text = bytes.__repr__(obj) if isinstance(obj, bytes) else str.__repr__(obj)
        # The two quotes do not count.
        cut = limit if len(text) > limit + 2 else len(text)
        shown = f'<span class="string">{escape(text[:cut])}'
        hidden = str(escape(text[cut:]))
        return f"{before}{_extend(shown, hidden)}</span>{after}"

    def dict_repr(
        self,
        d: dict[int, None] | dict[str, int] | dict[str | int, int],
        recursive: bool,
        limit: int = SHOWN_PAIRS,
    ) -> str:
        if recursive:
            return "{...}"
        before, after = _name_of_type(d, dict)
        pairs = [
            f'<span class="pair"><span class="key">{self.repr(key)}</span>: '
            f'<span class="value">{self.repr(value)}</span></span>'
            for key, value in d.items()
        ]
        # The rest is hidden only when it is worth a click.
        at = limit - 1 if len(pairs) >= limit else len(pairs)
        shown, hidden = ", ".join(pairs[:at]), ", ".join(pairs[at:])
        if hidden:
            shown += ", "
        return f"{before}{{{_extend(shown, hidden)}}}{after}"

    def object_repr(self, obj: t.Any) -> str:
        return f'<span class="object">{escape(repr(obj))}</span>'

    def dispatch_repr(self, obj: t.Any, recursive: bool) -> str:
        if obj is helper:
            return f'<span class="help">{escape(repr(obj))}</span>'
        if isinstance(obj, (int, float, complex)):
            return f'<span class="number">{escape(repr(obj))}</span>'
        if isinstance(obj, (str, bytes)):
            return self.string_repr(obj)
        if isinstance(obj, RegexType):
            return self.regex_repr(obj)
        for kind, name in _CONTAINERS.items():
            if isinstance(obj, kind):
                method: t.Callable[[t.Any, bool], str] = getattr(self, name)
                return method(obj, recursive)
        return self.object_repr(obj)

    def fallback_repr(self) -> str:
        """Return the representation of the current error, for an object that has none."""
        try:
            reason = "".join(format_exception_only(*sys.exc_info()[:2]))
        except Exception:  # its text fails, too
            reason = "?"
        return f'<span class="brokenrepr">&lt;broken repr ({escape(reason.strip())})&gt;</span>'

    def repr(self, obj: object) -> str:
        """Return the representation of an object; ``...`` where it contains itself."""
        recursive = any(outer is obj for outer in self._stack)
        self._stack.append(obj)
        try:
            return self.dispatch_repr(obj, recursive)
        except Exception:
            return self.fallback_repr()
        finally:
            self._stack.pop()

    def dump_object(self, obj: object) -> str:
        """Return a table of the items or attributes of an object."""
        shown = None
        items: list[tuple[str, str]] = []
        title = ""
        if isinstance(obj, dict) and all(isinstance(key, str) for key in obj):
            title = "Contents of"
            items = [(key, self.repr(value)) for key, value in obj.items()]
        if not items:
            title = "Details for"
            shown = self.repr(obj)
            items = [(name, self.repr(value)) for name, value in _attributes(obj)]
        return self.render_object_dump(items, f"{title} {object.__repr__(obj)[1:-1]}", shown)

    def dump_locals(self, d: dict[str, t.Any]) -> str:
        """Return a table of local variables."""
        items = [(name, self.repr(value)) for name, value in d.items()]
        return self.render_object_dump(items, "Local variables in frame")

    def render_object_dump(
        self, items: list[tuple[str, str]], title: str, repr: str | None = None
    ) -> str:
        """Return a table with a title.

        :param items: names, and values that are HTML.
        :param repr: the representation of the whole, as HTML.
        """
        rows = [f"<tr><th>{escape(name)}<td><pre class=repr>{value}</pre>" for name, value in items]
        return OBJECT_DUMP_HTML % {
            "title": escape(title),
            "repr": f"<pre class=repr>{repr or ''}</pre>",
            "items": "\n".join(rows) if rows else "<tr><td><em>Nothing</em>",
        }


def _attributes(obj: object) -> t.Iterator[tuple[str, object]]:
    for name in dir(obj):
        try:
            yield name, getattr(obj, name)
        except Exception:
            continue  # a property that fails has no value to show


_CONTAINERS: dict[type, str] = {
    list: "list_repr",
    tuple: "tuple_repr",
    set: "set_repr",
    frozenset: "frozenset_repr",
    dict: "dict_repr",
    deque: "deque_repr",
}
