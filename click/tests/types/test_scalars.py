"""Texts, numbers, booleans, dates."""

from __future__ import annotations

import sys

import pytest

import click
import click.decorators
import click.testing
import click.types


def test_bytes_become_text_somehow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click._streams.get_argv_encoding", lambda: "ascii")
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    assert click.STRING.convert(b"a\xff", None, None) in ("a\ufffd", "a\xff")
