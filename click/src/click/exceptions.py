"""Errors of Click: their messages, how they are shown, and their exit codes.

This module does not import commands or parameters; it calls their methods for names and hints.
"""

from __future__ import annotations

import os

from ._display import format_filename
from ._i18n import translate as _
from ._i18n import translate_plural
from ._output import echo
from ._streams import get_text_stderr
from .globals import resolve_color_default

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO, Any, ClassVar, Final

    from ._annotations import Command, Context, Parameter


def _join_param_hints(param_hint: Sequence[str] | str | None) -> str | None:
    """Join several names: each in quotes, a slash between."""
    if param_hint is None or isinstance(param_hint, str):
        return param_hint
    return " / ".join([f"'{name}'" for name in param_hint])


class ClickException(Exception):
    """An error that is shown to the user and ends the program.

    :param message: what happened.
    """

    #: status of the process
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        #: whether escape codes survive, as the context had it when the error was made
        self.show_color: Final[bool | None] = resolve_color_default()
        self.message: Final[str] = message

    def format_message(self) -> str:
        """Return the message that users see."""
        return self.message

    def __str__(self) -> str:
        return self.message

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the error to ``file``, by default standard error."""
        self._print_message(get_text_stderr() if file is None else file, self.show_color)

    def _print_message(self, file: IO[Any], color: bool | None) -> None:
        echo(_("Error: {message}").format(message=self.format_message()), file=file, color=color)


class UsageError(ClickException):
    """The command line is wrong. Shown with the usage of the command and where to find help.

    :param message: what is wrong.
    :param ctx: the context in which it is wrong; without it only the message is shown.
    """

    exit_code = 2

    def __init__(self, message: str, ctx: Context | None = None) -> None:
        super().__init__(message)
        self.ctx = ctx
        self.cmd: Final[Command | None] = ctx.command if ctx is not None else None

    def show(self, file: IO[Any] | None = None) -> None:
        """Print usage, a pointer to the help, and the error to ``file``."""
        if file is None:
            file = get_text_stderr()
        color = None
        if self.ctx is not None:
            color = self.ctx.color
            pointer = ""
            command = self.ctx.command
            if command.get_help_option(self.ctx) is not None:
                names = command.get_help_option_names(self.ctx)
                pointer = _("Try '{command} {option}' for help.").format(
                    command=self.ctx.command_path, option=max(names, key=len)
                )
                pointer += "\n"
            echo(f"{self.ctx.get_usage()}\n{pointer}", file=file, color=color)
        self._print_message(file, color)
        for line in self._hints():
            echo(_("Hint: {hint}").format(hint=line), file=file, color=color)

    def _hints(self) -> Iterator[str]:
        """Yield lines of help, which follow the message."""
        return iter(())


class BadParameter(UsageError):
    """A value is not acceptable.

    :param message: why.
    :param ctx: where it happened; filled in on the way up when missing.
    :param param: the parameter it was for; filled in on the way up when missing.
    :param param_hint: name of the parameter for the message, instead of ``param``'s own; several
        names are joined.
    """

    def __init__(
        self,
        message: str,
        ctx: Context | None = None,
        param: Parameter | None = None,
        param_hint: Sequence[str] | str | None = None,
    ) -> None:
        super().__init__(message, ctx)
        self.param = param
        self.param_hint = param_hint

    def _name(self) -> str | None:
        """Return the name of the parameter in messages."""
        hint = self.param_hint
        if hint is None:
            if self.param is None:
                return None
            hint = self.param.get_error_hint(self.ctx)
        return _join_param_hints(hint)

    def format_message(self) -> str:
        name = self._name()
        if not name and self.param_hint is None and self.param is None:
            return _("Invalid value: {message}").format(message=self.message)
        return _("Invalid value for {param_hint}: {message}").format(
            param_hint=name, message=self.message
        )

    def _hints(self) -> Iterator[str]:
        # Programs put other things than parameters here when they give a hint.
        if self.param is None or self.ctx is None or not hasattr(self.param, "_describe_source"):
            return
        source = self.ctx.get_parameter_source(self.param.name)
        if source is not None:
            yield from self.param._describe_source(self.ctx, source)


class MissingParameter(BadParameter):
    """A required option or argument was not given.

    :param param_type: what is missing, ``"option"``, ``"argument"`` or ``"parameter"``; taken
        from ``param`` when not given.
    """

    def __init__(
        self,
        message: str | None = None,
        ctx: Context | None = None,
        param: Parameter | None = None,
        param_hint: Sequence[str] | str | None = None,
        param_type: str | None = None,
    ) -> None:
        super().__init__(message or "", ctx, param, param_hint)
        self.param_type: Final[str | None] = param_type

    def format_message(self) -> str:
        name = self._name()
        kind = self.param_type
        if kind is None and self.param is not None:
            kind = self.param.param_type_name
        details = self.message
        if self.param is not None:
            extra = self.param.type.get_missing_message(param=self.param, ctx=self.ctx)
            if extra:
                details = f"{details}. {extra}" if details else extra
        head = _MISSING.get(kind or "parameter")
        # Kinds which the translations do not know are named as they are.
        head = _(head) if head is not None else _("Missing {param_type}").format(param_type=kind)
        return f"{head}{f' {name}' if name else ''}.{' ' if details else ''}{details}"

    def __str__(self) -> str:
        if self.message:
            return self.message
        name = self.param.name if self.param is not None else None
        return _("Missing parameter: {param_name}").format(param_name=name)

    def _hints(self) -> Iterator[str]:
        return iter(())


_MISSING = {
    "argument": "Missing argument",
    "option": "Missing option",
    "parameter": "Missing parameter",
}


def _near(word: str, possibilities: Iterable[str] | None) -> list[str] | None:
    """Return those of ``possibilities`` that are close to ``word``."""
    if not possibilities:
        return None
    from difflib import get_close_matches

    return get_close_matches(word, list(possibilities))


def _format_possibilities(possibilities: Sequence[str] | None) -> str:
    """Return the question that follows a message about an unknown name."""
    if not possibilities:
        return ""
    quoted = ", ".join(repr(name) for name in sorted(possibilities))
    if len(possibilities) == 1:
        return " " + _("Did you mean {possibility}?").format(possibility=quoted)
    return " " + translate_plural(
        "(Did you mean one of: {possibilities}?)",
        "(Did you mean one of: {possibilities}?)",
        len(possibilities),
    ).format(possibilities=quoted)


class NoSuchOption(UsageError):
    """An option that the command does not have.

    :param option_name: as it was given.
    :param message: instead of the usual one.
    :param possibilities: options there are; those near ``option_name`` are kept and shown.
    """

    #: the whole word on the command line, if it is a number that an argument could take
    _negative_number: str | None = None

    def __init__(
        self,
        option_name: str,
        message: str | None = None,
        possibilities: Iterable[str] | None = None,
        ctx: Context | None = None,
    ) -> None:
        if message is None:
            message = _("No such option {name!r}.").format(name=option_name)
        super().__init__(message, ctx)
        self.option_name: Final[str] = option_name
        self.possibilities: Final[list[str] | None] = _near(option_name, possibilities)

    def format_message(self) -> str:
        return self.message + _format_possibilities(self.possibilities)

    def _hints(self) -> Iterator[str]:
        if self._negative_number is not None:
            yield _(
                "Put '--' before the first value that starts with a dash, "
                "as in '-- {value}', if it is not an option."
            ).format(value=self._negative_number)


class NoSuchCommand(UsageError):
    """A command that the group does not have.

    :param command_name: as it was given.
    :param message: instead of the usual one.
    :param possibilities: commands there are; those near ``command_name`` are kept and shown.
    """

    def __init__(
        self,
        command_name: str,
        message: str | None = None,
        possibilities: Iterable[str] | None = None,
        ctx: Context | None = None,
    ) -> None:
        if message is None:
            message = _("No such command {name!r}.").format(name=command_name)
        super().__init__(message, ctx)
        self.command_name: Final[str] = command_name
        self.possibilities: Final[list[str] | None] = _near(command_name, possibilities)

    def format_message(self) -> str:
        return self.message + _format_possibilities(self.possibilities)


class BadOptionUsage(UsageError):
    """An option is there but used in a wrong way, such as without its value.

    :param option_name: the option.
    """

    def __init__(self, option_name: str, message: str, ctx: Context | None = None) -> None:
        super().__init__(message, ctx)
        self.option_name: Final[str] = option_name


class BadArgumentUsage(UsageError):
    """An argument got the wrong number of values."""


class NoArgsIsHelpError(UsageError):
    """A command was run without arguments and answers with its help.

    :param ctx: the context of that command.
    """

    ctx: Context

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.get_help(), ctx)
        self.ctx = ctx

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the help page to ``file``, by default standard error."""
        echo(self.format_message(), file=file, err=True, color=self.ctx.color)


class FileError(ClickException):
    """A file cannot be opened.

    :param filename: its name.
    :param hint: why.
    """

    def __init__(self, filename: str, hint: str | None = None) -> None:
        super().__init__(_("unknown error") if hint is None else hint)
        self.ui_filename: Final[str] = format_filename(filename)
        self.filename: Final[str] = filename

    def format_message(self) -> str:
        return _("Could not open file {filename!r}: {message}").format(
            filename=self.ui_filename, message=self.message
        )


class Abort(RuntimeError):
    """The user wants to stop, as with Ctrl-C or a refused confirmation."""


class Exit(RuntimeError):
    """The program is to end now, without a message.

    :param exit_code: status of the process.
    """

    __slots__ = ("exit_code",)

    def __init__(self, code: int = 0) -> None:
        self.exit_code: int = code


def os_error_text(error: OSError) -> str:
    """Return the reason in the words of the system."""
    return error.strerror or os.strerror(error.errno or 0)
