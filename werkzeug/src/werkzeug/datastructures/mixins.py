"""Mixins that refuse or report changes of a container. They come before the container class."""

from __future__ import annotations

import typing as t
from itertools import repeat

from .._internal import _missing

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc

    import typing_extensions as te

K = t.TypeVar("K")
V = t.TypeVar("V")
T = t.TypeVar("T")


def _refuse(self: object) -> t.NoReturn:
    raise TypeError(f"{type(self).__name__!r} objects are immutable")


class ImmutableListMixin:
    """Makes a :class:`list` immutable and hashable."""

    _hash_cache: int | None = None

    def __hash__(self) -> int:
        if self._hash_cache is None:
            self._hash_cache = hash(tuple(self))  # type: ignore[arg-type]
        return self._hash_cache

    def __reduce_ex__(self, protocol: t.SupportsIndex) -> t.Any:
        return type(self), (list(self),)  # type: ignore[call-overload]

    def __delitem__(self, key: object) -> t.NoReturn:
        _refuse(self)

    def __iadd__(self, other: object) -> t.NoReturn:
        _refuse(self)

    def __imul__(self, other: object) -> t.NoReturn:
        _refuse(self)

    def __setitem__(self, key: object, value: object) -> t.NoReturn:
        _refuse(self)

    def append(self, item: object) -> t.NoReturn:
        _refuse(self)

    def clear(self) -> t.NoReturn:
        _refuse(self)

    def extend(self, iterable: object) -> t.NoReturn:
        _refuse(self)

    def insert(self, pos: object, value: object) -> t.NoReturn:
        _refuse(self)

    def pop(self, index: object = -1) -> t.NoReturn:
        _refuse(self)

    def remove(self, item: object) -> t.NoReturn:
        _refuse(self)

    def reverse(self) -> t.NoReturn:
        _refuse(self)

    def sort(self, key: object = None, reverse: object = False) -> t.NoReturn:
        _refuse(self)


class ImmutableDictMixin(t.Generic[K, V]):
    """Makes a :class:`dict` immutable and hashable."""

    _hash_cache: int | None = None

    if TYPE_CHECKING:

        @classmethod
        @t.overload
        def fromkeys(
            cls, keys: cabc.Iterable[K], value: None
        ) -> ImmutableDictMixin[K, t.Any | None]: ...
        @classmethod
        @t.overload
        def fromkeys(cls, keys: cabc.Iterable[K], value: V) -> ImmutableDictMixin[K, V]: ...

    @classmethod
    def fromkeys(
        cls, keys: cabc.Iterable[K], value: V | None = None
    ) -> ImmutableDictMixin[K, t.Any | None] | ImmutableDictMixin[K, V]:
        return cls(zip(keys, repeat(value), strict=False))  # type: ignore[call-arg]

    def __reduce_ex__(self, protocol: t.SupportsIndex) -> t.Any:
        return type(self), (dict(self),)  # type: ignore[call-overload]

    def _iter_hashitems(self) -> t.Iterable[t.Any]:
        return self.items()  # type: ignore[attr-defined, no-any-return]

    def __hash__(self) -> int:
        if self._hash_cache is None:
            self._hash_cache = hash(frozenset(self._iter_hashitems()))
        return self._hash_cache

    def setdefault(self, key: object, default: object = None) -> t.NoReturn:
        _refuse(self)

    def update(self, arg: object, /, **kwargs: object) -> t.NoReturn:
        _refuse(self)

    def __ior__(self, other: object) -> t.NoReturn:
        _refuse(self)

    def pop(self, key: object, default: object = None) -> t.NoReturn:
        _refuse(self)

    def popitem(self) -> t.NoReturn:
        _refuse(self)

    def __setitem__(self, key: object, value: object) -> t.NoReturn:
        _refuse(self)

    def __delitem__(self, key: object) -> t.NoReturn:
        _refuse(self)

    def clear(self) -> t.NoReturn:
        _refuse(self)


class ImmutableMultiDictMixin(ImmutableDictMixin[K, V]):
    """Makes a :class:`MultiDict` immutable and hashable."""

    def __reduce_ex__(self, protocol: t.SupportsIndex) -> t.Any:
        return type(self), (list(self.items(multi=True)),)  # type: ignore[attr-defined]

    def _iter_hashitems(self) -> t.Iterable[t.Any]:
        return self.items(multi=True)  # type: ignore[attr-defined, no-any-return]

    def add(self, key: object, value: object) -> t.NoReturn:
        _refuse(self)

    def popitemlist(self) -> t.NoReturn:
        _refuse(self)

    def poplist(self, key: object) -> t.NoReturn:
        _refuse(self)

    def setlist(self, key: object, new_list: object) -> t.NoReturn:
        _refuse(self)

    def setlistdefault(self, key: object, default_list: object = None) -> t.NoReturn:
        _refuse(self)


class ImmutableHeadersMixin:
    """Makes a :class:`Headers` immutable. It does not become hashable."""

    def __delitem__(self, key: object, **kwargs: object) -> t.NoReturn:
        _refuse(self)

    def __setitem__(self, key: object, value: object) -> t.NoReturn:
        _refuse(self)

    def set(self, key: object, value: object, /, **kwargs: object) -> t.NoReturn:
        _refuse(self)

    def setlist(self, key: object, values: object) -> t.NoReturn:
        _refuse(self)

    def add(self, key: object, value: object, /, **kwargs: object) -> t.NoReturn:
        _refuse(self)

    def add_header(self, key: object, value: object, /, **kwargs: object) -> t.NoReturn:
        _refuse(self)

    def remove(self, key: object) -> t.NoReturn:
        _refuse(self)

    def extend(self, arg: object, /, **kwargs: object) -> t.NoReturn:
        _refuse(self)

    def update(self, arg: object, /, **kwargs: object) -> t.NoReturn:
        _refuse(self)

    def __ior__(self, other: object) -> t.NoReturn:
        _refuse(self)

    def insert(self, pos: object, value: object) -> t.NoReturn:
        _refuse(self)

    def pop(self, key: object = None, default: object = _missing) -> t.NoReturn:
        _refuse(self)

    def popitem(self) -> t.NoReturn:
        _refuse(self)

    def setdefault(self, key: object, default: object) -> t.NoReturn:
        _refuse(self)

    def setlistdefault(self, key: object, default: object) -> t.NoReturn:
        _refuse(self)


class UpdateDictMixin(dict[K, V]):
    """Makes a :class:`dict` call ``on_update`` with itself after each change."""

    on_update: cabc.Callable[[te.Self], None] | None = None

    def _changed(self: te.Self) -> None:
        if self.on_update is not None:
            self.on_update(self)

    def setdefault(self: te.Self, key: K, default: V | None = None) -> V:
        is_new = key not in self
        value = super().setdefault(key, default)  # type: ignore[arg-type]
        if is_new:
            self._changed()
        return value

    if TYPE_CHECKING:

        @t.overload
        def pop(self, key: K) -> V: ...
        @t.overload
        def pop(self, key: K, default: V) -> V: ...
        @t.overload
        def pop(self, key: K, default: T) -> T: ...

    def pop(
        self: te.Self,
        key: K,
        default: V | T = _missing,  # type: ignore[assignment]
    ) -> V | T:
        had = key in self
        value: V | T = super().pop(key) if default is _missing else super().pop(key, default)
        if had:
            self._changed()
        return value

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self._changed()

    def __delitem__(self, key: K) -> None:
        super().__delitem__(key)
        self._changed()

    def clear(self) -> None:
        super().clear()
        self._changed()

    def popitem(self) -> tuple[K, V]:
        item = super().popitem()
        self._changed()
        return item

    def update(  # type: ignore[override]
        self,
        arg: cabc.Mapping[K, V] | cabc.Iterable[tuple[K, V]] | None = None,
        /,
        **kwargs: V,
    ) -> None:
        source: t.Any = () if arg is None else arg
        super().update(source, **kwargs)
        self._changed()

    def __ior__(  # type: ignore[override, misc]
        self, other: cabc.Mapping[K, V] | cabc.Iterable[tuple[K, V]]
    ) -> te.Self:
        source: t.Any = other
        super().__ior__(source)
        self._changed()
        return self
