"""Notes of exceptions that are made when they are read.

Programs catch errors of templates and go on; they should not pay for an excerpt that nobody is
going to read.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    Make = t.Callable[[], t.Iterable[str | None]]


class LateNotes(list[str]):
    """A list whose late items are made the first time that it is read. What is appended keeps its
    place among them.
    """

    __slots__ = ("_pending",)
    __hash__ = None

    def __init__(self, notes: t.Iterable[str] = ()) -> None:
        super().__init__(notes)
        self._pending: list[tuple[int, Make]] = []

    def later(self, make: Make) -> None:
        """Make notes for this place when the list is read."""
        self._pending.append((list.__len__(self), make))

    def _settle(self) -> None:
        pending, self._pending = self._pending, []
        for place, make in reversed(pending):
            try:
                made = [note for note in make() if note is not None]
            except Exception:
                # The error itself matters more than its explanation.
                continue
            list.__setitem__(self, slice(place, place), made)

    def __reduce_ex__(self, protocol: t.SupportsIndex) -> tuple[t.Any, ...]:
        return list, ([*self],)


def _settled(name: str) -> object:
    plain = getattr(list, name)

    def method(self: LateNotes, *args: object) -> object:
        self._settle()
        return plain(self, *args)

    method.__name__ = name
    return method


for _name in (
    *("__add__", "__contains__", "__delitem__", "__eq__", "__getitem__", "__iter__", "__len__"),
    *("__ne__", "__repr__", "__reversed__", "__setitem__", "clear", "copy", "count", "index"),
    *("insert", "pop", "remove", "reverse", "sort"),
):
    setattr(LateNotes, _name, _settled(_name))
del _name


class Origin:
    """Where an undefined value came from: the object that was asked, and the name. It stays with
    the error, but does not travel with its pickles and copies.
    """

    __slots__ = ("name", "owner")

    def __init__(self, owner: t.Any = None, name: t.Any = None) -> None:
        self.owner = owner
        self.name = name

    def __reduce__(self) -> tuple[t.Any, ...]:
        return Origin, ()


def note_later(error: BaseException, make: Make) -> None:
    """Add notes to an exception that are made when its notes are read."""
    notes = error.__dict__.get("__notes__")
    if not isinstance(notes, LateNotes):
        notes = LateNotes(notes or ())
        error.__notes__ = notes
    notes.later(make)
