"""Make a WSGI environ from what a test says about a request: path, base URL, query, headers, and a
body as form, files, JSON, bytes or a stream.

This module does not know request classes and calls no application.
"""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from ._header.lists import dump_options_header, parse_options_header
from ._properties import get_content_type
from .datastructures import (
    Authorization,
    CallbackDict,
    CombinedMultiDict,
    EnvironHeaders,
    FileMultiDict,
    Headers,
    MultiDict,
    iter_multi_items,
)
from .sansio.multipart import Data, Epilogue, Field, File, MultipartEncoder, Preamble
from .urls import _urlencode, iri_to_uri

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterable, Iterator, Mapping

    from _typeshed.wsgi import WSGIEnvironment


_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_BLOCK = 16 * 1024
#: Paths that are the same as URL and as IRI.
_SIMPLE_PATH = re.compile(r"(?!//)[A-Za-z0-9_./~-]*").fullmatch


def _new_boundary() -> str:
    from random import random
    from time import time

    return f"---------------WerkzeugFormPart_{time()}{random()}"


def _form_events(data: Mapping[str, t.Any]) -> Iterator[t.Any]:
    """Yield the parts of a form, in the order of its fields."""
    yield Preamble(data=b"")
    for key, value in iter_multi_items(data):
        read = getattr(value, "read", None)
        if read is None:
            if not isinstance(value, (str, bytes)):
                value = str(value)
            yield Field(name=key, headers=Headers())
            yield Data(data=value.encode() if isinstance(value, str) else value, more_data=False)
        else:
            yield from _file_events(key, value, read)
    yield Epilogue(data=b"")


def _file_events(key: str, value: t.Any, read: t.Any) -> Iterator[t.Any]:
    filename = getattr(value, "filename", getattr(value, "name", None))
    content_type = getattr(value, "content_type", None)
    if content_type is None:
        content_type = _guess_type(filename)
    headers = Headers(getattr(value, "headers", None))
    headers.update([("Content-Type", content_type)])
    if filename is None:
        yield Field(name=key, headers=headers)
    else:
        yield File(name=key, filename=filename, headers=headers)
    while True:
        block = read(_BLOCK)
        yield Data(data=block, more_data=bool(block))
        if not block:
            return


def _guess_type(filename: str | None) -> str:
    from mimetypes import guess_type

    return (filename and guess_type(filename)[0]) or "application/octet-stream"


def stream_encode_multipart(
    data: Mapping[str, t.Any],
    use_tempfile: bool = True,
    threshold: int = 1024 * 500,
    boundary: str | None = None,
) -> tuple[t.IO[bytes], int, str]:
    """Encode a form with files as ``multipart/form-data``.

    :param use_tempfile: write what is longer than ``threshold`` bytes to a temporary file.
    :return: a stream at its beginning, its length, and the boundary.
    """
    if boundary is None:
        boundary = _new_boundary()
    stream: t.IO[bytes] = BytesIO()
    in_memory = True
    encoder = MultipartEncoder(boundary.encode())
    length = 0
    for event in _form_events(data):
        length += stream.write(encoder.send_event(event))
        if in_memory and use_tempfile and length > threshold:
            in_memory, stream = False, _on_disk(stream)
    stream.seek(0)
    return stream, length, boundary


def encode_multipart(values: Mapping[str, t.Any], boundary: str | None = None) -> tuple[str, bytes]:
    """Encode a form with files as ``multipart/form-data``, in memory.

    :return: the boundary and the body.
    """
    stream, _, boundary = stream_encode_multipart(values, use_tempfile=False, boundary=boundary)
    return boundary, stream.read()


def _on_disk(stream: t.IO[bytes]) -> t.IO[bytes]:
    """Return a temporary file with what was written to a stream, at its end."""
    from shutil import copyfileobj
    from tempfile import TemporaryFile

    file = TemporaryFile("w+b")
    stream.seek(0)
    copyfileobj(stream, file)
    return file


def _iter_data(data: Mapping[str, t.Any]) -> Iterator[tuple[str, t.Any]]:
    """Yield all fields of a form; a list in a plain mapping is several values."""
    if isinstance(data, MultiDict):
        yield from data.items(multi=True)
        return
    for key, held in data.items():
        yield from ((key, item) for item in (held if isinstance(held, list) else (held,)))


#: Arguments of a builder that an environ has under another name.
_TAKEN_AS_IT_IS = {
    "errors_stream": "wsgi.errors",
    "input_stream": "wsgi.input",
    "multiprocess": "wsgi.multiprocess",
    "multithread": "wsgi.multithread",
    "run_once": "wsgi.run_once",
}


class EnvironBuilder:
    """Builds an environ, see :class:`werkzeug.test.EnvironBuilder`."""

    server_protocol = "HTTP/1.1"
    wsgi_version = (1, 0)
    json_dumps = staticmethod(json.dumps)

    _input_stream: t.IO[bytes] | None
    _files: FileMultiDict | None
    _form: MultiDict[str, str] | None
    _query_string: str | None
    _args: MultiDict[str, str] | None

    def __init__(
        self,
        path: str = "/",
        base_url: str | None = None,
        query_string: Mapping[str, str] | str | None = None,
        method: str = "GET",
        input_stream: t.IO[bytes] | None = None,
        content_type: str | None = None,
        content_length: int | None = None,
        errors_stream: t.IO[str] | None = None,
        multithread: bool = False,
        multiprocess: bool = False,
        run_once: bool = False,
        headers: Headers | Iterable[tuple[str, str]] | None = None,
        data: t.IO[bytes] | str | bytes | Mapping[str, t.Any] | None = None,
        environ_base: Mapping[str, t.Any] | None = None,
        environ_overrides: Mapping[str, t.Any] | None = None,
        mimetype: str | None = None,
        json: Mapping[str, t.Any] | None = None,
        auth: Authorization | tuple[str, str] | None = None,
    ) -> None:
        if query_string is not None and "?" in path:
            raise ValueError("Query string is defined in the path and as an argument")
        self.closed = False
        self._read_path(path, query_string)
        self.request_uri = path
        if base_url is not None:
            # A host or port that cannot be parsed is an error of the test.
            _ = urlsplit(base_url).port
            base_url = iri_to_uri(base_url)
        self.base_url = base_url
        self.method = method
        if headers is None:
            headers = Headers()
        elif not isinstance(headers, Headers):
            headers = Headers(headers)
        self.headers: Headers = headers
        if content_type is not None:
            self.content_type = content_type
        self.environ_overrides = environ_overrides
        self.environ_base = environ_base
        self.multithread = multithread
        self.multiprocess = multiprocess
        self.run_once = run_once
        self.errors_stream = sys.stderr if errors_stream is None else errors_stream
        self._files = self._form = None
        self._input_stream = input_stream
        # Whether an empty stream has a length.
        self._needs_length = True
        # A length among the headers is not that of this body.
        self.content_length = content_length
        if isinstance(auth, tuple):
            user, password = auth
            auth = Authorization("basic", {"username": user, "password": password})
        if auth is not None:
            headers["Authorization"] = auth.to_header()
        if json is not None:
            if data is not None:
                raise TypeError("can't provide both json and data")
            self.content_type = self.content_type or "application/json"
            data = self.json_dumps(json)
        if data:
            self._read_data(data)
        if mimetype is not None:
            self.mimetype = mimetype

    def _read_path(self, path: str, query_string: Mapping[str, str] | str | None) -> None:
        if _SIMPLE_PATH(path):
            self.path = path
        else:
            parts = urlsplit(path)
            if query_string is None and "?" in path:
                query_string = parts.query
            self.path = iri_to_uri(parts.path)
        self._args = None
        self._query_string = None
        if query_string is None or isinstance(query_string, str):
            self._query_string = query_string or None
        elif isinstance(query_string, MultiDict):
            self._args = query_string
        else:
            self._args = MultiDict(query_string)

    def _read_data(self, data: t.Any) -> None:
        if self._input_stream is not None:
            raise TypeError("can't provide input stream and data")
        body = data.read() if hasattr(data, "read") else data
        if not isinstance(body, (str, bytes)):
            self._read_fields(body)
            return
        content = body.encode() if isinstance(body, str) else body
        if self.content_length is None:
            self.content_length = len(content)
        self._input_stream = BytesIO(content)

    def _read_fields(self, fields: Mapping[str, t.Any]) -> None:
        for name, value in _iter_data(fields):
            if isinstance(value, (tuple, dict)) or hasattr(value, "read"):
                self._add_file_from_data(name, value)
            else:
                self.form.add(name, value)

    def _add_file_from_data(self, key: str, value: t.Any) -> None:
        """Add a file: a stream, or a tuple of the arguments of ``files.add_file``."""
        if isinstance(value, tuple):
            self.files.add_file(key, *value)
        else:
            self.files.add_file(key, value)

    @classmethod
    def from_environ(cls, environ: WSGIEnvironment, **kwargs: t.Any) -> EnvironBuilder:
        """Return a builder that makes the same environ again.

        What an environ may hold beside the keys that a builder makes is left out.

        :param kwargs: arguments of the builder that replace what the environ says.
        """
        headers = Headers(EnvironHeaders(environ))
        options: dict[str, t.Any] = {
            "path": _quoted(environ.get("PATH_INFO", "")),
            "base_url": cls._make_base_url(
                environ["wsgi.url_scheme"],
                headers.pop("Host", environ["SERVER_NAME"]),
                _quoted(environ.get("SCRIPT_NAME", "")),
            ),
            "query_string": _from_environ(environ["QUERY_STRING"]),
            "method": environ["REQUEST_METHOD"],
            "content_type": headers.pop("Content-Type", None),
            **{name: environ[key] for name, key in _TAKEN_AS_IT_IS.items()},
            "headers": headers,
        }
        builder = cls(**{**options, **kwargs})
        uri = environ.get("REQUEST_URI", environ.get("RAW_URI"))
        if uri is not None and "path" not in kwargs:
            builder.request_uri = _from_environ(uri)
        builder._needs_length = "CONTENT_LENGTH" in environ
        return builder

    # --- where to ---

    @staticmethod
    def _make_base_url(scheme: str, host: str, script_root: str) -> str:
        whole = urlunsplit((scheme, host, script_root, "", ""))
        return f"{whole.rstrip('/')}/"

    @property
    def base_url(self) -> str:
        """Scheme, host and mount point, with a slash at the end."""
        return self._make_base_url(self.url_scheme, self.host, self.script_root)

    @base_url.setter
    def base_url(self, value: str | None) -> None:
        scheme, host, path, *rest = urlsplit("http://localhost" if value is None else value)
        if any(rest):
            raise ValueError("base url must not contain a query string or fragment")
        self.url_scheme, self.host, self.script_root = scheme, host, path.rstrip("/")

    @property
    def server_name(self) -> str:
        """The host without its port."""
        if self.host[:1] == "[":
            return self.host[1:].partition("]")[0]
        return self.host.partition(":")[0]

    @property
    def server_port(self) -> int:
        """The port of the host, or that of the scheme."""
        port = self.host.rpartition("]")[2].partition(":")[2]
        try:
            return int(port)
        except ValueError:
            return 443 if self.url_scheme == "https" else 80

    @property
    def query_string(self) -> str:
        """The query string. Setting it replaces :attr:`args`."""
        if self._query_string is not None:
            return self._query_string
        return "" if self._args is None else _urlencode(self._args)

    @query_string.setter
    def query_string(self, value: str | None) -> None:
        self._args, self._query_string = None, value

    @property
    def args(self) -> MultiDict[str, str]:
        """The query arguments. Setting them replaces :attr:`query_string`.

        :raises AttributeError: while a query string is set.
        """
        if self._query_string is not None:
            raise AttributeError("a query string is defined")
        if (args := self._args) is None:
            args = self._args = MultiDict()
        return args

    @args.setter
    def args(self, value: MultiDict[str, str] | None) -> None:
        self._args, self._query_string = value, None

    # --- what the body is ---

    @property
    def content_type(self) -> str | None:
        """The content type; that of a form if there is one and nothing else was set."""
        value = self.headers.get("Content-Type")
        if value is None and not self._input_stream:
            if self._files:
                return _MULTIPART
            if self._form:
                return _FORM
        return value

    @content_type.setter
    def content_type(self, value: str | None) -> None:
        if value is None:
            self.headers.pop("Content-Type", None)
        else:
            self.headers["Content-Type"] = value

    @property
    def mimetype(self) -> str | None:
        """The content type without its parameters."""
        value = self.content_type
        return value.split(";")[0].strip() if value else None

    @mimetype.setter
    def mimetype(self, value: str) -> None:
        self.content_type = get_content_type(value, "utf-8")

    @property
    def mimetype_params(self) -> Mapping[str, str]:
        """The parameters of the content type. Changes are written back."""
        params = parse_options_header(self.headers.get("content-type", ""))[1]
        return CallbackDict(params, self._write_params)

    def _write_params(self, params: Mapping[str, str]) -> None:
        self.headers["Content-Type"] = dump_options_header(self.mimetype, params)

    @property
    def content_length(self) -> int | None:
        """The content length that was set."""
        return self.headers.get("Content-Length", type=int)

    @content_length.setter
    def content_length(self, value: int | None) -> None:
        if value is not None:
            self.headers["Content-Length"] = str(value)
        elif "Content-Length" in self.headers:
            del self.headers["Content-Length"]

    @property
    def input_stream(self) -> t.IO[bytes] | None:
        """The body as a stream. Setting it drops form and files."""
        return self._input_stream

    @input_stream.setter
    def input_stream(self, value: t.IO[bytes] | None) -> None:
        self._input_stream = value
        self._form = None
        self._files = None

    def _refuse_stream(self) -> None:
        if self._input_stream is not None:
            raise AttributeError("an input stream is defined")

    @property
    def form(self) -> MultiDict[str, str]:
        """The form fields. Setting them drops the input stream."""
        self._refuse_stream()
        if self._form is None:
            self._form = MultiDict()
        return self._form

    @form.setter
    def form(self, value: MultiDict[str, str]) -> None:
        self._input_stream = None
        self._form = value

    @property
    def files(self) -> FileMultiDict:
        """The files to upload. Setting them drops the input stream."""
        self._refuse_stream()
        if self._files is None:
            self._files = FileMultiDict()
        return self._files

    @files.setter
    def files(self, value: FileMultiDict) -> None:
        self._input_stream = None
        self._files = value

    # --- the result ---

    def _body(self) -> tuple[t.IO[bytes], int | None, str | None]:
        """Return the body as a stream, its length and its content type.

        Without a body, the length is the one that was set; otherwise it is that of the body.
        """
        content_type = self.content_type
        stream = self._input_stream
        if stream is not None:
            start = stream.tell()
            stream.seek(0, 2)
            end = stream.tell()
            stream.seek(start)
            length = end - start
            return stream, length if length or self._needs_length else None, content_type
        mimetype = self.mimetype
        if mimetype == _MULTIPART:
            # In memory: there is no moment at which a temporary file could be closed.
            stream, length, boundary = stream_encode_multipart(
                CombinedMultiDict([self.form, self.files]), use_tempfile=False
            )
            return stream, length, f'{_MULTIPART}; boundary="{boundary}"'
        if mimetype == _FORM:
            encoded = _urlencode(self.form).encode("ascii")
            return BytesIO(encoded), len(encoded), content_type
        return BytesIO(), self.content_length, content_type

    def get_environ(self) -> WSGIEnvironment:
        """Return the environ."""
        stream, content_length, content_type = self._body()
        uri = _to_environ(self.request_uri)
        environ: WSGIEnvironment = dict(self.environ_base) if self.environ_base else {}
        environ.update(
            {
                "REQUEST_METHOD": self.method,
                "SCRIPT_NAME": _environ_path(self.script_root),
                "PATH_INFO": _environ_path(self.path),
                "QUERY_STRING": _to_environ(self.query_string),
                "REQUEST_URI": uri,
                "RAW_URI": uri,
                "HTTP_HOST": self.host,
                "SERVER_PORT": str(self.server_port),
                "SERVER_NAME": self.server_name,
                "SERVER_PROTOCOL": self.server_protocol,
                "wsgi.errors": self.errors_stream,
                "wsgi.input": stream,
                "wsgi.multiprocess": self.multiprocess,
                "wsgi.multithread": self.multithread,
                "wsgi.run_once": self.run_once,
                "wsgi.url_scheme": self.url_scheme,
                "wsgi.version": self.wsgi_version,
            }
        )
        if content_type is not None:
            environ["CONTENT_TYPE"] = content_type
        if content_length is not None:
            environ["CONTENT_LENGTH"] = str(content_length)
        if self.headers:
            self._put_headers(environ)
        if self.environ_overrides:
            environ.update(self.environ_overrides)
        return environ

    def _put_headers(self, environ: WSGIEnvironment) -> None:
        """Put the headers in the environ, several of one name in one value."""
        seen: set[str] = set()
        for name, value in self.headers.to_wsgi_list():
            key = f"HTTP_{name.upper().replace('-', '_')}"
            if key in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
                continue
            if key in seen:
                # Cookies are no list of values between commas (RFC 9113 8.2.3).
                value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ', '}{value}"
            seen.add(key)
            environ[key] = value

    def close(self) -> None:
        """Close the files. They cannot be used afterwards."""
        if self.closed:
            return
        self.closed = True
        for file in (self._files or {}).values():
            try:
                file.close()
            except Exception:
                # A file that cannot be closed must not keep the others open.
                continue

    def __del__(self) -> None:
        try:
            self.close()
        except AttributeError:
            # The constructor failed before there was anything to close.
            pass


# An environ holds bytes as Latin-1 text. Bytes that are not UTF-8 pass as surrogates, so that an
# environ becomes a builder and an environ again without a loss.


def _from_environ(text: str) -> str:
    """Return text of an environ as the client meant it."""
    return text if text.isascii() else text.encode("latin1").decode("utf-8", "surrogateescape")


def _to_environ(text: str) -> str:
    """Return text as an environ holds it."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin1")


def _quoted(path: str) -> str:
    """Return a path of an environ as part of a URL."""
    return quote(path.encode("latin1"), safe="!$&'()*+,/:;=@")


def _environ_path(path: str) -> str:
    """Return a quoted path of a URL as an environ holds it."""
    if "%" in path:
        return unquote_to_bytes(path.encode("utf-8", "surrogateescape")).decode("latin1")
    return _to_environ(path)
