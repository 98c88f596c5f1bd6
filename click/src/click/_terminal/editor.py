"""Edit text in an editor, and open URLs and files. No command line goes through a shell."""

from __future__ import annotations

import contextlib
import os
import sys

from .._i18n import translate as _
from .._streams import CYGWIN, WIN
from ..exceptions import ClickException
from . import live

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

#: editors to try when nobody has chosen one
_EDITORS = ("sensible-editor", "vim", "nano")


class Editor:
    """Runs an editor; parameters as for :func:`click.edit`."""

    __module__ = "click._termui_impl"

    def __init__(
        self,
        editor: str | None = None,
        env: Mapping[str, str] | None = None,
        require_save: bool = True,
        extension: str = ".txt",
    ) -> None:
        self.editor = editor
        self.env = env
        self.require_save = require_save
        self.extension = extension

    def get_editor(self) -> str:
        """Return the command line of the editor."""
        if self.editor is not None:
            return self.editor
        for variable in ("VISUAL", "EDITOR"):
            chosen = os.environ.get(variable)
            if chosen:
                return chosen
        if live("WIN", WIN):
            return "notepad"
        import shutil

        return next((name for name in _EDITORS if shutil.which(name) is not None), "vi")

    def edit_files(self, filenames: Iterable[str | os.PathLike[str]]) -> None:
        """Open files, all in one call.

        :raises ClickException: the editor cannot be started, or fails.
        """
        import shlex
        import subprocess

        editor = self.get_editor()
        if live("WIN", WIN):
            # Backslashes separate folders there; outside POSIX mode quotes stay on the words.
            words = [word.strip('"') for word in shlex.split(editor, posix=False)]
        else:
            words = shlex.split(editor)
        environment = {**os.environ, **self.env} if self.env else None
        try:
            process = subprocess.Popen(
                args=[*words, *[os.fspath(name) for name in filenames]],
                env=environment,
                shell=False,
            )
            status = process.wait()
        except OSError as error:
            raise ClickException(
                _("{editor}: Editing failed: {e}").format(editor=editor, e=error)
            ) from error
        if status != 0:
            raise ClickException(_("{editor}: Editing failed").format(editor=editor))

    def edit(self, text: str | bytes | bytearray | None) -> str | bytes | bytearray | None:
        """Let the user edit a text in a temporary file that nobody else can read.

        :param text: the text; bytes are left as they are.
        :return: the edited text, or ``None`` if it must be saved and was not.
        """
        import tempfile

        binary = isinstance(text, (bytes, bytearray))
        data = _encoded(text)
        descriptor, name = tempfile.mkstemp(prefix="editor-", suffix=self.extension)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            # Some file systems count in steps of two seconds, and editors can be quick.
            written = os.stat(name)
            os.utime(name, (written.st_atime, written.st_mtime - 2))
            before = os.path.getmtime(name)
            self.edit_files([name])
            if self.require_save and os.path.getmtime(name) == before:
                return None
            with open(name, "rb") as file:
                edited = file.read()
        finally:
            with contextlib.suppress(OSError):
                os.unlink(name)
        if binary:
            return edited
        return edited.decode("utf-8-sig").replace("\r\n", "\n")


def _encoded(text: str | bytes | bytearray | None) -> bytes:
    """Return ``text`` as the bytes of a file, which ends with a newline unless it is empty."""
    if not text:
        return b""
    if isinstance(text, (bytes, bytearray)):
        return bytes(text)
    if not text.endswith("\n"):
        text += "\n"
    if live("WIN", WIN):
        return text.replace("\n", "\r\n").encode("utf-8-sig")
    return text.encode("utf-8")


# -- URLs --------------------------------------------------------------------------------------


def open_url(url: str, wait: bool = False, locate: bool = False) -> int:
    """Open ``url`` as :func:`click.launch` says."""
    if sys.platform == "darwin":
        options = ["-W"] * bool(wait) + ["-R"] * bool(locate)
        return _run_quietly(["open", *options, _plain_path(url)])
    if live("WIN", WIN):
        return _open_on_windows(url, locate)
    if live("CYGWIN", CYGWIN):
        if locate:
            return _run(["cygstart", os.path.dirname(_plain_path(url))])
        return _run(["cygstart", *["-w"] * bool(wait), url])
    return _open_on_desktop(url, wait, locate)


def _plain_path(url: str) -> str:
    """Return the path of a ``file:`` URL, or ``url`` itself."""
    if not url.startswith("file://"):
        return url
    from urllib.parse import unquote

    return unquote(url[len("file://") :])


def _run(command: list[str]) -> int:
    """Return the exit status of ``command``; 127 if there is no such program, as in shells."""
    import subprocess

    try:
        return subprocess.call(command)
    except OSError:
        return 127


def _run_quietly(command: list[str]) -> int:
    import subprocess

    return subprocess.Popen(command, stderr=subprocess.DEVNULL).wait()


def _open_on_windows(url: str, locate: bool) -> int:
    """Ask the system itself; it does not say when the application ends."""
    if locate:
        return _run(["explorer", "/select,", _plain_path(url)])
    start: Any = os.startfile  # type: ignore[attr-defined]
    try:
        start(url)
    except OSError:
        return 127
    return 0


def _open_on_desktop(url: str, wait: bool, locate: bool) -> int:
    import subprocess

    target = _plain_path(url)
    if locate:
        target = os.path.dirname(target) or "."
    try:
        process = subprocess.Popen(["xdg-open", target])
    except OSError:
        if not url.startswith(("http://", "https://")) or locate or wait:
            return 1
        import webbrowser

        webbrowser.open(url)
        return 0
    return process.wait() if wait else 0
