"""Redirects, files, file names and imports by name."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import tempfile
import typing as t
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import werkzeug
from werkzeug import testapp, utils
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable
from werkzeug.test import Client, create_environ
from werkzeug.wrappers import Response


def test_redirect() -> None:
    class Own(Response):
        pass

    response = utils.redirect("/é?<", 303, Own)
    assert type(response) is Own and response.status_code == 303 and response.location == "/é?<"
    assert "&lt;" in response.get_data(as_text=True) and response.mimetype == "text/html"
    assert utils.redirect("/").status_code == 302
    with pytest.raises(ValueError):
        utils.redirect("/\n")


@pytest.mark.parametrize(
    ("path", "location"),
    [("/a", "a/"), ("/a/b", "b/"), ("/", "./"), ("", "./"), ("/\xc3\xa9", "é/"), ("/http:x", "./http:x/"),
     ("/\\\\evil", "./\\\\evil/"), ("//evil", "evil/"),
     ("/a?b", "a%3Fb/"), ("/a#b", "a%23b/"), ("/100%41", "100%2541/")],
)  # fmt: skip
def test_append_slash_redirect(path: str, location: str) -> None:
    response = utils.append_slash_redirect({"PATH_INFO": path})
    assert (response.location, response.status_code) == (location, 308)
    assert (
        utils.append_slash_redirect({"PATH_INFO": path, "QUERY_STRING": "a=1"}).location
        == location + "?a=1"
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(b"0123456789")
    os.utime(path, (1_500_000_000, 1_500_000_000))
    return path


def body(response: Response) -> bytes:
    content = b"".join(response.iter_encoded())
    response.close()
    return content


def test_send_file(page: Path) -> None:
    response = utils.send_file(page, create_environ())
    assert body(response) == b"0123456789" and response.content_length == 10
    assert response.mimetype == "text/plain" and response.last_modified == datetime(
        2017, 7, 14, 2, 40, tzinfo=UTC
    )
    assert response.headers["Content-Disposition"] == "inline; filename=page.txt"
    assert response.headers["Cache-Control"] == "no-cache" and response.get_etag()[0].startswith(
        "1500000000.0-10-"
    )
    named = utils.send_file(
        page, create_environ(), as_attachment=True, download_name="é x.tar.gz", max_age=60
    )
    assert (
        named.headers["Content-Disposition"]
        == "attachment; filename=\"e x.tar.gz\"; filename*=UTF-8''%C3%A9%20x.tar.gz"
    )
    assert (
        "Content-Encoding" not in named.headers
        and named.headers["Cache-Control"] == "public, max-age=60"
    )
    assert named.expires is not None
    named.close()
    shown = utils.send_file(
        page, create_environ(), download_name="x.tar.gz", max_age=lambda path: 0, etag="q"
    )
    assert (
        shown.headers["Content-Encoding"] == "gzip"
        and shown.headers["Cache-Control"] == "no-cache, max-age=0"
    )
    assert shown.get_etag() == ("q", False)
    shown.close()
    sent = utils.send_file(page, create_environ(), use_x_sendfile=True)
    assert sent.headers["X-Sendfile"] == str(page) and body(sent) == b""
    with utils.send_file(
        "page.txt", create_environ(), _root_path=page.parent, etag=False, last_modified=5
    ) as rooted:
        assert rooted.last_modified.timestamp() == 5 and rooted.get_etag() == (None, None)


def test_send_file_conditions(page: Path) -> None:
    part = utils.send_file(page, create_environ(headers={"Range": "bytes=2-4"}))
    assert part.status_code == 206 and body(part) == b"234"
    whole = utils.send_file(page, create_environ(headers={"Range": "bytes=2-4"}), conditional=False)
    assert body(whole) == b"0123456789"
    with pytest.raises(RequestedRangeNotSatisfiable):
        utils.send_file(page, create_environ(headers={"Range": "bytes=50-"}))
    with pytest.raises(RequestedRangeNotSatisfiable):
        utils.send_file(page, create_environ(headers={"Range": "bytes=50-"}), use_x_sendfile=True)
    known = create_environ(headers={"If-None-Match": "*"})
    with utils.send_file(page, known, use_x_sendfile=True) as unchanged:
        assert unchanged.status_code == 304 and "X-Sendfile" not in unchanged.headers


def test_send_file_objects() -> None:
    response = utils.send_file(io.BytesIO(b"abc"), create_environ(), download_name="x.unknown")
    assert (response.mimetype, response.content_length, body(response)) == (
        "application/octet-stream",
        3,
        b"abc",
    )

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    streamed = utils.send_file(Pipe(b"abc"), create_environ(), mimetype="a/b")
    assert streamed.content_length is None and "Content-Disposition" not in streamed.headers
    streamed.close()
    with pytest.raises(TypeError, match="file name is not available"):
        utils.send_file(io.BytesIO(), create_environ())
    with pytest.raises(TypeError, match="No name provided for attachment"):
        utils.send_file(io.BytesIO(), create_environ(), mimetype="a/b", as_attachment=True)
    with pytest.raises(ValueError, match="binary mode"):
        utils.send_file(io.StringIO(), create_environ(), mimetype="a/b")


@given(
    kind=st.sampled_from(["memory", "disk", "temporary", "spooled", "buffered"]),
    position=st.integers(0, 10),
    range_=st.sampled_from([None, "bytes=0-2", "bytes=3-", "bytes=-4"]),
)
def test_open_files_have_a_length_and_ranges(kind: str, position: int, range_: str | None) -> None:
    content = b"0123456789"
    file: t.Any
    if kind == "memory":
        file = io.BytesIO(content)
    elif kind == "buffered":
        file = io.BufferedReader(io.BytesIO(content))
    elif kind == "spooled":
        file = tempfile.SpooledTemporaryFile()
        file.write(content)
    elif kind == "temporary":
        file = tempfile.NamedTemporaryFile()
        file.write(content)
    else:
        file = tempfile.TemporaryFile()
        file.write(content)
    file.seek(position)
    environ = create_environ(headers={"Range": range_} if range_ else {})
    left = content[position:]
    window = slice(None)
    if range_ is not None and left:
        window = {"0-2": slice(0, 3), "3-": slice(3, None), "-4": slice(-4, None)}[range_[6:]]
        if not left[window]:
            with pytest.raises(RequestedRangeNotSatisfiable):
                utils.send_file(file, environ, mimetype="a/b")
            return
    with utils.send_file(file, environ, mimetype="a/b") as response:
        assert response.status_code == (206 if range_ and left else 200)
        assert b"".join(response.iter_encoded()) == left[window]
        assert response.content_length == len(left[window])


def test_packed_files_are_not_unpacked_for_their_length() -> None:
    packed = gzip.open(io.BytesIO(gzip.compress(b"abc")))
    with utils.send_file(packed, create_environ(), mimetype="a/b") as response:
        assert response.content_length is None
        assert b"".join(response.iter_encoded()) == b"abc"


def test_file_names_that_are_not_utf8(tmp_path: Path) -> None:
    path = os.fsdecode(os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt"))
    try:
        Path(path).write_bytes(b"x")
    except OSError:
        pytest.skip("the file system takes no such name")
    with utils.send_file(path, create_environ(), as_attachment=True) as response:
        disposition = response.headers["Content-Disposition"]
        assert disposition == "attachment; filename=caf.txt; filename*=UTF-8''caf%EF%BF%BD.txt"
        assert response.get_etag()[0]


def test_send_from_directory(page: Path) -> None:
    assert (
        body(utils.send_from_directory(page.parent, "page.txt", create_environ())) == b"0123456789"
    )
    relative = utils.send_from_directory("", "page.txt", create_environ(), _root_path=page.parent)
    assert body(relative) == b"0123456789"
    for path in ("../page.txt", "/etc/passwd", "none", "", ".", "a\0b"):
        with pytest.raises(NotFound):
            utils.send_from_directory(page.parent, path, create_environ())


@pytest.mark.parametrize(
    ("name", "safe"),
    [("My cool movie.mov", "My_cool_movie.mov"), ("../../etc/passwd", "etc_passwd"), ("i café.txt", "i_cafe.txt"),
     ("", ""), ("..", ""), (".hidden", "hidden"), ("a\tb\nc", "a_b_c"), ("\N{SNOWMAN}", "")],
)  # fmt: skip
def test_secure_filename(name: str, safe: str) -> None:
    assert utils.secure_filename(name) == safe


def test_device_names_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert utils.secure_filename("con.txt") == "con.txt"
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(os.path, "altsep", "\\")
    for name in ("con.txt", "COM1", "lpt9.a.b", "nul"):
        assert utils.secure_filename(name) == f"_{name}"
    assert utils.secure_filename("a\\b") == "a_b"


def test_import_string() -> None:
    from werkzeug.http import parse_date

    assert utils.import_string("werkzeug.http:parse_date") is parse_date
    assert utils.import_string("werkzeug.http.parse_date") is parse_date
    assert utils.import_string("werkzeug") is werkzeug
    assert utils.import_string("nothing_here", silent=True) is None
    for name in ("nothing_here", "werkzeug.nothing", "werkzeug.http.nothing"):
        with pytest.raises(utils.ImportStringError) as caught:
            utils.import_string(name)
        assert name in str(caught.value) and caught.value.import_name == name
    error = caught.value
    assert "- 'werkzeug.http' found in" in str(
        error
    ) and "- 'werkzeug.http.nothing' not found." in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert again.import_name == error.import_name and repr(error).startswith(
        "<ImportStringError('werkzeug.http.nothing'"
    )


def test_find_modules() -> None:
    assert "werkzeug.routing.rules" in set(utils.find_modules("werkzeug.routing"))
    assert "werkzeug.routing" not in set(utils.find_modules("werkzeug"))
    assert "werkzeug.routing" in set(utils.find_modules("werkzeug", include_packages=True))
    assert "werkzeug.routing.rules" in set(utils.find_modules("werkzeug", recursive=True))
    with pytest.raises(ValueError, match="is not a package"):
        list(utils.find_modules("werkzeug.http"))


def test_package_door() -> None:
    assert werkzeug.Client is Client and "run_simple" in dir(werkzeug)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        werkzeug.nothing


def test_testapp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "sys.path", ["", "relative", str(tmp_path), os.path.join(os.path.expanduser("~"), "x")]
    )
    page = Client(testapp.test_app).get("/<script>").text
    assert "WSGI Information" in page and "&lt;script&gt;" in page and "<script>" not in page
    entries = list(testapp.iter_sys_path())
    assert entries[1][1:] == (True, True) and entries[2] == (str(tmp_path), False, False)
    assert entries[3][0].startswith("~")


def test_send_file_headers_stand_in_one_order(page: Path) -> None:
    seen: list[dict[str, object]] = []

    class Kept(Response):
        def __init__(self, *args: object, **kwargs: object) -> None:
            seen.append(kwargs)
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    response = utils.send_file(page, create_environ(), max_age=5, response_class=Kept)
    assert list(response.headers.keys()) == [
        "Content-Disposition",
        "Content-Type",
        "Content-Length",
        "Last-Modified",
        "Cache-Control",
        "Expires",
        "ETag",
        "Date",
        "Accept-Ranges",
    ]
    assert seen[0].keys() == {"mimetype", "headers", "direct_passthrough"}
    response.close()
