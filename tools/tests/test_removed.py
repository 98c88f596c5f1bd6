"""The ledger of removed names agrees with what an import says."""

from __future__ import annotations

import importlib

import pytest

# The folder of the library alone is no installed package.
pytest.importorskip("flask.globals")

from flask import Blueprint, Flask
from tools.removed import ledger, sentence
from tools.support import LIBRARIES

ROWS = [row for library in LIBRARIES.values() for row in ledger(library).items()]


def test_sentences() -> None:
    assert sentence("use b") == "use b"
    assert sentence(("3.0", "use b")) == "removed in 3.0; use b"


@pytest.mark.parametrize(("name", "text"), ROWS)
def test_the_error_of_a_removed_name_has_the_sentence(name: str, text: str) -> None:
    place, _, last = name.rpartition(".")
    try:
        owner = importlib.import_module(place)
    except ImportError:
        owner = {"flask.Flask": Flask("x"), "flask.Blueprint": Blueprint("x", "x")}[place]
    with pytest.raises(AttributeError) as caught:
        getattr(owner, last)
    whole = " ".join([str(caught.value), *getattr(caught.value, "__notes__", ())])
    assert text.rpartition("; ")[2] in whole
