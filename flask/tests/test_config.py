"""Configuration from every source."""

from __future__ import annotations

import json
import typing as t
from datetime import timedelta

import pytest

from flask import Config, Flask


class Settings:
    UPPER = "class"
    lower = "ignored"
    Mixed = "ignored"


def test_from_object_and_mapping() -> None:
    config = Config("/")
    config.from_object(Settings)
    config.from_object(f"{Settings.__module__}.Settings" if "." not in __name__ else Settings)
    assert config == {"UPPER": "class"}
    assert config.from_mapping([("A", 1), ("b", 2)], C=3, d=4)
    assert config == {"UPPER": "class", "A": 1, "C": 3}
    assert repr(config).startswith("<Config {'UPPER'")
    assert config.root_path == "/"


def test_from_pyfile(tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.py").write_text("A = 1\nb = 2\nHERE = __file__\n")
    config = Config(tmp_path)
    assert config.from_pyfile("settings.py")
    assert config["A"] == 1 and "b" not in config
    assert config["HERE"] == str(tmp_path / "settings.py")
    assert not config.from_pyfile("missing.py", silent=True)
    with pytest.raises(FileNotFoundError, match="Unable to load configuration file"):
        config.from_pyfile("missing.py")
    monkeypatch.setenv("SETTINGS", str(tmp_path / "settings.py"))
    assert Config("/").from_envvar("SETTINGS")
    assert not config.from_envvar("NOT_SET", silent=True)
    with pytest.raises(RuntimeError, match="'NOT_SET' is not set"):
        config.from_envvar("NOT_SET")


def test_from_file(tmp_path: t.Any) -> None:
    import tomllib

    (tmp_path / "a.json").write_text('{"A": 1, "b": 2}')
    (tmp_path / "a.toml").write_text("A = 2")
    config = Config(tmp_path)
    assert config.from_file("a.json", json.load)
    assert config == {"A": 1}
    assert config.from_file("a.toml", tomllib.load, text=False)
    assert config == {"A": 2}
    assert not config.from_file("missing", json.load, silent=True)
    with pytest.raises(FileNotFoundError, match="Unable to load configuration file"):
        config.from_file("missing", json.load)


def test_from_prefixed_env(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "X_A": "1",
        "X_B": "text",
        "X_C": '{"d": [1]}',
        "X_D__E__F": "true",
        "X_C__g": "2",
        "Y_A": "3",
    }.items():
        monkeypatch.setenv(name, value)
    config = Config("/")
    assert config.from_prefixed_env("X")
    assert config == {
        "A": 1,
        "B": "text",
        "C": {"d": [1], "g": 2},
        "D": {"E": {"F": True}},
    }
    other = Config("/")
    other.from_prefixed_env("Y", loads=str)
    assert other == {"A": "3"}


def test_namespaces() -> None:
    config = Config("/", {"DB_HOST": "h", "DB_PORT": 1, "OTHER": 2})
    assert config.get_namespace("DB_") == {"host": "h", "port": 1}
    assert config.get_namespace("DB_", lowercase=False) == {"HOST": "h", "PORT": 1}
    assert config.get_namespace("DB_", trim_namespace=False) == {"db_host": "h", "db_port": 1}


def test_attributes_of_the_application(app: Flask) -> None:
    app.secret_key = "k"
    app.permanent_session_lifetime = 60  # type: ignore[assignment]
    assert app.config["SECRET_KEY"] == "k"
    assert app.permanent_session_lifetime == timedelta(seconds=60)
    assert Flask.secret_key.__name__ == "SECRET_KEY"  # type: ignore[union-attr]
    app.debug = True
    assert app.config["DEBUG"] is True


@pytest.mark.parametrize(
    ("value", "debug"),
    [("", False), ("0", False), ("False", False), ("NO", False), ("1", True), ("x", True)],
)
def test_debug_flag(monkeypatch: pytest.MonkeyPatch, value: str, debug: bool) -> None:
    monkeypatch.setenv("FLASK_DEBUG", value)
    assert Flask("x").debug is debug


def test_instance_folders(tmp_path: t.Any) -> None:
    app = Flask("x", instance_path=str(tmp_path), instance_relative_config=True)
    (tmp_path / "s.py").write_text("A = 'instance'")
    app.config.from_pyfile("s.py")
    assert app.config["A"] == "instance"
    with app.open_instance_resource("new.txt", "w") as file:
        file.write("ä")
    with app.open_instance_resource("new.txt", "r") as file:
        assert file.read() == "ä"
    assert Flask("nowhere").instance_path.endswith("instance")


def test_a_prefixed_variable_inside_of_a_plain_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_HOST__NAME", "1")
    values: list[t.Any] = [5, "text"]
    for value in values:
        with pytest.raises(TypeError, match="'X_HOST__NAME' sets a key inside of"):
            Config("/", {"HOST": value}).from_prefixed_env("X")
