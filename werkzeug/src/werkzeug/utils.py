"""Helpers of all kinds: properties, redirects, files, imports by name. Mostly re-exports."""

from __future__ import annotations

import os
import re

from ._imports import ImportStringError as ImportStringError
from ._imports import find_modules as find_modules
from ._imports import import_string as import_string
from ._internal import module_getattr
from ._properties import _DictAccessorProperty as _DictAccessorProperty
from ._properties import cached_property as cached_property
from ._properties import environ_property as environ_property
from ._properties import get_content_type as get_content_type
from ._properties import header_property as header_property
from ._redirects import append_slash_redirect as append_slash_redirect
from ._redirects import redirect as redirect
from ._send_file import send_file as send_file
from ._send_file import send_from_directory as send_from_directory
from .security import safe_join as safe_join

TYPE_CHECKING: bool = False

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")
_DEVICES = frozenset(
    [
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10)),
    ]
)


def secure_filename(filename: str) -> str:
    """Return a name that is safe to store a file under: ASCII, without path separators, not hidden
    and no device of Windows. It may be empty.

    >>> secure_filename("../../My café.txt")
    'My_cafe.txt'

    :param filename: the name that came from the user.
    """
    if not filename.isascii():
        import unicodedata

        filename = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode("ascii")
    for separator in (os.path.sep, os.path.altsep):
        if separator:
            filename = filename.replace(separator, " ")
    name = _UNSAFE.sub("", "_".join(filename.split())).strip("._")
    if os.name == "nt" and name.split(".")[0].upper() in _DEVICES:
        return f"_{name}"
    return name


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
