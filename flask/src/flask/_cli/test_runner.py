"""Run the commands of an application in a test."""

from __future__ import annotations

from click.testing import CliRunner

from .. import _hooks

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from click.testing import Result

    from .._annotations import Flask


class FlaskCliRunner(CliRunner):
    """Invokes commands of an application."""

    __module__ = "flask.testing"

    app: Flask

    def __init__(self, app: Flask, **kwargs: t.Any) -> None:
        super().__init__(**kwargs)
        self.app = app

    def invoke(  # type: ignore[override]
        self, cli: t.Any = None, args: t.Any = None, **kwargs: t.Any
    ) -> Result:
        """Run a command and capture what it writes.

        :param cli: the command; all of the application's by default.
        :param args: the arguments, as a list.
        :param kwargs: for :meth:`click.testing.CliRunner.invoke`; ``obj`` is a
            :class:`~flask.cli.ScriptInfo` of this application by default.
        """
        app = self.app
        given = {"obj": _hooks.testing_module.ScriptInfo(create_app=lambda: app), **kwargs}
        return super().invoke(app.cli if cli is None else cli, args, **given)
