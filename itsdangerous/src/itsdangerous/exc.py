"""The errors of refused tokens. All are subclasses of :exc:`BadData`."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from datetime import datetime


class BadData(Exception):
    """The data cannot be used. The base class of all errors that a token can cause.

    :param message: what is wrong.
    """

    #: What is wrong.
    message: str

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class BadSignature(BadData):
    """The signature is missing or does not match.

    :param payload: the bytes that were signed, if they could be found. They are not verified.
    """

    #: The unverified value, or ``None`` if no value could be separated from a signature.
    payload: t.Any | None

    def __init__(self, message: str, payload: t.Any | None = None) -> None:
        super().__init__(message)
        self.payload = payload


class BadTimeSignature(BadSignature):
    """The signature of a timed value does not match, or its time is missing or unreadable.

    :param date_signed: the time in the token, if it could be read.
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
    """The signature matches, and is older than ``max_age`` or from the future."""


class BadHeader(BadSignature):
    """A header before the payload cannot be used. For serializers of applications: none here has one.

    :param header: what could be read of the header.
    :param original_error: the error that occurred.
    """

    #: What could be read of the header.
    header: t.Any | None
    #: The error that occurred.
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
    """The signature matches, but the payload cannot be loaded: it may be of another format.

    :param original_error: the error of the decoder, decompressor or serializer.
    """

    #: The error that occurred.
    original_error: Exception | None

    def __init__(self, message: str, original_error: Exception | None = None) -> None:
        super().__init__(message)
        self.original_error = original_error
