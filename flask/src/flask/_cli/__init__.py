"""The rooms behind :mod:`flask.cli`.

Here are the slots for what stands above these rooms: the class of applications, which
:mod:`flask.app` puts in, and the door itself, which :mod:`flask.cli` does.  Programs patch
the functions of the door, so the rooms call them there.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from types import ModuleType

    from ..app import Flask

app_class: type[Flask]
public_module: ModuleType
app_module: ModuleType
testing_module: ModuleType
