"""The door: every public name, loaded from its room when it is first asked for.

Importing the package costs next to nothing; a program that only signs bytes never loads JSON,
and one that only catches errors never loads a hash. Names of releases long gone answer with what
took their place.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import encoding, exc, serializer, signer, timed, url_safe
    from .encoding import base64_decode, base64_encode, want_bytes
    from .exc import (
        BadData,
        BadHeader,
        BadPayload,
        BadSignature,
        BadTimeSignature,
        SignatureExpired,
    )
    from .serializer import Serializer
    from .signer import HMACAlgorithm, NoneAlgorithm, Signer
    from .timed import TimedSerializer, TimestampSigner
    from .url_safe import URLSafeSerializer, URLSafeTimedSerializer

    __version__: str
del TYPE_CHECKING

_ROOMS = {
    "encoding": ("base64_decode", "base64_encode", "want_bytes"),
    "exc": (
        "BadData",
        "BadHeader",
        "BadPayload",
        "BadSignature",
        "BadTimeSignature",
        "SignatureExpired",
    ),
    "serializer": ("Serializer",),
    "signer": ("HMACAlgorithm", "NoneAlgorithm", "Signer"),
    "timed": ("TimedSerializer", "TimestampSigner"),
    "url_safe": ("URLSafeSerializer", "URLSafeTimedSerializer"),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

_USE_JOSE = "use a JOSE library such as joserfc or PyJWT for JSON Web Signatures"
_USE_TIMED = f"use URLSafeTimedSerializer with loads(max_age=...), or {_USE_JOSE}"
_USE_URL_SAFE = f"use URLSafeSerializer, or {_USE_JOSE}"

# Name -> what became of it.
_REMOVED = {
    "json": "removed in ItsDangerous 2.1; use the json module of Python",
    "simplejson": "removed in ItsDangerous 2.1; use the json module of Python",
    "JSONWebSignatureSerializer": f"removed in ItsDangerous 2.1; {_USE_URL_SAFE}",
    "TimedJSONWebSignatureSerializer": f"removed in ItsDangerous 2.1; {_USE_TIMED}",
    "jws": f"removed in ItsDangerous 2.1; {_USE_URL_SAFE}",
    "constant_time_compare": "use hmac.compare_digest",
    "bytes_to_int": "import it from itsdangerous.encoding",
    "int_to_bytes": "import it from itsdangerous.encoding",
    "is_text_serializer": "import it from itsdangerous.serializer",
    "SigningAlgorithm": "import it from itsdangerous.signer",
    "URLSafeSerializerMixin": "import it from itsdangerous.url_safe",
}

__all__ = [
    "encoding",
    "exc",
    "serializer",
    "signer",
    "timed",
    "url_safe",
    "base64_decode",
    "base64_encode",
    "want_bytes",
    "BadData",
    "BadHeader",
    "BadPayload",
    "BadSignature",
    "BadTimeSignature",
    "SignatureExpired",
    "Serializer",
    "HMACAlgorithm",
    "NoneAlgorithm",
    "Signer",
    "TimedSerializer",
    "TimestampSigner",
    "URLSafeSerializer",
    "URLSafeTimedSerializer",
]


def __getattr__(name: str) -> object:
    import importlib

    if name in _HOME:
        value: object = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value

    if name in _ROOMS or name == "_json":
        return importlib.import_module(f"{__name__}.{name}")

    if name == "__version__":
        return _version()

    problem = f"module {__name__!r} has no attribute {name!r}"

    if name in _REMOVED:
        problem = f"{problem}: {_REMOVED[name]}"

        if _asked_by_import():
            raise ImportError(problem, name=__name__)

    raise AttributeError(problem, name=name)


def _asked_by_import() -> bool:
    """Tell whether ``from itsdangerous import name`` asks.

    It hides the text of an AttributeError, and shows that of an ImportError.
    """
    import sys

    caller = sys._getframe(2).f_globals.get("__name__")
    return caller == "importlib._bootstrap"


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})


def _version() -> str:
    import importlib.metadata
    import warnings

    warnings.warn(
        "The '__version__' attribute is deprecated and will be removed in ItsDangerous 2.3. Use"
        " feature detection or 'importlib.metadata.version(\"itsdangerous\")' instead.",
        DeprecationWarning,
        stacklevel=3,
    )
    return importlib.metadata.version("itsdangerous")
