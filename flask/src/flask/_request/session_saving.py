"""Decide when a session is opened, and save it.

The session in the cookie is opened when it is first used, as most requests do not use it. An
interface of another class, or one that overrides a method involved, is opened at once.
"""

from __future__ import annotations

from ..sessions import SecureCookieSessionInterface, SessionInterface

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .._annotations import Flask
    from ..ctx import RequestContext
    from ..wrappers import Response

_OPEN = SecureCookieSessionInterface.open_session
_SAVE = SecureCookieSessionInterface.save_session
_IS_NULL = SessionInterface.is_null_session
_MAKE_NULL = SessionInterface.make_null_session
_SHOULD_SET = SessionInterface.should_set_cookie


def can_wait(interface: SessionInterface) -> bool:
    """Return whether opening late has the result of opening at once."""
    kind = type(interface)
    return (
        kind.open_session is _OPEN
        and kind.save_session is _SAVE
        and kind.is_null_session is _IS_NULL
        and kind.make_null_session is _MAKE_NULL
        and kind.should_set_cookie is _SHOULD_SET
        and not interface.__dict__
    )


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
