"""``send_file`` and ``send_from_directory``: responses that stream a file.

The headers are made by :mod:`werkzeug.sansio.file_response`; this module opens the file and answers
conditional and range requests.
"""

from __future__ import annotations

import io
import os
from stat import S_ISREG
from time import time

from .datastructures import Headers
from .exceptions import NotFound
from .sansio.file_response import cache_age, disposition_names, file_etag, guess_media_type
from .security import safe_join
from .wrappers.response import Response
from .wsgi import wrap_file

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable
    from datetime import datetime

    from _typeshed.wsgi import WSGIEnvironment


# Modules whose files unpack everything in order to find their end.
_COMPRESSED = frozenset({"bz2", "gzip", "lzma", "zipfile"})


class _FoundFile(str):
    """A path with the status of its file, so that the file system is asked once."""

    __slots__ = ("stat",)

    stat: os.stat_result


def _known_stat(given: os.PathLike[str] | str, path: str) -> os.stat_result:
    """Return the status of a file, without asking again if ``send_from_directory`` did."""
    if isinstance(given, _FoundFile) and given == path:
        return given.stat
    return os.stat(path)


def _file_facts(
    path_or_file: t.Any, root: os.PathLike[str] | str | None
) -> tuple[str | None, t.IO[bytes] | None, int | None, float | None]:
    """Return path, open file, size and time of change. A path has no file yet, a file no facts."""
    if isinstance(path_or_file, (os.PathLike, str)):
        path = os.fspath(path_or_file)
        path = os.path.join(root, path) if root is not None else os.path.abspath(path)
        stat = _known_stat(path_or_file, path)
        return str(path), None, stat.st_size, stat.st_mtime
    return None, path_or_file, None, None


def _bytes_left(file: t.Any) -> int | None:
    """Return how much a file holds from its position on, or ``None`` if that is not known.

    Only seekable files have a known end. Finding that of a compressed one would unpack it.
    """
    if any(kind.__module__ in _COMPRESSED for kind in type(file).__mro__):
        return None
    try:
        if not file.seekable():
            return None
        here: int = file.tell()
        end: int = file.seek(0, os.SEEK_END)
        file.seek(here)
    except (AttributeError, OSError, TypeError, ValueError):
        return None
    return max(end - here, 0)


def send_file(
    path_or_file: os.PathLike[str] | str | t.IO[bytes],
    environ: WSGIEnvironment,
    mimetype: str | None = None,
    as_attachment: bool = False,
    download_name: str | None = None,
    conditional: bool = True,
    etag: bool | str = True,
    last_modified: datetime | int | float | None = None,
    max_age: int | Callable[[str | None], int | None] | None = None,
    use_x_sendfile: bool = False,
    response_class: type[Response] | None = None,
    _root_path: os.PathLike[str] | str | None = None,
) -> Response:
    """Send a file. Never pass a path that comes from a user; :func:`send_from_directory` is for
    those.

    The response has a ``Content-Length`` and answers range requests for a path, and for an open
    file that is seekable.

    :param path_or_file: the path, or a file opened for reading bytes. It is sent from its position
        on.
    :param environ: the environ of the request.
    :param mimetype: the media type; guessed from the name if not given.
    :param as_attachment: ask the browser to save the file, not to show it.
    :param download_name: the name for saving; that of the path if not given.
    :param conditional: answer conditional and range requests.
    :param etag: the tag; ``True`` makes one from path, time and size.
    :param last_modified: when it changed; that of the path if not given.
    :param max_age: seconds for which clients may keep it, or a function of the path that says so.
    :param use_x_sendfile: only name the path in ``X-Sendfile``, for servers that send it.
    :param response_class: the class of the response.
    :raises TypeError: when a name is needed and there is none.
    :raises ValueError: for a file that was opened for text.
    :raises RequestedRangeNotSatisfiable: for a range outside of the file.
    """
    path, file, size, mtime = _file_facts(path_or_file, _root_path)
    if download_name is None and path is not None:
        download_name = os.path.basename(path)
    media = guess_media_type(mimetype, download_name, as_attachment)
    if download_name is None and as_attachment:
        raise TypeError(
            "No name provided for attachment."
            " Either set 'download_name' or pass a path instead of a file."
        )
    if file is not None:
        if isinstance(file, io.TextIOBase):
            raise ValueError("Files must be opened in binary mode or use BytesIO.")
        size = _bytes_left(file)
    headers = Headers()
    if media.encoding is not None:
        headers["Content-Encoding"] = media.encoding
    if download_name is not None:
        names = disposition_names(download_name)
        headers.set("Content-Disposition", "attachment" if as_attachment else "inline", **names)
    if use_x_sendfile and path is not None:
        headers["X-Sendfile"] = path
    elif file is None:
        assert path is not None
        file = open(path, "rb")
    try:
        make = Response if response_class is None else response_class
        body = None if file is None else wrap_file(environ, file)
        response = make(body, mimetype=media.mimetype, headers=headers, direct_passthrough=True)
        if size is not None:
            response.content_length = size
        changed = mtime if last_modified is None else last_modified
        if changed is not None:
            response.last_modified = changed  # type: ignore[assignment]
        _set_caching(response, cache_age(max_age, path))
        if isinstance(etag, str):
            response.set_etag(etag)
        elif etag and path is not None:
            assert mtime is not None and size is not None
            response.set_etag(file_etag(path, mtime, size))
        if conditional:
            response = response.make_conditional(environ, accept_ranges=True, complete_length=size)
            if response.status_code == 304:
                # There is no body for the server to send in its place.
                response.headers.pop("x-sendfile", None)
    except BaseException:
        # No response will close it. That includes a range outside of the file.
        if file is not None:
            file.close()
        raise
    return response


def _set_caching(response: Response, age: int | None) -> None:
    if age is None or age <= 0:
        response.headers["Cache-Control"] = (
            "no-cache" if age is None else f"no-cache, max-age={age}"
        )
    else:
        response.headers["Cache-Control"] = f"public, max-age={age}"
    if age is not None:
        response.expires = int(time() + age)  # type: ignore[assignment]


def send_from_directory(
    directory: os.PathLike[str] | str,
    path: os.PathLike[str] | str,
    environ: WSGIEnvironment,
    **kwargs: t.Any,
) -> Response:
    """Send a file from below a directory. The path may come from a user.

    :param directory: where the files are; it must not come from a user.
    :param path: the path of the file below it.
    :param environ: the environ of the request.
    :param kwargs: further arguments of :func:`send_file`.
    :raises NotFound: when there is no such file, or the path leads out of the directory.
    """
    joined = safe_join(os.fspath(directory), os.fspath(path))
    if joined is None:
        raise NotFound()
    root = kwargs.get("_root_path")
    if root is not None:
        joined = os.path.join(root, joined)
    found = _FoundFile(joined)
    try:
        found.stat = os.stat(joined)
    except (OSError, ValueError):
        # A null character is a ValueError.
        raise NotFound() from None
    if not S_ISREG(found.stat.st_mode):
        raise NotFound()
    return send_file(found, environ, **kwargs)
