"""The implementation of :mod:`flask.cli`, and the hooks they need.

The hooks are values that a higher module sets at import: :mod:`flask.app` the class of
applications, and three public modules themselves. Programs patch names in these modules, so
the commands look names up there at each call.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from types import ModuleType

    from .._annotations import Flask

app_class: type[Flask]
public_module: ModuleType
app_module: ModuleType
testing_module: ModuleType
