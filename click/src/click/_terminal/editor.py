"""Open an editor, or an URL with what the desktop has for it.

In: a text, file names, a URL. Out: the edited text, or an exit status. Command lines are cut in
words here and run without a shell.
"""

from __future__ import annotations

import contextlib
import os
import sys

from .._i18n import translate as _
from .._streams import CYGWIN, WIN
from ..exceptions import ClickException

TYPE_CHECKING = False
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
        """The command line of the editor."""
        if self.editor is not None:
            return self.editor
        for variable in ("VISUAL", "EDITOR"):
            chosen = os.environ.get(variable)
            if chosen:
                return chosen
        if WIN:
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
        words = shlex.split(editor, posix=not WIN)
        if WIN:
            words = [word.strip('"') for word in words]
        environment = {**os.environ, **self.env} if self.env else None
        try:
            process = subprocess.Popen(
                [*words, *map(os.fspath, filenames)], env=environment, shell=False
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

        :returns: the edited text, or `None` if it must be saved and was not.
        """
        import tempfile

        binary = isinstance(text, (bytes, bytearray))
        data = _encoded(text)
        descriptor, name = tempfile.mkstemp(prefix="editor-", suffix=self.extension)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            # An hour or so back, since some file systems count in seconds.
            written = os.path.getmtime(name)
            os.utime(name, (os.path.getatime(name), written - 2))
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
    """*text* as the bytes of a file, which ends with a newline if there is anything in it."""
    if not text:
        return b""
    if isinstance(text, (bytes, bytearray)):
        return bytes(text)
    if not text.endswith("\n"):
        text += "\n"
    if WIN:
        return text.replace("\n", "\r\n").encode("utf-8-sig")
    return text.encode("utf-8")


def _plain_path(url: str) -> str:
    """The path of a ``file:`` URL, or *url* itself."""
    if url.startswith("file://"):
        from urllib.parse import unquote

        return unquote(url[len("file://") :])
    return url


def open_url(url: str, wait: bool = False, locate: bool = False) -> int:
    """Open *url* as :func:`click.launch` says."""
    if sys.platform == "darwin":
        options = ["-W"] * wait + ["-R"] * locate
        return _quiet_run(["open", *options, _plain_path(url) if locate else url])
    if WIN:
        return _open_on_windows(url, wait, locate)
    if CYGWIN:
        if locate:
            return _status(["cygstart", os.path.dirname(_plain_path(url))])
        return _status(["cygstart", *["-w"] * wait, _plain_path(url)])
    target = (os.path.dirname(_plain_path(url)) or ".") if locate else _plain_path(url)
    return _on_desktop(target, url, wait, locate)


def _quiet_run(command: list[str]) -> int:
    import subprocess

    return subprocess.Popen(command, stderr=subprocess.DEVNULL).wait()


def _status(command: list[str]) -> int:
    import subprocess

    try:
        return subprocess.call(command)
    except OSError:
        # There is no such program.
        return 127


def _open_on_windows(url: str, wait: bool, locate: bool) -> int:
    path = _plain_path(url)
    if locate:
        return _status(["explorer", f"/select,{path}"])
    if wait:
        return _status(["start", "/WAIT", "", path])
    start: Any = os.startfile  # type: ignore[attr-defined]
    try:
        start(path)
    except OSError:
        return 127
    return 0


def _on_desktop(target: str, url: str, wait: bool, locate: bool) -> int:
    import subprocess

    try:
        process = subprocess.Popen(["xdg-open", target])
    except OSError:
        if url.startswith(("http://", "https://")) and not locate and not wait:
            import webbrowser

            webbrowser.open(url)
            return 0
        return 1
    return process.wait() if wait else 0
