"""Status, headers and cookies of a response as Python values, without a body and without I/O."""

from __future__ import annotations

from functools import lru_cache

from .._header.cookies import dump_cookie
from .._header.dates import dump_age, http_date, parse_age, parse_date
from .._header.etags import quote_etag, unquote_etag
from .._header.lists import dump_header, dump_options_header, parse_options_header
from .._header.vocab import COEP, COOP, HTTP_STATUS_CODES
from .._internal import module_getattr
from .._properties import (
    combined_header,
    get_content_type,
    header_list_property,
    header_property,
)
from ..datastructures import (
    CallbackDict,
    ContentRange,
    ContentSecurityPolicy,
    Headers,
    HeaderSet,
    ResponseCacheControl,
    WWWAuthenticate,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta
    from http import HTTPStatus


def _set_property(name: str, doc: str) -> property:
    """Return a property for a header with a set of words. Changes of the set change the header."""

    def read(self: Response) -> HeaderSet:
        def write_back(words: HeaderSet) -> None:
            _store(self.headers, name, words.to_header() if words else "")

        return HeaderSet.from_header(combined_header(self.headers, name), write_back)

    def write(self: Response, value: str | Iterable[str] | None) -> None:
        if value is None or isinstance(value, str):
            _store(self.headers, name, value)
        else:
            _store(self.headers, name, dump_header(value) if value else None)

    return property(read, write, doc=doc)


def _policy_property(name: str, doc: str) -> property:
    """Return a property for a content security policy. Changes of the object change the header.

    Each field is a policy of its own, and browsers enforce them all (CSP3, section 3.1). The object
    is the first of them; changing it leaves the others alone.
    """

    def read(self: Response) -> ContentSecurityPolicy:
        def write_back(policy: ContentSecurityPolicy) -> None:
            _store_first(self.headers, name, policy.to_header())

        return ContentSecurityPolicy.from_header(self.headers.get(name), write_back)

    def write(self: Response, value: ContentSecurityPolicy | str | None) -> None:
        if value is None or isinstance(value, str):
            _store(self.headers, name, value)
        else:
            _store(self.headers, name, value.to_header())

    return property(read, write, doc=doc)


def _store(headers: Headers, name: str, value: str | None) -> None:
    """Set a header; an empty value removes it."""
    if value:
        headers.set(name, value)
    else:
        headers.remove(name)


def _store_first(headers: Headers, name: str, value: str) -> None:
    """Replace the first field of a name; an empty value removes it."""
    others = headers.getlist(name)[1:]
    headers.setlist(name, [value, *others] if value else others)


def _words(value: str) -> HeaderSet:
    return HeaderSet.from_header(value)


def _clean_status(value: str | int | HTTPStatus) -> tuple[str, int]:
    """Return the status line and the code.

    :raises ValueError: the status is empty, or would end its line.
    """
    if isinstance(value, int):
        code = int(value)
        return f"{code} {HTTP_STATUS_CODES.get(code, 'Unknown').upper()}", code
    value = value.strip()
    if not value:
        raise ValueError("Empty status argument")
    if not value.isprintable() and any(char in value for char in "\n\r\0"):
        raise ValueError("Status must not contain newline or null characters.")
    code_text, _, phrase = value.partition(" ")
    try:
        code = int(code_text)
    except ValueError:
        # Only a phrase: there is no code to go by.
        return f"0 {value}", 0
    if phrase:
        return value, code
    return f"{code} {HTTP_STATUS_CODES.get(code, 'Unknown').upper()}", code


# The few statuses that make up nearly all responses.
_USUAL_STATUSES = {code: _clean_status(code) for code in (200, 201, 204, 302, 304, 404)}


@lru_cache(maxsize=128)
def _type_header(mimetype: str) -> tuple[str, str]:
    """Return the pair of the ``Content-Type`` header.

    :raises ValueError: the type has a line break.
    """
    headers = Headers()
    headers.set("Content-Type", get_content_type(mimetype, "utf-8"))
    return headers._list[0]


class Response:
    """The head of a response, without a body and without a server.

    :param status: code, or line such as ``"404 Not Found"``; 200 by default.
    :param headers: pairs or a mapping.
    :param mimetype: type of the body; a charset is added to types of text.
    :param content_type: the whole ``Content-Type`` header, in place of ``mimetype``.
    """

    default_status = 200
    """Status if none is given."""

    default_mimetype: str | None = "text/plain"
    """Type of the body if none is given."""

    max_cookie_size = 4093
    """Warn about cookies that are larger than this, which browsers may ignore. 0 never warns."""

    headers: Headers

    def __init__(
        self,
        status: int | str | HTTPStatus | None = None,
        headers: (Mapping[str, str | Iterable[str]] | Iterable[tuple[str, str]] | None) = None,
        mimetype: str | None = None,
        content_type: str | None = None,
    ) -> None:
        if headers is None and content_type is None:
            # The usual case: nothing is there that could have the name, so nothing is searched.
            self.headers = Headers()
            if mimetype is None:
                mimetype = self.default_mimetype
            if mimetype is not None:
                self.headers._list.append(_type_header(mimetype))
        else:
            self._fill_headers(headers, mimetype, content_type)

        self._set_status(self.default_status if status is None else status)

    def _fill_headers(
        self,
        headers: Mapping[str, str | Iterable[str]] | Iterable[tuple[str, str]] | None,
        mimetype: str | None,
        content_type: str | None,
    ) -> None:
        """Take the headers that were given, and add the content type if it is not among them."""
        self.headers = headers if isinstance(headers, Headers) else Headers(headers or None)
        wanted = mimetype
        if wanted is None and content_type is None and "content-type" not in self.headers:
            wanted = self.default_mimetype
        if content_type is None and wanted is not None:
            content_type = get_content_type(wanted, "utf-8")
        if content_type is not None:
            self.headers["Content-Type"] = content_type

    def _set_status(self, value: str | int | HTTPStatus) -> None:
        if not isinstance(value, (str, bytes)):
            self.status_code = value
            return
        self.status = value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} [{self.status}]>"

    @property
    def status_code(self) -> int:
        """The status code."""
        return self._status_code

    @status_code.setter
    def status_code(self, code: int) -> None:
        usual = _USUAL_STATUSES.get(code)
        self._status, self._status_code = _clean_status(code) if usual is None else usual

    @property
    def status(self) -> str:
        """The status line, code and phrase."""
        return self._status

    @status.setter
    def status(self, value: str) -> None:
        # A number is no status, but is understood.
        if not isinstance(value, (str, int)):
            raise TypeError("Invalid status argument")
        self._status, self._status_code = _clean_status(value)

    def set_cookie(
        self,
        key: str,
        value: str = "",
        max_age: timedelta | int | None = None,
        expires: str | datetime | int | float | None = None,
        path: str | None = "/",
        domain: str | None = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: str | None = None,
        partitioned: bool = False,
    ) -> None:
        """Set a cookie. The parameters are those of :func:`werkzeug.http.dump_cookie`."""
        cookie = dump_cookie(
            key,
            value,
            max_age=max_age,
            expires=expires,
            path=path,
            domain=domain,
            secure=secure,
            httponly=httponly,
            max_size=self.max_cookie_size,
            samesite=samesite,
            partitioned=partitioned,
        )
        self.headers.add("Set-Cookie", cookie)

    def delete_cookie(
        self,
        key: str,
        path: str | None = "/",
        domain: str | None = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: str | None = None,
        partitioned: bool = False,
    ) -> None:
        """Make the client delete a cookie. Path and domain have to be those with which it was set."""
        self.set_cookie(
            key,
            max_age=0,
            expires=0,
            path=path,
            domain=domain,
            secure=secure,
            httponly=httponly,
            samesite=samesite,
            partitioned=partitioned,
        )

    @property
    def is_json(self) -> bool:
        """``True`` if the mimetype is one of JSON."""
        mimetype = self.mimetype
        return mimetype is not None and (
            mimetype == "application/json"
            or (mimetype.startswith("application/") and mimetype.endswith("+json"))
        )

    @property
    def mimetype(self) -> str | None:
        """The content type without options. Setting it sets the charset too, for types of text."""
        content_type = self.headers.get("content-type")
        return content_type.partition(";")[0].strip() if content_type else None

    @mimetype.setter
    def mimetype(self, value: str) -> None:
        self.headers["Content-Type"] = get_content_type(value, "utf-8")

    @property
    def mimetype_params(self) -> dict[str, str]:
        """The options of the content type, as a dict. Changes of it change the header."""

        def write_back(params: CallbackDict[str, str]) -> None:
            self.headers["Content-Type"] = dump_options_header(self.mimetype, params)

        params = parse_options_header(self.headers.get("content-type", ""))[1]
        return CallbackDict(params, write_back)

    content_type = header_property[str](
        "Content-Type", doc="Type of the body, with options such as the charset."
    )
    content_length = header_property[int](
        "Content-Length", None, int, str, doc="Length of the body in bytes."
    )
    content_encoding = header_list_property[str](
        "Content-Encoding", doc="How the body is packed, such as ``gzip``."
    )
    content_location = header_property[str](
        "Content-Location", doc="URL of just this body, where it differs from that of the request."
    )
    content_md5 = header_property[str]("Content-MD5", doc="A checksum of the body. Obsolete.")
    location = header_property[str]("Location", doc="Where to go instead, or what was created.")
    age = header_property(
        "Age",
        None,
        parse_age,
        dump_age,  # type: ignore[arg-type]  # it maps text to text, and None to None
        doc="How long a cache has kept this, as a timedelta.",
    )
    date = header_property("Date", None, parse_date, http_date, doc="When this was made, in UTC.")
    expires = header_property(
        "Expires", None, parse_date, http_date, doc="When this grows stale, in UTC."
    )
    last_modified = header_property(
        "Last-Modified", None, parse_date, http_date, doc="When the resource last changed, in UTC."
    )
    accept_ranges = header_list_property[str](
        "Accept-Ranges", doc="Unit of the ranges that can be requested, or ``none``."
    )
    access_control_allow_origin = header_property[str](
        "Access-Control-Allow-Origin",
        doc="The site, or ``*`` for all, whose scripts may read this.",
    )
    access_control_allow_headers = header_list_property(
        "Access-Control-Allow-Headers",
        load_func=_words,
        dump_func=dump_header,
        doc="Headers that scripts of other sites may send.",
    )
    access_control_allow_methods = header_list_property(
        "Access-Control-Allow-Methods",
        load_func=_words,
        dump_func=dump_header,
        doc="Methods that scripts of other sites may use.",
    )
    access_control_expose_headers = header_list_property(
        "Access-Control-Expose-Headers",
        load_func=_words,
        dump_func=dump_header,
        doc="Headers that scripts of other sites may read.",
    )
    access_control_max_age = header_property(
        "Access-Control-Max-Age",
        load_func=int,
        dump_func=str,
        doc="Seconds for which these permissions may be remembered.",
    )
    cross_origin_opener_policy = header_property[COOP](
        "Cross-Origin-Opener-Policy",
        load_func=lambda value: COOP(value),
        dump_func=lambda value: value.value,
        default=COOP.UNSAFE_NONE,
        doc="Which sites may hold a reference to this window.",
    )
    cross_origin_embedder_policy = header_property[COEP](
        "Cross-Origin-Embedder-Policy",
        load_func=lambda value: COEP(value),
        dump_func=lambda value: value.value,
        default=COEP.UNSAFE_NONE,
        doc="What this page may embed from other sites.",
    )

    vary = _set_property("Vary", "Headers of the request on which this response depends.")
    content_language = _set_property("Content-Language", "Languages of the intended readers.")
    allow = _set_property("Allow", "Methods that the resource takes.")

    content_security_policy = _policy_property(
        "Content-Security-Policy", "What the page may load and do."
    )
    content_security_policy_report_only = _policy_property(
        "Content-Security-Policy-Report-Only",
        "What the page should load and do; the browser only reports offences.",
    )

    @property
    def access_control_allow_credentials(self) -> bool:
        """``True`` if scripts of other sites may send cookies and read the answer."""
        return "Access-Control-Allow-Credentials" in self.headers

    @access_control_allow_credentials.setter
    def access_control_allow_credentials(self, value: bool | None) -> None:
        _store(self.headers, "Access-Control-Allow-Credentials", "true" if value else None)

    @property
    def retry_after(self) -> datetime | None:
        """When to try again, in UTC. May be set to a moment, a number of seconds, or text."""
        value = self.headers.get("retry-after")
        if value is None:
            return None
        try:
            seconds = int(value)
        except ValueError:
            return parse_date(value)

        from datetime import UTC, datetime, timedelta

        return datetime.now(UTC) + timedelta(seconds=seconds)

    @retry_after.setter
    def retry_after(self, value: datetime | int | str | None) -> None:
        if value is None:
            self.headers.remove("retry-after")
            return
        self.headers["Retry-After"] = (
            http_date(value) if hasattr(value, "timetuple") else str(value)  # type: ignore[arg-type]
        )

    @property
    def cache_control(self) -> ResponseCacheControl:
        """The ``Cache-Control`` header. Changes of the object change the header."""

        def write_back(control: ResponseCacheControl) -> None:
            _store(self.headers, "Cache-Control", control.to_header())

        return ResponseCacheControl.from_header(
            combined_header(self.headers, "Cache-Control"),
            write_back,  # type: ignore[arg-type]
        )

    def set_etag(self, etag: str, weak: bool = False) -> None:
        """Set the tag of the content.

        :param weak: it promises equal meaning only, not equal bytes.
        """
        self.headers["ETag"] = quote_etag(etag, weak)

    def get_etag(self) -> tuple[str, bool] | tuple[None, None]:
        """Return the tag of the content and whether it is weak; ``(None, None)`` if there is none."""
        return unquote_etag(self.headers.get("ETag"))

    @property
    def content_range(self) -> ContentRange:
        """Which part the body is. Changes of the object change the header."""

        def write_back(content_range: ContentRange) -> None:
            _store(self.headers, "Content-Range", content_range.to_header())

        value = ContentRange.from_header(self.headers.get("content-range"), write_back)
        # Always an object, so that its attributes can be set.
        return ContentRange(None, None, None, on_update=write_back) if value is None else value

    @content_range.setter
    def content_range(self, value: ContentRange | str | None) -> None:
        if value and not isinstance(value, str):
            value = value.to_header()
        _store(self.headers, "Content-Range", value)  # type: ignore[arg-type]

    @property
    def www_authenticate(self) -> WWWAuthenticate:
        """The challenge of the first field. Changes of the object change that field.

        Setting a list makes a field of each; deleting removes them all.
        """
        value = WWWAuthenticate.from_header(self.headers.get("WWW-Authenticate"))
        if value is None:
            value = WWWAuthenticate("basic")

        def write_back(www_auth: WWWAuthenticate) -> None:
            _store_first(self.headers, "WWW-Authenticate", www_auth.to_header())

        value._on_update = write_back
        return value

    @www_authenticate.setter
    def www_authenticate(self, value: WWWAuthenticate | list[WWWAuthenticate] | None) -> None:
        if not value:
            self.headers.remove("WWW-Authenticate")
        elif isinstance(value, list):
            self.headers.setlist("WWW-Authenticate", [way.to_header() for way in value])
        else:
            self.headers.set("WWW-Authenticate", value.to_header())

            def write_back(www_auth: WWWAuthenticate) -> None:
                _store_first(self.headers, "WWW-Authenticate", www_auth.to_header())

            value._on_update = write_back

    @www_authenticate.deleter
    def www_authenticate(self) -> None:
        self.headers.remove("WWW-Authenticate")


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
