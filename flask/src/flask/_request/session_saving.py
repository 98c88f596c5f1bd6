"""Save the session of a request.

The session in the cookie is opened when it is first used, as most requests do not use it; see
:meth:`flask.ctx.RequestContext.push`.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .._annotations import Flask
    from ..ctx import RequestContext
    from ..wrappers import Response


def save(app: Flask, ctx: RequestContext, response: Response) -> None:
    """Save the session of a request, opening it only if it could matter.

    A session that nobody looked at is sent again when it is permanent; without its cookie
    it is empty and there is nothing to send.
    """
    interface = app.session_interface
    if ctx._session_waits and ctx._session is None:
        if not app.config["SESSION_REFRESH_EACH_REQUEST"]:
            return
        cookies = ctx.request.environ.get("HTTP_COOKIE")
        if not cookies or interface.get_cookie_name(app) not in cookies:
            return
        ctx._open_session()
    session = ctx._session
    if not interface.is_null_session(session):
        interface.save_session(app, session, response)  # type: ignore[arg-type]
