"""Text, bytes and integers in, the bytes that tokens are written in out.

Base64 here is the URL-safe alphabet of RFC 4648 section 5 without padding. Integers are big-endian
without leading zero bytes, 64 bits at most. Nothing here knows about keys or signatures.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64

from .exc import BadData

#: Every byte that can occur in an encoded signature; the separator must not be one of them.
_base64_alphabet = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_="

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")
_PADDING = (b"", b"===", b"==", b"=")
_UINT64_MAX = 2**64 - 1


def want_bytes(s: str | bytes, encoding: str = "utf-8", errors: str = "strict") -> bytes:
    """Give the bytes of a text; anything that is not a text comes back untouched.

    :raises UnicodeEncodeError: as :meth:`str.encode` does.
    """
    return s.encode(encoding, errors) if isinstance(s, str) else s


def base64_encode(string: str | bytes) -> bytes:
    """Encode with the URL-safe alphabet and drop the padding. Text is taken as UTF-8."""
    if isinstance(string, str):
        string = string.encode()

    return b2a_base64(string, newline=False).translate(_TO_URL).rstrip(b"=")


def base64_decode(string: str | bytes) -> bytes:
    """Decode what :func:`base64_encode` wrote, padded or not.

    Both alphabets are understood, and characters of neither are skipped.

    :raises BadData: for data of a length that no encoder produces.
    """
    if isinstance(string, str):
        string = string.encode("ascii", "ignore")

    padded = string + _PADDING[len(string) & 3]

    try:
        return a2b_base64(padded.translate(_FROM_URL))
    except (TypeError, ValueError) as error:
        raise BadData("Invalid base64-encoded data") from error


def int_to_bytes(num: int) -> bytes:
    """Write an unsigned integer with as few bytes as it needs; zero needs none.

    :raises struct.error: if it is negative, needs more than 64 bits, or is no integer.
    """
    if type(num) is int and 0 <= num <= _UINT64_MAX:
        return num.to_bytes((num.bit_length() + 7) >> 3, "big")

    import struct

    return struct.pack(">Q", num).lstrip(b"\0")


def bytes_to_int(bytestr: bytes) -> int:
    """Read an unsigned integer of at most eight bytes.

    :raises struct.error: if there are more.
    """
    if type(bytestr) is bytes and len(bytestr) <= 8:
        return int.from_bytes(bytestr, "big")

    import struct

    number: int = struct.unpack(">Q", bytestr.rjust(8, b"\0"))[0]
    return number
