"""The ``Accept`` headers: values with a quality, and the choice among what the server offers
(RFC 9110, section 12.5).

Each subclass knows how values of its header match.
"""

from __future__ import annotations

import collections.abc as cabc

from .._header.lists import parse_accept_pairs
from .._header.quoting import quote_header_value
from .structures import ImmutableList

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te


def _dump_item(value: str, quality: float) -> str:
    """Return an item, its value between quotes if it would be read as something else without."""
    text = value if quality == 1 else f"{value};q={quality}"
    if "," not in value and '"' not in value and value == value.strip(" \t"):
        return text
    if [*parse_accept_pairs(text)] == [(value, quality)]:
        return text
    return quote_header_value(value) + text[len(value) :]


class Accept(ImmutableList[tuple[str, float]]):
    """A list of values with their quality, the most specific and best first.

    >>> accept = Accept([("b", 0.5), ("a", 1)])
    >>> accept.best
    'a'
    >>> accept["b"]
    0.5

    :param values: pairs; ``None`` means that the client sent no such header.
    """

    provided: bool

    def __init__(self, values: Accept | cabc.Iterable[tuple[str, float]] | None = ()) -> None:
        if values is None:
            super().__init__()
            self.provided = False
        elif isinstance(values, Accept):
            super().__init__(values)
            self.provided = values.provided
        else:
            items = list(values)
            if len(items) > 1:
                items.sort(key=self._order, reverse=True)
            super().__init__(items)
            self.provided = True

    @classmethod
    def from_header(cls, value: str | None) -> te.Self:
        """Read the text of a header. An empty one is like none."""
        return cls(parse_accept_pairs(value) if value else None)

    def _order(self, item: tuple[str, float]) -> tuple[tuple[bool, ...], float]:
        return self._specificity(item[0]), item[1]

    def _specificity(self, value: str) -> tuple[bool, ...]:
        """Return a key that is greater the fewer values this one matches."""
        return (value != "*",)

    def _value_matches(self, value: str, item: str) -> bool:
        """Return whether the offered ``value`` matches an ``item`` of the client."""
        return item == "*" or item.lower() == value.lower()

    def quality(self, key: str) -> float:
        """Return the quality that the client gives to a value, from 0 (not acceptable) to 1."""
        for item, quality in self:
            if self._value_matches(key, item):
                return quality
        return 0

    if TYPE_CHECKING:

        @t.overload
        def __getitem__(self, key: str) -> float: ...
        @t.overload
        def __getitem__(self, key: t.SupportsIndex) -> tuple[str, float]: ...
        @t.overload
        def __getitem__(self, key: slice) -> list[tuple[str, float]]: ...

    def __getitem__(
        self, key: str | t.SupportsIndex | slice
    ) -> float | tuple[str, float] | list[tuple[str, float]]:
        """Return the quality of a value, or the pair at a position."""
        return self.quality(key) if isinstance(key, str) else list.__getitem__(self, key)

    def __contains__(self, value: str) -> bool:  # type: ignore[override]
        return any(self._value_matches(value, item) for item, _ in self)

    def index(self, key: str | tuple[str, float]) -> int:  # type: ignore[override]
        """Return the position of the first item that matches a value.

        :raises ValueError: no item does.
        """
        if not isinstance(key, str):
            return list.index(self, key)
        for position, (item, _) in enumerate(self):
            if self._value_matches(key, item):
                return position
        raise ValueError(key)

    def find(self, key: str | tuple[str, float]) -> int:
        """Return the position of the first item that means a value, or -1."""
        try:
            return self.index(key)
        except ValueError:
            return -1

    def values(self) -> cabc.Iterator[str]:
        """Yield the values without their quality."""
        for item in self:
            yield item[0]

    def to_header(self) -> str:
        """Return the text of the header."""
        return ",".join([_dump_item(value, quality) for value, quality in self])

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        pairs = ", ".join(f"({value!r}, {quality})" for value, quality in self)
        return f"{type(self).__name__}([{pairs}])"

    if TYPE_CHECKING:

        @t.overload
        def best_match(self, matches: cabc.Iterable[str], default: str) -> str: ...
        @t.overload
        def best_match(
            self, matches: cabc.Iterable[str], default: str | None = None
        ) -> str | None: ...

    def best_match(self, matches: cabc.Iterable[str], default: str | None = None) -> str | None:
        """Return the offer with the highest quality.

        Of offers with the same quality, the one that the client names most specifically is
        returned; of these, the first.

        :param matches: the offers of the server, best first.
        :param default: returned if no offer is acceptable.
        """
        best = default
        best_rank: tuple[float, tuple[bool, ...]] = (0, ())
        for offer in matches:
            for item, quality in self:
                if self._value_matches(offer, item):
                    rank = quality, self._specificity(item)
                    if quality > 0 and rank > best_rank:
                        best, best_rank = offer, rank
                    # Later items are less specific and do not apply to this value.
                    break
        return best

    @property
    def best(self) -> str | None:
        """The value with the highest quality."""
        return self[0][0] if self else None


def _mime_parts(value: str) -> tuple[str, str, list[str]]:
    """Split a mimetype in type, subtype and its parameters in a fixed order, in lower case."""
    value = value.lower()
    if ";" not in value:
        main, _, sub = value.partition("/")
        return main, sub, []
    essence, *params = [part.strip() for part in value.split(";")]
    main, _, sub = essence.partition("/")
    return main, sub, sorted(params)


class MIMEAccept(Accept):
    """The ``Accept`` header: mimetypes, with wildcards for either half."""

    def _specificity(self, value: str) -> tuple[bool, ...]:
        if "*" not in value:
            return (True,) * (1 + ("/" in value) + value.count(";"))
        main, slash, rest = value.partition("/")
        if not slash:
            pieces = value.split(";")
        else:
            sub, *params = rest.split(";")
            pieces = [main, sub, *params]
        return tuple(piece.strip() != "*" for piece in pieces)

    def _value_matches(self, value: str, item: str) -> bool:
        if "/" not in item:
            return False
        if "/" not in value:
            raise ValueError(f"invalid mimetype {value!r}")
        if value == item and "*" not in value:
            return True
        our_type, our_sub, our_params = _mime_parts(value)
        if our_type == "*" != our_sub:
            raise ValueError(f"invalid mimetype {value!r}")
        item_type, item_sub, item_params = _mime_parts(item)
        if item_type == "*" != item_sub:
            return False
        if item_type == item_sub == "*" or our_type == our_sub == "*":
            return True
        if item_type != our_type:
            return False
        if item_sub == "*" or our_sub == "*":
            return True
        return item_sub == our_sub and item_params == our_params

    @property
    def accept_html(self) -> bool:
        """``True`` if the client accepts HTML."""
        return self.__contains__("text/html") or self.accept_xhtml

    @property
    def accept_xhtml(self) -> bool:
        """``True`` if the client accepts XHTML."""
        return any(map(self.__contains__, ("application/xhtml+xml", "application/xml")))

    @property
    def accept_json(self) -> bool:
        """``True`` if the client accepts JSON."""
        return self.__contains__("application/json")


def _lang_subtags(value: str) -> list[str]:
    return value.lower().replace("_", "-").split("-")


class LanguageAccept(Accept):
    """The ``Accept-Language`` header: language tags, written with ``-`` or ``_``."""

    def _value_matches(self, value: str, item: str) -> bool:
        return item == "*" or _lang_subtags(value) == _lang_subtags(item)

    if TYPE_CHECKING:

        @t.overload
        def best_match(self, matches: cabc.Iterable[str], default: str) -> str: ...
        @t.overload
        def best_match(
            self, matches: cabc.Iterable[str], default: str | None = None
        ) -> str | None: ...

    def best_match(self, matches: cabc.Iterable[str], default: str | None = None) -> str | None:
        """Return the offered language with the highest quality.

        If no tag is equal to an offer, the tags of the client are shortened from their end until one
        is (RFC 4647, section 3.4): ``zh-Hans`` matches the range ``zh-Hans-CN``. If there is still
        none, an offer may be more specific than a range: ``de-AT`` matches ``de``.
        """
        matches = list(matches)
        result = super().best_match(matches)
        if result is not None:
            return result

        offers = [(offer, _lang_subtags(offer)) for offer in matches]
        ranges = [(_lang_subtags(item), quality) for item, quality in self if quality > 0]
        refused = [_lang_subtags(item) for item, quality in self if quality == 0]
        for shorten_range in (True, False):
            best_rank = (0.0, 0)
            for offer, tag in offers:
                if tag in refused:
                    continue
                for range_, quality in ranges:
                    shorter, longer = (tag, range_) if shorten_range else (range_, tag)
                    rank = (quality, len(shorter))
                    if rank > best_rank and longer[: len(shorter)] == shorter:
                        result, best_rank = offer, rank
            if result is not None:
                return result
        return default


def _codec_name(name: str) -> str:
    from codecs import lookup

    try:
        return lookup(name).name
    except LookupError:
        return name.lower()


class CharsetAccept(Accept):
    """The ``Accept-Charset`` header: names of charsets, or their aliases."""

    def _value_matches(self, value: str, item: str) -> bool:
        return item == "*" or _codec_name(value) == _codec_name(item)
