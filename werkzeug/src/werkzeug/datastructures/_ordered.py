"""Multi dicts that keep the order of values across keys. Deprecated, and loaded only on request.

Inside, a value is a cell shared by the list of its key and the order of all.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .._internal import _missing
from ..exceptions import BadRequestKeyError
from .mixins import ImmutableMultiDictMixin
from .structures import MultiDict, _convert_each, _inside, _warn_ordered, iter_multi_items

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te

K = t.TypeVar("K")
V = t.TypeVar("V")
T = t.TypeVar("T")


class _Cell(t.Generic[K, V]):
    """One value, and the key it belongs to."""

    __slots__ = ("key", "value")

    def __init__(self, key: K, value: V) -> None:
        self.key = key
        self.value = value


class _OrderedMultiDict(MultiDict[K, V]):
    """A :class:`MultiDict` whose values keep their order across keys."""

    __module__ = "werkzeug.datastructures.structures"

    def __init__(
        self,
        mapping: (
            MultiDict[K, V]
            | cabc.Mapping[K, V | list[V] | tuple[V, ...] | set[V]]
            | cabc.Iterable[tuple[K, V]]
            | None
        ) = None,
    ) -> None:
        _warn_ordered("MultiDict", 3)
        super().__init__()
        self._order: dict[_Cell[K, V], None] = {}
        if mapping is not None:
            _OrderedMultiDict.update(self, mapping)

    def _cells(self, key: K) -> list[_Cell[K, V]]:
        cells: list[_Cell[K, V]] = _inside.get(self, key, [])
        return cells

    def _drop(self, key: K) -> list[V]:
        cells: list[_Cell[K, V]] = _inside.pop(self, key)
        for cell in cells:
            del self._order[cell]
        return [cell.value for cell in cells]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MultiDict):
            return NotImplemented
        if isinstance(other, _OrderedMultiDict):
            return list(self.items(multi=True)) == list(other.items(multi=True))
        return dict(self.lists()) == dict(other.lists())

    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, protocol: t.SupportsIndex) -> t.Any:
        return type(self), (list(self.items(multi=True)),)

    def __getstate__(self) -> object:
        return list(self.items(multi=True))

    def __setstate__(self, values: t.Any) -> None:
        dict.clear(self)
        self._order = {}
        for key, value in values:
            self.add(key, value)

    def __getitem__(self, key: K) -> V:
        cells = self._cells(key)
        if not cells:
            raise BadRequestKeyError(key)
        return cells[0].value

    def __setitem__(self, key: K, value: V) -> None:
        self.poplist(key)
        self.add(key, value)

    def __delitem__(self, key: K) -> None:
        if key not in self:
            raise BadRequestKeyError(key)
        self._drop(key)

    def keys(self) -> cabc.Iterable[K]:  # type: ignore[override]
        return (key for key, _ in self.items())

    def __iter__(self) -> cabc.Iterator[K]:
        return iter(self.keys())

    def values(self) -> cabc.Iterable[V]:  # type: ignore[override]
        return (value for _, value in self.items())

    def items(self, multi: bool = False) -> cabc.Iterable[tuple[K, V]]:  # type: ignore[override]
        found = set()
        for cell in self._order:
            if multi:
                yield cell.key, cell.value
            elif cell.key not in found:
                found.add(cell.key)
                yield cell.key, cell.value

    def lists(self) -> cabc.Iterable[tuple[K, list[V]]]:
        for key in self.keys():
            yield key, [cell.value for cell in self._cells(key)]

    def listvalues(self) -> cabc.Iterable[list[V]]:
        for _, values in self.lists():
            yield values

    def add(self, key: K, value: V) -> None:
        cell = _Cell(key, value)
        _inside.setdefault(self, key, []).append(cell)
        self._order[cell] = None

    def getlist(  # type: ignore[override]
        self, key: K, type: cabc.Callable[[V], T] | None = None
    ) -> list[V] | list[T]:
        values = [cell.value for cell in self._cells(key)]
        return values if type is None else _convert_each(values, type)

    def setlist(self, key: K, new_list: cabc.Iterable[V]) -> None:
        self.poplist(key)
        for value in new_list:
            self.add(key, value)

    def setlistdefault(self, key: object, default_list: object = None) -> t.NoReturn:
        raise TypeError("setlistdefault is unsupported for ordered multi dicts")

    def update(  # type: ignore[override]
        self,
        mapping: (
            MultiDict[K, V]
            | cabc.Mapping[K, V | list[V] | tuple[V, ...] | set[V]]
            | cabc.Iterable[tuple[K, V]]
        ),
    ) -> None:
        for key, value in iter_multi_items(mapping):
            _OrderedMultiDict.add(self, key, value)

    def clear(self) -> None:
        dict.clear(self)
        self._order = {}

    def poplist(self, key: K) -> list[V]:
        return self._drop(key) if key in self else []

    def pop(
        self,
        key: K,
        default: V | T = _missing,  # type: ignore[assignment]
    ) -> V | T:
        values = self.poplist(key)
        if values:
            return values[0]
        if default is not _missing:
            return default
        raise BadRequestKeyError(key)

    def popitem(self) -> tuple[K, V]:
        key, values = self.popitemlist()
        return key, values[0]

    def popitemlist(self) -> tuple[K, list[V]]:
        if not self:
            raise BadRequestKeyError("popitem(): dictionary is empty")
        key = next(reversed(list(self.keys())))
        return key, self._drop(key)


class _ImmutableOrderedMultiDict(ImmutableMultiDictMixin[K, V], _OrderedMultiDict[K, V]):  # type: ignore[misc]
    """An ordered multi dict that cannot be changed, and can be hashed."""

    __module__ = "werkzeug.datastructures.structures"

    def _iter_hashitems(self) -> t.Iterable[t.Any]:
        return enumerate(self.items(multi=True))

    def __hash__(self) -> int:  # type: ignore[override]
        return ImmutableMultiDictMixin.__hash__(self)

    def copy(self) -> _OrderedMultiDict[K, V]:  # type: ignore[override]
        """Return a copy that can be changed."""
        return _OrderedMultiDict(self)

    def __copy__(self) -> te.Self:
        return self
