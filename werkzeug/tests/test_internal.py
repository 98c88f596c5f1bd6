"""The small helpers, and the logger that appears on the first message."""

from __future__ import annotations

import copy
import logging
import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest

from werkzeug import _environ, _internal


def test_missing() -> None:
    assert repr(_internal._missing) == "no value"
    assert pickle.loads(pickle.dumps(_internal._missing)) is _internal._missing
    assert copy.deepcopy(_internal._missing) is _internal._missing


@pytest.mark.parametrize(("text", "value"), [("1", 1), (" -5\t", -5), ("007", 7)])
def test_plain_int(text: str, value: int) -> None:
    assert _internal._plain_int(text) == value


@pytest.mark.parametrize("text", ["", "+1", "1_0", "١", "1.5", "\n1", "--1", "-"])
def test_not_plain_int(text: str) -> None:
    with pytest.raises(ValueError):
        _internal._plain_int(text)


def test_dance() -> None:
    assert _internal._wsgi_encoding_dance("é") == "Ã©"
    assert _internal._wsgi_decoding_dance("Ã©\xff") == "é\ufffd"
    assert _internal._wsgi_decoding_dance("a") == "a" == _internal._wsgi_encoding_dance("a")


def test_utc() -> None:
    moment = datetime(2020, 1, 1)
    assert _internal._dt_as_utc(None) is None
    assert _internal._dt_as_utc(moment) == moment.replace(tzinfo=UTC)
    assert _internal._dt_as_utc(moment.replace(tzinfo=UTC)).tzinfo is UTC
    east = moment.replace(tzinfo=timezone(timedelta(hours=2)))
    assert _internal._dt_as_utc(east) == east and _internal._dt_as_utc(east).tzinfo is UTC


def test_environ_reading() -> None:
    environ = {"PATH_INFO": "/Ã©", "SCRIPT_NAME": "/a", "QUERY_STRING": "q=\xff"}
    assert _environ.path_info(environ) == "/é" and _environ.script_name(environ) == "/a"
    assert _environ.query_bytes(environ) == b"q=\xff" and _environ.server(environ) is None
    assert _environ.server({"SERVER_NAME": "a", "SERVER_PORT": "80"}) == ("a", 80)
    assert _environ.server({"SERVER_NAME": "/sock", "SERVER_PORT": ""}) == ("/sock", None)


def test_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(_internal, "_logger", None)
    logger = logging.getLogger("werkzeug")
    handlers = list(logger.handlers)
    level = logger.level
    try:
        _internal._log("info", "hello %s\n", "world")
        assert caplog.messages == ["hello world"]
    finally:
        logger.handlers[:] = handlers
        logger.setLevel(level)


def test_log_makes_a_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("werkzeug")
    monkeypatch.setattr(_internal, "_logger", None)
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", False)
    monkeypatch.setattr(logger, "level", logging.NOTSET)
    _internal._log("info", "x")
    assert [type(handler) for handler in logger.handlers] == [_internal._ColorStreamHandler]
    assert logger.level == logging.INFO


def test_names_elsewhere() -> None:
    assert _internal._DictAccessorProperty.__module__ == "werkzeug._internal"
    with pytest.raises(AttributeError, match="nope"):
        _internal.nope
