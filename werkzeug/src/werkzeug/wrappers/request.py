"""A request from a WSGI environ, with its body as bytes, form, files or JSON.

Everything that needs only the head is in :mod:`werkzeug.sansio.request`.
"""

from __future__ import annotations

import json
from io import BytesIO

from .._internal import _wsgi_decoding_dance, module_getattr
from .._properties import cached_property, environ_property
from .._wsgi.streams import input_stream
from ..datastructures import CombinedMultiDict, EnvironHeaders, iter_multi_items
from ..exceptions import BadRequest, HTTPException, UnsupportedMediaType
from ..formparser import FormDataParser
from ..sansio.request import Request as _SansIORequest

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from ..datastructures import FileStorage, ImmutableMultiDict

_WITH_BODY = frozenset(("POST", "PUT", "PATCH"))


class Request(_SansIORequest):
    """A request: the head from the environ at once, the body when it is asked for.

    :param environ: the WSGI environ.
    :param populate_request: put the request in the environ as ``werkzeug.request``.
    :param shallow: refuse to read the body, for code that must not consume it.
    """

    #: The greatest length of a body in bytes; longer ones are answered with 413.
    max_content_length: int | None = None
    #: The greatest size in bytes of each field of a multipart body that is not a file.
    max_form_memory_size: int | None = 500_000
    #: The greatest number of parts of a multipart body.
    max_form_parts = 1_000
    #: What parses form data.
    form_data_parser_class: type[FormDataParser] = FormDataParser
    #: What :attr:`json` and :meth:`get_json` read with.
    json_module: t.Any = json

    environ: WSGIEnvironment
    shallow: bool

    # The body, once it was read; parsed JSON, for loud and for silent callers.
    _cached_data: bytes | None = None
    _cached_json: tuple[t.Any, t.Any] = (Ellipsis, Ellipsis)

    def __init__(
        self,
        environ: WSGIEnvironment,
        populate_request: bool = True,
        shallow: bool = False,
    ) -> None:
        # All that the head's class would set, without calling through it: a request is made for
        # each request.
        get = environ.get
        self.method = get("REQUEST_METHOD", "GET").upper()
        self.scheme = get("wsgi.url_scheme", "http")
        self.server = _server(environ)
        self.root_path = _wsgi_decoding_dance(get("SCRIPT_NAME") or "").rstrip("/")
        self.path = "/" + _wsgi_decoding_dance(get("PATH_INFO") or "").lstrip("/")
        self.query_string = get("QUERY_STRING", "").encode("latin1")
        self.headers = EnvironHeaders(environ)
        self.remote_addr = get("REMOTE_ADDR")
        self.environ = environ
        self.shallow = shallow
        if populate_request and not shallow:
            environ["werkzeug.request"] = self

    @classmethod
    def from_values(cls, *args: t.Any, **kwargs: t.Any) -> Request:
        """Make a request from what :class:`~werkzeug.test.EnvironBuilder` takes."""
        from .._environ_builder import EnvironBuilder

        builder = EnvironBuilder(*args, **kwargs)
        try:
            return cls(builder.get_environ())
        finally:
            builder.close()

    @classmethod
    def application(cls, f: Callable[[Request], WSGIApplication]) -> WSGIApplication:
        """Make a WSGI application of a function that takes a request and returns a response. The
        request is closed afterwards; HTTP errors become responses.
        """
        from functools import update_wrapper

        def application(*args: t.Any) -> Iterable[bytes]:
            *before, environ, start_response = args
            with cls(environ) as request:
                response: t.Any
                try:
                    response = f(*before, request)  # type: ignore[call-arg]
                except HTTPException as error:
                    response = error.get_response(environ)
                result: Iterable[bytes] = response(environ, start_response)
                return result

        return update_wrapper(application, f)

    # --- the body ---

    @property
    def want_form_data_parsed(self) -> bool:
        """``True`` if the body is parsed as a form: if it has a content type."""
        return bool(self.environ.get("CONTENT_TYPE"))

    def make_form_data_parser(self) -> FormDataParser:
        """Return the parser for the body, with the limits of this request."""
        return self.form_data_parser_class(
            cls=self.parameter_storage_class,
            max_form_parts=self.max_form_parts,
            max_content_length=self.max_content_length,
            max_form_memory_size=self.max_form_memory_size,
            stream_factory=self._get_file_stream,
        )

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> t.IO[bytes]:
        """Return a file object for the bytes of an uploaded file. It must be readable and seekable."""
        from ..formparser import default_stream_factory

        return default_stream_factory(
            total_content_length=total_content_length,
            filename=filename,
            content_type=content_type,
            content_length=content_length,
        )

    def _load_form_data(self) -> None:
        """Parse the body once, and set ``form``, ``files`` and ``stream``."""
        known = self.__dict__
        if "form" in known:
            return
        if self.want_form_data_parsed:
            parser = self.make_form_data_parser()
            found: tuple[t.Any, ...] = parser.parse(
                self._get_stream_for_parsing(),
                self.mimetype,
                self.content_length,
                self.mimetype_params,
            )
        else:
            empty = self.parameter_storage_class
            found = (self.stream, empty(), empty())
        known["stream"], known["form"], known["files"] = found

    def _get_stream_for_parsing(self) -> t.IO[bytes]:
        """Return the body as a stream, also if it was read before."""
        if self._cached_data is not None:
            return BytesIO(self._cached_data)
        return self.stream

    def close(self) -> None:
        """Close the uploaded files."""
        files = self.__dict__.get("files")
        if files:
            for _, file in iter_multi_items(files):
                file.close()

    def __enter__(self) -> Request:
        return self

    def __exit__(self, exc_type: object, exc_value: object, tb: object) -> None:
        self.close()

    @cached_property
    def stream(self) -> t.IO[bytes]:
        """The body as a stream that ends where the body ends. It can be read once, and not after
        a form was parsed.
        """
        if self.shallow:
            raise RuntimeError(
                "This request was created with 'shallow=True', reading"
                " from the input stream is disabled."
            )
        return input_stream(self.environ, max_content_length=self.max_content_length)

    input_stream = environ_property["t.IO[bytes]"](
        "wsgi.input", doc="The stream of the server, without any limit. Use ``stream``."
    )

    @cached_property
    def data(self) -> bytes:
        """The body, unless it is a form: then it is empty."""
        return self.get_data(parse_form_data=True)

    if TYPE_CHECKING:

        @t.overload
        def get_data(
            self,
            cache: bool = True,
            as_text: t.Literal[False] = False,
            parse_form_data: bool = False,
        ) -> bytes: ...
        @t.overload
        def get_data(
            self,
            cache: bool = True,
            as_text: t.Literal[True] = ...,
            parse_form_data: bool = False,
        ) -> str: ...

    def get_data(
        self, cache: bool = True, as_text: bool = False, parse_form_data: bool = False
    ) -> bytes | str:
        """Return the whole body.

        :param cache: keep it for further calls.
        :param as_text: decode it as UTF-8, with replacements.
        :param parse_form_data: parse a form first. What remains is empty then.
        """
        data = self._cached_data
        if data is None:
            if parse_form_data:
                self._load_form_data()
            data = self.stream.read()
            if cache:
                self._cached_data = data
        return data.decode(errors="replace") if as_text else data

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        """The fields of a form. Empty if the body is none."""
        self._load_form_data()
        return self.form

    @cached_property
    def files(self) -> ImmutableMultiDict[str, FileStorage]:
        """The uploaded files by field name."""
        self._load_form_data()
        return self.files

    @cached_property
    def values(self) -> CombinedMultiDict[str, str]:
        """Query arguments, and form fields for methods with a body."""
        sources: list[t.Any] = [self.args]
        if self.method in _WITH_BODY:
            sources.append(self.form)
        from ..datastructures import MultiDict

        return CombinedMultiDict(
            [item if isinstance(item, MultiDict) else MultiDict(item) for item in sources]
        )

    # --- the environ ---

    @property
    def script_root(self) -> str:
        """Where the application is mounted, without the last slash."""
        return self.root_path

    @cached_property
    def url_root(self) -> str:
        """The URL of the mount point."""
        return self.root_url

    remote_user = environ_property[str](
        "REMOTE_USER", doc="The user, if the server authenticated one."
    )
    is_run_once = environ_property[bool](
        "wsgi.run_once", doc="Whether the application serves one request and ends, as with CGI."
    )
    is_multiprocess = environ_property[bool](
        "wsgi.multiprocess", doc="Whether the server runs the application in several processes."
    )
    is_multithread = environ_property[bool](
        "wsgi.multithread", doc="Whether the server runs the application in several threads."
    )

    # --- JSON ---

    @property
    def json(self) -> t.Any:
        """The parsed body. Raises 415 if it is not declared as JSON, 400 if it cannot be parsed."""
        return self.get_json()

    if TYPE_CHECKING:

        @t.overload
        def get_json(
            self, force: bool = ..., silent: t.Literal[False] = ..., cache: bool = ...
        ) -> t.Any: ...
        @t.overload
        def get_json(
            self, force: bool = ..., silent: bool = ..., cache: bool = ...
        ) -> t.Any | None: ...

    def get_json(
        self, force: bool = False, silent: bool = False, cache: bool = True
    ) -> t.Any | None:
        """Parse the body as JSON.

        :param force: ignore the content type.
        :param silent: return ``None`` for other content types and for bodies that are not JSON.
        :param cache: keep the result, and the body.
        """
        if cache:
            known = self._cached_json[silent]
            if known is not Ellipsis:
                return known
        if not (force or self.is_json):
            return None if silent else self.on_json_loading_failed(None)
        data = self.get_data(cache=cache)
        loud, quiet = self._cached_json
        try:
            value = loud = quiet = self.json_module.loads(data)
        except (ValueError, RecursionError) as error:
            if silent:
                value = quiet = None
            else:
                problem = error if isinstance(error, ValueError) else ValueError(str(error))
                value = loud = self.on_json_loading_failed(problem)
        if cache:
            self._cached_json = (loud, quiet)
        return value

    def on_json_loading_failed(self, e: ValueError | None) -> t.Any:
        """Return a value for :meth:`get_json` if it fails. By default an HTTP error is raised.

        :param e: what was wrong with the body; ``None`` if the content type is not JSON.
        """
        if e is not None:
            raise BadRequest(f"Failed to decode JSON object: {e}")
        raise UnsupportedMediaType(
            "Did not attempt to load JSON data because the request"
            " Content-Type was not 'application/json'."
        )


def _server(environ: WSGIEnvironment) -> tuple[str, int | None] | None:
    """Return name and port of the server; the path of a Unix socket has no port."""
    name = environ.get("SERVER_NAME")
    if not name:
        return None
    try:
        return name, int(environ["SERVER_PORT"])
    except (KeyError, ValueError):
        return name, None


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
