"""The results of random form bodies, whole, and with limits."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from io import BytesIO

from werkzeug.formparser import MultiPartParser, parse_form_data

EXPECTED_DIFFERENCES = {
    "multipart head ": "names that are no UTF-8 are read with replacement characters, as content is",
    "parts head ": "names that are no UTF-8 are read with replacement characters, as content is",
    "urlencoded bytes ": "bytes that are no UTF-8 are read as in a query string",
    "memory ": "the limit is that of one field, as documented; theirs also limits what is read at once",
}


def body(rng: random.Random, boundary: bytes) -> bytes:
    newline = rng.choice([b"\r\n", b"\r\n", b"\r\n", b"\n"])
    out = b"preamble" + newline if rng.random() < 0.2 else b""
    for _ in range(rng.randint(0, 5)):
        name = rng.choice([b"a", b"b", b"\xc3\xa9", b"x%22y", b'q\\"r'])
        head = b'Content-Disposition: form-data; name="%s"' % name
        head += rng.choice(
            [b"", b"", b'; filename="f.txt"', b'; filename=""', b"; filename*=UTF-8''%C3%A9"]
        )
        if rng.random() < 0.4:
            head += newline + rng.choice(
                [
                    b"Content-Type: text/plain; charset=iso-8859-1",
                    b"Content-Type: text/plain",
                    b"X-Y: z",
                    b"Content-Length: 5",
                ]
            )
        out += (
            b"--" + boundary + rng.choice([b"", b"", b" \t"]) + newline + head + newline + newline
        )
        for _ in range(rng.randint(0, 6)):
            out += rng.choice(
                [
                    b"\r",
                    b"\n",
                    b"\r\n",
                    b"--" + boundary[:-1],
                    b"--",
                    b"-",
                    b"\r\n--" + boundary[:2],
                    b"abc",
                    b"\xe9",
                    b"\xc3\xa9",
                    b"\n--" + boundary + b"x",
                    b"--" + boundary,
                    b" ",
                ]
            )
        out += newline
    return (
        out
        + b"--"
        + boundary
        + rng.choice([b"--", b"--\r\n", b"-- \r\nepilogue", b"--\n", b"", b"-", b"\r\n"])
    )


def read(data: bytes, boundary: bytes, **limits: int) -> object:
    try:
        form, files = MultiPartParser(**limits).parse(BytesIO(data), boundary, len(data))
    except Exception as error:
        return type(error).__name__
    return [
        list(form.items(multi=True)),
        [
            (
                name,
                file.name,
                file.filename,
                list(file.headers),
                file.read().hex(),
                type(file.stream).__name__,
            )
            for name, file in files.items(multi=True)
        ],
    ]


def is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def has_text_heads(data: bytes, boundary: bytes) -> bool:
    """Return whether what may be the head of a part, after anything like a boundary, is UTF-8."""
    heads = re.findall(
        rb"--%s\s*(?=(.*?)(?:\r\n\r\n|\n\n|$))" % re.escape(boundary), data, re.DOTALL
    )
    return all(map(is_text, heads))


def observations() -> Iterator[tuple[str, object]]:
    rng = random.Random(31)
    for number in range(1500):
        boundary = rng.choice([b"foo", b"X", b"----WebKitFormBoundary1234", b"--"])
        data = body(rng, boundary)
        head = "" if has_text_heads(data, boundary) else "head "
        yield f"multipart {head}{number} {data!r}", read(data, boundary)
        yield f"parts {head}{number}", read(data, boundary, max_form_parts=2)
        yield f"memory {number}", read(data, boundary, max_form_memory_size=400)
    pieces = [
        b"a",
        b"=",
        b"&",
        b"%C3%A9",
        b"+",
        b"%",
        b"%ff",
        b";",
        b"\xc3\xa9",
        b"%00",
        b"\xff",
        b"b",
        b"&&",
        b"%41",
    ]
    for number in range(1000):
        data = b"".join(rng.choices(pieces, k=rng.randint(0, 10)))
        environ = {
            "wsgi.input": BytesIO(data),
            "CONTENT_LENGTH": str(len(data)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
        }
        _, form, _ = parse_form_data(environ)
        kind = "" if is_text(data) else "bytes "
        yield f"urlencoded {kind}{number} {data!r}", list(form.items(multi=True))
