"""Profile each request, and write the statistics to a stream or to files."""

from __future__ import annotations

import os
import sys
import time
from cProfile import Profile

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ProfilerMiddleware:
    """Runs each request under a profiler. The body is collected first.

    :param app: the application.
    :param stream: where statistics are printed; ``None`` for nowhere.
    :param sort_by: columns to sort by.
    :param restrictions: which lines to print, see :meth:`pstats.Stats.print_stats`.
    :param profile_dir: where to write a file per request.
    :param filename_format: names of these files: a text with ``{method}``, ``{path}``,
        ``{elapsed}`` (milliseconds) and ``{time}`` (Unix time), or a function of the environ, in
        which ``werkzeug.profiler`` holds the times.
    """

    def __init__(
        self,
        app: WSGIApplication,
        stream: t.IO[str] | None = sys.stdout,
        sort_by: Iterable[str] = ("time", "calls"),
        restrictions: Iterable[str | int | float] = (),
        profile_dir: str | None = None,
        filename_format: str = "{method}.{path}.{elapsed:.0f}ms.{time:.0f}.prof",
    ) -> None:
        self._app = app
        self._stream = stream
        self._sort_by = sort_by
        self._restrictions = restrictions
        self._profile_dir = profile_dir
        self._filename_format = filename_format

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body: list[bytes] = []

        def start(status: t.Any, headers: t.Any, exc_info: t.Any = None) -> t.Any:
            start_response(status, headers, exc_info)
            return body.append

        def run() -> None:
            answer: t.Any = self._app(environ, start)
            try:
                body.extend(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()

        profile = Profile()
        began = time.time()
        profile.runcall(run)
        elapsed = time.time() - began
        if self._profile_dir is not None:
            self._write(profile, environ, elapsed)
        if self._stream is not None:
            self._print(profile, environ, self._stream)
        return [b"".join(body)]

    def _write(self, profile: t.Any, environ: WSGIEnvironment, elapsed: float) -> None:
        """Write the profile of one request to a file."""
        assert self._profile_dir is not None
        now = time.time()
        if callable(self._filename_format):
            environ["werkzeug.profiler"] = {"elapsed": elapsed * 1000.0, "time": now}
            name = self._filename_format(environ)
        else:
            path = environ.get("PATH_INFO", "").strip("/").replace("/", ".")
            name = self._filename_format.format(
                method=environ["REQUEST_METHOD"],
                path=path or "root",
                elapsed=elapsed * 1000.0,
                time=now,
            )
        profile.dump_stats(os.path.join(self._profile_dir, name))

    def _print(self, profile: t.Any, environ: WSGIEnvironment, stream: t.IO[str]) -> None:
        """Print the statistics of one request."""
        from pstats import Stats

        line = "-" * 80
        print(line, file=stream)
        print(f"PATH: {environ.get('PATH_INFO', '')!r}", file=stream)
        stats = Stats(profile, stream=stream)
        stats.sort_stats(*self._sort_by)
        stats.print_stats(*self._restrictions)
        print(f"{line}\n", file=stream)
