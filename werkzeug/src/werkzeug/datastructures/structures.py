"""Subclasses of :class:`list` and :class:`dict`: immutable, with type conversion, or with many
values for a key.

A multi dict is a dict of lists. Its methods use the first value of each list unless they say
otherwise.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .._internal import _missing
from ..exceptions import BadRequestKeyError
from .mixins import (
    ImmutableDictMixin,
    ImmutableListMixin,
    ImmutableMultiDictMixin,
    UpdateDictMixin,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te

    from .header_set import HeaderSet as HeaderSet

K = t.TypeVar("K")
V = t.TypeVar("V")
T = t.TypeVar("T")

# The dict under a multi dict, whose values are lists. No type can say that of its own class.
_inside: t.Any = dict
_dict_get: t.Any = dict.__getitem__
_dict_set: t.Any = dict.__setitem__


def iter_multi_items(
    mapping: (
        MultiDict[K, V]
        | cabc.Mapping[K, V | list[V] | tuple[V, ...] | set[V]]
        | cabc.Iterable[tuple[K, V]]
    ),
) -> cabc.Iterator[tuple[K, V]]:
    """Yield every key with every value.

    :param mapping: a multi dict, pairs, or a mapping where a value that is a list, tuple or set
        gives many values.
    """
    source: t.Any = mapping
    if isinstance(mapping, MultiDict):
        yield from source.items(multi=True)
    elif isinstance(mapping, cabc.Mapping):
        for key, value in source.items():
            if isinstance(value, (list, tuple, set)):
                for single in value:
                    yield key, single
            else:
                yield key, value
    else:
        yield from source


def _convert_each(values: cabc.Iterable[V], type: cabc.Callable[[V], T]) -> list[T]:
    """Convert the values; those that raise :exc:`ValueError` or :exc:`TypeError` are left out."""
    result = []
    for value in values:
        try:
            result.append(type(value))
        except (ValueError, TypeError):
            pass
    return result


class ImmutableList(ImmutableListMixin, list[V]):  # type: ignore[misc]
    """A :class:`list` that cannot be changed, and can be hashed."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list.__repr__(self)})"


class TypeConversionDict(dict[K, V]):
    """A :class:`dict` whose :meth:`get` can convert the value."""

    if TYPE_CHECKING:

        @t.overload  # type: ignore[override]
        def get(self, key: K) -> V | None: ...
        @t.overload
        def get(self, key: K, default: V) -> V: ...
        @t.overload
        def get(self, key: K, default: T) -> V | T: ...
        @t.overload
        def get(self, key: str, type: cabc.Callable[[V], T]) -> T | None: ...
        @t.overload
        def get(self, key: str, default: T, type: cabc.Callable[[V], T]) -> T: ...

    def get(  # type: ignore[misc]
        self,
        key: K,
        default: V | T | None = None,
        type: cabc.Callable[[V], T] | None = None,
    ) -> V | T | None:
        """Return the value, converted if a type is given.

        >>> d = TypeConversionDict(foo="42", bar="blub")
        >>> d.get("foo", type=int)
        42
        >>> d.get("bar", -1, type=int)
        -1

        :param default: returned if the key is missing or cannot be converted.
        :param type: takes the value; may raise :exc:`ValueError` or :exc:`TypeError` to refuse it.
        """
        try:
            value = self[key]
        except KeyError:
            return default
        if type is None:
            return value
        try:
            return type(value)
        except (ValueError, TypeError):
            return default


class ImmutableTypeConversionDict(ImmutableDictMixin[K, V], TypeConversionDict[K, V]):  # type: ignore[misc]
    """A :class:`TypeConversionDict` that cannot be changed, and can be hashed."""

    def copy(self) -> TypeConversionDict[K, V]:
        """Return a copy that can be changed."""
        return TypeConversionDict(self)

    def __copy__(self) -> te.Self:
        return self


class MultiDict(TypeConversionDict[K, V]):
    """A :class:`dict` with one or more values for a key.

    >>> basket = MultiDict([("fruit", "apple"), ("fruit", "pear"), ("pay", "cash")])
    >>> basket["fruit"]
    'apple'
    >>> basket.getlist("fruit")
    ['apple', 'pear']

    Methods of a dict see the first value of each key. A missing key raises
    :exc:`~werkzeug.exceptions.BadRequestKeyError`, which is a :exc:`KeyError` and, uncaught, an
    answer to the client.

    :param mapping: pairs, or a mapping where a value that is a list, tuple or set gives many
        values.
    """

    def __init__(
        self,
        mapping: (
            MultiDict[K, V]
            | cabc.Mapping[K, V | list[V] | tuple[V, ...] | set[V]]
            | cabc.Iterable[tuple[K, V]]
            | None
        ) = None,
    ) -> None:
        if mapping is None:
            super().__init__()
        elif isinstance(mapping, MultiDict):
            super().__init__((key, values[:]) for key, values in mapping.lists())  # type: ignore[misc]
        else:
            lists: dict[K, list[V]] = {}
            source: t.Any = mapping
            if not isinstance(mapping, cabc.Mapping):
                for key, value in source:
                    if key in lists:
                        lists[key].append(value)
                    else:
                        lists[key] = [value]
            else:
                for key, held in source.items():
                    many = [*held] if isinstance(held, (set, tuple, list)) else [held]
                    if many:
                        lists[key] = many
            super().__init__(lists)  # type: ignore[arg-type]

    def __getstate__(self) -> t.Any:
        return dict(self.lists())

    def __setstate__(self, value: t.Any) -> None:
        dict.clear(self)
        dict.update(self, value)

    def __iter__(self) -> cabc.Iterator[K]:
        # Without a method of its own, dict(multi) would copy the lists inside.
        return dict.__iter__(self)

    def __getitem__(self, key: K) -> V:
        """Return the first value of the key.

        :raises BadRequestKeyError: the key has no value.
        """
        if key in self:
            values: list[V] = _dict_get(self, key)
            if values:
                return values[0]
        raise BadRequestKeyError(key)

    if not TYPE_CHECKING:  # checkers know the overloads of the base class

        def get(
            self,
            key: K,
            default: V | T | None = None,
            type: cabc.Callable[[V], T] | None = None,
        ) -> V | T | None:
            # Asking first is far cheaper than an HTTP error that nobody sees. A subclass that looks
            # up otherwise may find what is not there.
            if key not in self and self.__class__.__getitem__ is MultiDict.__getitem__:
                return default
            return super().get(key, default, type)

        get.__doc__ = TypeConversionDict.get.__doc__

    def __setitem__(self, key: K, value: V) -> None:
        """Set the only value of a key."""
        _dict_set(self, key, [value])

    def add(self, key: K, value: V) -> None:
        """Add a value to those of a key."""
        _inside.setdefault(self, key, []).append(value)

    if TYPE_CHECKING:

        @t.overload
        def getlist(self, key: K) -> list[V]: ...
        @t.overload
        def getlist(self, key: K, type: cabc.Callable[[V], T]) -> list[T]: ...

    def getlist(self, key: K, type: cabc.Callable[[V], T] | None = None) -> list[V] | list[T]:
        """Return all values of the key, none for an unknown key.

        :param type: converts each value; those for which it raises :exc:`ValueError` or
            :exc:`TypeError` are left out.
        """
        if key not in self:
            return []
        values: list[V] = _dict_get(self, key)
        if type is None:
            return list(values)
        return _convert_each(values, type)

    def setlist(self, key: K, new_list: cabc.Iterable[V]) -> None:
        """Set all values of a key."""
        _dict_set(self, key, list(new_list))

    if TYPE_CHECKING:

        @t.overload
        def setdefault(self, key: K) -> None: ...
        @t.overload
        def setdefault(self, key: K, default: V) -> V: ...

    def setdefault(self, key: K, default: V | None = None) -> V | None:
        """Return the first value of the key; a missing key gets ``default``."""
        if key not in self:
            self[key] = default  # type: ignore[assignment]
        return self[key]

    def setlistdefault(self, key: K, default_list: cabc.Iterable[V] | None = None) -> list[V]:
        """Return the list of values itself; a missing key gets ``default_list``.

        Changes of that list are changes of the dict.
        """
        if key not in self:
            _dict_set(self, key, list(default_list or ()))
        values: list[V] = _dict_get(self, key)
        return values

    def items(self, multi: bool = False) -> cabc.Iterable[tuple[K, V]]:  # type: ignore[override]
        """Yield keys with their first value.

        :param multi: yield every value.
        """
        values: list[V]
        for key, values in _inside.items(self):
            if multi:
                for value in values:
                    yield key, value
            else:
                yield key, values[0]

    def lists(self) -> cabc.Iterable[tuple[K, list[V]]]:
        """Yield keys with a copy of their list of values."""
        values: list[V]
        for key, values in _inside.items(self):
            yield key, list(values)

    def values(self) -> cabc.Iterable[V]:  # type: ignore[override]
        """Yield the first value of each key."""
        values: list[V]
        for values in _inside.values(self):
            yield values[0]

    def listvalues(self) -> cabc.Iterable[list[V]]:
        """Return the lists of values, without their keys."""
        lists: cabc.Iterable[list[V]] = _inside.values(self)
        return lists

    def copy(self) -> te.Self:
        """Return a copy; the lists of values are copied too."""
        return type(self)(self)

    def deepcopy(self, memo: t.Any = None) -> te.Self:
        """Return a deep copy."""
        from copy import deepcopy

        return type(self)(deepcopy(self.to_dict(flat=False), memo))

    if TYPE_CHECKING:

        @t.overload
        def to_dict(self, flat: t.Literal[True] = ...) -> dict[K, V]: ...
        @t.overload
        def to_dict(self, flat: t.Literal[False]) -> dict[K, list[V]]: ...

    def to_dict(self, flat: bool = True) -> dict[K, V] | dict[K, list[V]]:
        """Return a plain dict.

        :param flat: keep the first value of each key only; otherwise values are lists.
        """
        return dict(self.items()) if flat else dict(self.lists())

    def update(  # type: ignore[override]
        self,
        mapping: (
            MultiDict[K, V]
            | cabc.Mapping[K, V | list[V] | tuple[V, ...] | set[V]]
            | cabc.Iterable[tuple[K, V]]
        ),
    ) -> None:
        """Add all values of the other; those that are here stay."""
        for key, value in iter_multi_items(mapping):
            self.add(key, value)

    def __or__(  # type: ignore[override]
        self, other: cabc.Mapping[K, V | list[V] | tuple[V, ...] | set[V]]
    ) -> MultiDict[K, V]:
        if not isinstance(other, cabc.Mapping):
            return NotImplemented
        both = self.copy()
        both.update(other)
        return both

    def __ior__(  # type: ignore[override]
        self,
        other: (cabc.Mapping[K, V | list[V] | tuple[V, ...] | set[V]] | cabc.Iterable[tuple[K, V]]),
    ) -> te.Self:
        if not isinstance(other, (cabc.Mapping, cabc.Iterable)):
            return NotImplemented
        self.update(other)
        return self

    if TYPE_CHECKING:

        @t.overload
        def pop(self, key: K) -> V: ...
        @t.overload
        def pop(self, key: K, default: V) -> V: ...
        @t.overload
        def pop(self, key: K, default: T) -> V | T: ...

    def pop(
        self,
        key: K,
        default: V | T = _missing,  # type: ignore[assignment]
    ) -> V | T:
        """Remove the key and return its first value.

        :param default: returned if the key has no value.
        :raises BadRequestKeyError: the key has no value and there is no default.
        """
        values: cabc.Sequence[V] = _inside.pop(self, key, ())
        if values:
            return values[0]
        if default is not _missing:
            return default
        raise BadRequestKeyError(key)

    def popitem(self) -> tuple[K, V]:
        """Remove the last key and return it with its first value.

        :raises BadRequestKeyError: the dict is empty, or the key had no value.
        """
        key, values = self.popitemlist()
        if not values:
            raise BadRequestKeyError(key)
        return key, values[0]

    def poplist(self, key: K) -> list[V]:
        """Remove the key and return its values, none for an unknown key."""
        values: list[V] = _inside.pop(self, key, [])
        return values

    def popitemlist(self) -> tuple[K, list[V]]:
        """Remove the last key and return it with its values.

        :raises BadRequestKeyError: the dict is empty.
        """
        try:
            item: tuple[K, list[V]] = _inside.popitem(self)
        except KeyError as e:
            raise BadRequestKeyError(e.args[0]) from None
        return item

    def __copy__(self) -> te.Self:
        return self.copy()

    def __deepcopy__(self, memo: t.Any) -> te.Self:
        return self.deepcopy(memo=memo)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self.items(multi=True))!r})"


class CombinedMultiDict(ImmutableMultiDictMixin[K, V], MultiDict[K, V]):  # type: ignore[misc]
    """Several multi dicts seen as one, which cannot be changed.

    >>> mine = MultiDict([("fruit", "apple")])
    >>> yours = MultiDict([("fruit", "pear"), ("pay", "cash")])
    >>> ours = CombinedMultiDict([mine, yours])
    >>> ours["fruit"], ours["pay"]
    ('apple', 'cash')
    >>> ours.getlist("fruit")
    ['apple', 'pear']

    :param dicts: the first that has a key gives its value.
    """

    def __reduce_ex__(self, protocol: t.SupportsIndex) -> t.Any:
        return type(self), (self.dicts,)

    def __init__(self, dicts: cabc.Iterable[MultiDict[K, V]] | None = None) -> None:
        super().__init__()
        self.dicts: list[MultiDict[K, V]] = list(dicts or ())

    @classmethod
    def fromkeys(cls, keys: t.Any, value: t.Any = None) -> t.NoReturn:
        raise TypeError(f"cannot create {cls.__name__!r} instances by fromkeys")

    def __getitem__(self, key: K) -> V:
        for d in self.dicts:
            if key in d:
                return d[key]
        raise BadRequestKeyError(key)

    if not TYPE_CHECKING:  # as above

        def get(
            self,
            key: K,
            default: V | T | None = None,
            type: cabc.Callable[[V], T] | None = None,
        ) -> V | T | None:
            """Return the first value of the key; with a type, the first that can be converted."""
            for d in self.dicts:
                if key in d:
                    if type is None:
                        return d[key]
                    try:
                        return type(d[key])
                    except (ValueError, TypeError):
                        continue
            return default

    if TYPE_CHECKING:

        @t.overload
        def getlist(self, key: K) -> list[V]: ...
        @t.overload
        def getlist(self, key: K, type: cabc.Callable[[V], T]) -> list[T]: ...

    def getlist(self, key: K, type: cabc.Callable[[V], T] | None = None) -> list[V] | list[T]:
        """Return the values of the key from all dicts."""
        values: list[V] = []
        for d in self.dicts:
            values += d.getlist(key)
        return values if type is None else _convert_each(values, type)

    def _merged_keys(self) -> dict[K, None]:
        return {key: None for d in self.dicts for key in d}

    def keys(self) -> cabc.Iterable[K]:  # type: ignore[override]
        """Return the keys, each once."""
        return self._merged_keys().keys()

    def __iter__(self) -> cabc.Iterator[K]:
        return iter(self._merged_keys())

    def items(self, multi: bool = False) -> cabc.Iterable[tuple[K, V]]:  # type: ignore[override]
        if multi:
            for d in self.dicts:
                yield from d.items(multi=True)
            return
        yield from self._first_values().items()

    def values(self) -> cabc.Iterable[V]:  # type: ignore[override]
        yield from self._first_values().values()

    def _first_values(self) -> dict[K, V]:
        firsts: dict[K, V] = {}
        for d in self.dicts:
            for key, value in d.items():
                if key not in firsts:
                    firsts[key] = value
        return firsts

    def lists(self) -> cabc.Iterable[tuple[K, list[V]]]:
        """Return the keys with their values from all dicts."""
        merged: dict[K, list[V]] = {}
        for d in self.dicts:
            for key, values in d.lists():
                if key in merged:
                    merged[key] += values
                else:
                    merged[key] = [*values]
        return merged.items()

    def listvalues(self) -> cabc.Iterable[list[V]]:
        return (values for _, values in self.lists())

    def copy(self) -> MultiDict[K, V]:  # type: ignore[override]
        """Return one multi dict with everything, which can be changed."""
        return MultiDict(self)

    def __len__(self) -> int:
        return len(self._merged_keys())

    def __contains__(self, key: K) -> bool:  # type: ignore[override]
        for d in self.dicts:  # half of the time of any() with a generator
            if key in d:
                return True
        return False

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.dicts!r})"


class ImmutableDict(ImmutableDictMixin[K, V], dict[K, V]):  # type: ignore[misc]
    """A :class:`dict` that cannot be changed, and can be hashed."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict.__repr__(self)})"

    def copy(self) -> dict[K, V]:
        """Return a copy that can be changed."""
        return dict(self)

    def __copy__(self) -> te.Self:
        return self


class ImmutableMultiDict(ImmutableMultiDictMixin[K, V], MultiDict[K, V]):  # type: ignore[misc]
    """A :class:`MultiDict` that cannot be changed, and can be hashed."""

    def copy(self) -> MultiDict[K, V]:  # type: ignore[override]
        """Return a copy that can be changed."""
        return MultiDict(self)

    def __copy__(self) -> te.Self:
        return self


class CallbackDict(UpdateDictMixin[K, V], dict[K, V]):
    """A :class:`dict` that calls a function with itself after each change."""

    def __init__(
        self,
        initial: cabc.Mapping[K, V] | cabc.Iterable[tuple[K, V]] | None = None,
        on_update: cabc.Callable[[te.Self], None] | None = None,
    ) -> None:
        super().__init__(() if initial is None else initial)
        self.on_update = on_update

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {dict.__repr__(self)}>"


# Names that are defined in modules of their own: module, class, and what replaces a deprecated one.
_ELSEWHERE = {
    "HeaderSet": ("header_set", "HeaderSet", None),
    "OrderedMultiDict": ("_ordered", "_OrderedMultiDict", "MultiDict"),
    "ImmutableOrderedMultiDict": (
        "_ordered",
        "_ImmutableOrderedMultiDict",
        "ImmutableMultiDict",
    ),
    "_OrderedMultiDict": ("_ordered", "_OrderedMultiDict", None),
    "_ImmutableOrderedMultiDict": ("_ordered", "_ImmutableOrderedMultiDict", None),
}


def __getattr__(name: str) -> t.Any:
    try:
        home, actual, instead = _ELSEWHERE[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    from importlib import import_module

    if instead is not None:
        _warn_ordered(instead, 3)
    return getattr(import_module("." + home, __package__), actual)


def _warn_ordered(instead: str, stacklevel: int) -> None:
    """Warn of the ordered multi dicts, which go by one name in the text."""
    import warnings

    warnings.warn(
        "'OrderedMultiDict' is deprecated and will be removed in Werkzeug 3.2."
        f" Use '{instead}' instead.",
        DeprecationWarning,
        stacklevel,
    )
