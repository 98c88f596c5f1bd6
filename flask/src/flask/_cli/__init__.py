"""The rooms behind :mod:`flask.cli`.

Here is the one slot of the package: the class of applications, which the command line
looks for and which stands above it.  :mod:`flask.app` puts it in.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..app import Flask

app_class: type[Flask]
