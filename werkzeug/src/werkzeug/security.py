"""Password hashes, and joining paths that a client may have written.

Hashes have the form ``method$salt$hexdigest``. The method includes its parameters.
"""

from __future__ import annotations

import os
import posixpath

SALT_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
DEFAULT_PBKDF2_ITERATIONS = 1_000_000


def gen_salt(length: int) -> str:
    """Return random letters and digits.

    :raises ValueError: the length is less than 1.
    """
    if length < 1:
        raise ValueError("Salt length must be at least 1.")
    chars: list[str] = []
    while len(chars) < length:
        # Six bits choose among 64; throwing away the last two keeps all others equally likely.
        picks = [byte & 63 for byte in os.urandom(2 * length)]
        chars += [SALT_CHARS[pick] for pick in picks if pick < len(SALT_CHARS)]
    return "".join(chars[:length])


def _scrypt(args: list[str], salt: bytes, password: bytes) -> tuple[str, str]:
    """Hash with scrypt: ``n:r:p``."""
    from hashlib import scrypt

    try:
        n, r, p = map(int, args or ("32768", "8", "1"))
    except ValueError:
        raise ValueError("'scrypt' takes 3 arguments.") from None
    # OpenSSL refuses to use more than this; it is what the parameters ask for, and a little.
    limit = 132 * n * r * p + 65_536
    digest = scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=limit)
    return digest.hex(), f"scrypt:{n}:{r}:{p}"


def _pbkdf2(args: list[str], salt: bytes, password: bytes) -> tuple[str, str]:
    """Hash with PBKDF2: ``hash:iterations``."""
    from hashlib import pbkdf2_hmac

    if len(args) > 2:
        raise ValueError("'pbkdf2' takes 2 arguments.")
    name = args[0] if args else "sha256"
    iterations = int(args[1]) if len(args) > 1 else DEFAULT_PBKDF2_ITERATIONS
    digest = pbkdf2_hmac(name, password, salt, iterations)
    return digest.hex(), f"pbkdf2:{name}:{iterations}"


_METHODS = {"scrypt": _scrypt, "pbkdf2": _pbkdf2}


def _hash(method: str, salt: str, password: str) -> tuple[str, str]:
    """Return the digest and the method with all its arguments."""
    name, *args = method.split(":")
    if name not in _METHODS:
        raise ValueError(f"Invalid hash method {name!r}.")
    return _METHODS[name](args, salt.encode(), password.encode())


def generate_password_hash(password: str, method: str = "scrypt", salt_length: int = 16) -> str:
    """Hash a password, slowly and with a salt, for keeping it.

    :param method: ``scrypt``, with ``:n:r:p`` as options; or ``pbkdf2``, with ``:hash:iterations``.
    :param salt_length: characters of salt.
    :raises ValueError: the method or the length of the salt is not valid.
    """
    salt = gen_salt(salt_length)
    digest, actual_method = _hash(method, salt, password)
    return f"{actual_method}${salt}${digest}"


def check_password_hash(pwhash: str, password: str) -> bool:
    """Return whether a password is the one of a hash. The comparison takes the same time for any digest.

    :param pwhash: made by :func:`generate_password_hash`.
    :raises ValueError: the hash names a method that is not known.
    """
    try:
        method, salt, digest = pwhash.split("$", 2)
    except ValueError:
        return False
    from hmac import compare_digest

    return compare_digest(_hash(method, salt, password)[0].encode(), digest.encode())


# Names that Windows takes for a device in every folder.
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)


def is_windows_device(segment: str) -> bool:
    """Return whether Windows takes a path segment for a device.

    It does so for a device name in any case, with any extension, any stream and any blanks after
    it.
    """
    stem = segment.partition(":")[0].partition(".")[0]
    return stem.strip(" ").upper() in _DEVICES


def _is_unsafe_on_windows(path: str) -> bool:
    """Return whether a relative path with ``/`` would leave its folder, or name a device, on Windows."""
    if "\\" in path:
        return True
    # A drive, such as in "C:file", starts anew somewhere else.
    return path[1:2] == ":" or any(map(is_windows_device, path.split("/")))


def safe_join(directory: str, *untrusted: str) -> str | None:
    """Join path pieces so that the result is inside the directory.

    :param directory: the base, which is trusted; empty means the current directory.
    :param untrusted: relative pieces, separated by ``/``.
    :return: the path, or ``None`` if a piece would leave the directory or, on Windows, name a
        device.
    """
    is_posix = os.sep == "/" and not os.path.altsep and os.name != "nt"
    path = directory if type(directory) is str and directory else posixpath.join(directory or ".")
    for piece in untrusted:
        if not piece:
            continue
        piece = posixpath.normpath(piece)
        if piece[0] == "/" or piece == ".." or piece[:3] == "../":
            return None
        if not is_posix and _is_unsafe_elsewhere(piece):
            return None
        path = f"{path}{piece}" if path[-1] == "/" else f"{path}/{piece}"
    return path


def _is_unsafe_elsewhere(piece: str) -> bool:
    """Return whether a piece leaves its directory on a system with other separators or devices."""
    separators = [sep for sep in (os.sep, os.path.altsep) if sep and sep != "/"]
    return (
        any(sep in piece for sep in separators)
        or (os.name == "nt" and _is_unsafe_on_windows(piece))
        or os.path.isabs(piece)
    )
