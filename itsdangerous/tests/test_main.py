"""The command: what it shows, its exit codes, and that it keeps secrets."""

from __future__ import annotations

import hashlib
import io
import runpy
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itsdangerous import Serializer, Signer, URLSafeSerializer, URLSafeTimedSerializer
from itsdangerous.__main__ import main

SECRETS = "oldest-secret\n\nnewest-secret\n"


@pytest.fixture
def keys(tmp_path: Path) -> str:
    file = tmp_path / "keys"
    file.write_text(SECRETS, encoding="utf-8")
    return str(file)


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out + err


def test_without_keys(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = shown(capsys, URLSafeTimedSerializer("newest-secret").dumps({"id": 5, "é": "x"}))
    assert code == 0
    assert '{"id":5,"\\xe9":"x"} (base64, ' in text
    assert "20 bytes, likely sha1" in text
    assert "verified:  no; give --key-file" in text
    assert f"{time.gmtime().tm_year}-" in text


def test_matching_keys(capsys: pytest.CaptureFixture[str], keys: str) -> None:
    for secret, words in (("newest-secret", "2 of 2, the newest"), ("oldest-secret", "1 of 2\n")):
        token = URLSafeTimedSerializer(secret).dumps(["x" * 200])
        code, text = shown(capsys, "--key-file", keys, "--max-age", "60", token)
        assert code == 0
        assert f"yes, by key {words}" in text
        assert "(compressed, " in text
        assert "seconds are left" in text
        assert "secret" not in text


def test_settings(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYS", SECRETS)
    token = Signer(
        "newest-secret", salt="s", sep=":", key_derivation="hmac", digest_method=hashlib.sha256
    ).sign("a.b")
    options = ["--key-env", "KEYS", "--salt", "s", "--sep", ":", "--key-derivation", "hmac"]
    code, text = shown(capsys, *options, "--digest", "sha256", token.decode())
    assert code == 0
    assert "32 bytes, likely sha256" in text
    assert "no timestamp" in text
    assert "a.b (as it is, 3 bytes)" in text

    code, text = shown(capsys, *options, "--digest", "sha512", token.decode())
    assert code == 1
    assert "none of 2 keys fits" in text
    assert "secret" not in text


def test_expired(capsys: pytest.CaptureFixture[str], keys: str, clock: Any) -> None:
    token = URLSafeTimedSerializer("newest-secret", signer=clock).dumps(1)
    code, text = shown(capsys, "--key-file", keys, "--max-age", "60", token)
    assert code == 3
    assert "is not within 0 to 60" in text
    assert "2023-11-14 22:13:20+00:00" in text

    token = URLSafeSerializer("newest-secret").dumps(1)
    code, text = shown(capsys, "--key-file", keys, "--max-age", "60", token)
    assert code == 3
    assert "no time to check" in text


@pytest.mark.parametrize("argument", [[], ["-"]])
def test_standard_input(
    argument: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.BytesIO(Serializer("x").dumps({"id": 5}).encode() + b"\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data, encoding="utf-8"))
    code, text = shown(capsys, *argument)
    assert code == 0
    assert '{"id": 5} (as it is, 9 bytes)' in text


def test_no_token(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = shown(capsys, "nonsense")
    assert code == 4
    assert text == "This is not a token: there is no '.' in it.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--key-env", "NO_SUCH_NAME", "a.b"], "there is no environment variable 'NO_SUCH_NAME'"),
        (["--key-env", "EMPTY", "a.b"], "there is no secret in the environment variable 'EMPTY'"),
        (["--key-file", "/no/such/file", "a.b"], "/no/such/file"),
        (["--sep", "a", "a.b"], "separator cannot be used"),
        (["--digest", "crc", "a.b"], "invalid choice"),
        (["--max-age", "5", "a.b"], "--max-age needs --key-file"),
    ],
)
def test_misuse(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMPTY", "")

    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("a.b", "not base64"),
        ("a.bb", "1 bytes, of no known digest"),
        ("a.", "0 bytes, likely none"),
        ("_w.bb", "(as it is, 2 bytes)"),
        (".AAAA.bb", ".AAAA (as it is, 5 bytes)"),
        ("x" * 5000 + ".bb", "..."),
        ("v.__________8.bb", "no timestamp"),
        ("v.b.bb", "v.b (as it is"),
        ("v.bbbbb.bb", "no timestamp"),
        ("v.AAAA.bb", "no timestamp"),
    ],
)
def test_odd_tokens(token: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = shown(capsys, token)
    assert code == 0
    assert words in text


def test_bytes_that_are_no_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.TextIOWrapper(io.BytesIO(b"\xff\x1b.bb"), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", data)
    code, text = shown(capsys)
    assert code == 0
    assert "b'\\xff\\x1b' (as it is, not text, 2 bytes)" in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.text(st.characters(exclude_categories=["Cs"])))
def test_junk_shows_no_traceback_and_no_control_characters(
    junk: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = shown(capsys, "--", junk + ".x")
    assert code == 0
    assert text.replace("\n", "").isprintable() and text.isascii()


def test_as_a_module(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["itsdangerous", "nonsense"])
    monkeypatch.delitem(sys.modules, "itsdangerous.__main__")

    with pytest.raises(SystemExit) as caught:
        runpy.run_module("itsdangerous", run_name="__main__")

    assert caught.value.code == 4
    assert "not a token" in capsys.readouterr().err
