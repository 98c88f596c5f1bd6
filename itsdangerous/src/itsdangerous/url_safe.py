"""An object in, a token of letters, digits, ``_``, ``-`` and ``.`` out; and back.

The serialized object is compressed when that makes it shorter (a leading ``.`` says so) and then
written in URL-safe base64. This file knows neither keys nor clocks.
"""

from __future__ import annotations

from ._json import _CompactJSON
from .encoding import base64_decode, base64_encode
from .exc import BadPayload
from .serializer import Serializer
from .timed import TimedSerializer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t

    from .serializer import _PDataSerializer

# What every stream of :func:`zlib.compress` begins with: a window of 32 KiB, default level.
_ZLIB_HEADER = b"\x78\x9c"
_ZLIB_OVERHEAD = 10
_SMALL_WINDOW, _SMALL_LIMIT = 12, 3584
_TINY_MEMORY, _TINY_LIMIT = 6, 1024
_USUAL_MEMORY = _DEFLATED = 8


def _deflate(data: bytes) -> bytes:
    """Give what :func:`zlib.compress` gives.

    Setting up its 256 KiB of window and tables takes longer than compressing a small payload. Data
    that fits into smaller ones has the same matches in them, so that only the header differs, and
    that is set to the usual one: every reader then allocates as it always did.
    """
    import zlib

    size = len(data)

    if size > _SMALL_LIMIT:
        return zlib.compress(data)

    memory = _TINY_MEMORY if size <= _TINY_LIMIT else _USUAL_MEMORY
    stream = zlib.compressobj(-1, _DEFLATED, _SMALL_WINDOW, memory)
    # One call gives the header at least, the other the rest.
    return _ZLIB_HEADER + (stream.compress(data) + stream.flush())[2:]


def _inflate(data: bytes) -> bytes:
    import zlib

    return zlib.decompress(data)


class URLSafeSerializerMixin(Serializer[str]):
    """Puts compression and base64 between a serializer and its signer."""

    default_serializer: _PDataSerializer[str] = _CompactJSON

    def load_payload(
        self,
        payload: bytes,
        *args: t.Any,
        serializer: t.Any | None = None,
        **kwargs: t.Any,
    ) -> t.Any:
        """Undo :meth:`dump_payload`.

        :param serializer: reads it instead of :attr:`serializer`.
        :raises BadPayload: if any of the layers fails.
        """
        compressed = payload.startswith(b".")

        try:
            data = base64_decode(payload[1:] if compressed else payload)
        except Exception as error:
            raise BadPayload(
                "Could not base64 decode the payload because of an exception",
                original_error=error,
            ) from error

        if compressed:
            try:
                data = _inflate(data)
            except Exception as error:
                raise BadPayload(
                    "Could not zlib decompress the payload before decoding the payload",
                    original_error=error,
                ) from error

        if serializer is not None:
            kwargs["serializer"] = serializer

        return super().load_payload(data, *args, **kwargs)

    def dump_payload(self, obj: t.Any) -> bytes:
        """Serialize, compress if that saves more than one byte, and encode."""
        data = super().dump_payload(obj)

        if len(data) > _ZLIB_OVERHEAD:
            compressed = _deflate(data)

            if len(compressed) < len(data) - 1:
                return b"." + base64_encode(compressed)

        return base64_encode(data)


class URLSafeSerializer(URLSafeSerializerMixin, Serializer[str]):
    """A :class:`~itsdangerous.Serializer` whose tokens fit into URLs, cookies and forms."""


class URLSafeTimedSerializer(URLSafeSerializerMixin, TimedSerializer[str]):
    """A :class:`~itsdangerous.TimedSerializer` whose tokens fit into URLs, cookies and forms."""
