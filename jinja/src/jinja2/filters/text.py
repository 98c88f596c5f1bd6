"""Filters from text to text: case, white space, wrapping, replacing, formatting.

Text that is marked as safe stays so. In such text an entity counts as the one character that it
stands for: it is never cut and never escaped again (see :mod:`jinja2._entities`).
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape, soft_str

from .. import _entities
from .._entities import by_character, has_entities
from .._marks import pass_environment, pass_eval_context
from .._text import pformat, url_quote
from ..async_utils import LazyItems, auto_to_list
from ..exceptions import FilterArgumentError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._autoescape import EvalContext
    from ..environment import Environment

_WORD = re.compile(r"\w+")
#: Leaves the letters, digits and underscores of ASCII alone and makes spaces of the rest.
_ASCII_WORDS = bytes(
    code if code < 128 and (chr(code).isalnum() or code == 95) else 32 for code in range(256)
)
_BETWEEN_WORDS = re.compile(r"([-\s({\[<]+)")
#: Where str.splitlines() splits, although no line ends there.
_OTHER_SEPARATOR = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LINE_END = re.compile(r"(\r\n|\n|\r)")
_TITLE_WORD = re.compile(r"[^-\s({\[<]+")


def do_upper(s: str) -> str:
    """Convert all letters to uppercase."""
    if type(s) is str:
        return s.upper()
    text = soft_str(s)
    if has_entities(text):
        return by_character(text, str.upper, decode_letters=True)
    return text.upper()


def do_lower(s: str) -> str:
    """Convert all letters to lowercase."""
    if type(s) is str:
        return s.lower()
    text = soft_str(s)
    if has_entities(text):
        return by_character(text, str.lower, decode_letters=True)
    return text.lower()


def do_capitalize(s: str) -> str:
    """Convert the first letter to uppercase and all others to lowercase."""
    text = soft_str(s)
    if has_entities(text):
        return by_character(text, str.capitalize, decode_letters=True)
    return text.capitalize()


def _title_word(match: re.Match[str]) -> str:
    word = match[0]
    return word[0].upper() + word[1:].lower()


def do_title(s: str) -> str:
    """Convert the first letter of each word to uppercase and the others to lowercase.

    Words begin at the start, and after white space, hyphens and opening brackets.
    """
    if type(s) is str:
        return _title(s)
    text = soft_str(s)
    if isinstance(text, Markup):
        return by_character(text, _title, decode_letters=True)
    return _title(str.__str__(text))


def _title(text: str) -> str:
    if text.isascii():
        # There are no letters between words, so capitalize() does not change what is there.
        return "".join(map(str.capitalize, _BETWEEN_WORDS.split(text)))
    return _TITLE_WORD.sub(_title_word, text)


def do_center(value: str, width: int = 80) -> str:
    """Center the text in a field of `width` characters."""
    text = soft_str(value)
    if has_entities(text):
        return by_character(text, lambda plain: plain.center(width))
    return text.center(width)


def do_trim(value: str, chars: str | None = None) -> str:
    """Remove white space, or the given characters, at both ends."""
    text = soft_str(value)
    if chars is not None and has_entities(text):
        return _entities.strip(text, chars)
    return text.strip(chars)


def do_wordcount(s: str) -> int:
    """Count the words of the text."""
    text = soft_str(s)
    if has_entities(text):
        text = _entities.Entities(decode_letters=True).pack(text)
    if text.isascii():
        return len(text.encode("ascii").translate(_ASCII_WORDS).split())
    return len(_WORD.findall(text))


@pass_eval_context
def do_replace(eval_ctx: EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
    """Replace a text within the text.

    In text that is marked as safe, entities stay whole, and `old` also matches the entities of
    the text that a reader sees: ``"&"`` matches ``&amp;``.

    :param count: replace at most so many, from the left.
    """
    if count is None:
        count = -1
    if not eval_ctx.autoescape:
        return str(s).replace(str(old), str(new), count)
    safe_part = hasattr(old, "__html__") or hasattr(new, "__html__")
    whole = escape(s) if safe_part and not hasattr(s, "__html__") else soft_str(s)
    if type(whole) is not str and has_entities(whole):
        return _entities.replace(whole, soft_str(old), soft_str(new), count)
    return whole.replace(soft_str(old), soft_str(new), count)


@pass_environment
def do_truncate(
    env: Environment,
    s: str,
    length: int = 255,
    killwords: bool = False,
    end: str = "...",
    leeway: int | None = None,
) -> str:
    """Cut the text so that it has at most `length` characters, `end` included.

    In text that is marked as safe an entity counts as one character, tags as all of theirs. Apply
    ``striptags`` first if tags must not be cut.

    :param killwords: cut within a word; otherwise the last word is dropped.
    :param leeway: text that is longer by so many characters is not cut; by default the policy
        ``truncate.leeway``.
    """
    tolerated: int = env.policies["truncate.leeway"] if leeway is None else leeway
    available = length - len(end)
    assert available >= 0, f"expected length >= {len(end)}, got {length}"
    assert tolerated >= 0, f"expected leeway >= 0, got {tolerated}"
    if len(s) <= length + tolerated:
        return s
    if type(s) is str or not has_entities(s):
        kept = s[:available]
        return (kept if killwords else kept.rsplit(" ", 1)[0]) + end
    entities = _entities.Entities()
    packed = entities.pack(s)
    if len(packed) <= length + tolerated:
        return s
    kept = packed[:available]
    return entities.unpack(kept if killwords else kept.rsplit(" ", 1)[0]) + end


@pass_environment
def do_wordwrap(
    environment: Environment,
    s: str,
    width: int = 79,
    break_long_words: bool = True,
    wrapstring: str | None = None,
    break_on_hyphens: bool = True,
) -> str:
    """Wrap the text to the given width. Existing lines, which end with ``\\n``, ``\\r\\n`` or
    ``\\r``, stay apart.

    :param break_long_words: break words that are longer than a line.
    :param wrapstring: what to put between lines; by default the environment's line ending.
    :param break_on_hyphens: break words after hyphens.
    """
    from ._wrap import LineWrapper

    if wrapstring is None:
        wrapstring = environment.newline_sequence
    wrap = LineWrapper(width, break_long_words, break_on_hyphens).wrap
    if not isinstance(s, Markup):
        return wrapstring.join(_wrapped(s, width, wrap))
    entities = _entities.Entities()
    lines = [entities.unpack(line) for line in _wrapped(entities.pack(s), width, wrap)]
    return escape(wrapstring).join(lines)


def _wrapped(text: str, width: int, wrap: t.Callable[[str], list[str]]) -> list[str]:
    existing = text.splitlines()
    if type(text) is not str:
        # An object that only behaves like text, such as a lazy translation.
        text = str(text)
    if _OTHER_SEPARATOR.search(text) is not None:
        existing = _LINE_END.split(text)[::2]
        if not existing[-1]:
            existing.pop()
    lines: list[str] = []
    for line in existing:
        if len(line) <= width > 0 and not line[-1:].isspace():
            lines.append(line)
        else:
            lines += wrap(line) or [""]
    return lines


def do_indent(s: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    """Indent the lines after the first.

    Lines end with ``\\n``, ``\\r\\n`` or ``\\r``, which are kept. Other characters at which
    :meth:`str.splitlines` splits, such as a form feed, are part of the line.

    :param width: a number of spaces, or the text to put in front.
    :param first: indent the first line too.
    :param blank: indent empty lines too.
    """
    margin = width if isinstance(width, str) else " " * width
    if type(s) is not str and not isinstance(s, str):
        # Objects that behave like text can be added to it; an undefined value raises its error.
        s = (s + "\n")[:-1]
    if "\r" in s:
        parts = _LINE_END.split(s)
        lines = parts[::2]
    else:
        parts = lines = str.split(s, "\n")
    lines[1:] = [margin + line if line or blank else line for line in lines[1:]]
    if first:
        lines[0] = margin + lines[0]
    if parts is lines:
        text = "\n".join(lines)
    else:
        parts[::2] = lines
        text = "".join(parts)
    return Markup(text) if type(s) is not str and isinstance(s, Markup) else text


def do_format(value: str, *args: object, **kwargs: object) -> str:
    """Apply the values to a format text in the way of ``%``.

    :raises FilterArgumentError: both positional and named values were given.
    """
    if args and kwargs:
        raise FilterArgumentError("can't handle positional and keyword arguments at the same time")
    return soft_str(value) % (kwargs or args)


def do_pprint(value: object) -> str:
    """Return the value as :func:`pprint.pformat` shows it, for looking at it while debugging."""
    return pformat(value)


def do_urlencode(
    value: str | t.Mapping[str, t.Any] | t.Iterable[tuple[str, t.Any]],
) -> str:
    """Quote text for the path of a URL, or pairs for its query string."""
    if type(value) is LazyItems:
        return _urlencode_async(value)  # type: ignore[return-value]
    if isinstance(value, dict):
        pairs: t.Iterable[t.Any] = value.items()
    elif isinstance(value, str) or not hasattr(type(value), "__iter__"):
        return url_quote(value)
    else:
        pairs = iter(value)
    return "&".join(
        [f"{url_quote(key, for_qs=True)}={url_quote(item, for_qs=True)}" for key, item in pairs]
    )


async def _urlencode_async(value: LazyItems) -> str:
    return do_urlencode(await auto_to_list(value))


for _public in (
    do_upper,
    do_lower,
    do_capitalize,
    do_title,
    do_center,
    do_trim,
    do_wordcount,
    do_replace,
    do_truncate,
    do_wordwrap,
    do_indent,
    do_format,
    do_pprint,
    do_urlencode,
):
    _public.__module__ = "jinja2.filters"
del _public
