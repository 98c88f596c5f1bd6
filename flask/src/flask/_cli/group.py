"""The groups that hold an application's commands."""

from __future__ import annotations

from functools import update_wrapper

import click

from ..globals import _cv_app

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    F = t.TypeVar("F", bound=t.Callable[..., t.Any])


def with_appcontext(f: F) -> F:
    """Push the application context of the script before a command runs."""

    @click.pass_context
    def in_context(ctx: click.Context, /, *args: object, **kwargs: object) -> object:
        if _cv_app.get(None) is None:
            from .script_info import ScriptInfo

            app = ctx.ensure_object(ScriptInfo).load_app()
            ctx.with_resource(app.app_context())
        return ctx.invoke(f, *args, **kwargs)

    return update_wrapper(in_context, f)  # type: ignore[return-value]


with_appcontext.__module__ = "flask.cli"


class AppGroup(click.Group):
    """A group whose commands run in the application context unless they say otherwise."""

    __module__ = "flask.cli"

    def command(  # type: ignore[override]
        self, *args: t.Any, **kwargs: t.Any
    ) -> t.Callable[[t.Callable[..., t.Any]], click.Command]:
        """Like :meth:`click.Group.command`; ``with_appcontext=False`` leaves the context out."""
        wrap = kwargs.pop("with_appcontext", True)
        make = super().command(*args, **kwargs)

        def register(f: t.Callable[..., object]) -> click.Command:
            return make(with_appcontext(f) if wrap else f)  # type: ignore[no-any-return]

        return register

    def group(  # type: ignore[override]
        self, *args: t.Any, **kwargs: t.Any
    ) -> t.Callable[[t.Callable[..., t.Any]], click.Group]:
        """Like :meth:`click.Group.group`, making an :class:`AppGroup`."""
        kwargs.setdefault("cls", AppGroup)
        return super().group(*args, **kwargs)  # type: ignore[no-any-return]
