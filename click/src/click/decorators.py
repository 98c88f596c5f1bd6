"""Decorators that make commands, add parameters, and pass contexts and objects to functions.

Ready-made options for help, versions, confirmation and passwords are at the end.
"""

from __future__ import annotations

import sys
from functools import update_wrapper

from ._i18n import translate as _
from ._output import echo
from .core import Argument, Command, Context, Group, Option, Parameter
from .core.build import build_command
from .core.build import note_parameter as _param_memo
from .core.help_pages import help_option_settings
from .globals import get_current_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Concatenate, ParamSpec, TypeVar, overload

    P = ParamSpec("P")
    R = TypeVar("R")
    T = TypeVar("T")
    FC = TypeVar("FC", bound=Callable[..., Any] | Command)
    _AnyCallable = Callable[..., Any]
    CmdType = TypeVar("CmdType", bound=Command)
    GrpType = TypeVar("GrpType", bound=Group)


def pass_context(f: Callable[Concatenate[Context, P], R]) -> Callable[P, R]:
    """Pass the current context to ``f`` as its first argument."""

    def with_context(*args: P.args, **kwargs: P.kwargs) -> R:
        return f(get_current_context(), *args, **kwargs)

    return update_wrapper(with_context, f)


def pass_obj(f: Callable[Concatenate[T, P], R]) -> Callable[P, R]:
    """Pass the ``obj`` of the current context to ``f`` as its first argument."""

    def with_obj(*args: P.args, **kwargs: P.kwargs) -> R:
        return f(get_current_context().obj, *args, **kwargs)

    return update_wrapper(with_obj, f)


def make_pass_decorator(
    object_type: type[T], ensure: bool = False
) -> Callable[[Callable[Concatenate[T, P], R]], Callable[P, R]]:
    """Return a decorator that passes the nearest ``obj`` of a type as the first argument.

    :param object_type: the type to look for, from the current context outwards.
    :param ensure: make one and keep it in the context when there is none.
    """

    def decorator(f: Callable[Concatenate[T, P], R]) -> Callable[P, R]:
        def with_object(*args: P.args, **kwargs: P.kwargs) -> R:
            ctx = get_current_context()
            found = ctx.ensure_object(object_type) if ensure else ctx.find_object(object_type)
            if found is None:
                error = RuntimeError(
                    "Managed to invoke callback without a context object of type"
                    f" {object_type.__name__!r} existing."
                )
                error.add_note(
                    "Set `ctx.obj` in a group around this command, or use "
                    "make_pass_decorator(..., ensure=True)."
                )
                raise error
            return ctx.invoke(f, found, *args, **kwargs)

        return update_wrapper(with_object, f)

    return decorator


def pass_meta_key(
    key: str, *, doc_description: str | None = None
) -> Callable[[Callable[Concatenate[T, P], R]], Callable[P, R]]:
    """Return a decorator that passes ``ctx.meta[key]`` as the first argument.

    :param doc_description: what that is, for the docstring of the decorator.
    """

    def decorator(f: Callable[Concatenate[T, P], R]) -> Callable[P, R]:
        def with_value(*args: P.args, **kwargs: P.kwargs) -> R:
            ctx = get_current_context()
            return ctx.invoke(f, ctx.meta[key], *args, **kwargs)

        return update_wrapper(with_value, f)

    if doc_description is None:
        doc_description = f"the {key!r} key from :attr:`click.Context.meta`"
    decorator.__doc__ = (
        f"Decorator that passes {doc_description} as the first argument to the decorated function."
    )
    return decorator


if TYPE_CHECKING:

    @overload
    def command(name: _AnyCallable) -> Command: ...
    @overload
    def command(
        name: str | None, cls: type[CmdType], **attrs: Any
    ) -> Callable[[_AnyCallable], CmdType]: ...
    @overload
    def command(
        name: None = None, *, cls: type[CmdType], **attrs: Any
    ) -> Callable[[_AnyCallable], CmdType]: ...
    @overload
    def command(
        name: str | None = ..., cls: None = None, **attrs: Any
    ) -> Callable[[_AnyCallable], Command]: ...


def command(
    name: str | _AnyCallable | None = None,
    cls: type[CmdType] | None = None,
    **attrs: object,
) -> Command | Callable[[_AnyCallable], Command | CmdType]:
    """Make a function a command; works with and without parentheses.

    >>> @command()
    ... @option("--count", default=1)
    ... def hello(count):
    ...     print("Hello! " * count)

    The docstring becomes the help, and parameters are those of the decorators below.

    :param name: by default that of the function, in lower case, with dashes, and without an ending
        of ``_command``, ``_cmd``, ``_group`` or ``_grp``.
    :param cls: class of the command.
    :param attrs: arguments of that class.
    """
    if callable(name):
        if cls is not None:
            raise AssertionError("Use 'command(cls=cls)(callable)' to specify a class.")
        if attrs:
            raise AssertionError("Use 'command(**kwargs)(callable)' to provide arguments.")
        return build_command(name, None, Command, {})
    label = name

    def decorator(f: _AnyCallable) -> Command | CmdType:
        return build_command(f, label, cls or Command, attrs)

    return decorator


if TYPE_CHECKING:

    @overload
    def group(name: _AnyCallable) -> Group: ...
    @overload
    def group(
        name: str | None, cls: type[GrpType], **attrs: Any
    ) -> Callable[[_AnyCallable], GrpType]: ...
    @overload
    def group(
        name: None = None, *, cls: type[GrpType], **attrs: Any
    ) -> Callable[[_AnyCallable], GrpType]: ...
    @overload
    def group(
        name: str | None = ..., cls: None = None, **attrs: Any
    ) -> Callable[[_AnyCallable], Group]: ...


def group(
    name: str | _AnyCallable | None = None,
    cls: type[GrpType] | None = None,
    **attrs: Any,
) -> Group | Callable[[_AnyCallable], Group | GrpType]:
    """Make a function a group; works with and without parentheses.

    :param name: as for :func:`command`.
    :param cls: class of the group; by default :class:`Group`.
    :param attrs: arguments of that class.
    """
    kind: type[Group] = cls or Group
    if callable(name):
        decorate: Callable[[_AnyCallable], Group] = command(cls=kind, **attrs)
        return decorate(name)
    return command(name, kind, **attrs)


def argument(
    *param_decls: str, cls: type[Argument] | None = None, **attrs: Any
) -> Callable[[FC], FC]:
    """Add an argument to a command.

    :param param_decls: its name.
    :param cls: class of the argument.
    :param attrs: arguments of that class.
    """
    kind = cls or Argument

    def decorator(f: FC) -> FC:
        _param_memo(f, kind(param_decls, **attrs))
        return f

    return decorator


def option(*param_decls: str, cls: type[Option] | None = None, **attrs: Any) -> Callable[[FC], FC]:
    """Add an option to a command.

    :param param_decls: its spellings, and perhaps its name.
    :param cls: class of the option.
    :param attrs: arguments of that class.
    """
    kind = cls or Option

    def decorator(f: FC) -> FC:
        _param_memo(f, kind(param_decls, **attrs))
        return f

    return decorator


# -- ready-made options ------------------------------------------------------------------------


def confirmation_option(*param_decls: str, **kwargs: Any) -> Callable[[FC], FC]:
    """Add ``--yes``; without it the command asks, and stops if the answer is no.

    :param param_decls: other spellings.
    :param kwargs: arguments of :func:`option`.
    """

    def stop_unless_sure(ctx: Context, param: Parameter, value: bool) -> None:
        if not value:
            ctx.abort()

    settings = {
        "is_flag": True,
        "callback": stop_unless_sure,
        "expose_value": False,
        "prompt": _("Do you want to continue?"),
        "help": _("Confirm the action without prompting."),
    }
    return option(*(param_decls or ("--yes",)), **{**settings, **kwargs})


def password_option(*param_decls: str, **kwargs: Any) -> Callable[[FC], FC]:
    """Add ``--password``, which is asked for twice and not shown.

    :param param_decls: other spellings.
    :param kwargs: arguments of :func:`option`.
    """
    settings = {"prompt": True, "confirmation_prompt": True, "hide_input": True}
    return option(*(param_decls or ("--password",)), **{**settings, **kwargs})


def _version_settings(print_version: Callable[[Context], str]) -> dict[str, Any]:
    """Return the settings of an option that prints a version and ends."""

    def show(ctx: Context, param: Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            echo(print_version(ctx), color=ctx.color)
            ctx.exit()

    return {
        "is_flag": True,
        "expose_value": False,
        "is_eager": True,
        "help": _("Show the version and exit."),
        "callback": show,
    }


def version_option(
    version: str | None = None,
    *param_decls: str,
    package_name: str | None = None,
    prog_name: str | None = None,
    message: str | None = None,
    **kwargs: object,
) -> Callable[[FC], FC]:
    """Add ``--version``, which prints the version and ends.

    :param version: the version; by default that of the installed package.
    :param param_decls: other spellings.
    :param package_name: distribution, or top-level module of one; by default the package that
        calls this.
    :param prog_name: name to print; by default that of the program.
    :param message: text with the fields ``%(prog)s``, ``%(package)s`` and ``%(version)s``.
    :param kwargs: arguments of :func:`option`.
    :raises RuntimeError: the version, or the package, cannot be found; when the option is used.
    """
    if message is None:
        message = _("%(prog)s, version %(version)s")
    if version is None and package_name is None:
        package_name = _calling_package(2)
    template = message
    found_version, found_package = version, package_name

    def text(ctx: Context) -> str:
        nonlocal found_version, found_package
        if found_version is None and found_package is not None:
            found_version, found_package = _installed_version(found_package)
        if found_version is None:
            raise RuntimeError(
                f"Could not determine the version for {found_package!r} automatically."
            )
        return template % {
            "prog": prog_name or ctx.find_root().info_name,
            "package": found_package,
            "version": found_version,
        }

    settings = _version_settings(text)
    return option(*(param_decls or ("--version",)), **{**settings, **kwargs})


def custom_version_option(
    callback: Callable[[Context], str], *param_decls: str, **kwargs: object
) -> Callable[[FC], FC]:
    """Add ``--version``, which prints what ``callback`` returns for the context, and ends.

    :param param_decls: other spellings.
    :param kwargs: arguments of :func:`option`.
    """
    settings = _version_settings(callback)
    return option(*(param_decls or ("--version",)), **{**settings, **kwargs})


def _calling_package(depth: int) -> str | None:
    """Return the top-level package of the code that many calls up."""
    names = sys._getframe(depth).f_globals
    module = names.get("__name__")
    if module == "__main__":
        module = names.get("__package__")
    return module.partition(".")[0] if module else None


def _installed_version(package: str) -> tuple[str, str]:
    """Return the version and the name of a distribution, which may be named by its module."""
    from importlib import metadata

    try:
        return metadata.version(package), package
    except metadata.PackageNotFoundError:
        owners = sorted(set(metadata.packages_distributions().get(package, ())))
    if len(owners) == 1:
        return metadata.version(owners[0]), owners[0]
    if owners:
        raise RuntimeError(
            f"{package!r} is provided by multiple installed distributions: {', '.join(owners)}. "
            "Pass one of them as 'package_name'."
        ) from None
    raise RuntimeError(
        f"{package!r} is not installed. Try passing 'package_name' instead."
    ) from None


def help_option(*param_decls: str, **kwargs: object) -> Callable[[FC], FC]:
    """Add ``--help``, which prints the help page and ends; commands have one by themselves.

    :param param_decls: other spellings.
    :param kwargs: arguments of :func:`option`.
    """
    return option(*(param_decls or ("--help",)), **{**help_option_settings(), **kwargs})


def __getattr__(name: str) -> object:
    if name in ("FC", "CmdType", "GrpType", "T", "R", "P"):
        # Type variables, for programs that import them; others do not load ``typing``.
        import typing

        more = {"bound": _BOUNDS[name]} if name in _BOUNDS else {}
        make: Any = typing.ParamSpec if name == "P" else typing.TypeVar
        variable: object = make(name, **more)
        globals()[name] = variable
        return variable
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


_BOUNDS: dict[str, Any] = {
    "FC": "Callable[..., Any] | Command",
    "CmdType": Command,
    "GrpType": Group,
}
