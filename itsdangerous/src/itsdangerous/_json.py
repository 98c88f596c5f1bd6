"""Plain objects in, JSON without spaces out, as short as a URL wants it.

The ``json`` module is loaded on first use. Nothing here knows about signatures.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable

_COMPACT: dict[str, t.Any] = {"ensure_ascii": False, "separators": (",", ":")}


def _first_encode(obj: t.Any) -> str:
    """Make the encoder that all later calls share, and use it."""
    global _encode
    import json
    import json.encoder

    encoder = json.JSONEncoder(**_COMPACT)
    _encode = encoder.encode
    make: t.Any = getattr(json.encoder, "c_make_encoder", None)

    if make is not None:
        # What ``encode`` comes down to, without what it does around it.
        escape, default = json.encoder.encode_basestring, encoder.default

        def encode(obj: t.Any) -> str:
            write = make({}, default, escape, None, ":", ",", False, False, True)
            return "".join(write(obj, 0))

        _encode = encode

    return _encode(obj)


def _first_decode(payload: str | bytes) -> t.Any:
    """Make the decoder that all later calls share, and use it."""
    global _decode
    import json

    decoder: t.Any = json.JSONDecoder()
    scan = decoder.scan_once
    loads = json.loads

    def decode(payload: str | bytes) -> t.Any:
        if isinstance(payload, str):
            try:
                value, end = scan(payload, 0)
            except StopIteration:
                return loads(payload)
            if end == len(payload):
                return value
        # Bytes, spaces around the value, and everything that is an error.
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
