"""Run a command as a program: arguments in, exit code out, errors on standard error.

The one place that ends the process. Whatever the user did, the end is an exit code and at most a
message, never a traceback.
"""

from __future__ import annotations

import errno
import os
import sys

from .._i18n import translate as _
from .._output import echo
from ..exceptions import Abort, ClickException, Exit

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .command import Command


def program_arguments(args: Sequence[str] | None, windows_expand_args: bool) -> list[str]:
    """A list of its own with the arguments, those of the process when none are given."""
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
    """Run *command*; in standalone mode end the process with its exit code.

    :returns: what the command returned, or the code of an `Exit`, unless standalone.
    """
    try:
        try:
            with command.make_context(prog_name, args, **extra) as ctx:
                value = command.invoke(ctx)
                if not standalone:
                    return value
                # The value is not an exit status: many functions return true for success.
                ctx.exit()
            # A resource of the context has swallowed the exception.
            sys.exit(1)
        except (EOFError, KeyboardInterrupt) as error:
            echo(file=sys.stderr)
            raise Abort() from error
        except ClickException as error:
            if not standalone:
                raise
            error.show()
            sys.exit(error.exit_code)
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
            quiet_streams()
            sys.exit(1)
        except Exit as error:
            if not standalone:
                return error.exit_code
            sys.exit(error.exit_code)
        except Abort:
            if not standalone:
                raise
            report_abort()
            sys.exit(1)
    except Abort:
        # From the handler of an interrupt above.
        if not standalone:
            raise
        report_abort()
        sys.exit(1)


def report_abort() -> None:
    """Say that the user stopped the program; a second interrupt stops that too."""
    try:
        echo(_("Aborted!"), file=sys.stderr)
    except KeyboardInterrupt:
        return


def quiet_streams() -> None:
    """Keep the interpreter from complaining of a broken pipe when it ends."""
    from .._streams import PacifyFlushWrapper

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None:
            setattr(sys, name, PacifyFlushWrapper(stream))
