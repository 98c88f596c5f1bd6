"""``python -m itsdangerous``: show what is inside a token, and whether a key fits.

Secrets are read from a file or an environment variable, never from the command line, and never
written. Without keys nothing is verified, and the output says so.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
import zlib
from datetime import UTC, datetime

from ._keys import DERIVATIONS
from .encoding import _base64_alphabet, base64_decode, bytes_to_int
from .exc import BadData
from .signer import Signer

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc

SHOWN, REFUSED, MISUSED, EXPIRED, UNREADABLE = range(5)
EPILOG = """\
Each --key-file and --key-env gives one secret per line, oldest first, as in the list that the
program gives to itsdangerous.

exit codes:
  0  the token was shown and, if keys were given, verified
  1  keys were given and none of them fits
  2  the command was misused
  3  a key fits and the token is older than --max-age, or from the future
  4  this is not a token: it has no separator
"""
SIZES = {0: "none", 16: "md5", 20: "sha1", 28: "sha224", 32: "sha256", 48: "sha384", 64: "sha512"}
DIGESTS = [name for size, name in SIZES.items() if size]

# More than a cookie or link can hold: a small token must not fill the memory or the screen.
INFLATE_LIMIT = 1 << 20
SHOW_LIMIT = 4000


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m itsdangerous",
        description="Show what is inside a signed token, and whether one of your keys fits.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("token", nargs="?", help="the token; read from standard input if absent or '-'")
    add("--key-file", action="append", default=[], metavar="FILE", help="a file with secrets")
    add("--key-env", action="append", default=[], metavar="NAME", help="a variable with secrets")
    add("--salt", default="itsdangerous", help="the salt of the serializer (default: %(default)s)")
    add("--sep", default=".", help="what separates the parts (default: %(default)s)")
    derivation = add("--key-derivation", choices=list(DERIVATIONS), default="django-concat")
    derivation.help = "how keys are derived from secrets (default: %(default)s)"
    add("--digest", choices=DIGESTS, default="sha1", help="the digest (default: %(default)s)")
    add("--max-age", type=int, metavar="SECONDS", help="the greatest age to accept")
    return parser


def main(arguments: cabc.Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    if options.max_age is not None and not (options.key_file or options.key_env):
        parser.error("--max-age needs --key-file or --key-env: without a key anybody sets the time")
    try:
        signer = Signer(
            list(read_secrets(options.key_file, options.key_env)),
            salt=options.salt,
            sep=options.sep,
            key_derivation=options.key_derivation,
            digest_method=getattr(hashlib, options.digest),
        )
        if options.token in (None, "-"):
            token = sys.stdin.buffer.read().strip()
        else:
            token = os.fsencode(options.token).strip()
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if signer.sep not in token:
        sys.stderr.write(f"This is not a token: there is no {options.sep!r} in it.\n")
        return UNREADABLE
    return inspect(token, signer, options.max_age)


def read_secrets(files: list[str], variables: list[str]) -> cabc.Iterator[bytes]:
    """Read all secrets, one per line.

    :raises ValueError: if a file or variable holds none.
    """
    for name in files:
        with open(name, "rb") as file:
            yield from _lines(file.read(), f"the file {name!r}")
    for name in variables:
        if name not in os.environ:
            raise ValueError(f"there is no environment variable {name!r}")
        yield from _lines(os.fsencode(os.environ[name]), f"the environment variable {name!r}")


def _lines(data: bytes, place: str) -> list[bytes]:
    lines = [line for line in data.splitlines() if line]
    if not lines:
        raise ValueError(f"there is no secret in {place}")
    return lines


def inspect(token: bytes, signer: Signer, max_age: int | None) -> int:
    """Print what is known about a token that has a separator, and return the exit code."""
    timed, signature = token.rsplit(signer.sep, 1)
    payload, timestamp = split_time(timed, signer.sep)
    age = None if timestamp is None else int(time.time()) - timestamp
    show("payload", describe_payload(payload))
    if timestamp is None:
        show("signed at", "no timestamp")
    else:
        moment = datetime.fromtimestamp(timestamp, UTC)
        show("signed at", f"{moment.isoformat(' ')} (timestamp {timestamp})")
        show("age", f"{age} seconds")
    show("signature", describe_signature(signature))

    count = len(signer.secret_keys)
    if not count:
        show("verified", "no; give --key-file or --key-env to check the signature")
        return SHOWN
    number = matching_key(timed, signature, signer)
    if number is None:
        show("verified", f"no; none of {count} keys fits with this salt,")
        show("", "key derivation and digest")
        return REFUSED
    newest = ", the newest" if number == count else ""
    show("verified", f"yes, by key {number} of {count}{newest}")
    if max_age is None:
        return SHOWN
    if age is None:
        show("expired", "there is no time to check")
    elif 0 <= age <= max_age:
        show("expired", f"no, {max_age - age} seconds are left")
        return SHOWN
    else:
        show("expired", f"yes, {age} is not within 0 to {max_age}")
    return EXPIRED


def show(title: str, text: str) -> None:
    sys.stdout.write(f"{title + ':':<11}{text}\n" if title else f"{'':<11}{text}\n")


def matching_key(value: bytes, signature: bytes, signer: Signer) -> int | None:
    """Return the number of the secret that signed, where 1 is the oldest."""
    secrets = signer.secret_keys
    for number, secret in enumerate(secrets, 1):
        signer.secret_keys = [secret]
        if signer.verify_signature(value, signature):
            return number
    return None


def split_time(timed: bytes, sep: bytes) -> tuple[bytes, int | None]:
    """Remove the timestamp, if the last part looks like one of our time."""
    payload, found, encoded = timed.rpartition(sep)
    # The payload may be empty because a compressed one begins with a dot.
    if found and payload and 4 <= len(encoded) <= 8:
        try:
            timestamp = bytes_to_int(base64_decode(encoded))
            datetime.fromtimestamp(timestamp, UTC)
        except Exception:  # not written by a timed signer
            return timed, None
        if timestamp > 10**6:
            return payload, timestamp
    return timed, None


def describe_payload(payload: bytes) -> str:
    """Describe a payload in one line that is safe to print."""
    try:
        data, how = open_payload(payload)
    except (BadData, zlib.error, UnicodeDecodeError):
        data, how = payload, "as it is"
    try:
        text = ascii(data.decode())[1:-1]
    except UnicodeDecodeError:
        text, how = ascii(data), how + ", not text"
    if len(text) > SHOW_LIMIT:
        text = text[:SHOW_LIMIT] + "..."
    return f"{text} ({how}, {len(data)} bytes)"


def open_payload(payload: bytes) -> tuple[bytes, str]:
    """Undo what URL-safe serializers do."""
    if payload.startswith(b"."):
        decompressor = zlib.decompressobj()
        return decompressor.decompress(base64_decode(payload[1:]), INFLATE_LIMIT), "compressed"
    if not set(payload) <= set(_base64_alphabet):
        return payload, "as it is"
    data = base64_decode(payload)
    data.decode()  # an ordinary word is valid base64 as well, but rarely gives text
    return data, "base64"


def describe_signature(signature: bytes) -> str:
    try:
        size = len(base64_decode(signature))
    except BadData:
        return "not base64"
    return f"{size} bytes, " + (f"likely {SIZES[size]}" if size in SIZES else "of no known digest")


if __name__ == "__main__":
    sys.exit(main())
