"""Encode text, bytes and integers as tokens hold them.

Base64 is the URL-safe alphabet of RFC 4648 section 5 without padding. Integers are unsigned,
big-endian, without leading zero bytes and of at most 64 bits.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64

from .exc import BadData

#: All bytes that can occur in an encoded signature, which a separator must therefore not be.
_base64_alphabet = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_="

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")
_PADDING = (b"", b"===", b"==", b"=")


def want_bytes(s: str | bytes, encoding: str = "utf-8", errors: str = "strict") -> bytes:
    """Encode text; return anything else as it is.

    :raises UnicodeEncodeError: as :meth:`str.encode` does.
    """
    return s.encode(encoding, errors) if isinstance(s, str) else s


def base64_encode(string: str | bytes) -> bytes:
    """Encode with the URL-safe alphabet, without padding. Text is encoded as UTF-8 first."""
    return b2a_base64(want_bytes(string), newline=False).translate(_TO_URL).rstrip(b"=")


def base64_decode(string: str | bytes) -> bytes:
    """Decode what :func:`base64_encode` returned, with or without padding.

    Characters of the standard alphabet are accepted as well, and all others ignored.

    :raises BadData: if no encoder returns data of this length.
    """
    data = want_bytes(string, "ascii", "ignore")
    try:
        return a2b_base64((data + _PADDING[len(data) % 4]).translate(_FROM_URL))
    except (TypeError, ValueError) as error:
        raise BadData("Invalid base64-encoded data") from error


def int_to_bytes(num: int) -> bytes:
    """Encode an unsigned integer in as few bytes as possible; zero in none.

    :raises struct.error: if it is negative, needs more than 64 bits, or is not an integer.
    """
    if type(num) is int and 0 <= num < 1 << 64:
        return num.to_bytes((num.bit_length() + 7) // 8, "big")
    import struct

    return struct.pack(">Q", num).lstrip(b"\0")


def bytes_to_int(bytestr: bytes) -> int:
    """Decode an unsigned integer.

    :raises struct.error: if it has more than eight bytes.
    """
    if type(bytestr) is bytes and len(bytestr) <= 8:
        return int.from_bytes(bytestr, "big")
    import struct

    number: int = struct.unpack(">Q", bytestr.rjust(8, b"\0"))[0]
    return number
