"""Sets of entity tags, as in ``If-Match`` and ``If-None-Match`` (RFC 9110, section 13.1)."""

from __future__ import annotations

import collections.abc as cabc

from .._header.etags import generate_etag, unquote_etag
from .._header.lists import parse_etag_list

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te


_NO_TAGS: frozenset[str] = frozenset()


class ETags(cabc.Collection[str]):
    """A set of strong and weak tags, or the star that matches every tag.

    :param strong_etags: tags of content with the same bytes.
    :param weak_etags: tags of content with the same meaning.
    :param star_tag: match every tag. The strong tags are ignored then.
    """

    def __init__(
        self,
        strong_etags: cabc.Iterable[str] | None = None,
        weak_etags: cabc.Iterable[str] | None = None,
        star_tag: bool = False,
    ) -> None:
        self._strong = frozenset(strong_etags) if strong_etags and not star_tag else _NO_TAGS
        self._weak = frozenset(weak_etags) if weak_etags else _NO_TAGS
        self.star_tag: bool = star_tag

    @classmethod
    def from_header(cls, value: str | None) -> te.Self:
        """Read the text of a header. What is not a tag is skipped.

        A star is only valid alone, and is skipped among tags.
        """
        if not value:
            return cls()
        if value.strip(" \t") == "*":
            return cls(star_tag=True)
        return cls(*parse_etag_list(value))

    def as_set(self, include_weak: bool = False) -> set[str]:
        """Return the strong tags as a plain set, with the weak ones on request."""
        return {*self._strong, *self._weak} if include_weak else set(self._strong)

    def is_weak(self, etag: str) -> bool:
        """Return whether the tag is among the weak ones."""
        return etag in self._weak

    def is_strong(self, etag: str) -> bool:
        """Return whether the tag is among the strong ones."""
        return etag in self._strong

    def contains_weak(self, etag: str) -> bool:
        """Return whether the tag matches by weak comparison."""
        return self.is_weak(etag) or self.contains(etag)

    def contains(self, etag: str) -> bool:
        """Return whether the tag matches by strong comparison."""
        return self.star_tag or self.is_strong(etag)

    def contains_raw(self, etag: str) -> bool:
        """Return whether a tag in the form of a header matches. A weak tag compares weakly."""
        tag, is_weak = unquote_etag(etag)
        if is_weak:
            return self.contains_weak(tag)
        return self.contains(tag)

    def to_header(self) -> str:
        """Return the text of the header."""
        if self.star_tag:
            return "*"
        return ", ".join(
            [f'"{tag}"' for tag in self._strong] + [f'W/"{tag}"' for tag in self._weak]
        )

    def __call__(
        self,
        etag: str | None = None,
        data: bytes | None = None,
        include_weak: bool = False,
    ) -> bool:
        """Return whether the tag, or that of the data, matches.

        :raises TypeError: neither is given.
        """
        if etag is None:
            if data is None:
                raise TypeError("'data' is required when 'etag' is not given.")
            etag = generate_etag(data)
        return etag in self or (include_weak and etag in self._weak)

    def __bool__(self) -> bool:
        return bool(self.star_tag or self._strong or self._weak)

    def __contains__(self, etag: str) -> bool:  # type: ignore[override]
        return self.contains(etag)

    def __iter__(self) -> cabc.Iterator[str]:
        return iter(self._strong)

    def __len__(self) -> int:
        return len(self._strong)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {str(self)!r}>"

    def __str__(self) -> str:
        return self.to_header()
