"""The public module of the terminal: prompts, styled text, pager, editor, progress bar, single keys.

Tests replace ``visible_prompt_func``, ``hidden_prompt_func`` and ``_getchar`` in this module, so
they are looked up here on each use.
"""

from __future__ import annotations

import sys

from . import _late
from ._ansi import may_have_sequences
from ._ansi import strip_ansi as strip_ansi
from ._i18n import translate as _
from ._output import echo as echo
from ._output import strips_colors
from ._streams import isatty as isatty
from ._textstyle import ansi_colors, ansi_reset_all
from ._textstyle import style as style
from ._textstyle import unstyle as unstyle
from .exceptions import Abort as Abort
from .exceptions import UsageError as UsageError
from .globals import get_current_context
from .globals import resolve_color_default as resolve_color_default
from .types import ParamType as ParamType
from .types import convert_type as convert_type

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from typing import IO, Any, AnyStr, TextIO, TypeVar, overload

    from ._terminal.progress import ProgressBar

    V = TypeVar("V")

# Programs patch names in this module, so it answers for those that are loaded late, too.
_this = sys.modules[__name__]

_ansi_colors = ansi_colors
_ansi_reset_all = ansi_reset_all

style.__module__ = unstyle.__module__ = __name__

#: reads a line that is shown while it is typed
visible_prompt_func: Callable[[str], str] = input

#: takes the place of what was typed unseen, in messages
_MASK = "'***'"


def hidden_prompt_func(prompt: str) -> str:
    """Read a line that is not shown while it is typed."""
    import getpass

    return getpass.getpass(prompt)


def _mask_hidden_input(message: str, typed: str) -> str:
    """Return ``message`` without the text that nobody should see."""
    if not typed:
        return message
    import re

    message = message.replace(repr(typed), _MASK)
    return re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", _MASK, message)


def _shown_default(default: Any) -> Any:
    """Return the default as a question shows it: a file by its name."""
    name = getattr(default, "name", None)
    if name is not None and (hasattr(default, "read") or hasattr(default, "write")):
        return name
    if type(default).__name__ == "_LazyFile":
        return default.name
    return default


def _question(
    text: str,
    suffix: str,
    show_default: bool | str = False,
    default: Any | None = None,
    show_choices: bool = True,
    type: ParamType | None = None,
) -> str:
    """Return the text of a prompt, with choices and default."""
    if type is not None and _is_choice(type):
        if show_choices:
            text += f" ({', '.join(_choice_texts(type))})"
        # An enum member is answered by its name, also where its text is another.
        default = getattr(default, "_name_", default)
    if isinstance(show_default, str):
        text += f" [({show_default})]"
    elif show_default and default is not None:
        text += f" [{_shown_default(default)}]"
    return f"{text}{suffix}"


def _is_choice(kind: object) -> bool:
    # A type that nobody has loaded has no instances.
    return "click.types.choice" in sys.modules and isinstance(kind, _this.Choice)


def _choice_texts(kind: Any) -> list[str]:
    """Return the choices as they are typed and as the help page shows them."""
    ctx = get_current_context(silent=True)
    return [kind.normalize_choice(choice=choice, ctx=ctx) for choice in kind.choices]


def _ask(text: str, hide_input: bool, err: bool) -> str:
    """Read one line with the function for it, which tests replace in this module."""
    read = hidden_prompt_func if hide_input else visible_prompt_func
    stream: Any = sys.stderr if err else sys.stdout
    if may_have_sequences(text) and strips_colors(stream, resolve_color_default()):
        text = strip_ansi(text)
    # Reading functions print to standard output, but line editing must know the width.
    saved = sys.stdout
    if err:
        sys.stdout = sys.stderr
    try:
        try:
            return read(text)
        except UnicodeEncodeError:
            # They know less than ``echo`` about streams that claim to be ASCII.
            echo(text, nl=False, err=err)
            return read("")
    except (KeyboardInterrupt, EOFError):
        # End the line of the prompt, so that messages begin on a line of their own.
        echo(None, err=err)
        raise Abort() from None
    except (RuntimeError, AttributeError):
        if sys.stdin is not None and sys.stdout is not None:
            raise
        # Nobody can answer when one of them was closed before the program began.
        raise Abort() from None
    finally:
        sys.stdout = saved


if TYPE_CHECKING:

    @overload
    def prompt(
        text: str,
        default: str | None = None,
        hide_input: bool = False,
        confirmation_prompt: bool | str = False,
        type: None = None,
        value_proc: None = None,
        prompt_suffix: str = ": ",
        show_default: bool | str = True,
        err: bool = False,
        show_choices: bool = True,
    ) -> str: ...
    @overload
    def prompt(
        text: str,
        default: V | str | None = None,
        hide_input: bool = False,
        confirmation_prompt: bool | str = False,
        type: ParamType[V, str] | type[V] | None = None,
        value_proc: Callable[[str], V] | None = None,
        prompt_suffix: str = ": ",
        show_default: bool | str = True,
        err: bool = False,
        show_choices: bool = True,
    ) -> V: ...


def prompt(
    text: str,
    default: V | str | None = None,
    hide_input: bool = False,
    confirmation_prompt: bool | str = False,
    type: ParamType[V, str] | type[V] | None = None,
    value_proc: Callable[[str], V] | None = None,
    prompt_suffix: str = ": ",
    show_default: bool | str = True,
    err: bool = False,
    show_choices: bool = True,
) -> V:
    """Ask for a value, again and again until it can be converted.

    :param text: the question.
    :param default: the value of an empty answer; without it an empty answer is no answer.
    :param hide_input: do not show what is typed.
    :param confirmation_prompt: ask twice; a text is the second question.
    :param type: converts the answer; by default as for options.
    :param value_proc: converts the answer instead.
    :param prompt_suffix: text after the question.
    :param show_default: show the default, or this text in its place.
    :param err: ask on standard error.
    :param show_choices: show the choices of a choice.
    :raises Abort: the user ends the input or interrupts.
    """
    kind = convert_type(type, default)
    convert: Any = value_proc if value_proc is not None else kind
    question = _question(text, prompt_suffix, show_default, default, show_choices, kind)
    second = None
    if confirmation_prompt:
        if confirmation_prompt is True:
            confirmation_prompt = _("Repeat for confirmation")
        second = _question(confirmation_prompt, prompt_suffix)
    while True:
        answer: Any = _ask(question, hide_input, err)
        while not answer and default is None:
            answer = _ask(question, hide_input, err)
        typed = answer
        if not typed:
            answer = default
        try:
            value = convert(answer)
        except UsageError as error:
            message = error.message
            if hide_input and isinstance(answer, str):
                message = _mask_hidden_input(message, answer)
            echo(_("Error: {message}").format(message=message), err=err)
            continue
        if second is None or _confirmed(typed, second, hide_input, err, default, kind):
            return value  # type: ignore[no-any-return]
        echo(_("Error: The two entered values do not match."), err=err)


def _confirmed(
    typed: str,
    question: str,
    hide_input: bool,
    err: bool,
    default: object,
    kind: ParamType,
) -> bool:
    """Return whether the second answer is the same as the first.

    A first answer that was empty stands for the default; it is repeated by an empty answer, or by
    the default as text.
    """
    again = _ask(question, hide_input, err)
    if not typed:
        return not again or _means(again, default, kind)
    while not again:
        again = _ask(question, hide_input, err)
    return again == typed


def _means(text: str, value: object, kind: ParamType) -> bool:
    """Return whether ``text`` means the same as ``value``."""
    if text == str(value):
        return True
    try:
        return bool(kind(text) == kind(value))
    except UsageError:
        return False


_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}
_YES_OR_NO = {None: "y/n", True: "Y/n", False: "y/N"}


def confirm(
    text: str,
    default: bool | None = False,
    abort: bool = False,
    prompt_suffix: str = ": ",
    show_default: bool = True,
    err: bool = False,
) -> bool:
    """Ask a question that is answered by yes or no, until it is.

    :param default: the meaning of an empty answer; ``None`` insists on an answer.
    :param abort: stop when the answer is no.
    :param prompt_suffix: text after the question.
    :param show_default: show which answers there are and which is the default.
    :param err: ask on standard error.
    :raises Abort: the user ends the input or interrupts, or says no to ``abort``.
    """
    hint = _YES_OR_NO[None if default is None else bool(default)]
    question = _question(text, prompt_suffix, bool(show_default), hint)
    while True:
        answer = _ask(question, False, err).lower().strip()
        value = default if answer == "" else _ANSWERS.get(answer)
        if value is not None:
            break
        echo(_("Error: invalid input"), err=err)
    if abort and not value:
        raise Abort()
    return value


def secho(
    message: Any | None = None,
    file: IO[AnyStr] | None = None,
    nl: bool = True,
    err: bool = False,
    color: bool | None = None,
    **styles: Any,
) -> None:
    """Print styled text: :func:`echo` of a :func:`style`; bytes are printed as they are."""
    if message is not None and not isinstance(message, (bytes, bytearray)):
        message = style(message, **styles)
    echo(message, file=file, nl=nl, err=err, color=color)


def clear() -> None:
    """Clear the screen and move to its top; does nothing if standard output is no terminal."""
    if isatty(sys.stdout):
        echo("\x1b[2J\x1b[1;1H", nl=False)


# -- what is loaded on first use ---------------------------------------------------------------


def get_pager_file(color: bool | None = None) -> AbstractContextManager[TextIO]:
    """Return a context manager with a text file that is shown in a pager.

    :param color: keep escape codes (true) or strip them (false); by default it depends on what
        the pager can show.
    """
    from ._terminal.pager import pager_file

    return pager_file(resolve_color_default(color))


def echo_via_pager(
    text_or_generator: Iterable[str] | Callable[[], Iterable[str]] | str,
    color: bool | None = None,
) -> None:
    """Show a text in a pager.

    :param text_or_generator: a text, an iterable of texts, or a function that makes one; anything
        else is shown as its ``str``.
    :param color: as for :func:`get_pager_file`.
    """
    from collections.abc import Iterable as AnyIterable

    pieces: Any
    if callable(text_or_generator):
        pieces = text_or_generator()
    elif isinstance(text_or_generator, str) or not isinstance(text_or_generator, AnyIterable):
        pieces = [text_or_generator]
    else:
        pieces = text_or_generator
    with get_pager_file(color=color) as pager:
        for piece in pieces:
            pager.write(piece if isinstance(piece, str) else str(piece))
            pager.flush()
        pager.write("\n")


if TYPE_CHECKING:

    @overload
    def progressbar(
        *,
        length: int,
        label: str | None = None,
        hidden: bool = False,
        show_eta: bool = True,
        show_percent: bool | None = None,
        show_pos: bool = False,
        fill_char: str = "#",
        empty_char: str = "-",
        bar_template: str = "%(label)s  [%(bar)s]  %(info)s",
        info_sep: str = "  ",
        width: int = 36,
        file: TextIO | None = None,
        color: bool | None = None,
        update_min_steps: int = 1,
    ) -> ProgressBar[int]: ...
    @overload
    def progressbar(
        iterable: Iterable[V] | None = None,
        length: int | None = None,
        label: str | None = None,
        hidden: bool = False,
        show_eta: bool = True,
        show_percent: bool | None = None,
        show_pos: bool = False,
        item_show_func: Callable[[V | None], str | None] | None = None,
        fill_char: str = "#",
        empty_char: str = "-",
        bar_template: str = "%(label)s  [%(bar)s]  %(info)s",
        info_sep: str = "  ",
        width: int = 36,
        file: TextIO | None = None,
        color: bool | None = None,
        update_min_steps: int = 1,
    ) -> ProgressBar[V]: ...


def progressbar(
    iterable: Iterable[V] | None = None,
    length: int | None = None,
    label: str | None = None,
    hidden: bool = False,
    show_eta: bool = True,
    show_percent: bool | None = None,
    show_pos: bool = False,
    item_show_func: Callable[[V | None], str | None] | None = None,
    fill_char: str = "#",
    empty_char: str = "-",
    bar_template: str = "%(label)s  [%(bar)s]  %(info)s",
    info_sep: str = "  ",
    width: int = 36,
    file: TextIO | None = None,
    color: bool | None = None,
    update_min_steps: int = 1,
) -> ProgressBar[V]:
    """Return a progress bar, to be used in a ``with`` and iterated over or updated by hand.

    :param iterable: what to go through; its items are handed on.
    :param length: how many items, if that is not known from ``iterable``.
    :param label: stands before the bar.
    :param hidden: print nothing.
    :param show_eta: show the estimated time that is left.
    :param show_percent: show how much is done; by default when the length is known and
        ``show_pos`` is off.
    :param show_pos: show how many items are done.
    :param item_show_func: gives a text for the current item.
    :param fill_char: fills the bar.
    :param empty_char: stands where the bar is empty.
    :param bar_template: has the fields ``label``, ``bar`` and ``info``.
    :param info_sep: stands between several infos.
    :param width: of the bar in characters; 0 for all there is.
    :param file: where to; standard output by default. Only a terminal shows the bar.
    :param color: as for :func:`echo`.
    :param update_min_steps: draw anew after so many steps.
    """
    from ._terminal.progress import ProgressBar

    return ProgressBar(
        bar_template=bar_template,
        color=resolve_color_default(color),
        empty_char=empty_char,
        file=file,
        fill_char=fill_char,
        hidden=hidden,
        info_sep=info_sep,
        item_show_func=item_show_func,
        iterable=iterable,
        label=label,
        length=length,
        show_eta=show_eta,
        show_percent=show_percent,
        show_pos=show_pos,
        update_min_steps=update_min_steps,
        width=width,
    )


if TYPE_CHECKING:

    @overload
    def edit(
        text: bytes | bytearray,
        editor: str | None = None,
        env: Mapping[str, str] | None = None,
        require_save: bool = False,
        extension: str = ".txt",
    ) -> bytes | None: ...
    @overload
    def edit(
        text: str,
        editor: str | None = None,
        env: Mapping[str, str] | None = None,
        require_save: bool = True,
        extension: str = ".txt",
    ) -> str | None: ...
    @overload
    def edit(
        text: None = None,
        editor: str | None = None,
        env: Mapping[str, str] | None = None,
        require_save: bool = True,
        extension: str = ".txt",
        filename: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
    ) -> None: ...


def edit(
    text: str | bytes | bytearray | None = None,
    editor: str | None = None,
    env: Mapping[str, str] | None = None,
    require_save: bool = True,
    extension: str = ".txt",
    filename: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
) -> str | bytes | bytearray | None:
    """Let the user edit a text, or files, in an editor.

    :param text: the text; the result is of the same type.
    :param editor: command line of the editor, which is cut as a shell would but runs without one;
        by default ``VISUAL``, ``EDITOR``, or one that is installed.
    :param env: variables to add to the environment of the editor.
    :param require_save: give ``None`` if the user does not save.
    :param extension: of the temporary file, for the editor's sake.
    :param filename: edit this file, or these files, in place; ``text`` is ignored.
    :return: the edited text; ``None`` for files.
    :raises ClickException: the editor cannot be started or fails.
    """
    from ._terminal.editor import Editor

    opener = Editor(editor=editor, env=env, require_save=require_save, extension=extension)
    if filename is None:
        return opener.edit(text)
    names = [filename] if isinstance(filename, str) or hasattr(filename, "__fspath__") else filename
    opener.edit_files(names)  # type: ignore[arg-type]
    return None


def launch(url: str, wait: bool = False, locate: bool = False) -> int:
    """Open a URL or a file with the application that the desktop has for it.

    :param wait: wait until the application ends; not all can.
    :param locate: show the file in its folder instead of opening it.
    :return: the status of the application, usually 0.
    """
    from ._terminal.editor import open_url

    return open_url(url, wait=wait, locate=locate)


#: reads one key; set on first use, or by tests
_getchar: Callable[[bool], str] | None = None


def getchar(echo: bool = False) -> str:
    """Read one key from the terminal, without waiting for the end of the line.

    Keys such as arrows give several characters.

    :param echo: show the character.
    :raises KeyboardInterrupt: the key is Ctrl-C.
    :raises EOFError: the key ends the input.
    """
    global _getchar
    if _getchar is None:
        from ._terminal.keys import getchar as read_key

        _getchar = read_key
    return _getchar(echo)


def raw_terminal() -> AbstractContextManager[int]:
    """Return a context manager that makes keys arrive one by one; gives the terminal's descriptor."""
    from ._terminal.keys import raw_terminal as enter_raw_mode

    return enter_raw_mode()


def pause(info: str | None = None, err: bool = False) -> None:
    """Print a line and wait for any key; does nothing without a terminal.

    :param info: the line; *Press any key to continue...* by default.
    :param err: print to standard error.
    """
    if not (isatty(sys.stdin) and isatty(sys.stdout)):
        return
    line = _("Press any key to continue...") if info is None else info
    if not line:
        _wait_for_key()
        return
    try:
        echo(line, nl=False, err=err)
        _wait_for_key()
    finally:
        echo(err=err)


def _wait_for_key() -> None:
    try:
        getchar()
    except (EOFError, KeyboardInterrupt):
        # These are keys as well.
        return


def __getattr__(name: str) -> Any:
    return _late.find(__name__, name)
