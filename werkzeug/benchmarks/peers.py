"""Reading multipart bodies, beside the packages ``multipart`` and ``python-multipart``.

Run it where all three are installed: ``python peers.py``. Prints how long each takes for the
bodies of ``bench_forms``, and how many times longer than this library. The sides take turns and
the quickest turn of each counts.
"""

from __future__ import annotations

import sys
from io import BytesIO
from time import perf_counter

from bench_forms import BOUNDARY, environ, multipart, reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

FORM_DATA = f"multipart/form-data; boundary={BOUNDARY}"
TURNS = 7
OURS = "werkzeug"


def bodies() -> dict[str, bytes]:
    line = bytes(range(256)).replace(b"\r", b"").replace(b"\n", b"") + b"\r\n"
    return {
        "500 small fields": multipart(
            [(f'name="field{i}"', b"value %d" % i) for i in range(500)],
        ),
        "file of 50 MB": multipart(
            [('name="file"; filename="large.bin"', line * (50 * 1024 * 1024 // len(line)))],
        ),
        "field and small file": multipart(
            [
                ('name="title"', b"A picture"),
                ('name="file"; filename="small.png"\r\nContent-Type: image/png', line * 80),
            ],
        ),
    }


def multipart_reader(body: bytes) -> Callable[[], object]:
    import multipart as package

    def read() -> object:
        fields, files = package.parse_form_data(
            environ(body, FORM_DATA), strict=True, part_limit=1000
        )
        for _, file in files.iterallitems():
            file.close()
        return fields

    return read


def python_multipart_reader(body: bytes) -> Callable[[], object]:
    import python_multipart as package

    headers = {"Content-Type": FORM_DATA.encode(), "Content-Length": str(len(body)).encode()}

    def read() -> object:
        found: list[tuple[bytes | None, bytes | None]] = []
        package.parse_form(
            headers,
            BytesIO(body),
            lambda field: found.append((field.field_name, field.value)),
            lambda file: file.close(),
        )
        return found

    return read


def fastest(sides: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The quickest of several turns of each, in seconds."""
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(TURNS):
        for name, run in sides.items():
            begin = perf_counter()
            run()
            best[name] = min(best[name], perf_counter() - begin)
    return best


def main() -> None:
    makers = {
        OURS: lambda body: reader(body, FORM_DATA),
        "multipart": multipart_reader,
        "python-multipart": python_multipart_reader,
    }
    for title, body in bodies().items():
        sides = {}
        for name, make in makers.items():
            try:
                sides[name] = make(body)
            except ImportError:
                print(f"{name} is not installed", file=sys.stderr)
        seconds = fastest(sides)
        for name, taken in seconds.items():
            print(f"{title:22} {name:18} {taken * 1e3:9.3f} ms {taken / seconds[OURS]:6.2f}")


if __name__ == "__main__":
    main()
