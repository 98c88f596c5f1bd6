"""Mount applications below paths. The longest mount point that fits is used."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class DispatcherMiddleware:
    """Passes requests to applications by path prefix.

    :param app: answers what nothing is mounted for.
    :param mounts: path to application, such as ``{"/shop": shop}``. The mount point moves from
        ``PATH_INFO`` to ``SCRIPT_NAME``.
    """

    def __init__(
        self, app: WSGIApplication, mounts: dict[str, WSGIApplication] | None = None
    ) -> None:
        self.app = app
        self.mounts = mounts or {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        mounts = self.mounts
        end = len(path)
        while True:
            prefix = path[:end]
            if prefix in mounts:
                app = mounts[prefix]
                break
            end = path.rfind("/", 0, end)
            if end < 0:
                app = mounts.get("", self.app)
                end = 0
                break
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + path[:end]
        environ["PATH_INFO"] = path[end:]
        return app(environ, start_response)
