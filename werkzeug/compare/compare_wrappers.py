"""The behaviour of requests, responses, files and the helpers around them."""

# ruff: noqa: B023 - every function is called in the round of the loop that makes it
from __future__ import annotations

import io
import os
import re
import tempfile
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXPECTED_DIFFERENCES = {
    "slash:/é": "the path of the environ is decoded",
    "slash:/http:": "a segment with a colon is not taken for a scheme",
    "slash:/\\\\": "a segment with a backslash is not taken for a host",
    "conditional by RFC 9110": "the order and the ranges of sections 13 and 14; a 412 has a page",
    "file without a tag": "a star in If-None-Match means any content (RFC 9110, 13.1.2)",
    "request:9:": "an invalid host is answered with 400 and makes no URL",
    "url": "the mount point is decoded like the path",
}


def _call(function: Callable[[], object]) -> object:
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = function()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return [value, [str(item.message) for item in caught]]


def _environ(**extra: str) -> dict[str, object]:
    environ: dict[str, object] = {
        "REQUEST_METHOD": "GET", "SERVER_NAME": "ex.com", "SERVER_PORT": "80", "SCRIPT_NAME": "/app",
        "PATH_INFO": "/p/\xc3\xa9", "QUERY_STRING": "a=1&b=%C3%A9&a=2", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(b""), "HTTP_HOST": "ex.com",
    }  # fmt: skip
    environ.update(extra)
    return environ


def _send(response: object, **extra: str) -> object:
    started: list[object] = []
    body = response(_environ(**extra), lambda *args: started.append(args))  # type: ignore[operator]
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    (answer,) = started
    status, headers = answer  # type: ignore[misc]
    shown = [
        (name, "DATE" if name in ("Date", "Expires", "Last-Modified") else value)
        for name, value in headers
    ]
    return [status, sorted(map(list, shown)), content.decode("latin1")]


def _responses() -> Iterator[tuple[str, object]]:
    from werkzeug.exceptions import NotFound
    from werkzeug.utils import append_slash_redirect, redirect
    from werkzeug.wrappers import Response

    class Text:
        def __iter__(self) -> Iterator[str]:
            return iter(("a", "é"))

    bodies: tuple[object, ...] = (
        None, "", "é", b"\xff", bytearray(b"x"), ["a", b"b"], ("a",), [], iter(["a"]), Text(),
        (c for c in "xy"), {"k": 1}, 5,
    )  # fmt: skip
    settings: tuple[dict[str, object], ...] = (
        {}, {"status": 404}, {"status": "299 Fine"}, {"status": 204}, {"status": 304}, {"status": 101},
        {"status": "404"}, {"status": ""}, {"status": "odd text"}, {"mimetype": "text/html"},
        {"mimetype": "application/json"}, {"content_type": "a/b; c=d"}, {"headers": {"X": "y"}},
        {"headers": [("Content-Length", "99"), ("A", "1"), ("A", "2")]}, {"headers": {"Content-Type": "q/r"}},
        {"headers": {"Location": "/é x", "Content-Location": "ü"}}, {"direct_passthrough": True},
    )  # fmt: skip
    methods = ("GET", "HEAD")
    for number, body in enumerate(bodies):
        for setting in settings:
            for method in methods:
                made = _call(lambda: Response(body, **setting))  # type: ignore[arg-type]
                if isinstance(made[0], str):  # type: ignore[index]
                    yield f"response:{number}:{setting}", made
                    continue
                if number in (8, 10) and method == "HEAD":
                    continue
                response = made[0]  # type: ignore[index]
                if number in (8, 10) and setting.get("direct_passthrough"):
                    continue
                yield f"response:{number}:{setting}:repr", repr(response)
                yield (
                    f"response:{number}:{setting}:{method}",
                    _call(lambda: _send(response, REQUEST_METHOD=method)),
                )
                yield (
                    f"response:{number}:{setting}:{method}:facts",
                    [
                        _call(lambda: getattr(response, name))
                        for name in ("is_streamed", "is_sequence", "status_code", "status", "mimetype",
                                     "content_length", "is_json")
                    ],
                )  # fmt: skip
                yield (
                    f"response:{number}:{setting}:{method}:data",
                    [
                        _call(lambda: repr(response.get_data())),
                        _call(response.calculate_content_length),
                        _call(lambda: response.get_data(as_text=True)),
                        _call(lambda: response.json),
                    ],
                )
    for location in ("/é?x=1", "http://exämple.com/ü", "/a b", "a", "\n", "/<b>", "//x"):
        yield f"redirect:{location}", _call(lambda: _send(redirect(location, 303)))
    for path in ("/a", "/a/b", "/", "", "/a/", "/é", "//evil", "/http:", "/\\\\evil"):
        yield (
            f"slash:{path}",
            _call(lambda: append_slash_redirect(_environ(PATH_INFO=path)).location),
        )
    yield "error", _send(NotFound("<é>"))

    class Auto(Response):
        autocorrect_location_header = True

    yield "autocorrect", _send(Auto(headers={"Location": "../x?é"}))
    response = Response(["a"], content_type="text/plain")
    response.stream.write(b"b")
    response.stream.writelines([b"c", b"d"])
    yield "stream", [_send(response), response.stream.tell(), response.stream.encoding]
    response.freeze()
    yield "freeze", _send(response)
    forced = Response.force_type(response.__call__, _environ())  # type: ignore[arg-type]
    yield "force", _send(forced)
    yield "force:none", _call(lambda: Response.force_type(lambda e, s: [], None))  # type: ignore[arg-type, return-value]


def _conditions() -> Iterator[tuple[str, object]]:
    from werkzeug.wrappers import Response

    ranges = (
        None, "bytes=0-2", "bytes=3-", "bytes=-2", "bytes=0-99", "bytes=9-", "bytes=1-2,4-5", "x=1-2",
        "bytes=-0", "bytes=5-2", "bytes=abc", "bytes=2-2",
    )  # fmt: skip
    tags = ({}, {"HTTP_IF_NONE_MATCH": '"t"'}, {"HTTP_IF_NONE_MATCH": '"q"'}, {"HTTP_IF_MATCH": '"q"'},
            {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_RANGE": '"t"'}, {"HTTP_IF_RANGE": '"q"'},
            {"HTTP_IF_MODIFIED_SINCE": "Wed, 21 Oct 2099 07:28:00 GMT"})  # fmt: skip
    for accept in (False, True, "none", "bytes", "items"):
        for range_ in ranges:
            for tag in tags:
                for method in ("GET", "HEAD", "POST"):
                    for length in (None, 6):
                        extra = dict(tag)
                        if range_ is not None:
                            extra["HTTP_RANGE"] = range_

                        def run() -> object:
                            response = Response("abcdef")
                            response.set_etag("t")
                            response.last_modified = 1_000_000_000  # type: ignore[assignment]
                            environ = _environ(REQUEST_METHOD=method, **extra)
                            response.make_conditional(environ, accept, length)
                            return _send(response, REQUEST_METHOD=method)

                        by_standard = method != "POST" and (
                            "HTTP_IF_MATCH" in tag
                            or (
                                range_ is not None
                                and length is not None
                                and (
                                    method == "HEAD"
                                    or tag
                                    or accept in ("none", "items")
                                    or range_ in ("bytes=1-2,4-5", "x=1-2")
                                )
                            )
                        )
                        label = "conditional by RFC 9110" if by_standard else "conditional"
                        yield f"{label}:{accept}:{range_}:{tag}:{method}:{length}", _call(run)


def _requests() -> Iterator[tuple[str, object]]:
    from werkzeug.wrappers import Request

    names = (
        "method", "scheme", "server", "root_path", "path", "query_string", "remote_addr", "url",
        "base_url", "root_url", "host_url", "host", "full_path", "script_root", "url_root", "args",
        "cookies", "form", "files", "values", "data", "json", "is_json", "mimetype", "mimetype_params",
        "content_length", "content_type", "is_secure", "want_form_data_parsed", "remote_user",
        "is_multithread", "authorization", "access_route", "user_agent", "cache_control",
    )  # fmt: skip
    boundary = "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b--\r\n"
    bodies: tuple[tuple[str, dict[str, str]], ...] = (
        ("", {}), ("a=1&a=2&b=%C3%A9", {"CONTENT_TYPE": "application/x-www-form-urlencoded"}),
        ('{"a": 1}', {"CONTENT_TYPE": "application/json"}), ("{", {"CONTENT_TYPE": "application/json"}),
        (boundary, {"CONTENT_TYPE": "multipart/form-data; boundary=b"}), ("text", {"CONTENT_TYPE": "text/plain"}),
        ("text", {}), ("[1]", {"CONTENT_TYPE": "application/vnd.x+json"}),
        ("x", {"HTTP_COOKIE": 'a=1; b="q w"; a=2', "HTTP_AUTHORIZATION": "Basic dTpw", "REMOTE_ADDR": "1.1.1.1"}),
        ("x", {"HTTP_HOST": "b\u00e4d", "PATH_INFO": "", "SCRIPT_NAME": "", "QUERY_STRING": ""}),
        ("x", {"HTTP_TRANSFER_ENCODING": "chunked"}), ("x", {"SERVER_PORT": "x"}),
    )  # fmt: skip
    for number, (body, extra) in enumerate(bodies):
        for method in ("GET", "POST", "post"):
            for length in (True, False):
                environ = _environ(REQUEST_METHOD=method, **extra)
                environ["wsgi.input"] = io.BytesIO(body.encode())
                if length:
                    environ["CONTENT_LENGTH"] = str(len(body))
                request = Request(environ)
                for name in names:
                    yield (
                        f"request:{number}:{method}:{length}:{name}",
                        _call(lambda: repr(getattr(request, name))),
                    )
                yield f"request:{number}:{method}:{length}:repr", repr(request)
                yield (
                    f"request:{number}:{method}:{length}:get",
                    [
                        _call(lambda: request.get_json(force=True, silent=True)),
                        _call(lambda: request.get_data(as_text=True)),
                        environ.get("werkzeug.request") is request,
                    ],
                )
    shallow = Request(_environ(), populate_request=True, shallow=True)
    yield "shallow", _call(lambda: shallow.stream)
    yield "from_values", repr(Request.from_values("/x?y=1", method="POST", data={"a": "b"}).form)
    limited = type("Limited", (Request,), {"max_content_length": 3})
    yield "limit", _call(lambda: repr(limited.from_values(method="POST", data={"abc": "d"}).form))


def _files() -> Iterator[tuple[str, object]]:
    from werkzeug.utils import secure_filename, send_file, send_from_directory
    from werkzeug.wsgi import get_current_url

    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.txt", "b.tar.gz", "ünï.png", "none", "x.json"):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(b"0123456789")
            os.utime(path, (1_500_000_000, 1_500_000_000))
        settings: tuple[dict[str, object], ...] = (
            {}, {"as_attachment": True}, {"mimetype": "x/y"}, {"max_age": 0}, {"max_age": 60},
            {"max_age": lambda name: 5}, {"etag": False}, {"etag": "q"}, {"last_modified": 5},
            {"conditional": False}, {"use_x_sendfile": True}, {"download_name": 'é"x;.txt'},
            {"download_name": "a b.zip", "as_attachment": True},
        )  # fmt: skip
        for name in ("a.txt", "b.tar.gz", "ünï.png", "none", "x.json"):
            for index, setting in enumerate(settings):
                for extra in ({}, {"HTTP_RANGE": "bytes=2-4"}, {"HTTP_RANGE": "bytes=50-"},
                              {"HTTP_IF_NONE_MATCH": "*"}):  # fmt: skip

                    def run() -> object:
                        path = os.path.join(folder, name)
                        answer = _send(send_file(path, _environ(**extra), **setting), **extra)
                        text = repr(answer).replace(folder, "FOLDER")
                        return re.sub(r"1500000000.0-10-\d+", "TAG", text)

                    any_tag = setting == {"etag": False} and "HTTP_IF_NONE_MATCH" in extra
                    label = "file without a tag" if any_tag else "file"
                    yield f"{label}:{name}:{sorted(setting)}:{index}:{extra}", _call(run)
        for path in ("a.txt", "../a.txt", "/etc/passwd", "none/", "nope", "", ".", "a\0b"):
            yield (
                f"directory:{path}",
                _call(lambda: _send(send_from_directory(folder, path, _environ(), etag=False))),
            )
        yield "file:text", _call(lambda: send_file(io.StringIO("x"), _environ()))
        yield "file:noname", _call(lambda: send_file(io.BytesIO(b"x"), _environ()))
        yield (
            "file:noname2",
            _call(
                lambda: send_file(io.BytesIO(b"x"), _environ(), mimetype="a/b", as_attachment=True)
            ),
        )
        yield (
            "file:bytes",
            _call(lambda: _send(send_file(io.BytesIO(b"abc"), _environ(), download_name="q.html"))),
        )
    for name in (
        "a b.txt",
        "../../etc",
        "é.txt",
        "",
        "..",
        "CON",
        "a/b\\c",
        ".x",
        "i con\u2044tain",
    ):
        yield f"secure:{name}", secure_filename(name)
    yield "url", get_current_url(_environ())  # type: ignore[arg-type]


def observations() -> Iterator[tuple[str, object]]:
    """All answers."""
    yield from _responses()
    yield from _conditions()
    yield from _requests()
    yield from _files()
