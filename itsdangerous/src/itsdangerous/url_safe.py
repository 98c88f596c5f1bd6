"""Serialize and sign into tokens of letters, digits, ``_``, ``-`` and ``.``.

The serialized object is compressed if that makes it shorter, which a leading ``.`` records, and
encoded in URL-safe base64. This module knows neither keys nor clocks.
"""

from __future__ import annotations

import typing as t
import zlib

from ._deflate import OVERHEAD, compress
from ._json import _CompactJSON
from .encoding import base64_decode, base64_encode
from .exc import BadPayload
from .serializer import Serializer
from .timed import TimedSerializer

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .serializer import _PDataSerializer


class URLSafeSerializerMixin(Serializer[str]):
    """Add compression and base64 to a serializer."""

    default_serializer: _PDataSerializer[str] = _CompactJSON

    def load_payload(
        self,
        payload: bytes,
        *args: t.Any,
        serializer: t.Any | None = None,
        **kwargs: t.Any,
    ) -> t.Any:
        """Undo :meth:`dump_payload`.

        :param serializer: used instead of :attr:`serializer`.
        :raises BadPayload: if decoding, decompressing or loading fails.
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
                data = zlib.decompress(data)
            except Exception as error:
                raise BadPayload(
                    "Could not zlib decompress the payload before decoding the payload",
                    original_error=error,
                ) from error
        if serializer is not None:
            kwargs["serializer"] = serializer
        return super().load_payload(data, *args, **kwargs)

    def dump_payload(self, obj: t.Any) -> bytes:
        """Serialize an object, compress it if that saves more than a byte, and encode it."""
        data = super().dump_payload(obj)
        if len(data) > OVERHEAD:
            compressed = compress(data)
            if len(compressed) < len(data) - 1:
                return b"." + base64_encode(compressed)
        return base64_encode(data)


class URLSafeSerializer(URLSafeSerializerMixin, Serializer[str]):
    """A :class:`~itsdangerous.Serializer` whose tokens fit into URLs, cookies and forms."""


class URLSafeTimedSerializer(URLSafeSerializerMixin, TimedSerializer[str]):
    """A :class:`~itsdangerous.TimedSerializer` whose tokens fit into URLs, cookies and forms."""
