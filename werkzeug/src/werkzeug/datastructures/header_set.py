"""A set of words in a header: ordered, without regard to case."""

from __future__ import annotations

import collections.abc as cabc

from .._header.lists import parse_list_header
from .._header.quoting import quote_header_value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te


class HeaderSet(cabc.MutableSet[str]):
    """A set of words that keeps their order and ignores their case.

    >>> words = HeaderSet(["foo", "bar", "baz"])
    >>> "FOO" in words
    True

    No word is there twice, in whatever case.

    :param headers: the words.
    :param on_update: called with the set after each change.
    """

    __module__ = "werkzeug.datastructures.structures"

    on_update: cabc.Callable[[te.Self], None] | None

    def __init__(
        self,
        headers: cabc.Iterable[str] | None = None,
        on_update: cabc.Callable[[te.Self], None] | None = None,
    ) -> None:
        self._headers = list(headers or ())
        self._set = {word.lower() for word in self._headers}
        if len(self._set) < len(self._headers):
            # The first spelling of each word stays.
            first: dict[str, str] = {}
            for word in self._headers:
                first.setdefault(word.lower(), word)
            self._headers = list(first.values())
        self.on_update = on_update

    @classmethod
    def from_header(
        cls,
        value: str | None,
        on_update: cabc.Callable[[te.Self], None] | None = None,
    ) -> te.Self:
        """Read the text of a header; no header is an empty set."""
        words = parse_list_header(value) if value else None
        return cls(words, on_update)  # type: ignore[arg-type]  # the class is not yet its Self

    def _changed(self: te.Self) -> None:
        if self.on_update is not None:
            self.on_update(self)

    def add(self, header: str) -> None:
        """Add a word, unless it is there."""
        self.update((header,))

    def remove(self, header: str) -> None:
        """Remove a word.

        :raises KeyError: it is not in the set.
        """
        key = header.lower()
        if key not in self._set:
            raise KeyError(header)
        self._set.remove(key)
        self._headers = [word for word in self._headers if word.lower() != key]
        self._changed()

    def update(self, iterable: cabc.Iterable[str]) -> None:
        """Add all the words that are not there."""
        grown = False
        for word in iterable:
            key = word.lower()
            if key not in self._set:
                self._headers.append(word)
                self._set.add(key)
                grown = True
        if grown:
            self._changed()

    def discard(self, header: str) -> None:
        """Remove a word if it is there."""
        try:
            self.remove(header)
        except KeyError:
            pass

    def find(self, header: str) -> int:
        """Return the position of a word, or -1."""
        key = header.lower()
        for position, word in enumerate(self._headers):
            if word.lower() == key:
                return position
        return -1

    def index(self, header: str) -> int:
        """Return the position of a word.

        :raises IndexError: it is not in the set.
        """
        position = self.find(header)
        if position < 0:
            raise IndexError(header)
        return position

    def clear(self) -> None:
        """Remove all words."""
        self._set.clear()
        self._headers.clear()
        self._changed()

    def as_set(self, preserve_casing: bool = False) -> set[str]:
        """Return a plain set, in lower case unless ``preserve_casing`` is set."""
        return set(self._headers) if preserve_casing else set(self._set)

    def to_header(self) -> str:
        """Return the text of the header."""
        return ", ".join(map(quote_header_value, self._headers))

    def __getitem__(self, idx: t.SupportsIndex) -> str:
        return self._headers[idx]

    def __delitem__(self, idx: t.SupportsIndex) -> None:
        self._set.remove(self._headers.pop(idx).lower())
        self._changed()

    def __setitem__(self, idx: t.SupportsIndex, value: str) -> None:
        """Replace the word at a position. If the set has the new one elsewhere, it moves here."""
        words = self._headers
        position = words.index(words[idx])
        words[position] = value
        key = value.lower()
        self._headers = [
            word for at, word in enumerate(words) if at == position or word.lower() != key
        ]
        self._set = {word.lower() for word in self._headers}
        self._changed()

    def __str__(self) -> str:
        return self.to_header()

    def __bool__(self) -> bool:
        return bool(self._set)

    def __iter__(self) -> cabc.Iterator[str]:
        return iter(self._headers)

    def __len__(self) -> int:
        return len(self._set)

    def __contains__(self, header: str) -> bool:  # type: ignore[override]
        return header.lower() in self._set

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._headers!r})"
