"""Write compiled templates where ``ModuleLoader`` reads them: into a folder or a zip file.

Nothing is compiled here.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from ._module_names import module_filename

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    Write = t.Callable[[str, str], str]
    Log = t.Callable[[str], None]


@contextmanager
def open_target(target: str, zip: str | None, log: Log) -> t.Iterator[Write]:
    """Return a function that writes the code of a template and returns the name of its file.

    :param zip: ``"deflated"``, ``"stored"``, or ``None`` for a folder.
    """
    opened = _folder(target, log) if zip is None else _archive(target, zip, log)
    with opened as write_file:

        def write(name: str, code: str) -> str:
            filename = module_filename(name)
            write_file(filename, code.encode("utf-8"))
            return filename

        yield write


@contextmanager
def _folder(target: str, log: Log) -> t.Iterator[t.Callable[[str, bytes], None]]:
    os.makedirs(target, exist_ok=True)
    log(f"Compiling into folder {target!r}")

    def write_file(filename: str, data: bytes) -> None:
        with open(os.path.join(target, filename), "wb") as f:
            f.write(data)

    yield write_file


@contextmanager
def _archive(target: str, zip: str, log: Log) -> t.Iterator[t.Callable[[str, bytes], None]]:
    from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

    method = {"deflated": ZIP_DEFLATED, "stored": ZIP_STORED}[zip]
    with ZipFile(target, "w", method) as archive:
        log(f"Compiling into Zip archive {target!r}")

        def write_file(filename: str, data: bytes) -> None:
            # The same templates make the same archive, whenever they are compiled.
            info = ZipInfo(filename)
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data, method)

        yield write_file
