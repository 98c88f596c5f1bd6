"""An uploaded file: a stream with its headers.

The file name comes from the client. Clean it with :func:`werkzeug.utils.secure_filename` before
use.
"""

from __future__ import annotations

import collections.abc as cabc

from .._header.lists import parse_options_header
from .._internal import _plain_int
from .headers import Headers
from .structures import MultiDict

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import os
    import typing as t


def _name_of_stream(stream: object) -> str | None:
    """Return the name of a file object, if it is that of a real file."""
    from os import fsdecode

    name = getattr(stream, "name", None)
    if name is None or isinstance(name, int):
        return None
    name = fsdecode(name)
    # Streams that are not files have names such as "<stdin>".
    return None if name[:1] == "<" and name[-1:] == ">" else name


class FileStorage:
    """An uploaded file. Attributes that it has not are those of its stream.

    It is true if it has a file name: an empty file field of a form is false.

    :param stream: the content; empty by default.
    :param filename: name of the file at the client; by default that of the stream.
    :param name: name of the form field.
    :param content_type: mimetype with options.
    :param content_length: length that the client announced.
    :param headers: all headers that came with the file.
    """

    def __init__(
        self,
        stream: t.IO[bytes] | None = None,
        filename: str | None = None,
        name: str | None = None,
        content_type: str | None = None,
        content_length: int | None = None,
        headers: Headers | None = None,
    ) -> None:
        self.name = name
        if stream is None:
            from io import BytesIO

            stream = BytesIO()
        self.stream = stream
        self.filename = _name_of_stream(stream) if filename is None else filename
        self.headers: Headers = Headers() if headers is None else headers
        if content_type is not None:
            self.headers["Content-Type"] = content_type
        if content_length is not None:
            self.headers["Content-Length"] = str(content_length)

    def _parse_content_type(self) -> tuple[str, dict[str, str]]:
        parsed: tuple[str, dict[str, str]] | None = self.__dict__.get("_parsed_content_type")
        if parsed is None:
            parsed = self._parsed_content_type = parse_options_header(self.content_type)
        return parsed

    @property
    def content_type(self) -> str | None:
        """The ``Content-Type`` header."""
        return self.headers.get("content-type")

    @property
    def content_length(self) -> int:
        """The ``Content-Length`` header; browsers do not send it, and then it is 0."""
        try:
            return _plain_int(self.headers["content-length"])
        except (KeyError, ValueError):
            return 0

    @property
    def mimetype(self) -> str:
        """The content type without options, in lower case."""
        return self._parse_content_type()[0].lower()

    @property
    def mimetype_params(self) -> dict[str, str]:
        """The options of the content type."""
        return self._parse_content_type()[1]

    def save(self, dst: str | os.PathLike[str] | t.IO[bytes], buffer_size: int = 16384) -> None:
        """Copy the rest of the stream.

        :param dst: a path, or a file open for writing bytes, which stays open.
        :param buffer_size: bytes that are copied at a time.
        """
        from shutil import copyfileobj

        target: t.Any = dst
        if hasattr(target, "write"):
            copyfileobj(self.stream, target, buffer_size)
            return
        with open(target, "wb") as file:
            copyfileobj(self.stream, file, buffer_size)

    def close(self) -> None:
        """Close the stream, if it can be closed."""
        try:
            self.stream.close()
        except Exception:
            pass

    def __bool__(self) -> bool:
        return bool(self.filename)

    def __getattr__(self, name: str) -> t.Any:
        if name == "stream":
            # A copy or pickle in the making has no stream to ask yet.
            raise AttributeError(name)
        try:
            return getattr(self.stream, name)
        except AttributeError:
            # A spooled temporary file hides what only its inner file can do.
            inner = getattr(self.stream, "_file", None)
            if inner is None:
                raise
            return getattr(inner, name)

    def __iter__(self) -> cabc.Iterator[bytes]:
        return iter(self.stream)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.filename!r} ({self.content_type!r})>"


class FileMultiDict(MultiDict[str, FileStorage]):
    """A :class:`MultiDict` of files, with a method that makes them."""

    def add_file(
        self,
        name: str,
        file: str | os.PathLike[str] | t.IO[bytes] | FileStorage,
        filename: str | None = None,
        content_type: str | None = None,
    ) -> None:
        """Add a file.

        :param name: name of the form field.
        :param file: a path, which is opened; an open file; or a :class:`FileStorage`.
        :param filename: name that the file shall have.
        :param content_type: mimetype; by default guessed from the name.
        """
        if isinstance(file, FileStorage):
            self.add(name, file)
            return

        from os import PathLike, fspath

        if isinstance(file, (str, PathLike)):
            path = fspath(file)
            if filename is None:
                filename = path
            stream: t.Any = open(path, "rb")
        else:
            stream = file
        if filename and content_type is None:
            from mimetypes import guess_type

            content_type = guess_type(filename)[0] or "application/octet-stream"
        self.add(name, FileStorage(stream, filename, name, content_type))
