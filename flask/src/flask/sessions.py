"""Sessions: client-side ones in a signed cookie, and the interface for other stores."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import UTC, datetime

from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import CallbackDict

from . import _hooks
from ._overrides import Originals
from .json.tag import TaggedJSONSerializer

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as c
    import typing as t

    from ._annotations import Flask, Request, Response

    _Base = MutableMapping[str, t.Any]
    _Dict = CallbackDict[str, t.Any]
else:
    _Base = MutableMapping
    _Dict = CallbackDict


class SessionMixin(_Base):
    """A session: a dict with flags.

    The defaults of the flags are for stores without them: such a session is always
    taken to be modified.
    """

    new = False
    """The browser had no session before this request."""

    modified = True
    """The session has to be stored."""

    accessed = False
    """Somebody looked at the session, so the answer varies with the cookie."""

    @property
    def permanent(self) -> bool:
        """Outlive the browser; kept in the session as ``_permanent``."""
        return self.get("_permanent", False)  # type: ignore[no-any-return]

    @permanent.setter
    def permanent(self, value: bool) -> None:
        self["_permanent"] = bool(value)


class SecureCookieSession(_Dict, SessionMixin):
    """The session in a signed cookie.

    Changes of the dict itself set :attr:`modified`; changes inside its values do not, so
    set it yourself after those.
    """

    modified = False

    def __init__(self, initial: c.Mapping[str, t.Any] | None = None) -> None:
        super().__init__(initial, _note_change)


def _note_change(session: t.Any) -> None:
    session.modified = True


class NullSession(SecureCookieSession):
    """Stands in when no secret key is set: reading works, writing says what is missing."""

    def _fail(self, *args: object, **kwargs: object) -> t.NoReturn:
        raise RuntimeError(
            "The session is unavailable because no secret key was set.  Set the secret_key"
            " on the application to something unique and secret.\n"
            "Make a key once, keep it out of the repository, and load it as SECRET_KEY:\n"
            "  python -c 'import secrets; print(secrets.token_hex())'"
        )

    __setitem__ = __delitem__ = clear = pop = popitem = _fail
    update = setdefault = _fail
    __ior__ = _fail


class SessionInterface:
    """The interface for opening and saving sessions; subclasses define at least those two."""

    null_session_class = NullSession
    """The class that :meth:`make_null_session` makes and :meth:`is_null_session` checks for."""

    pickle_based = False
    """For extensions that want to know how values are stored."""

    def make_null_session(self, app: Flask) -> NullSession:
        """Return the stand-in for a session that could not be opened."""
        return self.null_session_class()

    def is_null_session(self, obj: object) -> bool:
        """Return whether ``obj`` is such a stand-in, which is not saved."""
        return isinstance(obj, self.null_session_class)

    def get_cookie_name(self, app: Flask) -> str:
        """Return ``SESSION_COOKIE_NAME``."""
        return app.config["SESSION_COOKIE_NAME"]  # type: ignore[no-any-return]

    def get_cookie_path(self, app: Flask) -> str:
        """Return ``SESSION_COOKIE_PATH``, or ``APPLICATION_ROOT``."""
        return app.config["SESSION_COOKIE_PATH"] or app.config["APPLICATION_ROOT"]  # type: ignore[no-any-return]

    def get_cookie_domain(self, app: Flask) -> str | None:
        """Return ``SESSION_COOKIE_DOMAIN``; without it only the host itself gets the cookie."""
        return app.config["SESSION_COOKIE_DOMAIN"]  # type: ignore[no-any-return]

    def get_cookie_secure(self, app: Flask) -> bool:
        """Return ``SESSION_COOKIE_SECURE``."""
        return app.config["SESSION_COOKIE_SECURE"]  # type: ignore[no-any-return]

    def get_cookie_httponly(self, app: Flask) -> bool:
        """Return ``SESSION_COOKIE_HTTPONLY``."""
        return app.config["SESSION_COOKIE_HTTPONLY"]  # type: ignore[no-any-return]

    def get_cookie_partitioned(self, app: Flask) -> bool:
        """Return ``SESSION_COOKIE_PARTITIONED``."""
        return app.config["SESSION_COOKIE_PARTITIONED"]  # type: ignore[no-any-return]

    def get_cookie_samesite(self, app: Flask) -> str | None:
        """Return ``SESSION_COOKIE_SAMESITE``."""
        return app.config["SESSION_COOKIE_SAMESITE"]  # type: ignore[no-any-return]

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """Return when the cookie ends; ``None`` with the browser, for sessions not permanent."""
        if not session.permanent:
            return None
        return datetime.now(UTC) + app.permanent_session_lifetime

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Return whether the cookie is sent: the session was modified, or it is permanent and
        ``SESSION_REFRESH_EACH_REQUEST`` is on.
        """
        if session.modified:
            return True
        return session.permanent and app.config["SESSION_REFRESH_EACH_REQUEST"]

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """Return the session of a request; ``None`` when it cannot be opened.

        Called before the routing, unless the interface is the one of this module, which
        waits until somebody looks.
        """
        raise NotImplementedError

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store the session at the end of a request; not called for null sessions."""
        raise NotImplementedError


session_json_serializer = TaggedJSONSerializer()


def _lazy_sha1(string: bytes = b"") -> t.Any:
    """Return SHA-1, looked up at each use: some Pythons are built without it."""
    from hashlib import sha1

    return sha1(string)


# Making a serializer costs more than using it, and it only depends on the settings.
_KEPT = 32
_made_serializers: dict[tuple[t.Any, ...], URLSafeTimedSerializer] = {}


class SecureCookieSessionInterface(SessionInterface):
    """Keeps sessions in cookies that are signed with :mod:`itsdangerous`."""

    salt = "cookie-session"
    """Separates these signatures from others made with the same key."""

    digest_method = staticmethod(_lazy_sha1)
    """The hash of the signature."""

    key_derivation = "hmac"
    """The way of deriving the signing key from secret and salt."""

    serializer = session_json_serializer
    """Writes and reads the payload."""

    session_class = SecureCookieSession

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the serializer that signs and verifies, or ``None`` without a secret key.

        New cookies are signed with ``SECRET_KEY``; ``SECRET_KEY_FALLBACKS`` only verify.
        """
        secret = app.secret_key
        if not secret:
            return None
        keys = (*(app.config["SECRET_KEY_FALLBACKS"] or ()), secret)  # the last one signs
        parts = (keys, self.salt, self.serializer, self.key_derivation, self.digest_method)
        made = _made_serializers.get(parts)
        if made is None:
            made = URLSafeTimedSerializer(  # pyright: ignore[reportCallIssue]
                list(keys),  # pyright: ignore[reportArgumentType]
                salt=self.salt,
                serializer=self.serializer,
                signer_kwargs={
                    "key_derivation": self.key_derivation,
                    "digest_method": self.digest_method,
                },
            )
            if len(_made_serializers) >= _KEPT:
                _made_serializers.clear()
            _made_serializers[parts] = made
        return made

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        lifetime = int(app.permanent_session_lifetime.total_seconds())
        try:
            values = serializer.loads(cookie, max_age=lifetime)
        except BadSignature:
            return self.session_class()
        return self.session_class(values)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.accessed:
            response.vary.add("Cookie")
        if not session and not session.modified:
            return
        name = self.get_cookie_name(app)
        attributes: dict[str, t.Any] = {
            "domain": self.get_cookie_domain(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }
        if not session:
            response.delete_cookie(name, **attributes)
        elif self.should_set_cookie(app, session):
            value: t.Any = self.get_signing_serializer(app).dumps(dict(session))  # type: ignore[union-attr]
            if len(value) > _SMALL:
                _explain_size(app, name, value, session)
            response.set_cookie(
                name, value, expires=self.get_expiration_time(app, session), **attributes
            )
        else:
            return
        response.vary.add("Cookie")


_hooks.cookie_session = Originals(
    SecureCookieSessionInterface,
    lambda cls: (
        cls.open_session,
        cls.save_session,
        cls.is_null_session,
        cls.make_null_session,
    ),
)

# Below this size a cookie is within every limit, its name and attributes included.
_SMALL = 3500


def _explain_size(app: Flask, name: str, value: str, session: SessionMixin) -> None:
    """Say in the log which keys fill a cookie that browsers are going to ignore."""
    limit = app.config["MAX_COOKIE_SIZE"]
    if not limit or len(name) + len(value) + 1 <= limit:
        return
    weigh = session_json_serializer.dumps
    sizes = sorted(((len(weigh(item)), key) for key, item in session.items()), reverse=True)
    keys = ", ".join(f"{key!r} {size}" for size, key in sizes[:5])
    app.logger.warning(
        "The session cookie %r has %d bytes and browsers may ignore more than %d."
        " Bytes of its keys before compression: %s. Keep large values on the server.",
        name,
        len(value),
        limit,
        keys,
    )
