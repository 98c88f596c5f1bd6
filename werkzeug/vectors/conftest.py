"""Makes sure that the tests see the installed package."""

from __future__ import annotations

import importlib
import sys

# The folder of the tests has the name of the package, and pytest makes an empty module of it.
if getattr(sys.modules.get("werkzeug"), "__file__", None) is None:
    sys.modules.pop("werkzeug", None)
    importlib.import_module("werkzeug")
