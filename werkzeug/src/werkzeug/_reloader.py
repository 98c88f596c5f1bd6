"""Restart the program when its files change.

The program runs in a child process again and again: the child watches and ends with code 3 when
something changed; the parent starts it anew. Watched are the Python files of the program whether it
imported them or not (:mod:`werkzeug._program_files`), the files of all imported modules outside of
the standard library, and files that were named.
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
from ._program_files import STANDARD_LIBRARY, ProgramFiles, is_program_path
from ._program_files import program_folders as find_program_folders

__all__ = ["ReloaderLoop", "reloader_loops", "run_with_reloader"]

CHANGED = 3  # the exit code that asks for a restart
FAILED = 1  # that of a program which ended with an error


def module_files() -> t.Iterator[str]:
    """Yield the files of all imported modules outside of the standard library."""
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


def watched_files(
    program_files: t.Iterable[str],
    extra_files: t.Iterable[str],
    exclude_patterns: t.Collection[str],
) -> set[str]:
    """Return all files whose change means a restart."""
    return {
        path
        for path in chain(program_files, map(os.path.abspath, chain(module_files(), extra_files)))
        if not matches(path, exclude_patterns)
    }


def _moment(path: str) -> float | None:
    """Return when a file was last changed; ``None`` if it is gone."""
    try:
        return os.stat(path).st_mtime
    except OSError:
        return None


def watched_folders(files: t.Iterable[str], more: t.Iterable[str] = ()) -> set[str]:
    """Return the outermost folders that hold the files, or are among ``more``; one watch serves all
    below it.
    """
    outermost: set[str] = set()
    for folder in sorted({os.path.dirname(path) for path in files}.union(more), key=len):
        if not any(PurePath(folder).is_relative_to(other) for other in outermost):
            outermost.add(folder)
    return outermost


def restart_arguments() -> list[str]:
    """Return the command that starts this program again, as it was started."""
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
    """Watches files until one changed. Subclasses implement `run_step`.

    :param extra_files: more paths to watch.
    :param exclude_patterns: patterns of :mod:`fnmatch` for paths that are not watched.
    :param interval: seconds between two checks.
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
        self.program = ProgramFiles()

    def __enter__(self) -> ReloaderLoop:
        """Prepare; called before the first check."""
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Release what `__enter__` acquired."""

    def run(self) -> None:
        """Check again and again; ends by ending the process."""
        while True:
            self.run_step()
            time.sleep(self.interval)

    def run_step(self) -> None:
        """Check once, and call `trigger_reload` for a file that changed."""

    def restart_with_reloader(self) -> int:
        """Run the program in a child, anew after each change; return its last exit code.

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
        """Return when each watched file was last changed."""
        files, _ = ProgramFiles().find()
        watched = watched_files(files, self.extra_files, self.exclude_patterns)
        return {path: _moment(path) for path in watched}

    def reload_for_added(self) -> set[str]:
        """Call `trigger_reload` if files were added to the program, and return all its files."""
        files, added = self.program.find()
        for path in sorted(added):
            if not matches(path, self.exclude_patterns):
                self.trigger_reload(path)
        return files

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
        files = self.reload_for_added()
        for path in watched_files(files, self.extra_files, self.exclude_patterns):
            now = _moment(path)
            # An older file that takes the place of a newer one is a change as well.
            if now is not None and now != self.times.setdefault(path, now):
                self.trigger_reload(path)


class WatchdogReloaderLoop(ReloaderLoop):
    """Lets the operating system report changes, through the watchdog package."""

    def __init__(self, *args: t.Any, **options: t.Any) -> None:
        from watchdog import events
        from watchdog.observers import Observer

        super().__init__(*args, **options)
        loop = self

        class Handler(events.FileSystemEventHandler):
            def on_any_event(self, event: t.Any) -> None:
                loop.has_new_folders |= event.is_directory
                loop.changed = loop.changed or loop.changed_path(event)

        self.changed: str | None = None
        # What was put in a new folder before it was watched is not reported.
        self.has_new_folders = False
        self.files: set[str] = set()
        self.program_folders: set[str] = set()
        self.observer: t.Any = Observer()
        kind = type(self.observer).__name__.removesuffix("Observer").lower()
        self.name = f"watchdog ({kind})"
        self.handler = Handler()
        self.watches: dict[str, t.Any] = {}
        # Reading a file is an event as well, and the most frequent one: it is filtered out.
        self.filter: dict[str, t.Any] = {
            "event_filter": [
                events.DirCreatedEvent,
                events.DirMovedEvent,
                events.FileClosedEvent,
                events.FileCreatedEvent,
                events.FileDeletedEvent,
                events.FileModifiedEvent,
                events.FileMovedEvent,
            ]
        }

    def watch(self, folder: str) -> t.Any:
        """Let the system report changes below a folder."""
        try:
            return self.observer.schedule(self.handler, folder, recursive=True, **self.filter)
        except TypeError:
            if not self.filter:
                raise
            self.filter = {}  # watchdog before version 4 reports everything
            return self.watch(folder)

    def changed_path(self, event: t.Any) -> str | None:
        """Return the path that an event reports as changed, if it is watched."""
        if event.event_type not in {"created", "modified", "moved", "deleted", "closed"}:
            return None
        for path in (os.fsdecode(event.dest_path or ""), os.fsdecode(event.src_path)):
            if path in self.files or self.is_new_module(path):
                return path
        return None

    def is_new_module(self, path: str) -> bool:
        """Return whether a path is a module of the program, imported or not."""
        return is_program_path(path) and not matches(path, self.exclude_patterns)

    def __enter__(self) -> ReloaderLoop:
        self.observer.start()
        self.program.find()
        self.run_step()
        return super().__enter__()

    def __exit__(self, *exc_info: object) -> None:
        self.observer.stop()
        self.observer.join()

    def run_step(self) -> None:
        if self.changed is not None:
            self.trigger_reload(self.changed)
        if self.has_new_folders:
            self.has_new_folders = False
            self.reload_for_added()
        # The system reports what changes in the program's own folders; only others are asked for.
        program_folders = set(find_program_folders())
        files = watched_files((), self.extra_files, self.exclude_patterns)
        if files == self.files and program_folders == self.program_folders:
            return
        self.files = files
        self.program_folders = program_folders
        folders = watched_folders(files, program_folders)
        for folder in folders - set(self.watches):
            try:
                self.watches[folder] = self.watch(folder)
            except OSError:
                self.watches[folder] = None  # unreadable, or too many watches: not watched
        for folder in set(self.watches) - folders:
            watch = self.watches.pop(folder)
            if watch is not None:
                self.observer.unschedule(watch)


def has_watchdog() -> bool:
    """Return whether the watchdog package is installed and works on this system."""
    from importlib import import_module

    with suppress(ImportError):
        return bool(import_module("watchdog.observers"))
    return False


#: The kinds by their names.
reloader_loops: dict[str, type[ReloaderLoop]] = {
    "stat": StatReloaderLoop,
    "watchdog": WatchdogReloaderLoop,
}
reloader_loops["auto"] = reloader_loops["watchdog" if has_watchdog() else "stat"]


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
