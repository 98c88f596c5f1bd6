"""HTTP and WSGI tools. Only re-exports; test client and server are loaded on first use."""

from __future__ import annotations

from .wrappers.request import Request as Request
from .wrappers.response import Response as Response

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .serving import run_simple as run_simple
    from .test import Client as Client
del TYPE_CHECKING

_LATE = {"Client": "test", "run_simple": "serving"}


def __getattr__(name: str) -> object:
    module = _LATE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATE})
