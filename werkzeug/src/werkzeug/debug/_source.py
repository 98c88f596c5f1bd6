"""Source lines around the line of a frame, as HTML, with the exact expression marked (PEP 657)."""

from __future__ import annotations

import linecache
import os
import sysconfig
import typing as t

from markupsafe import Markup, escape

if t.TYPE_CHECKING:
    from traceback import FrameSummary

AROUND = 5
LONGEST_EXPRESSION = 20
INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


def _library_folders() -> tuple[str, ...]:
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = {sysconfig.get_path(name) for name in names}
    folders.add(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return tuple(
        os.path.join(path, "")
        for path in sorted(folders | {os.path.realpath(folder) for folder in folders})
    )


LIBRARIES = _library_folders()


def is_library_file(filename: str) -> bool:
    """Return whether a file belongs to Python or to an installed package."""
    if filename.startswith("<frozen "):
        return True
    return filename.startswith(LIBRARIES) or any(part in filename for part in INSTALLED)


def _column(line: str, offset: int) -> int:
    """Return the column of a byte offset: Python counts the bytes of the line in UTF-8."""
    if line.isascii():
        return min(offset, len(line))
    return len(line.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))


def _marked(frame: FrameSummary, number: int, line: str) -> tuple[int, int] | None:
    """Return which columns of a line belong to the expression that failed."""
    last = frame.end_lineno or frame.lineno or 0
    if frame.colno is None or frame.end_colno is None or frame.lineno is None:
        return None
    if not frame.lineno <= number <= last:
        return None
    indent = len(line) - len(line.lstrip())
    start = _column(line, frame.colno) if number == frame.lineno else indent
    stop = _column(line, frame.end_colno) if number == last else len(line.rstrip())
    whole = start <= indent and stop >= len(line.rstrip()) and last == frame.lineno
    if stop <= start or whole:  # marking the whole line adds nothing
        return None
    return start, stop


def _common_indent(lines: t.Iterable[str]) -> int:
    return min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)


def _line_html(frame: FrameSummary, number: int, line: str, indent: int) -> str:
    text: str = escape(line[indent:])
    marked = _marked(frame, number, line)
    if marked is not None:
        start, stop = (max(at, indent) for at in marked)
        text = Markup("{}<mark>{}</mark>{}").format(
            line[indent:start], line[start:stop], line[stop:]
        )
    current = " current" if number == frame.lineno else ""
    return f'<span class="line{current}"><i>{number}</i>{text}\n</span>'


def excerpt(frame: FrameSummary) -> str:
    """Return the lines around the line of a frame; empty if there is no source."""
    lines = [line.rstrip("\r\n").expandtabs(1) for line in linecache.getlines(frame.filename)]
    current = frame.lineno or 0
    if not 0 < current <= len(lines):
        return ""
    last = min(frame.end_lineno or current, current + LONGEST_EXPRESSION, len(lines))
    first = max(1, current - AROUND)
    shown = lines[first - 1 : last + AROUND]
    indent = _common_indent(shown)
    return "".join(
        _line_html(frame, number, line, indent) for number, line in enumerate(shown, first)
    )
