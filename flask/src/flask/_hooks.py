"""Values that higher modules set when they are imported, for the modules below them.

Programs patch names in public modules, such as ``flask.cli.run_simple``. The modules that implement
these look such names up in the public module at each call.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import ModuleType

    from ._annotations import Flask
    from ._overrides import Originals

#: :mod:`flask.app`, :mod:`flask.cli` and :mod:`flask.testing`, set by themselves.
app_module: ModuleType
cli_module: ModuleType
testing_module: ModuleType

#: :class:`flask.Flask`, set by :mod:`flask.app`. The ``flask`` command looks for its instances.
app_class: type[Flask]

#: :meth:`.Flask.url_for` and the function that it calls, set by :mod:`flask.app`.
app_url_for: t.Callable[..., str]
build_url: t.Callable[..., str]

#: Methods of the interface in :mod:`flask.sessions`, which sets this. While an interface keeps
#: them, opening a session late has the result of opening it at once: the rest of the interface is
#: called by them, or for sessions that are not empty, which are open by then.
cookie_session: Originals

#: Whether an application was made in this process, set by the first one.
app_was_made = False
