"""Text that holds terminal escape sequences: strip it, measure it, cut it.

In and out: `str`. Knows the whole grammar of control sequences (CSI: parameters, intermediates,
final byte) and leaves every other kind of escape alone. Widths are counted in characters.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import re

_SEQUENCE = r"\x1b\[[0-?]*[ -/]*[@-~]"
_compiled: re.Pattern[str] | None = None


def sequence_pattern() -> re.Pattern[str]:
    """The compiled pattern of one control sequence, made on first need."""
    global _compiled
    if _compiled is None:
        import re

        _compiled = re.compile(_SEQUENCE)
    return _compiled


def strip_ansi(value: str) -> str:
    """*value* without its control sequences."""
    if "\x1b[" not in value:
        return value
    return sequence_pattern().sub("", value)


def term_len(x: str) -> int:
    """The number of characters of *x* that are shown."""
    return len(x) if "\x1b[" not in x else len(strip_ansi(x))


def cut_visible(text: str, width: int) -> tuple[str, str]:
    """Split *text* after *width* shown characters; sequences in front of the cut stay there."""
    if "\x1b[" not in text:
        return text[:width], text[width:]
    shown = 0
    position = 0
    for match in sequence_pattern().finditer(text):
        run = match.start() - position
        if shown + run >= width:
            break
        shown += run
        position = match.end()
    cut = position + (width - shown)
    return text[:cut], text[cut:]
