"""Public names, lazy imports, and the errors of removed names."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import warnings

import pytest

import itsdangerous

PUBLIC = {
    "BadData": "exc",
    "BadHeader": "exc",
    "BadPayload": "exc",
    "BadSignature": "exc",
    "BadTimeSignature": "exc",
    "HMACAlgorithm": "signer",
    "NoneAlgorithm": "signer",
    "Serializer": "serializer",
    "SignatureExpired": "exc",
    "Signer": "signer",
    "TimedSerializer": "timed",
    "TimestampSigner": "timed",
    "URLSafeSerializer": "url_safe",
    "URLSafeTimedSerializer": "url_safe",
    "base64_decode": "encoding",
    "base64_encode": "encoding",
    "want_bytes": "encoding",
}


def test_public_names() -> None:
    star: dict[str, object] = {}
    exec("from itsdangerous import *", star)

    for name, home in PUBLIC.items():
        value = getattr(itsdangerous, name)
        assert value.__module__ == f"itsdangerous.{home}"
        assert star[name] is value
        assert value is itsdangerous.__getattr__(name)

    assert set(PUBLIC.values()) | set(PUBLIC) == set(itsdangerous.__all__)
    assert {*itsdangerous.__all__, "__version__"} <= set(dir(itsdangerous))


def run(program: str) -> str:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("program", "absent"),
    [
        ("import itsdangerous", "typing json hashlib hmac datetime zlib importlib.metadata"),
        ("from itsdangerous import BadSignature", "typing json hashlib hmac datetime zlib"),
        ("from itsdangerous import Signer; Signer('s')", "json datetime zlib"),
    ],
)
def test_nothing_is_loaded_before_it_is_needed(program: str, absent: str) -> None:
    measure = f"import sys; before = set(sys.modules); {program}; print(*set(sys.modules) - before)"
    assert not set(run(measure).split()) & set(absent.split())


def test_submodules_are_attributes() -> None:
    assert itsdangerous.__getattr__("url_safe") is sys.modules["itsdangerous.url_safe"]
    program = "import itsdangerous as i; print(i.url_safe.__name__, i._json.__name__)"
    assert run(program) == "itsdangerous.url_safe itsdangerous._json"


def test_version() -> None:
    with pytest.warns(DeprecationWarning, match="'__version__' attribute is deprecated") as caught:
        version = itsdangerous.__version__

    assert version == importlib.metadata.version("itsdangerous")
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("name", "way_out"),
    [
        ("json", "removed in ItsDangerous 2.1; use the json module"),
        ("JSONWebSignatureSerializer", "removed in ItsDangerous 2.1; use URLSafeSerializer"),
        ("TimedJSONWebSignatureSerializer", "use URLSafeTimedSerializer"),
        ("jws", "joserfc"),
        ("constant_time_compare", "hmac.compare_digest"),
        ("SigningAlgorithm", "import it from itsdangerous.signer"),
    ],
)
def test_names_of_the_past(name: str, way_out: str) -> None:
    with pytest.raises(AttributeError, match=way_out):
        getattr(itsdangerous, name)

    with pytest.raises(ImportError, match=name):
        exec(f"from itsdangerous import {name}")

    assert not hasattr(itsdangerous, name)


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="how imports ask for a name")
def test_names_of_the_past_in_from_imports() -> None:
    with pytest.raises(ImportError, match=r"removed in ItsDangerous 2\.1; use URLSafeTimed"):
        exec("from itsdangerous import TimedJSONWebSignatureSerializer")


def test_unknown_names() -> None:
    with pytest.raises(AttributeError, match=r"has no attribute 'nothing'$"):
        itsdangerous.nothing

    with pytest.raises(ImportError):
        exec("from itsdangerous import nothing")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not hasattr(itsdangerous, "nothing")
