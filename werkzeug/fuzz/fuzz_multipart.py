"""Multipart bodies: any bytes end in a form or a declared error, the same for every split."""

from __future__ import annotations

from io import BytesIO

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.form import MultipartForm
from werkzeug.sansio.multipart import NEED_DATA, Data, Epilogue, Field, File, MultipartDecoder

BOUNDARY = b"foo"


def read_form(chunks: list[bytes]) -> object:
    form = MultipartForm(BOUNDARY, lambda *_: BytesIO(), max_parts=20)
    try:
        for chunk in chunks:
            form.feed(chunk)
        form.close()
    except (ValueError, RequestEntityTooLarge) as error:
        return type(error).__name__
    return form.fields, [(name, file.filename, file.read()) for name, file in form.files]


def read_events(chunks: list[bytes]) -> object:
    decoder = MultipartDecoder(BOUNDARY, max_parts=20)
    parts: list[list[object]] = []
    try:
        for chunk in [*chunks, None]:
            decoder.receive_data(chunk)
            while (event := decoder.next_event()) is not NEED_DATA:
                if isinstance(event, (Field, File)):
                    parts.append([event.name, getattr(event, "filename", None), b""])
                elif isinstance(event, Data):
                    parts[-1][2] += event.data  # type: ignore[operator]
                elif isinstance(event, Epilogue):
                    return parts
    except (ValueError, RequestEntityTooLarge) as error:
        return type(error).__name__
    return parts


def one_input(data: bytes) -> None:
    if not data:
        return
    cut = data[0] % (len(data) or 1)
    body = data[1:]
    for read in (read_form, read_events):
        whole = read([body])
        assert read([body[:cut], body[cut:]]) == whole
        if len(body) < 2000:
            assert read([bytes([byte]) for byte in body]) == whole
