"""Why a token was refused, as errors that keep whatever was salvaged.

One family, rooted in :exc:`BadData`, so that a single ``except`` covers every refusal. This file
knows nothing of signing, clocks or formats.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t
    from datetime import datetime


class BadData(Exception):
    """Something about the data makes it unusable. The root of all errors that tokens can cause.

    :param message: what is wrong, for people.
    """

    #: What is wrong, as given to the constructor.
    message: str

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class BadSignature(BadData):
    """The signature is missing or is not the one that the keys produce.

    :param payload: the bytes that the signature should have covered. Nobody vouches for them.
    """

    #: The unverified value, or ``None`` when no value could be told from a signature.
    payload: t.Any | None

    def __init__(self, message: str, payload: t.Any | None = None) -> None:
        super().__init__(message)
        self.payload = payload


class BadTimeSignature(BadSignature):
    """A timed value was refused: wrong signature, or a timestamp that is absent or unreadable.

    :param date_signed: the moment that the token claims, if one could be read from it.
    """

    #: An aware :class:`~datetime.datetime` in UTC, or ``None``.
    date_signed: datetime | None

    def __init__(
        self,
        message: str,
        payload: t.Any | None = None,
        date_signed: datetime | None = None,
    ) -> None:
        super().__init__(message, payload)
        self.date_signed = date_signed


class SignatureExpired(BadTimeSignature):
    """The signature is genuine, and too old (or from the future) for the ``max_age`` asked for."""


class BadHeader(BadSignature):
    """A header in front of the payload cannot be used.

    Raised by serializers of applications whose tokens carry a header; none in this package do.

    :param header: what could be read of the header.
    :param original_error: the error that stopped the reading.
    """

    #: The header as far as it was understood.
    header: t.Any | None
    #: The error behind this one.
    original_error: Exception | None

    def __init__(
        self,
        message: str,
        payload: t.Any | None = None,
        header: t.Any | None = None,
        original_error: Exception | None = None,
    ) -> None:
        super().__init__(message, payload)
        self.header = header
        self.original_error = original_error


class BadPayload(BadData):
    """The payload cannot be turned back into an object.

    A genuine signature does not rule this out: the data may have been signed by a program that
    writes another format.

    :param original_error: the error of the decoder, decompressor or serializer.
    """

    #: The error behind this one.
    original_error: Exception | None

    def __init__(self, message: str, original_error: Exception | None = None) -> None:
        super().__init__(message)
        self.original_error = original_error
