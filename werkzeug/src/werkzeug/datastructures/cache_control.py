"""The ``Cache-Control`` headers of requests and responses (RFC 9111, RFC 5861, RFC 8246).

Directives are a dict, with typed properties. A directive without a value is ``None``.
"""

from __future__ import annotations

import collections.abc as cabc

from .._header.lists import parse_dict_header
from .._header.quoting import is_token, quote_header_value
from .mixins import ImmutableDictMixin
from .structures import CallbackDict

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te


# Directives whose value is a list of field names, which has to be quoted even where a token would
# do (RFC 9111, sections 5.2.2.4 and 5.2.2.7).
_FIELD_NAMES = frozenset({"no-cache", "private"})


def parse_directives(value: str | None) -> dict[str, str | None]:
    """Read the text of a header. Directives are tokens without case (RFC 9111, section 5.2)."""
    if not value:
        return {}
    directives = parse_dict_header(value)
    names = "".join(directives)
    if names.islower() and names.isascii() and names.replace("-", "").isalnum():
        # The usual case, checked for all names at once.
        return directives
    return {
        name.lower(): text
        for name, text in directives.items()
        if name[-1:] != "*" and is_token(name)
    }


def cache_control_property(
    key: str, empty: object, type: type[t.Any] | None, *, doc: str | None = None
) -> t.Any:
    """Return a property for a directive, for use in a subclass.

    Setting ``None`` or ``False`` removes the directive, ``True`` sets it without a
    value.

    :param key: name of the directive.
    :param empty: what reading it gives when it has no value.
    :param type: ``bool`` for a directive that is there or not; another type converts its value,
        which reads ``None`` if it cannot be converted; ``None`` means text.
    """
    return property(
        doc=f"The ``{key}`` directive." if doc is None else doc,
        fdel=lambda header: header._del_cache_value(key),
        fget=lambda header: header._get_cache_value(key, empty, type),
        fset=lambda header, value: header._set_cache_value(key, value, type),
    )


class _CacheControl(CallbackDict[str, "str | None"]):
    """The directives as a dict, those that both sides know as properties.

    :param values: the directives; ``None`` means that there is no such header.
    :param on_update: called with the object after each change.
    """

    # What may be stored, and in which form.
    no_store: bool = cache_control_property("no-store", None, bool)
    no_transform: bool = cache_control_property("no-transform", None, bool)

    # How long it may be used.
    max_age: int | None = cache_control_property("max-age", None, int)
    stale_if_error: int | None = cache_control_property("stale-if-error", None, int)

    def __init__(
        self,
        values: cabc.Mapping[str, t.Any] | cabc.Iterable[tuple[str, t.Any]] | None = (),
        on_update: cabc.Callable[[_CacheControl], None] | None = None,
    ) -> None:
        super().__init__(values, on_update)
        self.provided = values is not None

    @classmethod
    def from_header(
        cls,
        value: str | None,
        on_update: cabc.Callable[[_CacheControl], None] | None = None,
    ) -> te.Self:
        """Read the text of a header; an empty one has no directives.

        Names of directives become lower case.
        """
        return cls(parse_directives(value) if value else (), on_update)

    def _get_cache_value(self, key: str, empty: object, type: type[t.Any] | None) -> object:
        if type is bool:
            return key in self
        if key not in self:
            return None
        value = self[key]
        if value is None:
            return empty
        if type is None:
            return value
        try:
            return type(value)
        except ValueError:
            return None

    def _set_cache_value(self, key: str, value: object, type: type[t.Any] | None) -> None:
        if type is bool:
            value = bool(value)
        if value is None or value is False:
            self.pop(key, None)
        elif value is True:
            self[key] = None
        else:
            self[key] = str(value if type is None else type(value))

    def _del_cache_value(self, key: str) -> None:
        if key in self:
            del self[key]

    def to_header(self) -> str:
        """Return the text of the header."""
        items = []
        for key, value in self.items():
            if value is None:
                items.append(key)
            else:
                shown = quote_header_value(value, allow_token=key not in _FIELD_NAMES)
                items.append(f"{key}={shown}")
        return ", ".join(items)

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        items = " ".join(f"{key}={value!r}" for key, value in sorted(self.items()))
        return f"<{type(self).__name__} {items}>"

    cache_property = staticmethod(cache_control_property)


class RequestCacheControl(  # type: ignore[misc]
    ImmutableDictMixin[str, "str | None"], _CacheControl
):
    """The ``Cache-Control`` header of a request. It cannot be changed."""

    max_stale: int | t.Literal[True] | None = cache_control_property("max-stale", True, int)
    min_fresh: int | None = cache_control_property("min-fresh", None, int)
    no_cache: bool = cache_control_property("no-cache", None, bool)
    only_if_cached: bool = cache_control_property("only-if-cached", None, bool)


class ResponseCacheControl(_CacheControl):
    """The ``Cache-Control`` header of a response."""

    # Who may store the response.
    public: bool = cache_control_property("public", None, bool)
    private: str | t.Literal[True] | None = cache_control_property("private", True, None)
    must_understand: bool = cache_control_property("must-understand", None, bool)

    # How long it is fresh.
    s_maxage: int | None = cache_control_property("s-maxage", None, int)
    immutable: bool = cache_control_property("immutable", None, bool)

    # When it has to be validated again.
    no_cache: str | t.Literal[True] | None = cache_control_property("no-cache", True, None)
    must_revalidate: bool = cache_control_property("must-revalidate", None, bool)
    proxy_revalidate: bool = cache_control_property("proxy-revalidate", None, bool)
    stale_while_revalidate: int | None = cache_control_property("stale-while-revalidate", None, int)
