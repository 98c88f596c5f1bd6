"""``python -m itsdangerous``: what is inside a token, and does a key fit.

In: a token, and perhaps where to find keys. Out: a few lines about it and an exit code. Secrets
are read from a file or an environment variable, never from the command line, and never written.
Without keys nothing is verified, and the lines say so.
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
from .exc import BadData, BadSignature
from .signer import Signer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHOWN, REFUSED, MISUSED, EXPIRED, UNREADABLE = range(5)

EPILOG = """\
Each --key-file and --key-env gives one secret per line, oldest first, as in the list that the
program gives to itsdangerous.

exit codes:
  0  the token was shown and, if keys were given, verified
  1  keys were given and none of them fits
  2  the command was misused
  3  a key fits and the token is older than --max-age, or from the future
  4  this is no token: it has no separator
"""

DIGEST_BY_SIZE = {
    0: "none",
    16: "md5",
    20: "sha1",
    28: "sha224",
    32: "sha256",
    48: "sha384",
    64: "sha512",
}
DIGESTS = [name for size, name in DIGEST_BY_SIZE.items() if size]

# More than any cookie or link holds; a small token may not fill the screen or the memory.
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
    add(
        "--key-derivation",
        choices=list(DERIVATIONS),
        default="django-concat",
        help="how keys come from secrets (default: %(default)s)",
    )
    add("--digest", choices=DIGESTS, default="sha1", help="the digest (default: %(default)s)")
    add("--max-age", type=int, metavar="SECONDS", help="the greatest age to accept")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    parser = make_parser()
    options = parser.parse_args(arguments)

    if options.max_age is not None and not (options.key_file or options.key_env):
        parser.error(
            "--max-age needs --key-file or --key-env: an age counts if a key vouches for it"
        )

    try:
        secrets = list(read_secrets(options.key_file, options.key_env))
        token = read_token(options.token)
        signer = Signer(
            secrets,
            salt=options.salt,
            sep=options.sep,
            key_derivation=options.key_derivation,
            digest_method=getattr(hashlib, options.digest),
        )
    except (OSError, ValueError) as error:
        parser.error(str(error))

    if signer.sep not in token:
        sys.stderr.write(f"This is no token: there is no {options.sep!r} in it.\n")
        return UNREADABLE

    return inspect(token, signer, options.max_age, sys.stdout.write)


def read_secrets(files: list[str], variables: list[str]) -> Iterator[bytes]:
    """Give all secrets, in the order of the options.

    :raises ValueError: if a place holds none.
    """
    for name in files:
        with open(name, "rb") as file:
            yield from _lines(file.read(), f"the file {name!r}")

    for name in variables:
        text = os.environ.get(name)

        if text is None:
            raise ValueError(f"there is no environment variable {name!r}")

        yield from _lines(os.fsencode(text), f"the environment variable {name!r}")


def _lines(data: bytes, place: str) -> list[bytes]:
    lines = [line for line in data.splitlines() if line]

    if not lines:
        raise ValueError(f"there is no secret in {place}")

    return lines


def read_token(argument: str | None) -> bytes:
    if argument is None or argument == "-":
        return sys.stdin.buffer.read().strip()

    return os.fsencode(argument).strip()


def inspect(
    token: bytes, signer: Signer, max_age: int | None, write: Callable[[str], object]
) -> int:
    """Write about a token that has a separator, and give the exit code."""

    def line(title: str, text: str) -> None:
        write(f"{title + ':':<11}{text}\n")

    timed, signature = token.rsplit(signer.sep, 1)
    payload, timestamp = split_time(timed, signer.sep)
    line("payload", show_payload(payload))

    age = None

    if timestamp is None:
        line("signed at", "no timestamp")
    else:
        age = int(time.time()) - timestamp
        moment = datetime.fromtimestamp(timestamp, UTC)
        line("signed at", f"{moment.isoformat(' ')} (timestamp {timestamp})")
        line("age", f"{age} seconds")

    line("signature", show_signature(signature))

    if not signer.secret_keys:
        line("verified", "no; give --key-file or --key-env to check the signature")
        return SHOWN

    number = matching_key(token, signer)

    if number is None:
        line("verified", f"no; none of {len(signer.secret_keys)} keys fits with this salt,")
        line("", "key derivation and digest")
        return REFUSED

    count = len(signer.secret_keys)
    newest = ", the newest" if number == count else ""
    line("verified", f"yes, by key {number} of {count}{newest}")

    if max_age is not None:
        return check_age(age, max_age, line)

    return SHOWN


def check_age(age: int | None, max_age: int, line: Callable[[str, str], None]) -> int:
    if age is not None and 0 <= age <= max_age:
        line("expired", f"no, {max_age - age} seconds are left")
        return SHOWN

    line(
        "expired",
        "there is no time to check" if age is None else f"yes, {age} is not within 0 to {max_age}",
    )
    return EXPIRED


def matching_key(token: bytes, signer: Signer) -> int | None:
    """Give which key signed, counted from 1, the oldest."""
    secrets = signer.secret_keys

    for number, secret in enumerate(secrets, 1):
        signer.secret_keys = [secret]

        try:
            signer.unsign(token)
        except BadSignature:
            continue
        else:
            return number
        finally:
            signer.secret_keys = secrets

    return None


def split_time(timed: bytes, sep: bytes) -> tuple[bytes, int | None]:
    """Take a timestamp off, if the last part looks like one that a clock of our time gave."""
    payload, found, written = timed.rpartition(sep)

    # A compressed payload begins with a dot of its own.
    if not found or not payload:
        return timed, None

    try:
        timestamp = bytes_to_int(base64_decode(written))
        datetime.fromtimestamp(timestamp, UTC)
    except Exception:  # not written by a timed signer
        return timed, None

    return (payload, timestamp) if 4 <= len(written) <= 8 and timestamp > 10**6 else (timed, None)


def show_payload(payload: bytes) -> str:
    """Describe a payload in one line that is safe to print."""
    try:
        data, how = open_payload(payload)
    except (BadData, zlib.error, UnicodeDecodeError):
        data, how = payload, "as it is"

    try:
        shown = ascii(data.decode())[1:-1]
    except UnicodeDecodeError:
        shown, how = ascii(data), how + ", not text"

    if len(shown) > SHOW_LIMIT:
        shown = shown[:SHOW_LIMIT] + "..."

    return f"{shown} ({how}, {len(data)} bytes)"


def open_payload(payload: bytes) -> tuple[bytes, str]:
    """Undo what URL-safe serializers do."""
    if payload.startswith(b"."):
        engine = zlib.decompressobj()
        return engine.decompress(base64_decode(payload[1:]), INFLATE_LIMIT), "compressed"

    if not set(payload) <= set(_base64_alphabet):
        return payload, "as it is"

    data = base64_decode(payload)
    data.decode()  # words happen to be base64, too; what they would say is no text
    return data, "base64"


def show_signature(signature: bytes) -> str:
    try:
        size = len(base64_decode(signature))
    except BadData:
        return "not base64"

    likely = DIGEST_BY_SIZE.get(size)
    return f"{size} bytes, " + (f"likely {likely}" if likely else "of no known digest")


if __name__ == "__main__":
    sys.exit(main())
