"""Files and paths.

``File`` converts a name to an open file or to one that is opened on first use, ``Path`` checks a path.
Converting accesses the file system.
"""

from __future__ import annotations

import os
import stat
import sys

from .._completion.item import CompletionItem
from .._files import LazyFile
from .._i18n import translate as _
from .._streams import open_stream
from .base import ParamType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable
    from typing import IO, Any, ClassVar, Generic, TypeGuard

    from typing_extensions import TypeVar

    from .._annotations import Context, Parameter
    from ._infos import FileInfoDict, PathInfoDict

    _PathT_co = TypeVar("_PathT_co", covariant=True, default=str | bytes | os.PathLike[str])
else:
    from .._generic import Subscriptable as Generic

    _PathT_co = None

# Programs patch names in the package, so these are looked up there on each use.
_types = sys.modules[__package__]


def _is_file_like(value: object) -> TypeGuard[IO[Any]]:
    return hasattr(value, "read") or hasattr(value, "write")


class File(ParamType["IO[Any]"]):
    """A file, opened for the command and closed when its context ends; ``-`` is a standard stream.

    :param mode: as for ``open``.
    :param lazy: open the file when it is first used, or (false) before the command runs. By
        default files to be written open late.
    :param atomic: write to a temporary file, which replaces the other when it is closed. If the
        command fails, the other stays as it was.
    """

    __module__ = "click.types"

    name = "filename"
    mode: str
    encoding: str | None
    errors: str | None
    lazy: bool | None
    atomic: bool
    envvar_list_splitter: ClassVar[str] = os.path.pathsep

    def __init__(
        self,
        mode: str = "r",
        encoding: str | None = None,
        errors: str | None = "strict",
        lazy: bool | None = None,
        atomic: bool = False,
    ) -> None:
        self.atomic = atomic
        self.lazy = lazy
        self.mode = mode
        self.errors = errors
        self.encoding = encoding

    def to_info_dict(self) -> FileInfoDict:
        return {"mode": self.mode, "encoding": self.encoding, **super().to_info_dict()}

    def resolve_lazy_flag(self, value: str | os.PathLike[str]) -> bool:
        """Return whether the file ``value`` is opened on first use."""
        if self.lazy is not None:
            return self.lazy
        return os.fspath(value) != "-" and "w" in self.mode

    def convert(
        self,
        value: str | os.PathLike[str] | IO[Any],
        param: Parameter | None,
        ctx: Context | None,
    ) -> IO[Any]:
        if _is_file_like(value):
            return value
        path: Any = value
        try:
            return self._open(path, ctx)
        except OSError as error:
            self.fail(f"'{_types.format_filename(path)}': {error.strerror}", param, ctx)

    def _open(self, path: str | os.PathLike[str], ctx: Context | None) -> IO[Any]:
        settings = path, self.mode, self.encoding, self.errors, self.atomic
        file: Any
        if ctx is not None and ctx.resilient_parsing:
            # Completion must not open, create or wait for a file.
            file = LazyFile.unchecked(*settings)
            ctx.call_on_close(file.close_intelligently)
        elif self.resolve_lazy_flag(path):
            file = LazyFile(*settings)
            if ctx is not None:
                if self.atomic:
                    ctx.with_resource(_Atomic(file, ctx))
                else:
                    ctx.call_on_close(file.close_intelligently)
        else:
            file, should_close = open_stream(*settings)
            # Without a context the file belongs to the caller, who closes it.
            if ctx is not None:
                if self.atomic and should_close:
                    ctx.with_resource(_Atomic(file, ctx))
                else:
                    ctx.call_on_close(_quietly(file.close if should_close else file.flush))
        return file  # type: ignore[no-any-return]

    def shell_complete(
        self, ctx: Context, param: Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type="file")]


class _Atomic:
    """Closes an atomic file at the end of a context; the file is dropped if the command failed.

    A command has failed if an exception ends it, other than an exit with status 0.
    """

    def __init__(self, file: Any, ctx: Context) -> None:
        self._file = file
        self._ctx = ctx

    def __enter__(self) -> None:
        pass

    def __exit__(self, exc_type: object, exc_value: BaseException | None, tb: object) -> None:
        status: Any = self._ctx._exit_code if exc_value is None else exc_value
        if isinstance(exc_value, SystemExit):
            status = exc_value.code
        elif exc_value is not None:
            # ``Exit`` of ``ctx.exit()``; other exceptions of Click have a status that is not 0.
            status = getattr(exc_value, "exit_code", exc_value)
        if status is None or status == 0:
            if isinstance(self._file, LazyFile):
                self._file.close_intelligently()
            else:
                _quietly(self._file.close)()
        elif isinstance(self._file, LazyFile):
            self._file.discard()
        else:
            self._file.close(delete=True)


def _quietly(action: Callable[[], object]) -> Callable[[], None]:
    """Wrap ``action`` to ignore its errors, for the end of a context."""

    def run() -> None:
        try:
            action()
        except Exception:
            return

    return run


#: settings that say what a path may be, and what to call it when it may be only one thing
_OKAYS = ("file_okay", "dir_okay")
_KINDS = {(True, False): "file", (False, True): "directory"}


class Path(
    ParamType[_PathT_co, "str | os.PathLike[str]"],
    Generic[_PathT_co],
):
    """The name of a file or folder, checked but not opened.

    :param exists: it must exist; what is below is only checked for what exists.
    :param file_okay: it may be a file.
    :param dir_okay: it may be a folder.
    :param writable: the user must be able to write it.
    :param readable: the user must be able to read it.
    :param resolve_path: make it absolute and follow symbolic links.
    :param allow_dash: ``-`` is allowed and not checked.
    :param path_type: convert it to this: ``str``, ``bytes`` or ``pathlib.Path``.
    :param executable: the user must be able to run it.
    """

    __module__ = "click.types"

    exists: bool
    file_okay: bool
    dir_okay: bool
    writable: bool
    readable: bool
    executable: bool
    resolve_path: bool
    allow_dash: bool
    #: what the path is converted to
    type: builtins.type[_PathT_co] | None
    envvar_list_splitter: ClassVar[str] = os.path.pathsep

    def __init__(
        self,
        exists: bool = False,
        file_okay: bool = True,
        dir_okay: bool = True,
        writable: bool = False,
        readable: bool = True,
        resolve_path: bool = False,
        allow_dash: bool = False,
        path_type: builtins.type[_PathT_co] | None = None,
        executable: bool = False,
    ) -> None:
        self.allow_dash = allow_dash
        self.resolve_path = resolve_path
        self.exists = exists
        self.dir_okay = dir_okay
        self.file_okay = file_okay
        self.executable = executable
        self.writable = writable
        self.readable = readable
        self.type = path_type
        self.name: str = _(_KINDS.get((bool(file_okay), bool(dir_okay)), "path"))

    def to_info_dict(self) -> PathInfoDict:
        return {
            "exists": self.exists,
            "file_okay": self.file_okay,
            "dir_okay": self.dir_okay,
            "writable": self.writable,
            "readable": self.readable,
            "allow_dash": self.allow_dash,
            **super().to_info_dict(),
        }

    def coerce_path_result(self, value: str | os.PathLike[str]) -> _PathT_co:
        """Return ``value`` as the type of path in ``path_type``."""
        wanted: Any = self.type
        result: Any = value
        if wanted is None or isinstance(value, wanted):
            return result  # type: ignore[no-any-return]
        if wanted is str:
            return os.fsdecode(value)  # type: ignore[return-value]
        if wanted is bytes:
            return os.fsencode(value)  # type: ignore[return-value]
        return wanted(value)  # type: ignore[no-any-return]

    def convert(
        self,
        value: str | os.PathLike[str],
        param: Parameter | None,
        ctx: Context | None,
    ) -> _PathT_co:
        path = value
        if self.allow_dash and self.file_okay and os.fsdecode(value) == "-":
            return self.coerce_path_result(path)
        if self.resolve_path:
            path = os.path.realpath(path)
        try:
            status = os.stat(path)
        except OSError:
            if self.exists:
                self._refuse(_("{name} {filename!r} does not exist."), value, param, ctx)
            return self.coerce_path_result(path)
        problem = self._problem(value, status.st_mode)
        if problem is not None:
            self._refuse(problem, value, param, ctx)
        return self.coerce_path_result(path)

    def _problem(self, value: str | os.PathLike[str], mode: int) -> str | None:
        """Return the template of a message about the existing ``value``, or ``None`` if it is fine."""
        if not self.file_okay and stat.S_ISREG(mode):
            return _("{name} {filename!r} is a file.")
        if not self.dir_okay and stat.S_ISDIR(mode):
            return _("{name} {filename!r} is a directory.")
        if self.readable and not os.access(value, os.R_OK):
            return _("{name} {filename!r} is not readable.")
        if self.writable and not os.access(value, os.W_OK):
            return _("{name} {filename!r} is not writable.")
        if self.executable and not os.access(value, os.X_OK):
            return _("{name} {filename!r} is not executable.")
        return None

    def _refuse(
        self,
        message: str,
        value: str | os.PathLike[str],
        param: Parameter | None,
        ctx: Context | None,
    ) -> None:
        filename = _types.format_filename(value)
        self.fail(message.format(name=self.name.title(), filename=filename), param, ctx)

    def shell_complete(
        self, ctx: Context, param: Parameter, incomplete: str
    ) -> list[CompletionItem]:
        kind = "dir" if self.dir_okay and not self.file_okay else "file"
        return [CompletionItem(incomplete, type=kind)]
