"""Password hashes that others can read, and paths that stay where they belong."""

from __future__ import annotations

import os
import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug import security
from werkzeug.security import check_password_hash, gen_salt, generate_password_hash, safe_join


@pytest.mark.parametrize("method", ["scrypt:16:8:1", "pbkdf2:sha256:2", "pbkdf2:sha1:1"])
def test_hashes(method: str) -> None:
    hashed = generate_password_hash("pä$$", method, 5)
    kept, salt, digest = hashed.split("$")
    assert kept == method and len(salt) == 5 and set(digest) <= set("0123456789abcdef")
    assert check_password_hash(hashed, "pä$$") and not check_password_hash(hashed, "x")


def test_default_method() -> None:
    hashed = generate_password_hash("x")
    assert hashed.startswith("scrypt:32768:8:1$") and len(hashed.split("$")[1]) == 16
    assert check_password_hash(hashed, "x")


def test_hash_of_known_value() -> None:
    # RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd" with salt "salt", one iteration.
    digest = (
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        "a49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a1978"
    )
    assert check_password_hash(f"pbkdf2:sha256:1$salt${digest[:64]}", "passwd")


@pytest.mark.parametrize("hashed", ["", "a", "a$b"])
def test_malformed_hash(hashed: str) -> None:
    assert not check_password_hash(hashed, "x")


@pytest.mark.parametrize(
    "method",
    ["plain", "", "md5", "scrypt:1:2", "scrypt:a:b:c", "pbkdf2:sha256:1:2", "pbkdf2:nope:1"],
)
def test_unknown_method(method: str) -> None:
    with pytest.raises(ValueError):
        generate_password_hash("x", method)
    with pytest.raises(ValueError):
        check_password_hash(f"{method}$a$b", "x")


def test_salt() -> None:
    assert len(gen_salt(40)) == 40 and set(gen_salt(200)) <= set(security.SALT_CHARS)
    assert gen_salt(20) != gen_salt(20)
    with pytest.raises(ValueError, match="at least 1"):
        gen_salt(0)


@given(
    st.lists(
        st.sampled_from(["a", "..", ".", "/", "//", "b", "...", "", "a/..", "../"]), max_size=5
    )
)
def test_joined_path_is_inside(pieces: list[str]) -> None:
    for parts in (pieces, ["".join(pieces)]):
        path = safe_join("/base", *parts)
        if path is not None:
            normal = posixpath.normpath(path)
            assert normal == "/base" or normal.startswith("/base/")


@pytest.mark.parametrize(
    ("pieces", "path"),
    [(["a"], "/b/a"), (["a", "c"], "/b/a/c"), (["a/../c"], "/b/c"), ([], "/b"), (["", "a"], "/b/a")]
    + [([piece], None) for piece in ("..", "/a", "//a", "a/../..", "../a")],
)
def test_safe_join(pieces: list[str], path: str | None) -> None:
    assert safe_join("/b", *pieces) == path
    assert safe_join("", "a") == "./a"


DEVICES = ["CON", "prn", "Aux", "NUL", "COM1", "lpt9", "COM¹", "CONIN$", "conout$"]
DISGUISES = [
    "{}",
    "{}.txt",
    "{}.txt.html",
    "{} ",
    "{}:",
    "{}::$DATA",
    "{} .x",
    "a/{}",
    "{}/a",
    "a/{}.x/b",
]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_windows_devices(device: str, disguise: str) -> None:
    path = disguise.format(device)
    assert security._is_unsafe_on_windows(path)


@pytest.mark.parametrize("path", ["C:a", "c:/a", "a\\b", "..\\a"])
def test_windows_paths(path: str) -> None:
    assert security._is_unsafe_on_windows(path)


@pytest.mark.parametrize("path", ["a", "console", "a.con", "nul1", "com", "x/y.txt"])
def test_windows_innocent(path: str) -> None:
    assert not security._is_unsafe_on_windows(path)


def test_safe_join_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "os", _Windows())
    assert safe_join("b", "NUL.txt") is None and safe_join("b", "a\\b") is None
    assert safe_join("b", "C:a") is None and safe_join("b", "a") == "b/a"


class _Windows:
    name = "nt"
    sep = "\\"

    class path:
        altsep = "/"

        @staticmethod
        def isabs(path: str) -> bool:
            return os.path.isabs(path)


# The test vectors of RFC 7914 (scrypt, and PBKDF2 with SHA-256) and RFC 6070 (with SHA-1).
@pytest.mark.parametrize(
    ("method", "salt", "password", "digest"),
    [
        (
            "scrypt:16:1:1",
            "",
            "",
            (
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            ),
        ),
        (
            "scrypt:1024:8:16",
            "NaCl",
            "password",
            (
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
            ),
        ),
        (
            "scrypt:16384:8:1",
            "SodiumChloride",
            "pleaseletmein",
            (
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ),
        (
            "pbkdf2:sha256:1",
            "salt",
            "passwd",
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc",
        ),
        (
            "pbkdf2:sha256:80000",
            "NaCl",
            "Password",
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56",
        ),
        ("pbkdf2:sha1:1", "salt", "password", "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
        ("pbkdf2:sha1:4096", "salt", "password", "4b007901b765489abead49d926f721d065a429c1"),
    ],
)
def test_vectors(method: str, salt: str, password: str, digest: str) -> None:
    assert check_password_hash(f"{method}${salt}${digest}", password)
    assert not check_password_hash(f"{method}${salt}${digest}", f"{password}x")
