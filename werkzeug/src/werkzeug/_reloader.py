"""Restart the program when its files change.

In: a function that runs the program, and what to watch. Out: the same program, run in a child
process again and again: the child watches and ends with code 3 when something changed; the parent
starts it anew. What is watched are the files of all imported modules and those that were named;
modules of the interpreter's own installation change too rarely to be asked for.
"""

from __future__ import annotations

import fnmatch
import os
import subprocess
import sys
import threading
import time
import typing as t
from contextlib import suppress
from itertools import chain
from pathlib import PurePath

from ._internal import _log

__all__ = ["ReloaderLoop", "reloader_loops", "run_with_reloader"]

CHANGED = 3  # the exit code that asks for a restart
FAILED = 1  # that of a program which ended with an error

STANDARD_LIBRARY = os.path.dirname(os.path.realpath(os.__file__)) + os.sep
SKIPPED_FOLDERS = frozenset({"__pycache__", ".git", ".hg", ".nox", ".venv", "site-packages"})


def module_files() -> t.Iterator[str]:
    """The files of all imported modules outside of the standard library."""
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        if not isinstance(name, str):
            continue
        if name.startswith(STANDARD_LIBRARY) and "site-packages" not in name:
            continue
        if name.endswith((".pyc", ".pyo")):
            name = name[:-1]
        if os.path.isfile(name):
            yield name


def matches(path: str, patterns: t.Iterable[str]) -> bool:
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


def watched_files(extra_files: t.Iterable[str], exclude_patterns: t.Collection[str]) -> set[str]:
    """All files whose change means a restart."""
    return {
        os.path.abspath(path)
        for path in chain(module_files(), extra_files)
        if not matches(path, exclude_patterns)
    }


def _listing(folder: str) -> list[str]:
    """The Python files in a folder."""
    try:
        return [name for name in os.listdir(folder) if name.endswith(".py")]
    except OSError:
        return []


def _moment(path: str) -> float | None:
    """When a file was last changed; ``None`` if it is gone."""
    try:
        return os.stat(path).st_mtime
    except OSError:
        return None


def watched_folders(files: t.Iterable[str]) -> set[str]:
    """The outermost folders that hold the files; one watch serves all below it."""
    outermost: set[str] = set()
    for folder in sorted({os.path.dirname(path) for path in files}, key=len):
        if not any(PurePath(folder).is_relative_to(other) for other in outermost):
            outermost.add(folder)
    return outermost


def restart_arguments() -> list[str]:
    """The command that starts this program again, as it was started."""
    options = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
    main = sys.modules["__main__"]
    if getattr(main, "__package__", None) is None or not getattr(main, "__spec__", None):
        script = os.path.abspath(sys.argv[0])
        if os.name == "nt" and not os.path.exists(script) and os.path.exists(f"{script}.exe"):
            script += ".exe"  # an entry point that pip made
        if os.path.splitext(sys.executable)[1] == ".exe" and script.endswith(".exe"):
            return [script, *sys.argv[1:]]
        return [sys.executable, *options, script, *sys.argv[1:]]
    # It was started with -m; the name is in the spec, the file in sys.argv.
    name = t.cast(str, main.__spec__.name)  # type: ignore[union-attr]
    return [sys.executable, *options, "-m", name.removesuffix(".__main__"), *sys.argv[1:]]


class ReloaderLoop:
    """Watches files until one changed. Subclasses say how, in `run_step`.

    :param extra_files: more paths to watch.
    :param exclude_patterns: patterns of :mod:`fnmatch` for paths that are not watched.
    :param interval: seconds between two looks.
    """

    name = ""

    def __init__(
        self,
        extra_files: t.Iterable[str] | None = None,
        exclude_patterns: t.Iterable[str] | None = None,
        interval: int | float = 1,
    ) -> None:
        self.extra_files = {os.path.abspath(path) for path in extra_files or ()}
        self.exclude_patterns = set(exclude_patterns or ())
        self.interval = interval

    def __enter__(self) -> ReloaderLoop:
        """Get ready; called before the first look."""
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Let go of what `__enter__` took."""

    def run(self) -> None:
        """Look again and again; ends by ending the process."""
        while True:
            self.run_step()
            time.sleep(self.interval)

    def run_step(self) -> None:
        """Look once, and call `trigger_reload` for a file that changed."""

    def restart_with_reloader(self) -> int:
        """Run the program in a child, anew after each change; give its last exit code.

        A program that a change has broken starts again after the next one.
        """
        was_changed = False
        while True:
            _log("info", f" * Restarting with {self.name}")
            before = self._moments()
            environment = {**os.environ, "WERKZEUG_RUN_MAIN": "true"}
            code = subprocess.call(restart_arguments(), env=environment, close_fds=False)
            if code == CHANGED:
                was_changed = True
            elif code == FAILED and was_changed:
                _log("info", " * The program failed, waiting for the next change")
                while self._moments() == before:
                    time.sleep(self.interval)
            else:
                return code

    def _moments(self) -> dict[str, float | None]:
        """When each file of the program, and what lies beside it, was last changed."""
        files = watched_files(self.extra_files, self.exclude_patterns)
        for folder in {os.path.dirname(path) for path in files}:
            if SKIPPED_FOLDERS.isdisjoint(PurePath(folder).parts):
                # A module that is missing or was not imported here may be what is mended.
                beside = (os.path.join(folder, name) for name in _listing(folder))
                files.update(p for p in beside if not matches(p, self.exclude_patterns))
        return {path: _moment(path) for path in files}

    def trigger_reload(self, filename: str) -> None:
        self.log_reload(filename)
        sys.exit(CHANGED)

    def log_reload(self, filename: str | bytes) -> None:
        filename = os.path.abspath(os.fsdecode(filename))
        _log("info", f" * Detected change in {filename!r}, reloading")


class StatReloaderLoop(ReloaderLoop):
    """Asks each file for its time of modification."""

    name = "stat"

    def __enter__(self) -> ReloaderLoop:
        self.times: dict[str, float] = {}
        self.run_step()
        return super().__enter__()

    def run_step(self) -> None:
        for path in watched_files(self.extra_files, self.exclude_patterns):
            now = _moment(path)
            if now is not None and now > self.times.setdefault(path, now):
                self.trigger_reload(path)


class WatchdogReloaderLoop(ReloaderLoop):
    """Is told by the operating system, through the watchdog package."""

    def __init__(self, *args: t.Any, **options: t.Any) -> None:
        from watchdog import events
        from watchdog.observers import Observer

        super().__init__(*args, **options)
        loop = self

        class Handler(events.FileSystemEventHandler):
            def on_any_event(self, event: t.Any) -> None:
                loop.changed = loop.changed or loop.meaning(event)

        self.changed: str | None = None
        self.files: set[str] = set()
        self.observer: t.Any = Observer()
        kind = type(self.observer).__name__.removesuffix("Observer").lower()
        self.name = f"watchdog ({kind})"
        self.handler = Handler()
        self.watches: dict[str, t.Any] = {}
        # Reading a file is an event as well, and most of them: the system need not tell.
        self.filter: dict[str, t.Any] = {
            "event_filter": [
                *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent),
                *(events.FileMovedEvent, events.DirMovedEvent, events.FileDeletedEvent),
            ]
        }

    def watch(self, folder: str) -> t.Any:
        """Let the system tell of changes below a folder."""
        try:
            return self.observer.schedule(self.handler, folder, recursive=True, **self.filter)
        except TypeError:
            if not self.filter:
                raise
            self.filter = {}  # watchdog before version 4 tells everything
            return self.watch(folder)

    def meaning(self, event: t.Any) -> str | None:
        """The path whose change an event tells of, where it matters."""
        if event.event_type not in {"created", "modified", "moved", "deleted", "closed"}:
            return None
        for path in (os.fsdecode(event.dest_path or ""), os.fsdecode(event.src_path)):
            if path in self.files or self.is_new_module(path):
                return path
        return None

    def is_new_module(self, path: str) -> bool:
        """Whether a path is a module of the program that nobody has imported yet."""
        return (
            path.endswith(".py")
            and not path.startswith(STANDARD_LIBRARY)
            and SKIPPED_FOLDERS.isdisjoint(PurePath(path).parts)
            and not matches(path, self.exclude_patterns)
        )

    def __enter__(self) -> ReloaderLoop:
        self.observer.start()
        self.run_step()
        return super().__enter__()

    def __exit__(self, *exc_info: object) -> None:
        self.observer.stop()
        self.observer.join()

    def run_step(self) -> None:
        if self.changed is not None:
            self.trigger_reload(self.changed)
        files = watched_files(self.extra_files, self.exclude_patterns)
        if files == self.files:
            return
        self.files = files
        folders = watched_folders(files)
        for folder in folders - set(self.watches):
            try:
                self.watches[folder] = self.watch(folder)
            except OSError:
                self.watches[folder] = None  # unreadable, or too many watches: not watched
        for folder in set(self.watches) - folders:
            watch = self.watches.pop(folder)
            if watch is not None:
                self.observer.unschedule(watch)


def can_be_told() -> bool:
    """Whether the watchdog package is there and works on this system."""
    from importlib import import_module

    with suppress(ImportError):
        return bool(import_module("watchdog.observers"))
    return False


_told, _asking = WatchdogReloaderLoop, StatReloaderLoop
#: The kinds by their names.
reloader_loops: dict[str, type[ReloaderLoop]]
reloader_loops = {"auto": _told if can_be_told() else _asking, "watchdog": _told, "stat": _asking}


def run_with_reloader(
    main_func: t.Callable[[], None],
    extra_files: t.Iterable[str] | None = None,
    exclude_patterns: t.Iterable[str] | None = None,
    interval: int | float = 1,
    reloader_type: str = "auto",
) -> None:
    """Run a function in a process that starts again whenever a file changes.

    Never returns: the parent ends with the exit code of the last child.
    """
    end_on_sigterm()
    watcher = reloader_loops[reloader_type](extra_files, exclude_patterns, interval)
    is_child = os.environ.get("WERKZEUG_RUN_MAIN") == "true"
    with suppress(KeyboardInterrupt):
        if is_child:
            keep_terminal_sane()
            run_until_changed(main_func, watcher)
        else:
            sys.exit(watcher.restart_with_reloader())


def end_on_sigterm() -> None:
    """Let a termination signal unwind the stack, so that what is open gets closed."""
    from signal import SIGTERM, signal

    signal(SIGTERM, lambda *_: sys.exit(0))


def run_until_changed(main_func: t.Callable[[], None], watcher: ReloaderLoop) -> None:
    """Run the program beside the watcher, which ends the process at the first change."""
    program = threading.Thread(target=main_func, daemon=True)
    with watcher:
        program.start()
        watcher.run()


def keep_terminal_sane() -> None:
    """Let keys show again: a debugger that was cut off by a restart may have hidden them."""
    if not sys.stdin or not sys.stdin.isatty():
        return
    try:
        import termios
    except ImportError:
        return
    modes = termios.tcgetattr(sys.stdin)
    if modes[3] & termios.ECHO:
        return
    modes[3] |= termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSANOW, modes)
