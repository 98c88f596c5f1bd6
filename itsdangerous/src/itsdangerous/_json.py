"""What goes in: plain objects. What comes out: JSON without spaces, as short as a URL wants it.

The ``json`` module is loaded on first use. Nothing here knows about signatures.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable

_COMPACT: dict[str, t.Any] = {"ensure_ascii": False, "separators": (",", ":")}


def _first_encode(obj: t.Any) -> str:
    """Make the one encoder that all later calls share, and use it."""
    global _encode
    import json

    _encode = json.JSONEncoder(**_COMPACT).encode
    return _encode(obj)


def _first_decode(payload: str | bytes) -> t.Any:
    global _decode
    import json

    loads, scan = json.loads, json.JSONDecoder().scan_once

    def decode(payload: str | bytes) -> t.Any:
        # Compact JSON is a value from its first to its last character. Anything else, with
        # spaces around it or an error in it, is for the full decoder.
        if type(payload) is str and payload[:1] in ("{", "["):
            try:
                obj, end = scan(payload, 0)
            except (StopIteration, ValueError):
                return loads(payload)

            if end == len(payload):
                return obj

        return loads(payload)

    _decode = decode
    return decode(payload)


_encode: Callable[[t.Any], str] = _first_encode
_decode: Callable[[str | bytes], t.Any] = _first_decode


class _CompactJSON:
    """A serializer in the sense of ``Serializer(serializer=...)``."""

    @staticmethod
    def loads(payload: str | bytes) -> t.Any:
        return _decode(payload)

    @staticmethod
    def dumps(obj: t.Any, **kwargs: t.Any) -> str:
        if not kwargs:
            return _encode(obj)

        import json

        return json.dumps(obj, **{**_COMPACT, **kwargs})
