"""A bounded mapping that forgets what was unused longest, and the list of caches to clear.

Goes in: hashable keys and any values. Comes out: the values, as long as they are remembered.
Safe to share between threads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import MutableMapping
from threading import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

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


class LRUCache:
    """A mapping of at most `capacity` items; the least recently used one leaves first.

    Iteration, :meth:`keys`, :meth:`values` and :meth:`items` go from the most to the least
    recently used item, ``reversed()`` the other way. Reading an item by key counts as use.
    """

    __module__ = "jinja2.utils"
    __slots__ = ("__weakref__", "_lock", "_mapping", "capacity")

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        # A dict keeps insertion order: the oldest use stands first, the newest last.
        self._mapping: dict[t.Any, t.Any] = {}
        self._lock = Lock()

    def __getstate__(self) -> t.Mapping[str, t.Any]:
        return {
            "capacity": self.capacity,
            "_mapping": dict(self._mapping),
            "_queue": deque(self._mapping),
        }

    def __setstate__(self, d: t.Mapping[str, t.Any]) -> None:
        mapping = d["_mapping"]
        self.capacity = d["capacity"]
        self._mapping = {key: mapping[key] for key in d.get("_queue", mapping)}
        self._lock = Lock()

    def __getnewargs__(self) -> tuple[t.Any, ...]:
        return (self.capacity,)

    def copy(self) -> te.Self:
        """A new cache of the same capacity with the same items in the same order."""
        twin = type(self)(self.capacity)
        with self._lock:
            twin._mapping.update(self._mapping)
        return twin

    __copy__ = copy

    def get(self, key: t.Any, default: t.Any = None) -> t.Any:
        """The item, or `default` when it is not there."""
        try:
            return self[key]
        except KeyError:
            return default

    def setdefault(self, key: t.Any, default: t.Any = None) -> t.Any:
        """The item; when it is not there, `default` becomes the item."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
            return default

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._mapping.clear()

    def __contains__(self, key: t.Any) -> bool:
        return key in self._mapping

    def __len__(self) -> int:
        return len(self._mapping)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._mapping!r}>"

    def __getitem__(self, key: t.Any) -> t.Any:
        with self._lock:
            mapping = self._mapping
            value = mapping.pop(key)
            mapping[key] = value
            return value

    def __setitem__(self, key: t.Any, value: t.Any) -> None:
        with self._lock:
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
        with self._lock:
            keys = list(self._mapping)
        return reversed(keys)

    def __reversed__(self) -> t.Iterator[t.Any]:
        with self._lock:
            return iter(list(self._mapping))


MutableMapping.register(LRUCache)
