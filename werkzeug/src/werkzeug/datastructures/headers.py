"""The headers of a message: ordered, repeatable, without regard to case.

No name or value with a line break or null character gets in, so none can start another header.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .._header.lists import dump_options_header
from .._internal import _missing
from ..exceptions import BadRequestKeyError
from .mixins import ImmutableHeadersMixin
from .structures import MultiDict, iter_multi_items

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te
    from _typeshed.wsgi import WSGIEnvironment

T = t.TypeVar("T")


def _checked_value(value: object) -> str:
    """Return the value as text.

    :raises ValueError: it would end the header.
    """
    text: str = value if isinstance(value, str) else str(value)
    if not text.isprintable():
        if "\n" in text or "\r" in text:
            raise ValueError("Header values must not contain newline characters.")
        if "\0" in text:
            raise ValueError("Header values must not contain null characters.")
    return text


def _checked_name(name: str) -> str:
    """Return the name.

    :raises ValueError: it would end the header.
    """
    if not name.isprintable() and any(char in name for char in "\n\r\0"):
        raise ValueError("Header names must not contain newline or null characters.")
    return name


def _with_options(value: object, options: dict[str, t.Any]) -> str:
    """Append options, named as Python names are, to a value."""
    return dump_options_header(
        None if value is None else str(value),
        {name.replace("_", "-"): text for name, text in options.items()},
    )


class Headers:
    """Headers by name, in order, each as often as it occurs.

    >>> headers = Headers([("Content-Type", "text/plain")])
    >>> headers["content-type"]
    'text/plain'

    Names ignore case. Values are text; others are turned into text. A missing name raises
    :exc:`~werkzeug.exceptions.BadRequestKeyError`.

    :param defaults: pairs, or a mapping where a value that is a list, tuple or set gives many
        values.
    """

    _list: list[tuple[str, str]]

    def __init__(
        self,
        defaults: (
            Headers
            | MultiDict[str, t.Any]
            | cabc.Mapping[str, object]
            | cabc.Iterable[tuple[str, object]]
            | None
        ) = None,
    ) -> None:
        self._list = []
        if defaults is not None:
            self.extend(defaults)

    if TYPE_CHECKING:

        @t.overload
        def __getitem__(self, key: str) -> str: ...
        @t.overload
        def __getitem__(self, key: int) -> tuple[str, str]: ...
        @t.overload
        def __getitem__(self, key: slice) -> te.Self: ...

    def __getitem__(self, key: str | int | slice) -> str | tuple[str, str] | te.Self:
        """Return the first value of a name, the pair at a position, or the pairs of a slice.

        :raises BadRequestKeyError: no header has that name.
        """
        if isinstance(key, str):
            value = self._find(key)
            if value is None:
                raise BadRequestKeyError(key)
            return value
        if isinstance(key, slice):
            return type(self)(self._list[key])
        return self._list[key]

    def _find(self, key: str) -> str | None:
        """Return the first value of a name."""
        lowered = key.lower()
        size = len(key)
        for name, value in self._list:
            if name == key or (len(name) == size and name.lower() == lowered):
                return value
        return None

    def _combined(self, key: str) -> str | None:
        """Return the values of a name as one list, in their order."""
        lowered = key.lower()
        size = len(key)
        values = None
        for name, value in self._list:
            if len(name) == size and (name == key or name.lower() == lowered):
                if values is None:
                    values = [value]
                else:
                    values.append(value)
        if values is None:
            return None
        return values[0] if len(values) == 1 else ", ".join(values)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        theirs: t.Any = other
        return set(self.items(lower=True)) == set(theirs.items(lower=True))

    __hash__ = None  # type: ignore[assignment]

    if TYPE_CHECKING:

        @t.overload
        def get(self, key: str) -> str | None: ...
        @t.overload
        def get(self, key: str, default: str) -> str: ...
        @t.overload
        def get(self, key: str, default: T) -> str | T: ...
        @t.overload
        def get(self, key: str, type: cabc.Callable[[str], T]) -> T | None: ...
        @t.overload
        def get(self, key: str, default: T, type: cabc.Callable[[str], T]) -> T: ...

    def get(  # type: ignore[misc]
        self,
        key: str,
        default: str | T | None = None,
        type: cabc.Callable[[str], T] | None = None,
    ) -> str | T | None:
        """Return the first value of a name, converted if a type is given.

        :param default: returned if the name is missing or the value cannot be converted.
        :param type: takes the value; may raise :exc:`ValueError` to refuse it.
        """
        value = self._find(key)
        if value is None:
            return default
        if type is None:
            return value
        try:
            return type(value)
        except ValueError:
            return default

    if TYPE_CHECKING:

        @t.overload
        def getlist(self, key: str) -> list[str]: ...
        @t.overload
        def getlist(self, key: str, type: cabc.Callable[[str], T]) -> list[T]: ...

    def getlist(self, key: str, type: cabc.Callable[[str], T] | None = None) -> list[str] | list[T]:
        """Return all values of a name.

        :param type: converts each value; those for which it raises :exc:`ValueError` are left out.
        """
        lowered = key.lower()
        values = [value for name, value in self if name.lower() == lowered]
        if type is None:
            return values
        result = []
        for value in values:
            try:
                result.append(type(value))
            except ValueError:
                pass
        return result

    def get_all(self, name: str) -> list[str]:
        """Return all values of a name, as :class:`email.message.Message` calls it."""
        return self.getlist(name)

    def items(self, lower: bool = False) -> t.Iterable[tuple[str, str]]:
        """Yield the pairs.

        :param lower: with names in lower case.
        """
        for name, value in self:
            yield name.lower() if lower else name, value

    def keys(self, lower: bool = False) -> t.Iterable[str]:
        """Yield the names, each as often as it occurs."""
        for name, _ in self:
            yield name.lower() if lower else name

    def values(self) -> t.Iterable[str]:
        """Yield the values."""
        for _, value in self:
            yield value

    def extend(
        self,
        arg: (
            Headers
            | MultiDict[str, t.Any]
            | cabc.Mapping[str, object]
            | cabc.Iterable[tuple[str, object]]
            | None
        ) = None,
        /,
        **kwargs: str,
    ) -> None:
        """Add headers; those that are here stay."""
        if arg is not None:
            for key, value in arg if type(arg) is list else iter_multi_items(arg):
                self._list.append((_checked_name(key), _checked_value(value)))
        for key, value in iter_multi_items(kwargs):
            self.add(key, value)

    def __delitem__(self, key: str | int | slice) -> None:
        """Remove a name with all values, or a position, or a slice."""
        if isinstance(key, str):
            lowered = key.lower()
            self._list[:] = [pair for pair in self._list if pair[0].lower() != lowered]
        else:
            del self._list[key]

    def remove(self, key: str) -> None:
        """Remove a name with all values, if it is there."""
        del self[key]

    if TYPE_CHECKING:

        @t.overload
        def pop(self) -> tuple[str, str]: ...
        @t.overload
        def pop(self, key: str) -> str: ...
        @t.overload
        def pop(self, key: int | None = ...) -> tuple[str, str]: ...
        @t.overload
        def pop(self, key: str, default: str) -> str: ...
        @t.overload
        def pop(self, key: str, default: T) -> str | T: ...

    def pop(
        self,
        key: str | int | None = None,
        default: str | T = _missing,  # type: ignore[assignment]
    ) -> str | tuple[str, str] | T:
        """Remove and return the first value of a name, or the pair at a position, or the last.

        All values of the name are removed.

        :param default: returned if no header has that name.
        :raises BadRequestKeyError: no header has that name and there is no default.
        """
        if key is None or isinstance(key, int):
            return self._list.pop(-1 if key is None else key)
        value = self._find(key)
        if value is None:
            if default is _missing:
                raise BadRequestKeyError(key)
            return default
        del self[key]
        return value

    def popitem(self) -> tuple[str, str]:
        """Remove and return the last pair."""
        return self._list.pop()

    def __contains__(self, key: str) -> bool:
        return self._find(key) is not None

    def __iter__(self) -> t.Iterator[tuple[str, str]]:
        return iter(self._list)

    def __len__(self) -> int:
        return len(self._list)

    def add(self, key: str, value: t.Any, /, **kwargs: t.Any) -> None:
        """Add a header; others of that name stay.

        >>> headers = Headers()
        >>> headers.add("Content-Disposition", "attachment", filename="foo.png")
        >>> headers["Content-Disposition"]
        'attachment; filename=foo.png'

        :param kwargs: options after the value; ``_`` in their names becomes ``-``.
        :raises ValueError: the name or value has a line break.
        """
        if kwargs:
            value = _with_options(value, kwargs)
        self._list.append((_checked_name(key), _checked_value(value)))

    def add_header(self, key: str, value: t.Any, /, **kwargs: t.Any) -> None:
        """Return the same as :meth:`add`, as :class:`email.message.Message` calls it."""
        self.add(key, value, **kwargs)

    def clear(self) -> None:
        """Remove all headers."""
        self._list.clear()

    def set(self, key: str, value: t.Any, /, **kwargs: t.Any) -> None:
        """Set the only value of a name, in the place of the first that it had.

        :param kwargs: options after the value; ``_`` in their names becomes ``-``.
        :raises ValueError: the name or value has a line break.
        """
        if kwargs:
            value = _with_options(value, kwargs)
        pair = (_checked_name(key), _checked_value(value))
        pairs = self._list
        lowered = key.lower()
        size = len(key)
        for at, (name, _) in enumerate(pairs):
            if len(name) == size and name.lower() == lowered:
                pairs[at] = pair
                at += 1
                if at < len(pairs):
                    pairs[at:] = [other for other in pairs[at:] if other[0].lower() != lowered]
                return
        pairs.append(pair)

    def setlist(self, key: str, values: cabc.Iterable[t.Any]) -> None:
        """Set all values of a name.

        The first takes the place of the first that it had, the rest go to the end.
        """
        new = list(values)
        if not new:
            self.remove(key)
            return
        pairs = [(_checked_name(key), _checked_value(value)) for value in new]
        self.set(*pairs[0])
        self._list += pairs[1:]

    def setdefault(self, key: str, default: t.Any) -> str:
        """Return the first value of a name; a missing name gets ``default``."""
        value = self._find(key)
        if value is not None:
            return value
        self.set(key, default)
        return self[key]

    def setlistdefault(self, key: str, default: cabc.Iterable[t.Any]) -> list[str]:
        """Return all values of a name; a missing name gets ``default``."""
        if key not in self:
            self.setlist(key, default)
        return self.getlist(key)

    if TYPE_CHECKING:

        @t.overload
        def __setitem__(self, key: str, value: t.Any) -> None: ...
        @t.overload
        def __setitem__(self, key: int, value: tuple[str, t.Any]) -> None: ...
        @t.overload
        def __setitem__(self, key: slice, value: cabc.Iterable[tuple[str, object]]) -> None: ...

    def __setitem__(
        self,
        key: str | int | slice,
        value: t.Any,
    ) -> None:
        """Like :meth:`set` for a name; replaces pairs for a position or slice."""
        if isinstance(key, str):
            self.set(key, value)
        elif isinstance(key, slice):
            self._list[key] = [(_checked_name(k), _checked_value(v)) for k, v in value]
        else:
            self._list[key] = (_checked_name(value[0]), _checked_value(value[1]))

    def update(
        self,
        arg: (
            Headers
            | MultiDict[str, t.Any]
            | cabc.Mapping[str, object]
            | cabc.Iterable[tuple[str, object]]
            | None
        ) = None,
        /,
        **kwargs: object,
    ) -> None:
        """Replace the headers that the other has by its values."""
        other: t.Any = () if arg is None else arg
        if isinstance(other, (Headers, MultiDict)):
            for name in other.keys():
                self.setlist(name, other.getlist(name))
        elif isinstance(other, cabc.Mapping):
            self._replace(other)
        else:
            for name, value in other:
                self.set(name, value)
        self._replace(kwargs)

    def _replace(self, mapping: cabc.Mapping[str, t.Any]) -> None:
        for name, held in mapping.items():
            put = self.setlist if isinstance(held, (tuple, list, set)) else self.set
            put(name, held)

    def __or__(
        self,
        other: cabc.Mapping[str, object],
    ) -> te.Self:
        if not isinstance(other, cabc.Mapping):
            return NotImplemented
        both = self.copy()
        both.update(other)
        return both

    def __ior__(
        self,
        other: (cabc.Mapping[str, object] | cabc.Iterable[tuple[str, object]]),
    ) -> te.Self:
        if not isinstance(other, (cabc.Mapping, cabc.Iterable)):
            return NotImplemented
        self.update(other)
        return self

    def to_wsgi_list(self) -> list[tuple[str, str]]:
        """Return a list of pairs for ``start_response``."""
        return list(self)

    def copy(self) -> te.Self:
        """Return a copy."""
        return type(self)(self._list)

    def __copy__(self) -> te.Self:
        return self.copy()

    def __str__(self) -> str:
        """Return the headers in the form of a message, with the empty line after them."""
        lines = [f"{name}: {value}" for name, value in self.to_wsgi_list()]
        return "\r\n".join([*lines, "", ""])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"


# Headers that WSGI names without the prefix.
_UNPREFIXED = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})


class _EnvironKeys(dict[str, str]):
    """Names of headers to keys of an environ. Keeps the first that are looked up."""

    def __missing__(self, name: str) -> str:
        key = name.upper().replace("-", "_")
        if key not in _UNPREFIXED:
            key = f"HTTP_{key}"
        if len(self) < 256 and len(name) < 64:
            self[name] = key
        return key


_ENVIRON_KEYS = _EnvironKeys()


class EnvironHeaders(ImmutableHeadersMixin, Headers):  # type: ignore[misc]
    """The headers of a WSGI environ, seen live. They cannot be changed here.

    Headers of the same name are one in an environ, joined by commas.

    :param environ: the environ, which is kept, not copied.
    """

    def __init__(self, environ: WSGIEnvironment) -> None:
        self._list = []
        self.environ = environ

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EnvironHeaders):
            return NotImplemented
        return self.environ is other.environ

    __hash__ = None

    def __getitem__(self, key: str) -> str:  # type: ignore[override]
        """Return the value of a name.

        :raises BadRequestKeyError: the request has no such header.
        """
        value = self._find(key)
        if value is None:
            raise BadRequestKeyError(key)
        return value

    def _find(self, key: str) -> str | None:
        if not isinstance(key, str):
            return None
        value: str | None = self.environ.get(_ENVIRON_KEYS[key])
        return value

    # An environ holds one value of each name: servers have combined the fields.
    _combined = _find

    if TYPE_CHECKING:

        @t.overload
        def getlist(self, key: str) -> list[str]: ...
        @t.overload
        def getlist(self, key: str, type: cabc.Callable[[str], T]) -> list[T]: ...

    def getlist(self, key: str, type: cabc.Callable[[str], T] | None = None) -> list[str] | list[T]:
        """Return all values of a name: one, as an environ has it, or none.

        :param type: converts the value; if it raises :exc:`ValueError`, there is none.
        """
        environ_key = _ENVIRON_KEYS[key]
        value = self.environ.get(environ_key)
        if value is None or "_" in key or (not value and environ_key in _UNPREFIXED):
            return []
        if type is None:
            return [value]
        try:
            return [type(value)]
        except ValueError:
            return []

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> cabc.Iterator[tuple[str, str]]:
        for key, value in self.environ.items():
            if not isinstance(key, str):
                continue
            if key.startswith("HTTP_"):
                name = key[5:]
                if name in _UNPREFIXED:
                    continue
            elif key in _UNPREFIXED and value:
                name = key
            else:
                continue
            yield name.replace("_", "-").title(), value

    def copy(self) -> t.NoReturn:
        raise TypeError(f"cannot create {type(self).__name__!r} copies")

    def __or__(self, other: object) -> t.NoReturn:
        raise TypeError(f"cannot create {type(self).__name__!r} copies")
