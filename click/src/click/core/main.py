"""Run a command as a program: parse, invoke, report errors, and end the process.

In standalone mode a usage error or an interrupt ends the process with an exit code and a message,
never with a traceback.
"""

from __future__ import annotations

import errno
import os
import sys

from .._i18n import translate as _

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

    from .._annotations import Command

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]


def program_arguments(args: Sequence[str] | None, windows_expand_args: bool) -> list[str]:
    """Return a new list of the arguments; those of the process if none are given."""
    if args is not None:
        return list(args)
    given = sys.argv[1:]
    if os.name == "nt" and windows_expand_args:
        from ..utils import _expand_args

        return _expand_args(given)
    return given


def run(
    command: Command, args: list[str], prog_name: str, standalone: bool, extra: dict[str, Any]
) -> Any:
    """Run ``command``; in standalone mode end the process with its exit code.

    Once the exit code is decided, a further interrupt does not change it: it may cut off a
    message, never cause a traceback. With ``standalone`` false it reaches the caller.

    :return: what the command returned, or the code of an ``Exit``, unless standalone.
    """
    if standalone:
        _exit(_exit_code(command, args, prog_name, extra))
    try:
        with command.make_context(prog_name, args, **extra) as ctx:
            return command.invoke(ctx)
        # A resource of the context has swallowed the exception.
        sys.exit(1)
    except (EOFError, KeyboardInterrupt) as error:
        _core.echo(file=sys.stderr)
        raise _core.Abort() from error
    except _core.Exit as error:
        return error.exit_code
    except OSError as error:
        _check_broken_pipe(error)
        sys.exit(1)


def _exit_code(command: Command, args: list[str], prog_name: str, extra: dict[str, Any]) -> object:
    """Run ``command``, report its error if there is one, and decide on the exit code."""
    try:
        with command.make_context(prog_name, args, **extra) as ctx:
            command.invoke(ctx)
            # The value is not an exit status: many functions return true for success.
            ctx.exit()
        # A resource of the context has swallowed the exception.
        return 1
    except _core.Exit as error:
        return error.exit_code
    except (EOFError, KeyboardInterrupt):
        _say(_report_interrupt)
        return 1
    except _core.ClickException as error:
        _say(error.show)
        return error.exit_code
    except OSError as error:
        _check_broken_pipe(error)
        return 1
    except _core.Abort:
        _say(_report_abort)
        return 1


def _say(write: Callable[[], object]) -> None:
    """Write a message about an outcome that is decided; an interrupt only cuts it off."""
    try:
        write()
    except KeyboardInterrupt:
        return


def _exit(code: Any) -> NoReturn:
    try:
        sys.exit(code)
    except KeyboardInterrupt:
        raise SystemExit(code) from None


def _report_interrupt() -> None:
    _core.echo(file=sys.stderr)
    _report_abort()


def _report_abort() -> None:
    _core.echo(_("Aborted!"), file=sys.stderr)


def _check_broken_pipe(error: OSError) -> None:
    """Prepare for the end of the process after its output was closed by the reader.

    :raises OSError: ``error``, if it is about something else.
    """
    if error.errno != errno.EPIPE:
        raise error
    quiet_streams()


def quiet_streams() -> None:
    """Keep the interpreter from complaining of a broken pipe when it ends."""
    from .._streams import PacifyFlushWrapper

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None:
            setattr(sys, name, PacifyFlushWrapper(stream))
