"""Filters from text to text: case, white space, wrapping, replacing, formatting.

They keep text that is marked as safe safe, as far as the operation allows. They know only the
policies and the line ending of the environment.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape, soft_str

from .._marks import pass_environment, pass_eval_context
from .._text import pformat, url_quote
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
_TITLE_WORD = re.compile(r"[^-\s({\[<]+")


def do_upper(s: str) -> str:
    """All letters in upper case."""
    return (s if type(s) is str else soft_str(s)).upper()


def do_lower(s: str) -> str:
    """All letters in lower case."""
    return (s if type(s) is str else soft_str(s)).lower()


def do_capitalize(s: str) -> str:
    """The first letter in upper case, all others in lower case."""
    return soft_str(s).capitalize()


def _titled(match: re.Match[str]) -> str:
    word = match[0]
    return word[0].upper() + word[1:].lower()


def do_title(s: str) -> str:
    """Each word with its first letter in upper case and the others in lower case. Words begin at
    the start and after white space, hyphens and opening brackets."""
    text = str(soft_str(s))
    if text.isascii():
        # What stands between words has no letters, so capitals do it no harm.
        return "".join(map(str.capitalize, _BETWEEN_WORDS.split(text)))
    return _TITLE_WORD.sub(_titled, text)


def do_center(value: str, width: int = 80) -> str:
    """The text in the middle of a field of `width` characters."""
    return soft_str(value).center(width)


def do_trim(value: str, chars: str | None = None) -> str:
    """The text without white space, or without the given characters, at both ends."""
    return soft_str(value).strip(chars)


def do_wordcount(s: str) -> int:
    """How many words the text has."""
    text = soft_str(s)
    if text.isascii():
        return len(text.encode("ascii").translate(_ASCII_WORDS).split())
    return len(_WORD.findall(text))


@pass_eval_context
def do_replace(eval_ctx: EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
    """Replace a text within the text.

    :param count: replace only so many, from the left.
    """
    if count is None:
        count = -1
    if not eval_ctx.autoescape:
        return str(s).replace(str(old), str(new), count)
    safe_part = hasattr(old, "__html__") or hasattr(new, "__html__")
    whole = escape(s) if safe_part and not hasattr(s, "__html__") else soft_str(s)
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

    :param killwords: cut within a word; otherwise the last word is dropped.
    :param leeway: text that is longer by so many characters is not cut; by default the policy
        ``truncate.leeway``.
    """
    tolerated: int = env.policies["truncate.leeway"] if leeway is None else leeway
    room = length - len(end)
    assert room >= 0, f"expected length >= {len(end)}, got {length}"
    assert tolerated >= 0, f"expected leeway >= 0, got {tolerated}"
    if len(s) <= length + tolerated:
        return s
    kept = s[:room]
    if not killwords:
        kept = kept.rsplit(" ", 1)[0]
    return kept + end


@pass_environment
def do_wordwrap(
    environment: Environment,
    s: str,
    width: int = 79,
    break_long_words: bool = True,
    wrapstring: str | None = None,
    break_on_hyphens: bool = True,
) -> str:
    """Wrap the text to the given width. Lines that are there already stay apart.

    :param break_long_words: break words that are longer than a line.
    :param wrapstring: what to put between lines; by default the environment's line ending.
    :param break_on_hyphens: break words after hyphens.
    """
    from ._wrap import LineWrapper

    if wrapstring is None:
        wrapstring = environment.newline_sequence
    wrap = LineWrapper(width, break_long_words, break_on_hyphens).wrap
    lines: list[str] = []
    for line in s.splitlines():
        if len(line) <= width > 0 and not line[-1:].isspace():
            lines.append(line)
        else:
            lines += wrap(line) or [""]
    return wrapstring.join(lines)


def do_indent(s: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    """Indent the lines after the first.

    :param width: a number of spaces, or the text to put in front.
    :param first: indent the first line too.
    :param blank: indent empty lines too.
    """
    margin = width if isinstance(width, str) else " " * width
    newline = "\n"
    if isinstance(s, Markup):
        margin = Markup(margin)
        newline = Markup(newline)
    s += newline
    lines: list[str] = [*s.splitlines()]
    for at in range(0 if first else 1, len(lines)):
        if blank or lines[at] or at == 0:
            lines[at] = margin + lines[at]
    return newline.join(lines)


def do_format(value: str, *args: t.Any, **kwargs: t.Any) -> str:
    """Apply the values to a format text in the way of ``%``.

    :raises FilterArgumentError: both positional and named values were given.
    """
    if args and kwargs:
        raise FilterArgumentError("can't handle positional and keyword arguments at the same time")
    return soft_str(value) % (kwargs or args)


def do_pprint(value: t.Any) -> str:
    """The value as :func:`pprint.pformat` shows it, for looking at it while debugging."""
    return pformat(value)


def do_urlencode(
    value: str | t.Mapping[str, t.Any] | t.Iterable[tuple[str, t.Any]],
) -> str:
    """Quote text for the path of a URL, or pairs for its query string."""
    if isinstance(value, dict):
        pairs: t.Iterable[t.Any] = value.items()
    elif isinstance(value, str) or not hasattr(type(value), "__iter__"):
        return url_quote(value)
    else:
        pairs = iter(value)
    return "&".join(
        [f"{url_quote(key, for_qs=True)}={url_quote(item, for_qs=True)}" for key, item in pairs]
    )


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
