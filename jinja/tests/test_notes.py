"""Notes that are made when somebody looks."""

from __future__ import annotations

import copy
import pickle
import traceback

import pytest

from jinja2 import Environment, TemplateSyntaxError, UndefinedError
from jinja2._notes import LateNotes, note_later


def made(*notes):
    calls = []

    def make():
        calls.append(notes)
        return notes

    make.calls = calls
    return make


def test_nothing_is_made_before_somebody_looks():
    error = ValueError("x")
    make = made("late", None)
    note_later(error, make)
    error.add_note("early")
    assert not make.calls
    assert error.__notes__ == ["late", "early"]
    assert len(error.__notes__) == 2
    assert len(make.calls) == 1


@pytest.mark.parametrize(
    "look",
    [
        lambda notes: notes == ["a", "b"],
        lambda notes: not notes != ["a", "b"],
        lambda notes: len(notes) == 2,
        lambda notes: bool(notes),
        lambda notes: notes[0] == "a" and notes[-1] == "b" and notes[:] == ["a", "b"],
        lambda notes: list(notes) == [*notes] == ["a", "b"],
        lambda notes: "b" in notes,
        lambda notes: repr(notes) == "['a', 'b']",
        lambda notes: notes + ["c"] == ["a", "b", "c"],  # noqa: RUF005
        lambda notes: list(reversed(notes)) == ["b", "a"],
        lambda notes: notes.index("b") == 1 and notes.count("a") == 1,
        lambda notes: notes.pop() == "b",
        lambda notes: notes.copy() == ["a", "b"],
        lambda notes: "|".join(notes) == "a|b",
        lambda notes: sorted(notes) == ["a", "b"],
        lambda notes: type(copy.deepcopy(notes)) is list and copy.copy(notes) == ["a", "b"],
        lambda notes: pickle.loads(pickle.dumps(notes)) == ["a", "b"],
    ],
)
def test_every_way_to_look(look):
    error = ValueError()
    note_later(error, made("a"))
    note_later(error, made("b"))
    assert type(error.__notes__) is LateNotes
    assert look(error.__notes__)


def test_places():
    error = ValueError()
    error.add_note("1")
    note_later(error, made("2", "3"))
    error.add_note("4")
    note_later(error, made())
    note_later(error, made("5"))
    error.add_note("6")
    assert error.__notes__ == ["1", "2", "3", "4", "5", "6"]
    note_later(error, made("7"))
    assert error.__notes__[-1] == "7"


def test_what_fails_is_left_out():
    def fail():
        raise RuntimeError

    error = ValueError("x")
    note_later(error, fail)
    note_later(error, made("kept"))
    assert error.__notes__ == ["kept"]


def test_tracebacks_show_them():
    error = ValueError("x")
    note_later(error, made("of the\ntemplate"))
    assert "".join(traceback.format_exception(error)) == "ValueError: x\nof the\ntemplate\n"


def test_errors_of_templates_explain_themselves_late(monkeypatch):
    looked = []
    from jinja2 import _locate

    for name in ("CodeMap", "column_of_error"):
        plain = getattr(_locate, name)
        monkeypatch.setattr(
            _locate, name, lambda *args, plain=plain: (looked.append(args), plain(*args))[1]
        )
    environment = Environment()
    with pytest.raises(UndefinedError) as caught:
        environment.from_string("{{ a.b.c }}").render(a={})
    # What is underlined in the traceback was found already; it is not looked up again.
    assert len(looked) == 1
    assert "column 6" in caught.value.__notes__[0]
    assert len(looked) == 1
    with pytest.raises(TemplateSyntaxError) as refused:
        environment.from_string("{{ a|nope }}")
    assert len(looked) == 1
    assert refused.value.column == 6
    assert refused.value.column == 6
    assert len(looked) == 2


def test_errors_travel():
    environment = Environment()
    with pytest.raises(UndefinedError) as caught:
        environment.from_string("{{ a.b.c }}").render(a=lambda: 0)
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert str(twin) == str(caught.value)
        assert twin.__notes__ == caught.value.__notes__
    with pytest.raises(ZeroDivisionError) as divided:
        environment.from_string("{{ 1 / 0 }}").render(a=lambda: 0)
    assert pickle.loads(pickle.dumps(divided.value)).__notes__ == divided.value.__notes__
