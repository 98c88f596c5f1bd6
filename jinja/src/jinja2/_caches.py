"""A mapping of limited size that drops the least recently used items, and the list of caches to
clear. Threads may share both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import MutableMapping
from threading import Lock

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

# Stands for "not there"; any value may be in a cache.
_ABSENT = object()

_to_clear: list[t.Callable[[], object]] = []


def register_cache(clear: t.Callable[[], object]) -> None:
    """Remember how to empty a cache of the engine; :func:`clear_caches` calls it."""
    _to_clear.append(clear)


def clear_caches() -> None:
    """Empty the engine's own caches of lexers and implicit environments.

    They rebuild themselves; tests and memory measurements are the reason to call this.
    """
    for clear in _to_clear:
        clear()


clear_caches.__module__ = "jinja2.utils"


# How many uses are noted down before they are put into order.
_PATIENCE = 1000


class LRUCache:
    """A mapping of at most `capacity` items; the least recently used one leaves first.

    Iteration, :meth:`keys`, :meth:`values` and :meth:`items` go from the most to the least
    recently used item, ``reversed()`` the other way. Reading an item by key counts as use.
    """

    __module__ = "jinja2.utils"
    __slots__ = ("__weakref__", "_lock", "_mapping", "_uses", "capacity")

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        # A dict keeps insertion order: the oldest use stands first, the newest last. Uses since
        # then are only noted down, so that reading takes no lock; whoever needs the order asks
        # for it by _settle().
        self._mapping: dict[t.Any, t.Any] = {}
        self._uses: list[t.Any] = []
        self._lock = Lock()

    def _settle(self) -> None:
        """Put the items in the order of their last use. The caller holds the lock."""
        if not self._uses:
            return
        uses, self._uses = self._uses, []
        mapping = self._mapping
        for key in reversed(dict.fromkeys(reversed(uses))):
            if key in mapping:
                mapping[key] = mapping.pop(key)

    def __getstate__(self) -> t.Mapping[str, t.Any]:
        with self._lock:
            self._settle()
            return {
                "capacity": self.capacity,
                "_mapping": dict(self._mapping),
                "_queue": deque(self._mapping),
            }

    def __setstate__(self, d: t.Mapping[str, t.Any]) -> None:
        mapping = d["_mapping"]
        self.capacity = d["capacity"]
        self._mapping = {key: mapping[key] for key in d.get("_queue", mapping)}
        self._uses = []
        self._lock = Lock()

    def __getnewargs__(self) -> tuple[t.Any, ...]:
        return (self.capacity,)

    def copy(self) -> te.Self:
        """Return a new cache of the same capacity with the same items in the same order."""
        twin = type(self)(self.capacity)
        with self._lock:
            self._settle()
            twin._mapping.update(self._mapping)
        return twin

    __copy__ = copy

    def get(self, key: t.Any, default: t.Any = None) -> t.Any:
        """Return the item, or `default` when it is not there."""
        try:
            value = self._mapping[key]
        except KeyError:
            # Perhaps another thread is just moving it.
            with self._lock:
                value = self._mapping.get(key, _ABSENT)
            if value is _ABSENT:
                return default
        uses = self._uses
        uses.append(key)
        if len(uses) > _PATIENCE:
            with self._lock:
                self._settle()
        return value

    def setdefault(self, key: t.Any, default: t.Any = None) -> t.Any:
        """Return the item; when it is not there, `default` becomes the item."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
            return default

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._mapping.clear()
            self._uses = []

    def __contains__(self, key: object) -> bool:
        if key in self._mapping:
            return True
        with self._lock:
            return key in self._mapping

    def __len__(self) -> int:
        return len(self._mapping)

    def __repr__(self) -> str:
        with self._lock:
            self._settle()
            return f"<{type(self).__name__} {self._mapping!r}>"

    def __getitem__(self, key: t.Any) -> t.Any:
        value = self.get(key, _ABSENT)
        if value is _ABSENT:
            raise KeyError(key)
        return value

    def __setitem__(self, key: t.Any, value: t.Any) -> None:
        with self._lock:
            self._settle()
            mapping = self._mapping
            if key in mapping:
                del mapping[key]
            elif len(mapping) >= self.capacity and mapping:
                del mapping[next(iter(mapping))]
            mapping[key] = value

    def __delitem__(self, key: t.Any) -> None:
        with self._lock:
            del self._mapping[key]

    def items(self) -> t.Iterable[tuple[t.Any, t.Any]]:
        """All pairs, most recently used first."""
        with self._lock:
            self._settle()
            pairs = list(self._mapping.items())
        pairs.reverse()
        return pairs

    def values(self) -> t.Iterable[t.Any]:
        """All values, most recently used first."""
        return [value for _, value in self.items()]

    def keys(self) -> t.Iterable[t.Any]:
        """All keys, most recently used first."""
        return list(self)

    def __iter__(self) -> t.Iterator[t.Any]:
        return iter([key for key, _ in self.items()])

    def __reversed__(self) -> t.Iterator[t.Any]:
        return iter([key for key, _ in self.items()][::-1])


MutableMapping.register(LRUCache)  # pyright: ignore[reportAttributeAccessIssue]
