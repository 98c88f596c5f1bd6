"""Sessions: cookies, keys, Vary, laziness and other interfaces."""

from __future__ import annotations

import datetime
import hashlib
import typing as t
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask import Flask, Request, session
from flask.json.tag import JSONTag, TaggedJSONSerializer
from flask.sessions import (
    NullSession,
    SecureCookieSession,
    SecureCookieSessionInterface,
    SessionInterface,
)
from flask.testing import FlaskClient
from markupsafe import Markup


def _vary(response: t.Any) -> bool:
    return "Cookie" in response.vary


@pytest.mark.parametrize(
    "touch",
    [
        lambda s: "x" in s,
        lambda s: len(s),
        lambda s: list(s),
        lambda s: bool(s),
        lambda s: s.get("x"),
        lambda s: s.keys(),
        lambda s: list(s.items()),
        lambda s: s == {},
        lambda s: repr(s),
        lambda s: s.copy(),
        lambda s: s | {},
        lambda s: s.new,
        lambda s: s.modified,
        lambda s: s.permanent,
    ],
)
def test_every_touch_varies(app: Flask, client: FlaskClient, touch: t.Any) -> None:
    @app.get("/")
    def view() -> str:
        touch(session)
        return "x"

    @app.get("/untouched")
    def untouched() -> str:
        return "x"

    assert _vary(client.get("/"))
    assert not _vary(client.get("/untouched"))


def test_round_trip_and_refresh(app: Flask, client: FlaskClient) -> None:
    @app.get("/set")
    def put() -> str:
        session["x"] = 1
        session.permanent = True
        return "x"

    @app.get("/untouched")
    def untouched() -> str:
        return "x"

    @app.get("/clear")
    def clear() -> str:
        session.clear()
        return "x"

    first = client.get("/set").headers["Set-Cookie"]
    assert "Expires=" in first and "HttpOnly" in first
    # Nobody looked, but a permanent session is sent again and the answer varies.
    again = client.get("/untouched")
    assert "session=" in again.headers["Set-Cookie"]
    assert _vary(again)
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    quiet = client.get("/untouched")
    assert "Set-Cookie" not in quiet.headers and not _vary(quiet)
    app.config["SESSION_REFRESH_EACH_REQUEST"] = True
    gone = client.get("/clear")
    assert "Max-Age=0" in gone.headers["Set-Cookie"] and _vary(gone)
    assert "Set-Cookie" not in client.get("/untouched").headers


def test_forged_cookies_are_empty(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: repr(dict(session)))
    client.set_cookie("session", "eyJuIjoxfQ.aaaaaa.forged")
    assert client.get("/").text == "{}"


def test_key_rotation(app: Flask) -> None:
    interface = SecureCookieSessionInterface()
    serializer = interface.get_signing_serializer(app)
    assert serializer is not None
    old = serializer.dumps({"a": 1})
    app.config.update(SECRET_KEY="new key", SECRET_KEY_FALLBACKS=["older", "test key"])
    rotated = interface.get_signing_serializer(app)
    assert rotated is not None
    assert rotated.loads(old) == {"a": 1}
    app.config.update(SECRET_KEY_FALLBACKS=None)
    fresh = interface.get_signing_serializer(app)
    assert fresh is not None
    assert fresh.loads(rotated.dumps({"b": 2})) == {"b": 2}
    app.config.update(SECRET_KEY=None)
    assert interface.get_signing_serializer(app) is None


def test_cookie_attributes(app: Flask, client: FlaskClient) -> None:
    @app.get("/")
    def view() -> str:
        session["x"] = 1
        return "x"

    app.config.update(
        SESSION_COOKIE_NAME="other",
        SESSION_COOKIE_DOMAIN="example.com",
        SESSION_COOKIE_PATH="/here",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=False,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_PARTITIONED=True,
    )
    cookie = client.get("/", base_url="https://example.com").headers["Set-Cookie"]
    value, *attributes = cookie.split("; ")
    assert value.startswith("other=")
    assert set(attributes) == {
        "Domain=example.com",
        "Path=/here",
        "Secure",
        "SameSite=Strict",
        "Partitioned",
    }
    app.config["SESSION_COOKIE_DOMAIN"] = False
    assert "Domain" not in client.get("/").headers["Set-Cookie"]


def test_path_comes_from_the_root(app: Flask) -> None:
    app.config["APPLICATION_ROOT"] = "/root"
    assert app.session_interface.get_cookie_path(app) == "/root"


def test_without_a_key_reading_works_and_writing_tells(app: Flask) -> None:
    app.secret_key = None
    with app.test_request_context():
        assert isinstance(session._get_current_object(), NullSession)  # type: ignore[attr-defined]
        assert session.get("x") is None
        for call in (
            lambda: session.update(a=1),
            lambda: session.__setitem__("a", 1),
            lambda: session.pop("a"),
            lambda: session.setdefault("a", 1),
            session.clear,
            session.popitem,
        ):
            with pytest.raises(RuntimeError, match="no secret key was set") as caught:
                call()
            assert "secrets.token_hex()" in str(caught.value)


def test_big_cookies_name_their_keys(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/")
    def view() -> str:
        session["small"] = 1
        session["big"] = "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(200))
        return "x"

    with pytest.warns(UserWarning, match="cookie is too large"):
        client.get("/")
    assert "'big'" in caplog.text


class Recording(SecureCookieSessionInterface):
    def __init__(self) -> None:
        self.calls: list[str] = []

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        self.calls.append(f"open {request.path}")
        return super().open_session(app, request)


def test_other_interfaces_are_asked_at_once(app: Flask, client: FlaskClient) -> None:
    interface = app.session_interface = Recording()
    app.add_url_rule("/", "view", lambda: ",".join(interface.calls))
    assert client.get("/").text == "open /"


class Failing(SessionInterface):
    def open_session(self, app: Flask, request: Request) -> None:
        return None


def test_unopened_sessions_are_null(app: Flask, client: FlaskClient) -> None:
    app.session_interface = Failing()
    app.add_url_rule("/", "view", lambda: type(session._get_current_object()).__name__)  # type: ignore[attr-defined]
    assert client.get("/").text == "NullSession"


def test_modified_and_new_flags() -> None:
    plain = SecureCookieSession({"a": [1]})
    assert (plain.modified, plain.accessed, plain.new) == (False, False, False)
    plain["a"].append(2)
    assert not plain.modified
    plain["b"] = 1
    assert plain.modified
    plain.permanent = True
    assert plain["_permanent"] is True


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.binary()
    | st.uuids()
    | st.text().map(Markup)
    | st.datetimes(min_value=datetime.datetime(1000, 1, 1), timezones=st.just(datetime.UTC)).map(
        lambda d: d.replace(microsecond=0)
    ),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.sampled_from([" t", " b", " di", " t__"]), inner)
    ),
    max_leaves=12,
)


@given(values)
def test_tagged_json_round_trip(value: t.Any) -> None:
    serializer = TaggedJSONSerializer()
    text = serializer.dumps(value)
    back = serializer.loads(text)
    assert back == value
    assert type(back) is type(value)
    assert serializer.dumps(back) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1, "a"), '{" t":[1,"a"]}'),
        (b"x", '{" b":"eA=="}'),
        (Markup("<b>"), '{" m":"<b>"}'),
        (uuid.UUID(int=1), '{" u":"00000000000000000000000000000001"}'),
        (
            datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC),
            '{" d":"Thu, 02 Jan 2020 00:00:00 GMT"}',
        ),
        ({" t": [1]}, '{" di":{" t__":[1]}}'),
        ({"plain": 1}, '{"plain":1}'),
    ],
)
def test_tagged_json_text(value: t.Any, text: str) -> None:
    assert TaggedJSONSerializer().dumps(value) == text


def test_own_tags() -> None:
    class TagSet(JSONTag):
        key = " s"

        def check(self, value: t.Any) -> bool:
            return isinstance(value, set)

        def to_json(self, value: t.Any) -> t.Any:
            return sorted(value)

        def to_python(self, value: t.Any) -> t.Any:
            return set(value)

    serializer = TaggedJSONSerializer()
    serializer.register(TagSet, index=0)
    assert serializer.loads(serializer.dumps({"a": {3, 1}})) == {"a": {1, 3}}
    with pytest.raises(KeyError, match="already registered"):
        serializer.register(TagSet)
    serializer.register(TagSet, force=True)


# Made by Flask 3.1.3 with the key "golden key", at 2020-09-13 12:26:40 UTC.
GOLDEN_COOKIE = (
    ".eJx9jrEKwjAURX_lcecMSWxFHio4ORWEuomUlAZbsEXahA4l_24Sd-947hnOBr_YGVwKOPNawBvIgR8wEDi2ZzyDwNrb"
    "KT8dGLWfBKkd1fZDWmpJSrPecyHpWt0R7aHLro-u_L8y6bNZs99G_3I7nBLr3fjOcIwwVUSWslLC8GtsGrAKIXwBqVMxCw"
    ".X14QAA.SFW1HXqT_kf-ERxydmJPc98DWmM"
)


def test_a_cookie_of_an_earlier_release_is_read(app: Flask) -> None:
    app.secret_key = "golden key"
    app.permanent_session_lifetime = datetime.timedelta(days=36_500)
    app.add_url_rule("/", "index", lambda: repr(sorted(session.items())))
    wanted = {
        "user": 5,
        "tags": ("a", "<b>"),
        "when": datetime.datetime(2020, 9, 13, 12, 26, 40, tzinfo=datetime.UTC),
        "id": uuid.UUID(int=5),
        "raw": b"\x00\xff",
        "html": Markup("<b>"),
        " t": {" t": 1},
    }
    client = app.test_client()
    client.set_cookie("session", GOLDEN_COOKIE)
    assert client.get("/").text == repr(sorted(wanted.items()))
