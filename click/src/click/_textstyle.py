"""Colours and styles as escape codes.

In: text and style names. Out: text. Does not know whether anybody can see colours.
"""

from __future__ import annotations

from ._ansi import sequence_pattern

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")

#: foreground codes by name; a background is 10 more
ansi_colors: dict[str, int] = {
    **{name: 30 + number for number, name in enumerate(_NAMES)},
    "reset": 39,
    **{f"bright_{name}": 90 + number for number, name in enumerate(_NAMES)},
}
ansi_reset_all = "\x1b[0m"

#: on and off codes by attribute, in the order in which they are written
_ATTRIBUTES: dict[str, tuple[int, int]] = {
    "bold": (1, 22),
    "dim": (2, 22),
    "underline": (4, 24),
    "overline": (53, 55),
    "italic": (3, 23),
    "blink": (5, 25),
    "reverse": (7, 27),
    "strikethrough": (9, 29),
}


def _is_level(value: object) -> bool:
    return type(value) is int and 0 <= value <= 255


def _color_code(color: object, offset: int) -> str | None:
    """The code for a colour name, an index of the palette, or three levels."""
    if isinstance(color, str):
        named = ansi_colors.get(color)
        return None if named is None else str(named + offset)
    if _is_level(color):
        return f"{38 + offset};5;{color}"
    if isinstance(color, (tuple, list)) and len(color) == 3 and all(map(_is_level, color)):
        red, green, blue = color
        return f"{38 + offset};2;{red};{green};{blue}"
    return None


def _color(color: object, offset: int) -> str:
    code = _color_code(color, offset)
    if code is not None:
        return f"\x1b[{code}m"
    error = ValueError(f"Unknown color {color!r}")
    hint = "A color is a name, a number from 0 to 255, or three of them for red, green and blue."
    if isinstance(color, str):
        from difflib import get_close_matches

        near = get_close_matches(color, ansi_colors)
        hint += f" Did you mean {near[0]!r}?" if near else f" Names: {', '.join(ansi_colors)}."
    error.add_note(hint)
    raise error


def style(
    text: Any,
    fg: int | tuple[int, int, int] | str | None = None,
    bg: int | tuple[int, int, int] | str | None = None,
    bold: bool | None = None,
    dim: bool | None = None,
    underline: bool | None = None,
    overline: bool | None = None,
    italic: bool | None = None,
    blink: bool | None = None,
    reverse: bool | None = None,
    strikethrough: bool | None = None,
    reset: bool = True,
) -> str:
    """*text* between the escape codes of a style.

    Colours are one of the eight names ``black red green yellow blue magenta cyan white``, the
    same with ``bright_`` before them, ``reset``, a number of the 256 colour palette, or three
    numbers for red, green and blue. An attribute is switched on by true, off by false, and left
    alone by `None`.

    :param text: anything; made a `str` first.
    :param reset: end with the code that switches everything off.
    :raises ValueError: no such colour.
    """
    codes = ""
    if fg is not None:
        codes += _color(fg, 0)
    if bg is not None:
        codes += _color(bg, 10)
    switches = (bold, dim, underline, overline, italic, blink, reverse, strikethrough)
    if any(switch is not None for switch in switches):
        for switch, (on, off) in zip(switches, _ATTRIBUTES.values(), strict=True):
            if switch is not None:
                codes += f"\x1b[{on if switch else off}m"
    return f"{codes}{text}{ansi_reset_all if reset else ''}"


def unstyle(text: str) -> str:
    """*text* without escape codes."""
    return sequence_pattern().sub("", text)
