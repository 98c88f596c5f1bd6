"""Messages and ``gettext``."""

from __future__ import annotations

import gettext
import sys

import pytest

import click
from click._i18n import translate, translate_plural
from click.testing import CliRunner


def test_without_gettext_messages_are_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "gettext", raising=False)
    assert translate("Options") == "Options"
    assert [translate_plural("one", "many", count) for count in (0, 1, 2)] == [
        "many",
        "one",
        "many",
    ]
    assert "gettext" not in sys.modules


def test_a_bound_domain_translates(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {
        "Options": "Optionen",
        "Error: {message}": "Fehler: {message}",
        "Show this message and exit.": "Zeigt das hier.",
        "No such option {name!r}.": "Option {name!r} gibt es nicht.",
    }
    monkeypatch.setattr(gettext, "gettext", lambda text: words.get(text, text))
    monkeypatch.setattr(gettext, "ngettext", lambda one, many, count: f"{count}:{one}")
    monkeypatch.setitem(sys.modules, "gettext", gettext)
    command = click.Command("c")
    runner = CliRunner()
    assert "Optionen:\n  --help  Zeigt das hier.\n" in runner.invoke(command, ["--help"]).output
    shown = runner.invoke(command, ["--nope"]).output
    assert shown.endswith("Fehler: Option '--nope' gibt es nicht.\n")
    assert translate_plural("one", "many", 3) == "3:one"
