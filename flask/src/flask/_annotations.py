"""Classes of higher modules for annotations in the modules below them.

Programs subclass these classes and override methods whose signatures name them. An override must
accept all that its base does, so it could not be annotated with the classes if the base used
protocols. This module is for type checkers; nothing imports it at run time.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ._cli.test_runner import FlaskCliRunner as FlaskCliRunner
    from .app import Flask as Flask
    from .ctx import AppContext as AppContext
    from .ctx import RequestContext as RequestContext
    from .sansio.app import App as App
    from .sansio.blueprints import Blueprint as Blueprint
    from .sansio.scaffold import Scaffold as Scaffold
    from .sessions import SessionMixin as SessionMixin
    from .testing import FlaskClient as FlaskClient
    from .wrappers import Request as Request
    from .wrappers import Response as Response
