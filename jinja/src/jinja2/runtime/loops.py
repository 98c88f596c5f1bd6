"""The variable ``loop``, in sync and async environments."""

from __future__ import annotations

from .._marks import internalcode, missing
from ..async_utils import _Paced, auto_aiter

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .undefined import Undefined

    V = t.TypeVar("V")
    LoopRenderFunc = t.Callable[..., str]

_NOT_RECURSIVE = "The loop must have the 'recursive' marker to be called recursively."


#: Types whose length is the number of items to come, without taking one.
_SIZED: frozenset[t.Any] = frozenset(
    {list, tuple, dict, str, set, frozenset, range}.union(
        map(type, ({}.keys(), {}.values(), {}.items()))
    )
)


class LoopContext:
    """The state of a loop, for the template inside it.

    Iterating gives pairs of the next item and the loop itself. Items are fetched ahead only when
    an attribute needs it: :attr:`last` and :attr:`nextitem` one, :attr:`length` all.
    """

    __module__ = "jinja2.runtime"

    depth0: int

    #: The position, from 0; -1 before the first item.
    index0: int = -1
    _length: int | None = None
    _after: t.Any = missing
    _current: t.Any = missing
    _before: t.Any = missing
    _last_changed_value: t.Any = missing

    def __init__(
        self,
        iterable: t.Iterable[V],
        undefined: type[Undefined],
        recurse: LoopRenderFunc | None = None,
        depth0: int = 0,
    ) -> None:
        self._iterable = iterable
        self._iterator: t.Any = self._to_iterator(iterable)
        self._undefined = undefined
        self._recurse = recurse
        # An attribute of the instance is read faster than one of the class.
        self._after = missing
        #: How deep the recursion is, from 0.
        self.depth0 = depth0

    @staticmethod
    def _to_iterator(iterable: t.Any) -> t.Any:
        return iter(iterable)

    def _moved(self, item: object) -> None:
        self.index0 += 1
        self._before = self._current
        self._current = item

    def _each(self) -> t.Iterator[t.Any]:
        """Yield the items; the loop moves with them. Compiled templates iterate this."""
        while True:
            while self._after is not missing:
                item, self._after = self._after, missing
                self._moved(item)
                yield item
            iterator = self._iterator
            nothing = missing
            index0, current = self.index0, self._current
            for item in iterator:
                index0 += 1
                self.index0 = index0
                self._before = current
                self._current = current = item
                yield item
                # An attribute may have fetched items ahead, or all of them.
                if self._after is not nothing or self._iterator is not iterator:
                    break
            else:
                return

    def __iter__(self) -> LoopContext:
        return self

    def __next__(self) -> tuple[t.Any, LoopContext]:
        if self._after is not missing:
            item, self._after = self._after, missing
        else:
            item = next(self._iterator)
        self._moved(item)
        return item, self

    def _peek_next(self) -> t.Any:
        if self._after is missing:
            self._after = next(self._iterator, missing)
        return self._after

    @property
    def length(self) -> int:
        """The number of items; an iterator is read to its end for this."""
        if self._length is None:
            try:
                self._length = len(self._iterable)  # type: ignore[arg-type]
            except TypeError:
                rest = list(self._iterator)
                self._iterator = self._to_iterator(rest)
                self._length = len(rest) + self.index + (self._after is not missing)
        return self._length

    def __len__(self) -> int:
        return self.length

    @property
    def index(self) -> int:
        """The position, from 1."""
        return self.index0 + 1

    @property
    def revindex0(self) -> int:
        """The number of items that follow."""
        return self.length - self.index0 - 1

    @property
    def revindex(self) -> int:
        """The number of items that follow, this one included."""
        return self.length - self.index0

    @property
    def first(self) -> bool:
        """``True`` if this is the first item."""
        return self.index0 == 0

    @property
    def last(self) -> bool:
        """``True`` if this is the last item."""
        iterable = self._iterable
        if type(iterable) in _SIZED:
            return self.index0 + 1 >= len(iterable)  # type: ignore[arg-type]
        return self._peek_next() is missing

    @property
    def previtem(self) -> t.Any | Undefined:
        """The item before; undefined at the first."""
        if self.first:
            return self._undefined("there is no previous item")
        return self._before

    @property
    def nextitem(self) -> t.Any | Undefined:
        """The item after; undefined at the last."""
        iterable = self._iterable
        if type(iterable) is list:
            after = iterable[self.index0 + 1 : self.index0 + 2]
            item = after[0] if after else missing
        else:
            item = self._peek_next()
        return self._undefined("there is no next item") if item is missing else item

    @property
    def depth(self) -> int:
        """The depth of the recursion, from 1."""
        return self.depth0 + 1

    def cycle(self, *args: V) -> V:
        """One of the values in turn.

        :raises TypeError: there are none.
        """
        if not args:
            raise TypeError("no items for cycling given")
        return args[self.index0 % len(args)]

    def changed(self, *value: t.Any) -> bool:
        """Return whether the values differ from those of the last call, or there was none."""
        if self._last_changed_value != value:
            self._last_changed_value = value
            return True
        return False

    @internalcode
    def __call__(self, iterable: t.Iterable[V]) -> str:
        """Run a recursive loop over other items and give its output."""
        if self._recurse is None:
            raise TypeError(_NOT_RECURSIVE)
        return self._recurse(iterable, self._recurse, depth=self.depth)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.index}/{self.length}>"


class AsyncLoopContext(LoopContext):
    """The same over items that may have to be waited for. What needs items ahead is awaitable."""

    __module__ = "jinja2.runtime"

    @staticmethod
    def _to_iterator(iterable: t.Any) -> t.Any:
        return auto_aiter(iterable)

    async def _peek_next(self) -> t.Any:
        if self._after is missing:
            try:
                self._after = await self._iterator.__anext__()
            except StopAsyncIteration:
                pass
        return self._after

    async def _whole_length(self) -> int:
        if self._length is None:
            try:
                self._length = len(self._iterable)  # type: ignore[arg-type]
            except TypeError:
                rest = [item async for item in self._iterator]
                self._iterator = self._to_iterator(rest)
                self._length = len(rest) + self.index + (self._after is not missing)
        return self._length

    @property
    async def length(self) -> int:  # type: ignore[override]
        """The number of items."""
        return await self._whole_length()

    @property
    async def revindex0(self) -> int:  # type: ignore[override]
        """The number of items that follow."""
        return await self._whole_length() - self.index

    @property
    async def revindex(self) -> int:  # type: ignore[override]
        """The number of items that follow, this one included."""
        return await self._whole_length() - self.index0

    @property
    async def last(self) -> bool:  # type: ignore[override]
        """``True`` if this is the last item."""
        return await self._peek_next() is missing

    @property
    async def nextitem(self) -> t.Any | Undefined:
        """The item after; undefined at the last."""
        item = await self._peek_next()
        return self._undefined("there is no next item") if item is missing else item

    def __aiter__(self) -> AsyncLoopContext:
        return self

    async def __anext__(self) -> tuple[t.Any, AsyncLoopContext]:
        if self._after is not missing:
            item, self._after = self._after, missing
        elif type(self._iterator) is _Paced:
            # Never waits, so it need not be asked by a coroutine.
            try:
                item = self._iterator._next()
            except StopIteration:
                raise StopAsyncIteration from None
        else:
            item = await self._iterator.__anext__()
        self._moved(item)
        return item, self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.index}/?>"
