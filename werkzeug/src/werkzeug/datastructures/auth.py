"""The ``Authorization`` and ``WWW-Authenticate`` headers (RFC 9110, section 11)."""

from __future__ import annotations

import collections.abc as cabc
from binascii import Error, a2b_base64, b2a_base64

from .._header.lists import dump_header, parse_dict_header
from .._header.quoting import quote_header_value
from .structures import CallbackDict

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te


def _split_scheme(value: str) -> tuple[str, str]:
    """Split a header in its scheme, in lower case, and the rest."""
    scheme, _, rest = value.partition(" ")
    return scheme.lower(), rest.strip(" \t")


def _has_parameters(rest: str) -> bool:
    # A token may end in equals signs, parameters have them within.
    return "=" in rest.rstrip("=")


def _decode_basic(rest: str) -> dict[str, str | None] | None:
    """Read user and password, or ``None`` if the text is not Base64 of UTF-8 with a colon."""
    try:
        text = a2b_base64(rest, strict_mode=True).decode()
    except (Error, UnicodeError, ValueError):
        return None
    username, has_password, password = text.partition(":")
    if not has_password:
        return None
    return {"username": username, "password": password}


class Authorization:
    """The ``Authorization`` header.

    Depending on the scheme it holds parameters, which are also attributes and items, or a token.
    An attribute or item that is not there is ``None``.

    :param auth_type: the scheme, in lower case.
    :param data: the parameters.
    :param token: the token, for schemes that use one.
    """

    def __init__(
        self,
        auth_type: str,
        data: dict[str, str | None] | None = None,
        token: str | None = None,
    ) -> None:
        self.type: str = auth_type
        self.parameters: dict[str, str | None] | None = {} if data is None else data
        self.token: str | None = token

    def __getattr__(self, name: str) -> str | None:
        if name[:2] == "__" or name == "parameters":
            # Not a parameter: copying and pickling look for these on an empty object.
            raise AttributeError(name)
        return self.parameters.get(name)  # type: ignore[union-attr]

    def get(self, key: str, default: str | None = None) -> str | None:
        """Return a parameter, or ``default``."""
        known = self.parameters
        assert known is not None
        return known[key] if key in known else default

    def __getitem__(self, name: str) -> str | None:
        return self.get(name)

    def __contains__(self, key: str) -> bool:
        return key in self.parameters  # type: ignore[operator]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Authorization):
            return NotImplemented
        mine = (self.type, self.token, self.parameters)
        return mine == (other.type, other.token, other.parameters)

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def from_header(cls, value: str | None) -> te.Self | None:
        """Read the text of a header; ``None`` if there is none or it cannot be read."""
        if not value:
            return None
        scheme, rest = _split_scheme(value)
        if scheme == "basic":
            parameters = _decode_basic(rest)
            return None if parameters is None else cls(scheme, parameters)
        if _has_parameters(rest):
            return cls(scheme, parse_dict_header(rest), None)
        return cls(scheme, None, rest)

    def to_header(self) -> str:
        """Return the text of the header."""
        if self.type == "basic":
            known = self.parameters or {}
            pair = f"{known.get('username')}:{known.get('password')}".encode()
            return f"Basic {b2a_base64(pair, newline=False).decode('ascii')}"
        return _dump(self.type, self.parameters or {}, self.token, _QUOTED_CREDENTIALS)

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.to_header()}>"


# Parameters that have to be quoted even where a token would do: the realm of every scheme (RFC 9110
# 11.5), and these of Digest, which differ between challenge and credentials (RFC 7616 3.3, 3.4).
_QUOTED_CHALLENGE = frozenset({"realm", "domain", "nonce", "opaque", "qop"})
_QUOTED_CREDENTIALS = frozenset(
    {"username", "realm", "nonce", "uri", "response", "cnonce", "opaque"}
)


def _dump(
    scheme: str,
    parameters: cabc.Mapping[str, str | None],
    token: str | None,
    quoted: frozenset[str],
) -> str:
    """Return the text of a challenge or of credentials."""
    title = scheme.title()
    if token is not None:
        return f"{title} {token}".rstrip(" ")
    if scheme != "digest":
        quoted = frozenset({"realm"})
    items = [
        f"{key}={quote_header_value(value, allow_token=False)}"
        if key in quoted and value is not None
        else dump_header({key: value})
        for key, value in parameters.items()
    ]
    return f"{title} {', '.join(items)}".rstrip(" ")


class WWWAuthenticate:
    """A ``WWW-Authenticate`` header: one challenge to the client.

    It holds parameters, which are also attributes and items, or a token. An attribute or item
    that is not there is ``None``; setting one to ``None`` removes it.

    :param auth_type: the scheme.
    :param values: the parameters.
    :param token: the token, for schemes that use one.
    """

    def __init__(
        self,
        auth_type: str,
        values: dict[str, str | None] | None = None,
        token: str | None = None,
    ) -> None:
        set_own = super().__setattr__
        set_own("_type", auth_type.lower())
        set_own("_parameters", CallbackDict(values, lambda _: self._changed()))
        set_own("_token", token)
        set_own("_on_update", None)

    _type: str
    _parameters: CallbackDict[str, str | None]
    _token: str | None
    _on_update: cabc.Callable[[WWWAuthenticate], None] | None

    def _changed(self) -> None:
        if self._on_update is not None:
            self._on_update(self)

    @property
    def type(self) -> str:
        """The scheme, in lower case."""
        return self._type

    @type.setter
    def type(self, value: str) -> None:
        self._type = value.lower()
        self._changed()

    @property
    def parameters(self) -> dict[str, str | None]:
        """The parameters. Changes of the dict are changes of the header."""
        return self._parameters

    @parameters.setter
    def parameters(self, value: dict[str, str]) -> None:
        self._parameters = CallbackDict(value, lambda _: self._changed())
        self._changed()

    @property
    def token(self) -> str | None:
        """The token, for schemes that use one."""
        return self._token

    @token.setter
    def token(self, value: str | None) -> None:
        self._token = value
        self._changed()

    def __getitem__(self, key: str) -> str | None:
        return self._parameters.get(key)

    def __setitem__(self, key: str, value: str | None) -> None:
        if value is None:
            self._parameters.pop(key, None)
        else:
            self._parameters[key] = value

    def __delitem__(self, key: str) -> None:
        self._parameters.pop(key, None)

    def __getattr__(self, name: str) -> str | None:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __setattr__(self, name: str, value: str | None) -> None:
        if name.startswith("_") or name in {"type", "parameters", "token"}:
            super().__setattr__(name, value)
        else:
            self[name] = value

    def __delattr__(self, name: str) -> None:
        del self[name]

    def __contains__(self, key: str) -> bool:
        return key in self._parameters

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WWWAuthenticate):
            return NotImplemented
        return (
            other.type == self.type
            and other.token == self.token
            and other.parameters == self.parameters
        )

    __hash__ = None  # type: ignore[assignment]

    def get(self, key: str, default: str | None = None) -> str | None:
        """Return a parameter, or ``default``."""
        return self._parameters.get(key, default)

    def __getstate__(self) -> dict[str, object]:
        state = dict(self.__dict__)
        # The callbacks belong to a response, which does not travel with the value.
        state["_parameters"] = CallbackDict(self._parameters)
        state["_on_update"] = None
        return state

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._parameters.on_update = lambda _: self._changed()

    @classmethod
    def from_header(cls, value: str | None) -> te.Self | None:
        """Read the text of one header; ``None`` if there is none."""
        if not value:
            return None
        scheme, rest = _split_scheme(value)
        if _has_parameters(rest):
            return cls(scheme, parse_dict_header(rest), None)
        return cls(scheme, None, rest)

    def to_header(self) -> str:
        """Return the text of the header."""
        return _dump(self.type, self._parameters, self._token, _QUOTED_CHALLENGE)

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.to_header()}>"
