"""Sign data that travels through untrusted hands, and verify it when it comes back.

>>> from itsdangerous import URLSafeTimedSerializer
>>> serializer = URLSafeTimedSerializer("secret key", salt="activate")
>>> token = serializer.dumps({"user": 5})
>>> serializer.loads(token, max_age=3600)
{'user': 5}

``Signer`` and ``TimestampSigner`` sign bytes. ``Serializer``, ``TimedSerializer``,
``URLSafeSerializer`` and ``URLSafeTimedSerializer`` sign objects. The timed ones also sign the
time. All errors are subclasses of ``BadData``; a wrong signature raises ``BadSignature``.

Names are imported from their modules on first use.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
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

# The public names of each module. They are imported at first use: a program that only catches
# errors loads no JSON and no hashes, which saves 20 ms (CPython 3.13).
_MODULES = {
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
_LAZY = {name: module for module, names in _MODULES.items() for name in names}

_USE_JOSE = "use a JOSE library such as joserfc or PyJWT for JSON Web Signatures"
_USE_TIMED = f"use URLSafeTimedSerializer with loads(max_age=...), or {_USE_JOSE}"
_USE_URL_SAFE = f"use URLSafeSerializer, or {_USE_JOSE}"

# Name that is no longer here -> what to do.
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

    if name in _LAZY:
        value: object = getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES or name == "_json":
        return importlib.import_module(f"{__name__}.{name}")
    if name == "__version__":
        return _version()
    message = f"module {__name__!r} has no attribute {name!r}"
    if name in _REMOVED:
        message = f"{message}: {_REMOVED[name]}"
        if _is_from_import():
            raise ImportError(message, name=__name__)
    raise AttributeError(message, name=name)


def _is_from_import() -> bool:
    """Return whether ``from itsdangerous import name`` is running.

    Python replaces the text of an AttributeError there, but not that of an ImportError.
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
