"""Reading forms: many small fields, one large file, urlencoded."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from werkzeug.formparser import parse_form_data

BOUNDARY = "----WebKitFormBoundaryM2xOQ1cLwSYuf6sB"


def environ(body: bytes, content_type: str) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }


def multipart(parts: list[tuple[str, bytes]]) -> bytes:
    out = [
        b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
        % (BOUNDARY.encode(), head.encode(), content)
        for head, content in parts
    ]
    return b"".join([*out, b"--%s--\r\n" % BOUNDARY.encode()])


def reader(body: bytes, content_type: str) -> Callable[[], object]:
    def read() -> object:
        return parse_form_data(environ(body, content_type), silent=False)

    return read


def workloads() -> dict[str, Callable[[], object]]:
    form_data = f"multipart/form-data; boundary={BOUNDARY}"
    fields = multipart([(f'name="field{i}"', b"value %d" % i) for i in range(500)])
    line = bytes(range(256)).replace(b"\r", b"").replace(b"\n", b"") + b"\r\n"
    content = line * (50 * 1024 * 1024 // len(line))
    file = multipart([('name="file"; filename="large.bin"', content)])
    small_file = multipart(
        [
            ('name="title"', b"A picture"),
            ('name="file"; filename="small.png"\r\nContent-Type: image/png', content[:20_000]),
        ]
    )
    encoded = "&".join(f"field{i}=value+{i}%21" for i in range(500)).encode()
    plain = b"name=Alice&email=alice%40example.com&message=Hello+there&agree=on"
    urlencoded = "application/x-www-form-urlencoded"
    return {
        "multipart: 500 small fields": reader(fields, form_data),
        "multipart: file of 50 MB": reader(file, form_data),
        "multipart: field and small file": reader(small_file, form_data),
        "urlencoded: 500 fields": reader(encoded, urlencoded),
        "urlencoded: 4 fields": reader(plain, urlencoded),
    }
