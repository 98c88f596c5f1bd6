"""Suggestions of similar names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import Environment
from jinja2._near import did_you_mean, near_names


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("nmae", ["name", "same", "mean"], ["name"]),
        ("uper", ["upper", "super", "lower"], ["upper", "super"]),
        ("Name", ["name"], ["name"]),
        ("usr", ["user", "users", "use"], ["user", "use"]),
        ("super", ["users"], []),
        ("endfor", ["for"], []),
        ("elif", ["if"], []),
        ("/users", ["static"], []),
        ("a", ["b", "ab"], []),
        ("", ["a"], []),
        ("id", ["i", "ids"], ["i", "ids"]),
        ("name", ["name", 5, None], []),
        ("index", ["inedx", "idnex", "indx", "indez"], ["inedx", "idnex", "indx"]),
    ],
)
def test_near_names(name: str, known: list[object], near: list[str]) -> None:
    assert near_names(name, known) == near


@given(st.text("abc", min_size=3, max_size=12), st.data())
def test_one_mistake_is_found_in_both_directions(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 2))
    wrong = {
        "missing": name[:place] + name[place + 1 :],
        "additional": name[:place] + "x" + name[place:],
        "wrong": name[:place] + "x" + name[place + 1 :],
        "swapped": name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    }[data.draw(st.sampled_from(["missing", "additional", "wrong", "swapped"]))]
    if wrong != name:
        assert near_names(wrong, [name]) == [name]
        assert near_names(name, [wrong]) == [wrong]


def test_questions() -> None:
    assert did_you_mean("nmae", ["name"]) == "Did you mean 'name'?"
    assert did_you_mean("uper", ["upper", "super"]) == "Did you mean 'upper' or 'super'?"
    assert did_you_mean("x", ["y"]) is None
    assert did_you_mean(5, ["5"]) is None


def test_filters_are_not_suggested_for_tests() -> None:
    with pytest.raises(Exception, match="No test named 'upperr'") as caught:
        Environment().from_string("{{ 1 is upperr }}")
    assert "'upper'" in "".join(caught.value.__notes__)
    with pytest.raises(Exception, match="No test named 'joim'") as caught:
        Environment().from_string("{{ 1 is joim }}")
    assert "Did you mean" not in "".join(getattr(caught.value, "__notes__", []))
