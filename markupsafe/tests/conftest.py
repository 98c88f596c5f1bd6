"""The package with each of its two escape modules."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from types import ModuleType

import pytest

# Pytest names test modules by their folders, and makes an empty package of the first folder,
# which has the name of ours.
if getattr(sys.modules.get("markupsafe"), "__file__", None) is None:
    sys.modules.pop("markupsafe", None)
    importlib.import_module("markupsafe")

HAS_SPEEDUPS = importlib.util.find_spec("markupsafe._speedups") is not None

if os.environ.get("REQUIRE_C") and not HAS_SPEEDUPS and sys.implementation.name == "cpython":
    pytest.exit("REQUIRE_C is set, and MarkupSafe was built without its C extension", returncode=4)


def load_pure() -> ModuleType:
    """A second copy of the package, which did not find its extension."""
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_ours(name)}
    sys.modules["markupsafe._speedups"] = None  # type: ignore[assignment]

    try:
        return importlib.import_module("markupsafe")
    finally:
        for name in [name for name in sys.modules if _is_ours(name)]:
            del sys.modules[name]

        sys.modules.update(kept)


def _is_ours(name: str) -> bool:
    return name == "markupsafe" or name.startswith("markupsafe.")


@pytest.fixture(scope="session")
def pure() -> ModuleType:
    return load_pure()


@pytest.fixture(
    params=[
        "native",
        pytest.param(
            "speedups", marks=pytest.mark.skipif(not HAS_SPEEDUPS, reason="no C extension here")
        ),
    ]
)
def ms(request: pytest.FixtureRequest, pure: ModuleType) -> ModuleType:
    """The package, once escaping in Python and once in C."""
    return pure if request.param == "native" else importlib.import_module("markupsafe")
