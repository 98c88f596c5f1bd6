"""Colors and styles as escape sequences. Whether a terminal shows them is decided elsewhere."""

from __future__ import annotations

from ._ansi import strip_ansi

_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")

#: foreground codes by name; a background is 10 more
ansi_colors: dict[str, int] = {
    **{name: 30 + number for number, name in enumerate(_NAMES)},
    "reset": 39,
    **{f"bright_{name}": 90 + number for number, name in enumerate(_NAMES)},
}
ansi_reset_all = "\x1b[0m"

# Sequences by color name, made once: ``style`` with one color takes half of the time of making one.
_FOREGROUNDS = {name: f"\x1b[{code}m" for name, code in ansi_colors.items()}
_BACKGROUNDS = {name: f"\x1b[{code + 10}m" for name, code in ansi_colors.items()}

# (off, on) of bold, dim, underline, overline, italic, blink, reverse and strikethrough.
_ATTRIBUTES = tuple(
    (f"\x1b[{off}m", f"\x1b[{on}m")
    for on, off in [(1, 22), (2, 22), (4, 24), (53, 55), (3, 23), (5, 25), (7, 27), (9, 29)]
)
_NO_ATTRIBUTES = (None,) * len(_ATTRIBUTES)


def _is_level(value: object) -> bool:
    return type(value) is int and 0 <= value <= 255


def _color_sequence(color: object, names: dict[str, str], code: int) -> str:
    """Return the sequence of a color name, a number of the palette, or three levels.

    :param names: sequences by name.
    :param code: the code of numbers and levels.
    """
    if isinstance(color, str):
        if color in names:
            return names[color]
    elif _is_level(color):
        return f"\x1b[{code};5;{color}m"
    elif isinstance(color, (tuple, list)) and len(color) == 3 and all(map(_is_level, color)):
        red, green, blue = color
        return f"\x1b[{code};2;{red};{green};{blue}m"
    error = ValueError(f"Unknown color {color!r}")
    hint = "A color is a name, a number from 0 to 255, or three of them for red, green and blue."
    if isinstance(color, str):
        from difflib import get_close_matches

        near = get_close_matches(color, ansi_colors)
        hint += f" Did you mean {near[0]!r}?" if near else f" Names: {', '.join(ansi_colors)}."
    error.add_note(hint)
    raise error


def style(
    text: object,
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
    """Return ``text`` with the escape sequences of a style around it.

    A color is one of the names ``black red green yellow blue magenta cyan white``, one of them
    with ``bright_`` before it, ``reset``, a number of the palette of 256 colors, or three numbers
    for red, green and blue. An attribute is switched on by true, off by false, and left alone by
    ``None``.

    >>> click.style("ok", fg="green")
    '\\x1b[32mok\\x1b[0m'

    :param text: any object; converted to ``str``.
    :param reset: end with the sequence that switches everything off.
    :raises ValueError: if there is no such color.
    """
    sequences = ""
    if fg is not None:
        sequences = _color_sequence(fg, _FOREGROUNDS, 38)
    if bg is not None:
        sequences += _color_sequence(bg, _BACKGROUNDS, 48)
    switches = (bold, dim, underline, overline, italic, blink, reverse, strikethrough)
    if switches != _NO_ATTRIBUTES:
        for switch, off_and_on in zip(switches, _ATTRIBUTES, strict=True):
            if switch is not None:
                sequences += off_and_on[1 if switch else 0]
    return f"{sequences}{text}{ansi_reset_all}" if reset else f"{sequences}{text}"


def unstyle(text: str) -> str:
    """Return ``text`` without its escape sequences.

    These are all of ECMA-48: colors, hyperlinks and titles, character sets and the like.

    >>> click.unstyle("\x1b[32mok\x1b[0m")
    'ok'
    """
    if not isinstance(text, str):
        from re import sub

        # The error is that of ``re``.
        return sub("\x1b", "", text)
    return strip_ansi(text)
