"""Read forms from a WSGI stream.

This module reads the stream and opens file objects for uploads. The format of the body is parsed by
:mod:`werkzeug.sansio.form`.
"""

from __future__ import annotations

from ._header.lists import parse_options_header
from ._internal import module_getattr
from ._wsgi.streams import limited_to
from .datastructures import FileStorage, Headers, MultiDict
from .exceptions import RequestEntityTooLarge
from .wsgi import get_content_length, get_input_stream

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from tempfile import SpooledTemporaryFile as SpooledTemporaryFile

    import typing_extensions as te
    from _typeshed.wsgi import WSGIEnvironment

    from .sansio.multipart import File

    t_parse_result = tuple[t.IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]

    class TStreamFactory(t.Protocol):
        def __call__(
            self,
            total_content_length: int | None,
            content_type: str | None,
            filename: str | None,
            content_length: int | None = None,
        ) -> t.IO[bytes]: ...


_SPOOL_SIZE = 1024 * 500
# After so many bytes, a body is read in blocks of four times the size. A file that large is on disk
# by then, so that the peak of memory does not rise; 50 MB are read a quarter faster.
_LONG_BODY = 1024 * 1024


_late_name = module_getattr(__name__)


def __getattr__(name: str) -> t.Any:
    if name == "SpooledTemporaryFile":
        # The import takes about 9 ms (CPython 3.13), and forms without files do not need it.
        from tempfile import SpooledTemporaryFile

        globals()[name] = SpooledTemporaryFile
        return SpooledTemporaryFile
    return _late_name(name)


def default_stream_factory(
    total_content_length: int | None,
    content_type: str | None,
    filename: str | None,
    content_length: int | None = None,
) -> t.IO[bytes]:
    """Open a file object for an uploaded file: in memory up to 500 KiB, then on disk.

    :param total_content_length: length of the whole body in bytes, if it is known.
    :param content_type: content type of the file, if the client sent one.
    :param filename: name of the file at the client.
    :param content_length: length in bytes that the client announced for the file, 0 if none.
    :return: an empty file object, readable, writable and seekable.
    """
    from tempfile import SpooledTemporaryFile

    return SpooledTemporaryFile(max_size=_SPOOL_SIZE, mode="rb+")


def parse_form_data(
    environ: WSGIEnvironment,
    stream_factory: TStreamFactory | None = None,
    max_form_memory_size: int | None = None,
    max_content_length: int | None = None,
    cls: type[MultiDict[str, t.Any]] | None = None,
    silent: bool = True,
    *,
    max_form_parts: int | None = None,
) -> t_parse_result:
    """Read the form in the body of a request.

    The parameters after ``environ`` are those of :class:`FormDataParser`.

    :return: the stream, the fields and the files.
    :raises RequestEntityTooLarge: a limit is exceeded.
    """
    return FormDataParser(
        stream_factory=stream_factory,
        max_form_memory_size=max_form_memory_size,
        max_content_length=max_content_length,
        max_form_parts=max_form_parts,
        silent=silent,
        cls=cls,
    ).parse_from_environ(environ)


class FormDataParser:
    """Reads forms: ``multipart/form-data`` and ``application/x-www-form-urlencoded``.

    :param stream_factory: opens a file object for each file; :func:`default_stream_factory` by
        default.
    :param max_form_memory_size: bytes that each field of a multipart form may have that is not a
        file.
    :param max_content_length: bytes that the whole body may have.
    :param cls: class of the results, :class:`~werkzeug.datastructures.MultiDict` by default.
    :param silent: a malformed body gives an empty form instead of an error.
    :param max_form_parts: parts that a multipart form may have.
    """

    def __init__(
        self,
        stream_factory: TStreamFactory | None = None,
        max_form_memory_size: int | None = None,
        max_content_length: int | None = None,
        cls: type[MultiDict[str, t.Any]] | None = None,
        silent: bool = True,
        *,
        max_form_parts: int | None = None,
    ) -> None:
        self.stream_factory = default_stream_factory if stream_factory is None else stream_factory
        self.max_form_memory_size = max_form_memory_size
        self.max_content_length = max_content_length
        self.max_form_parts = max_form_parts
        self.cls: type[MultiDict[str, t.Any]] = MultiDict if cls is None else cls
        self.silent = silent

    def parse_from_environ(self, environ: WSGIEnvironment) -> t_parse_result:
        """Read the form in the body of a request.

        :return: the stream, the fields and the files.
        :raises RequestEntityTooLarge: a limit is exceeded.
        """
        stream = get_input_stream(environ, max_content_length=self.max_content_length)
        mimetype, options = parse_options_header(environ.get("CONTENT_TYPE"))
        return self.parse(
            stream,
            content_length=get_content_length(environ),
            mimetype=mimetype,
            options=options,
        )

    def parse(
        self,
        stream: t.IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> t_parse_result:
        """Read a form from a stream. A body of another type is left unread.

        :param mimetype: type of the body.
        :param content_length: its length, if it is known.
        :param options: options of the type, such as the boundary.
        :return: the stream, the fields and the files.
        :raises RequestEntityTooLarge: a limit is exceeded.
        :raises ValueError: the body is malformed and the parser not silent.
        """
        if mimetype == "multipart/form-data":
            parse = self._parse_multipart
        elif mimetype == "application/x-www-form-urlencoded":
            parse = self._parse_urlencoded
        else:
            return stream, self.cls(), self.cls()
        limit = self.max_content_length
        if limit is not None and content_length is not None and content_length > limit:
            raise RequestEntityTooLarge()
        try:
            _, form, files = parse(
                limited_to(stream, limit), mimetype, content_length, options or {}
            )
        except ValueError:
            if not self.silent:
                raise
            form, files = self.cls(), self.cls()
        return stream, form, files

    def _parse_multipart(
        self,
        stream: t.IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str],
    ) -> t_parse_result:
        boundary = options.get("boundary", "").encode("ascii")
        if not boundary:
            raise ValueError("Missing boundary")
        parser = MultiPartParser(
            stream_factory=self.stream_factory,
            max_form_memory_size=self.max_form_memory_size,
            max_form_parts=self.max_form_parts,
            cls=self.cls,
        )
        form, files = parser.parse(stream, boundary, content_length)
        return stream, form, files

    def _parse_urlencoded(
        self,
        stream: t.IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str],
    ) -> t_parse_result:
        from .sansio.form import parse_urlencoded

        return stream, self.cls(parse_urlencoded(stream.read())), self.cls()


class MultiPartParser:
    """Reads ``multipart/form-data`` from a stream.

    :param stream_factory: opens a file object for each file; :func:`default_stream_factory` by
        default.
    :param max_form_memory_size: bytes that each field may have that is not a file.
    :param cls: class of the results, :class:`~werkzeug.datastructures.MultiDict` by default.
    :param buffer_size: bytes that are read at a time. After the first MiB it is four times as many.
    :param max_form_parts: parts that there may be.
    """

    def __init__(
        self,
        stream_factory: TStreamFactory | None = None,
        max_form_memory_size: int | None = None,
        cls: type[MultiDict[str, t.Any]] | None = None,
        buffer_size: int = 64 * 1024,
        max_form_parts: int | None = None,
    ) -> None:
        self.max_form_memory_size = max_form_memory_size
        self.max_form_parts = max_form_parts
        self.stream_factory = default_stream_factory if stream_factory is None else stream_factory
        self.cls: type[MultiDict[str, t.Any]] = MultiDict if cls is None else cls
        self.buffer_size = buffer_size

    def fail(self, message: str) -> te.NoReturn:
        """Refuse the body.

        :raises ValueError: always.
        """
        raise ValueError(message)

    def get_part_charset(self, headers: Headers) -> str:
        """Return the charset of a field."""
        from .sansio.form import part_charset

        return part_charset(headers)

    def start_file_streaming(self, event: File, total_content_length: int | None) -> t.IO[bytes]:
        """Open a file object for an uploaded file."""
        from .sansio.form import announced_length

        return self.stream_factory(
            total_content_length=total_content_length,
            filename=event.filename,
            content_type=event.headers.get("content-type"),
            content_length=announced_length(event.headers),
        )

    def parse(
        self, stream: t.IO[bytes], boundary: bytes, content_length: int | None
    ) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
        """Read the form. If that fails, the files that were opened are closed.

        :param boundary: of the parts.
        :param content_length: length of the whole body, if it is known.
        :return: the fields and the files.
        :raises ValueError: the body is malformed.
        :raises RequestEntityTooLarge: a limit is exceeded.
        """
        from .sansio.form import MultipartForm
        from .sansio.multipart import File

        def open_file(name: str, filename: str, headers: Headers) -> t.IO[bytes]:
            return self.start_file_streaming(File(name, filename, headers), content_length)

        is_own_charset = type(self).get_part_charset is not MultiPartParser.get_part_charset
        form = MultipartForm(
            boundary,
            open_file,
            self.get_part_charset if is_own_charset else None,
            self.max_form_memory_size,
            self.max_form_parts,
        )
        try:
            size = self.buffer_size
            done = 0
            while block := stream.read(size):
                form.feed(block)
                done += len(block)
                if done > _LONG_BODY:
                    size = 4 * self.buffer_size
            form.close()
        except BaseException:
            form.abort()
            raise
        return self.cls(form.fields), self.cls(form.files)
