"""JSON with and without an application, and the tags of sessions."""

from __future__ import annotations

import dataclasses
import io
import typing as t
from decimal import Decimal

import pytest

from flask import Flask, json
from flask.json.provider import DefaultJSONProvider, JSONProvider
from flask.json.tag import JSONTag, TaggedJSONSerializer
from markupsafe import Markup


@dataclasses.dataclass
class Point:
    x: int


class Doubling(JSONProvider):
    """Knows only how to say that it was asked."""

    def dumps(self, obj: t.Any, **kwargs: t.Any) -> str:
        return f"dumped {obj}"

    def loads(self, s: str | bytes, **kwargs: t.Any) -> t.Any:
        return f"loaded {s!r}"


def test_files_without_an_application() -> None:
    file = io.StringIO()
    json.dump({"b": Decimal("1.5"), "a": Point(1)}, file)
    assert json.load(io.StringIO(file.getvalue())) == {"b": "1.5", "a": {"x": 1}}
    assert json.load(io.BytesIO(b"[1]")) == [1]


def test_files_of_an_application(app: Flask) -> None:
    app.json = Doubling(app)
    with app.app_context():
        file = io.StringIO()
        json.dump(1, file)
        assert file.getvalue() == "dumped 1"
        assert json.load(io.StringIO("x")) == "loaded 'x'"
        assert json.dumps(2) == "dumped 2" and json.loads("y") == "loaded 'y'"


def test_a_provider_must_read_and_write(app: Flask) -> None:
    provider = JSONProvider(app)
    with pytest.raises(NotImplementedError):
        provider.dumps(1)
    with pytest.raises(NotImplementedError):
        provider.loads("1")


def test_what_has_html_is_its_html(app: Flask) -> None:
    class Bold:
        def __html__(self) -> str:
            return "<b>"

    assert app.json.dumps(Bold()) == '"<b>"'
    with pytest.raises(TypeError, match="Object of type object is not JSON serializable"):
        app.json.dumps(object())


def test_how_answers_look(app: Flask) -> None:
    assert isinstance(app.json, DefaultJSONProvider)
    with app.app_context():
        assert app.json.response(b=1, a=2).data == b'{"a":2,"b":1}\n'
        app.debug = True
        assert app.json.response([1]).data == b"[\n  1\n]\n"
        app.json.compact = True
        app.json.mimetype = "application/vnd.x+json"
        app.json.sort_keys = False
        answer = app.json.response(b="ä", a=2)
        assert answer.data == b'{"b":"\\u00e4","a":2}\n'
        assert answer.mimetype == "application/vnd.x+json"
        with pytest.raises(TypeError, match="either args or kwargs"):
            app.json.response(1, a=2)


def test_a_tag_must_say_what_it_is_for() -> None:
    tag = JSONTag(TaggedJSONSerializer())
    for call in (tag.check, tag.to_json, tag.to_python):
        with pytest.raises(NotImplementedError):
            call(None)


def test_tags_are_tried_in_their_order() -> None:
    serializer = TaggedJSONSerializer()

    class Loud(JSONTag):
        key = " loud"

        def check(self, value: t.Any) -> bool:
            return isinstance(value, Markup)

        def to_json(self, value: t.Any) -> str:
            return str(value).upper()

        def to_python(self, value: t.Any) -> str:
            return f"{value}!"

    serializer.register(Loud, index=0)
    assert serializer.loads(serializer.dumps([Markup("a")])) == ["A!"]
    with pytest.raises(KeyError, match="already registered"):
        serializer.register(Loud)
    serializer.register(Loud, force=True)
    assert serializer.untag({" loud": "x"}) == "x!"
