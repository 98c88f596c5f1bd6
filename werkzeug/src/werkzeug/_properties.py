"""Attributes of requests and responses: computed once, or kept in a header or environ.

The properties work on any object with ``headers``, ``environ`` or an instance dict.
"""

from __future__ import annotations

import typing as t

from ._internal import _missing

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from .datastructures.headers import Headers
    from .sansio.request import Request
    from .sansio.response import Response

_T = t.TypeVar("_T")
_TAccessorValue = t.TypeVar("_TAccessorValue")


class cached_property(property, t.Generic[_T]):
    """A property whose function runs once; its value is kept on the object.

    Setting it replaces the value, deleting it makes the function run again. On a class with
    ``__slots__`` and no instance dict, the class needs a slot named ``_cache_<name>``.
    """

    __module__ = "werkzeug.utils"

    slot_name: str

    def __init__(
        self,
        fget: t.Callable[[t.Any], _T],
        name: str | None = None,
        doc: str | None = None,
    ) -> None:
        property.__init__(self, fget, doc=doc)
        own_name = fget.__name__ if not name else name
        self.__module__ = fget.__module__
        self.__name__ = own_name
        self.slot_name = f"_cache_{own_name}"

    def __set__(self, obj: object, value: _T) -> None:
        if hasattr(obj, "__dict__"):
            obj.__dict__[self.__name__] = value
        else:
            setattr(obj, self.slot_name, value)

    def __get__(self, obj: object, type: type = None) -> _T:  # type: ignore[assignment, override]
        try:
            return obj.__dict__[self.__name__]  # type: ignore[no-any-return]
        except KeyError:
            value = obj.__dict__[self.__name__] = self.fget(obj)  # type: ignore[misc]
            return value  # type: ignore[no-any-return]
        except AttributeError:
            return self._get_slot(obj)

    def _get_slot(self, obj: object) -> _T:
        if obj is None:
            return self  # type: ignore[return-value]
        value: _T = getattr(obj, self.slot_name, _missing)  # type: ignore[arg-type]
        if value is _missing:
            value = self.fget(obj)  # type: ignore[misc]
            setattr(obj, self.slot_name, value)
        return value

    def __delete__(self, obj: object) -> None:
        if hasattr(obj, "__dict__"):
            obj.__dict__.pop(self.__name__, None)
        elif hasattr(obj, self.slot_name):
            delattr(obj, self.slot_name)


class _DictAccessorProperty(t.Generic[_TAccessorValue]):
    """An attribute that is an entry of a dict-like object elsewhere.

    :param name: key of the entry.
    :param default: value while there is no such entry.
    :param load_func: text to value; one that raises :exc:`ValueError` or :exc:`TypeError` leaves
        the default.
    :param dump_func: value to text.
    :param read_only: refuse to set and delete.
    """

    __module__ = "werkzeug._internal"

    read_only = False

    def __init__(
        self,
        name: str,
        default: _TAccessorValue | None = None,
        load_func: t.Callable[[str], _TAccessorValue] | None = None,
        dump_func: t.Callable[[_TAccessorValue], str] | None = None,
        read_only: bool | None = None,
        doc: str | None = None,
    ) -> None:
        if read_only is not None:
            self.read_only = read_only
        self.dump_func = dump_func
        self.load_func = load_func
        self.name, self.default = name, default
        self.__doc__ = doc

    def lookup(self, instance: t.Any) -> t.MutableMapping[str, t.Any]:
        """Return the dict-like object."""
        raise NotImplementedError

    if TYPE_CHECKING:

        @t.overload
        def __get__(
            self, instance: None, owner: type
        ) -> _DictAccessorProperty[_TAccessorValue]: ...
        @t.overload
        def __get__(self, instance: t.Any, owner: type) -> _TAccessorValue: ...

    def __get__(
        self, instance: t.Any | None, owner: type
    ) -> _TAccessorValue | _DictAccessorProperty[_TAccessorValue]:
        if instance is None:
            return self
        name, load = self.name, self.load_func
        held = self.lookup(instance)
        if name in held:
            text = held[name]
            if load is None:
                return text  # type: ignore[no-any-return]
            try:
                return load(text)
            except (ValueError, TypeError):
                pass
        return self.default  # type: ignore[return-value]

    def __set__(self, instance: t.Any, value: _TAccessorValue) -> None:
        if self.read_only:
            raise AttributeError("read only property")
        self.lookup(instance)[self.name] = (
            value if self.dump_func is None else self.dump_func(value)
        )

    def __delete__(self, instance: t.Any) -> None:
        if self.read_only:
            raise AttributeError("read only property")
        self.lookup(instance).pop(self.name, None)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class environ_property(_DictAccessorProperty[_TAccessorValue]):
    """An attribute that is an entry of ``environ``. It can be read only, unless ``read_only=False`` is given."""

    __module__ = "werkzeug.utils"

    read_only = True

    def lookup(self, obj: Request) -> WSGIEnvironment:
        """Return the environ."""
        return obj.environ  # type: ignore[attr-defined, no-any-return]


class header_property(_DictAccessorProperty[_TAccessorValue]):
    """An attribute that is a header."""

    __module__ = "werkzeug.utils"

    def lookup(self, obj: Request | Response) -> Headers:  # type: ignore[override]
        """Return the headers."""
        return obj.headers


def combined_header(headers: Headers, name: str) -> str | None:
    """Return the value of a header that holds a list, ``None`` if it is missing.

    Several fields of the name are one list, cut in pieces (RFC 9110, section 5.3).
    """
    try:
        return headers._combined(name)
    except AttributeError:
        # Programs have put a plain dict in place of the headers.
        return headers.get(name)


class header_list_property(header_property[_TAccessorValue]):
    """An attribute that is a header with a list, read from all fields of that name."""

    if not t.TYPE_CHECKING:  # checkers know the overloads of the base class

        def __get__(self, instance: t.Any | None, owner: type) -> t.Any:
            if instance is None:
                return self
            text = combined_header(self.lookup(instance), self.name)
            if text is None:
                return self.default
            return text if self.load_func is None else self.load_func(text)


# Types outside of "text" and "+xml" that are text and say so by a charset.
_TEXT_TYPES = frozenset(
    {
        "application/ecmascript",
        "application/javascript",
        "application/sql",
        "application/xml",
        "application/xml-dtd",
        "application/xml-external-parsed-entity",
    }
)


def get_content_type(mimetype: str, charset: str) -> str:
    """Return a content type: the mimetype, with the charset if it is a type of text.

    >>> get_content_type("text/html", "utf-8")
    'text/html; charset=utf-8'
    >>> get_content_type("image/png", "utf-8")
    'image/png'
    """
    if mimetype.startswith("text/") or mimetype in _TEXT_TYPES or mimetype.endswith("+xml"):
        return f"{mimetype}; charset={charset}"
    return mimetype


get_content_type.__module__ = "werkzeug.utils"
