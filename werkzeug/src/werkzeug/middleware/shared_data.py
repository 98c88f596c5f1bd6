"""Serve files from directories, packages or single paths, for development and small sites."""

from __future__ import annotations

import os
import pkgutil
from datetime import UTC, datetime
from time import time
from zlib import adler32

from .._internal import module_getattr
from ..http import http_date, is_resource_modified
from ..security import safe_join
from ..utils import get_content_type
from ..wsgi import get_path_info, wrap_file

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc
    import typing as t
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    _Facts = tuple[t.IO[bytes], datetime, int]
    _TOpener = Callable[[], _Facts]
    _TLoader = Callable[[str | None], tuple[str | None, _TOpener | None]]


class SharedDataMiddleware:
    """Serves files below some paths.

    :param app: answers everything else.
    :param exports: path to directory, to file, or to a package with a directory in it:
        ``{"/static": "assets", "/lib": ("package", "static")}``.
    :param disallow: a pattern, as for :func:`fnmatch.fnmatch`, of files that are not served.
    :param cache: send headers for caches.
    :param cache_timeout: for how many seconds.
    :param fallback_mimetype: the media type of files whose name does not show it.
    """

    def __init__(
        self,
        app: WSGIApplication,
        exports: (
            cabc.Mapping[str, str | tuple[str, str]] | t.Iterable[tuple[str, str | tuple[str, str]]]
        ),
        disallow: None = None,
        cache: bool = True,
        cache_timeout: int = 60 * 60 * 12,
        fallback_mimetype: str = "application/octet-stream",
    ) -> None:
        self.app = app
        self.exports: list[tuple[str, _TLoader]] = []
        self.cache = cache
        self.cache_timeout = cache_timeout
        self.fallback_mimetype = fallback_mimetype
        if disallow is not None:
            from fnmatch import fnmatch

            self.is_allowed = lambda filename: not fnmatch(filename, disallow)
        given: t.Any = exports
        pairs = given.items() if hasattr(given, "items") else given
        for path, source in pairs:
            self.exports.append((path, self._loader(source)))

    def _loader(self, source: object) -> _TLoader:
        """Return the loader of one export."""
        if isinstance(source, tuple):
            return self.get_package_loader(*source)
        if isinstance(source, str):
            if os.path.isfile(source):
                return self.get_file_loader(source)
            return self.get_directory_loader(source)
        raise TypeError(f"unknown def {source!r}")

    def is_allowed(self, filename: str) -> bool:
        """Return whether a file may be served. Subclasses can refuse some."""
        return True

    def _opener(self, filename: str) -> _TOpener:
        return lambda: (
            open(filename, "rb"),
            datetime.fromtimestamp(os.path.getmtime(filename), tz=UTC),
            int(os.path.getsize(filename)),
        )

    def get_file_loader(self, filename: str) -> _TLoader:
        """Return a loader of one file, whatever the rest of the path."""
        return lambda path: (os.path.basename(filename), self._opener(filename))

    def get_package_loader(self, package: str, package_path: str) -> _TLoader:
        """Return a loader of the files that belong to a package."""
        from importlib.util import find_spec

        spec = find_spec(package)
        if spec is None or spec.loader is None:
            raise ValueError(f"{package!r} is no package that can be imported")
        reader = getattr(spec.loader, "get_resource_reader", lambda name: None)(spec.name)
        loaded_at = datetime.now(tz=UTC)

        def load(path: str | None) -> tuple[str | None, _TOpener | None]:
            if path is None:
                return None, None
            joined = safe_join(package_path, path)
            if joined is None:
                return None, None
            basename = os.path.basename(joined)
            if reader is not None:
                try:
                    resource = reader.open_resource(joined)
                except OSError:
                    return None, None
                filename = getattr(resource, "name", None)
                if isinstance(filename, str):
                    resource.close()
                    return basename, self._opener(filename)
                content = resource.read()
                resource.close()
            else:
                try:
                    content = pkgutil.get_data(package, joined)
                except OSError:
                    return None, None
                if content is None:
                    return None, None
            return basename, _memory_opener(content, loaded_at)

        return load

    def get_directory_loader(self, directory: str) -> _TLoader:
        """Return a loader of the files below a directory."""

        def load(path: str | None) -> tuple[str | None, _TOpener | None]:
            filename = directory if path is None else safe_join(directory, path)
            if filename is None:
                return None, None
            try:
                found = os.path.isfile(filename)
            except ValueError:
                found = False
            if not found:
                return None, None
            return os.path.basename(filename), self._opener(filename)

        return load

    def generate_etag(self, mtime: datetime, file_size: int, real_filename: str) -> str:
        """Return an entity tag that changes with name, time and size."""
        name = os.fsencode(real_filename)
        timestamp = mtime.timestamp()
        return f"wzsdm-{timestamp}-{file_size}-{adler32(name)}"

    def _find(self, path: str) -> tuple[str | None, _TOpener | None]:
        """Return the name and the opener of the file for a path."""
        for prefix, loader in self.exports:
            if prefix == path:
                name, opener = loader(None)
                if opener is not None:
                    return name, opener
            if not prefix.endswith("/"):
                prefix += "/"
            if path.startswith(prefix):
                name, opener = loader(path[len(prefix) :])
                if opener is not None:
                    return name, opener
        return None, None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        name, opener = self._find(get_path_info(environ))
        if opener is None or name is None or not self.is_allowed(name):
            return self.app(environ, start_response)
        from mimetypes import guess_type

        guessed = guess_type(name)[0] or self.fallback_mimetype
        file, changed, size = opener()
        headers = [("Date", http_date())]
        if self.cache:
            etag = self.generate_etag(changed, size, getattr(file, "name", name))
            headers += [
                ("Etag", f'"{etag}"'),
                ("Cache-Control", f"max-age={self.cache_timeout}, public"),
            ]
            if not is_resource_modified(environ, etag, last_modified=changed):
                file.close()
                start_response("304 Not Modified", headers)
                return []
            headers.append(("Expires", http_date(time() + self.cache_timeout)))
        else:
            headers.append(("Cache-Control", "public"))
        headers += [
            ("Content-Type", get_content_type(guessed, "utf-8")),
            ("Content-Length", str(size)),
            ("Last-Modified", http_date(changed)),
        ]
        start_response("200 OK", headers)
        if environ.get("REQUEST_METHOD") == "HEAD":
            file.close()
            return []
        return wrap_file(environ, file)


def _memory_opener(content: bytes, loaded_at: datetime) -> _TOpener:
    from io import BytesIO

    return lambda: (BytesIO(content), loaded_at, len(content))


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
