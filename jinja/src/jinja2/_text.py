"""Functions of text: links, filler text, URL quoting, JSON that is safe in HTML, pretty printing.

Each takes time in proportion to the length of its input. The filters of the same names add the
settings of the environment.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from ._entities import shorten

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

# --- Links ------------------------------------------------------------------------------------

_WORD = re.compile(r"\S+")
_LABEL = re.compile(r"[\w%-]+")
_TOP_LABEL = re.compile(r"[a-z]{2,63}|xn--[\w%]{2,59}", re.IGNORECASE)
_PORT = re.compile(r":\d{1,5}")
_DOTTED_QUAD = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_BRACKETED = re.compile(r"\[([\da-f:]+)\]", re.IGNORECASE)
_MAIL_HOST = re.compile(r"\w[\w.-]*")
_AFTER_HOST = re.compile(r"[/?#]")

#: Top level domains that make a word a link although nothing in front of it says so.
_WELL_KNOWN = frozenset({"com", "net", "int", "edu", "gov", "org", "info", "mil"})

# What may stand around a link, in escaped text.
_QUOTES = ("&#34;", "&#39;")
_OPENING = ("(", "<", "&lt;", *_QUOTES)
_CLOSING = frozenset(")>.,!?:;\n")
_CLOSING_ENTITIES = ("&gt;", *_QUOTES)
_LAST_ENTITY = re.compile(r"&#?\w{1,31};\Z")
_PAIRS = (("(", ")"), ("<", ">"), ("&lt;", "&gt;"))


def _split_opening(word: str) -> int:
    """Return the length of the opening punctuation at the start of the word."""
    at = 0
    while word.startswith(_OPENING, at):
        at = word.index(";", at) + 1 if word[at] == "&" else at + 1
    return at


def _split_closing(word: str, start: int) -> int:
    """Return the position at which the closing punctuation at the end of the word begins.

    RFC 3986, appendix C, names quotes and angle brackets as what delimits a URL in text.
    """
    at = len(word)
    while at > start and word[at - 1] in _CLOSING:
        if word.endswith(_CLOSING_ENTITIES, start, at):
            at = word.rindex("&", start, at)
        elif word[at - 1] == ";" and _LAST_ENTITY.search(word[max(start, at - 34) : at]):
            break
        else:
            at -= 1
    return at


def _keep_balance(core: str, tail: str) -> tuple[str, str]:
    """Move closing brackets back to a link that holds the opening ones."""
    for opening, closing in _PAIRS:
        opened = core.count(opening)
        if opened <= core.count(closing):
            continue
        pieces = tail.split(closing, opened)
        tail = pieces.pop()
        core += "".join([piece + closing for piece in pieces])
    return core, tail


def _is_address(host: str) -> bool:
    if _DOTTED_QUAD.fullmatch(host):
        return True
    bracketed = _BRACKETED.fullmatch(host)
    if bracketed is None:
        return False
    # At least two groups that end with a colon, and one more; no group longer than four digits.
    groups = bracketed[1].split(":")
    if len(groups) < 3 or len(groups) > 9 or any(len(group) > 4 for group in groups):
        return False
    return True


def _is_host(host: str, shortest: int, single: bool) -> bool:
    """Return whether this is a name of labels under any top level domain.

    :param shortest: the length of each label is at least this.
    :param single: allow a top level domain alone.
    """
    rest, dot, top = host.rpartition(".")
    if not _TOP_LABEL.fullmatch(top):
        return False
    if not dot:
        return single
    return all(
        len(label) >= shortest and _LABEL.fullmatch(label) is not None for label in rest.split(".")
    )


def _is_url(word: str) -> bool:
    """Return whether the word is a web address, with or without a scheme."""
    lowered = word[:8].lower()
    start = 0
    for prefix in ("http://", "https://", "www."):
        if lowered.startswith(prefix):
            start = len(prefix)
            break
    end = _AFTER_HOST.search(word, start)
    host = word[start : end.start() if end else None]
    bare, colon, port = host.rpartition(":")
    if colon and _PORT.fullmatch(colon + port):
        # The colon of an address in brackets is not that of a port.
        if _names_a_host(bare, start):
            return True
    return _names_a_host(host, start)


def _names_a_host(host: str, prefix_length: int) -> bool:
    if prefix_length > 4:
        return _is_host(host, 1, True) or _is_address(host)
    if prefix_length and _is_host(host, 1, True):
        return True
    if prefix_length:
        host = "www." + host
    return host.rpartition(".")[2].lower() in _WELL_KNOWN and _is_host(host, 2, False)


def _is_mail(word: str) -> bool:
    local, at, host = word.rpartition("@")
    head, dot, top = host.rpartition(".")
    return bool(
        local
        and at
        and dot
        and _MAIL_HOST.fullmatch(head)
        and top
        and top.replace("_", "a").isalnum()
    )


def urlize(
    text: str,
    trim_url_limit: int | None = None,
    rel: str | None = None,
    target: str | None = None,
    extra_schemes: t.Iterable[str] | None = None,
) -> str:
    """Escape the text and make links of the web and mail addresses in it.

    Schemes are found in uppercase and lowercase. Quotes and brackets around an address are not
    part of it, nor is punctuation after it, ``.,:;!?``. A closing bracket belongs to the address
    if the opening one does.

    :param trim_url_limit: show at most so many characters of a web address; an entity counts as
        one.
    :param rel: the ``rel`` attribute of the links.
    :param target: the ``target`` attribute of the links.
    :param extra_schemes: words that begin with one of these become links too.
    """
    attributes = f' rel="{escape(rel)}"' if rel else ""
    if target:
        attributes += f' target="{escape(target)}"'
    # RFC 3986, section 3.1: schemes are case-insensitive.
    schemes = [scheme.lower() for scheme in extra_schemes or ()]

    def shown(address: str) -> str:
        if trim_url_limit is None:
            return address
        start = shorten(address, trim_url_limit)
        return start if len(start) == len(address) else start + "..."

    def linked(core: str) -> str | None:
        if _is_url(core):
            has_scheme = core[:8].lower().startswith(("https://", "http://"))
            href = core if has_scheme else "https://" + core
            return f'<a href="{href}"{attributes}>{shown(core)}</a>'
        if ":" in core and core[:7].lower() == "mailto:" and _is_mail(core[7:]):
            return f'<a href="{core}">{core[7:]}</a>'
        if _is_mail(core) and not core.startswith(("www.", "@")) and ":" not in core:
            return f'<a href="mailto:{core}">{core}</a>'
        if schemes and any(
            len(core) > len(scheme) and core[: len(scheme)].lower() == scheme for scheme in schemes
        ):
            return f'<a href="{core}"{attributes}>{core}</a>'
        return None

    def treat(match: re.Match[str]) -> str:
        word = match[0]
        start = _split_opening(word)
        end = _split_closing(word, start)
        core, tail = word[start:end], word[end:]
        if tail and start < end:
            core, tail = _keep_balance(core, tail)
        link = linked(core)
        return word if link is None else word[:start] + link + tail

    return _WORD.sub(treat, str(escape(text)))


# --- Filler text ------------------------------------------------------------------------------


def generate_lorem_ipsum(n: int = 5, html: bool = True, min: int = 20, max: int = 100) -> str:
    """Filler text of `n` paragraphs with at least `min` and less than `max` words each.

    :param html: wrap the paragraphs in ``<p>`` and give :class:`~markupsafe.Markup`.
    """
    paragraphs = [_paragraph(min, max) for _ in range(n)]
    if not html:
        return "\n\n".join(paragraphs)
    return Markup("\n".join([f"<p>{escape(text)}</p>" for text in paragraphs]))


def _paragraph(shortest: int, longest: int) -> str:
    from random import choice, randrange

    from .constants import LOREM_IPSUM_WORDS

    words = LOREM_IPSUM_WORDS.split()
    text: list[str] = []
    previous = ""
    begins = True
    until_comma = until_stop = 0
    for position in range(randrange(shortest, longest)):
        word = choice(words)
        while word == previous:
            word = choice(words)
        previous = word
        if begins:
            word = word.capitalize()
            begins = False
            until_stop = position + randrange(8, 20)
            until_comma = position + randrange(3, 8)
        elif position >= until_stop:
            word += "."
            begins = True
        elif position >= until_comma:
            word += ","
            until_comma = position + randrange(3, 8)
        text.append(word)
    return " ".join(text).rstrip(".,") + "."


# --- URLs -------------------------------------------------------------------------------------


def url_quote(obj: object, charset: str = "utf-8", for_qs: bool = False) -> str:
    """Percent-encode the text of an object for a URL.

    :param charset: how text becomes bytes; bytes are taken as they are.
    :param for_qs: encode for a query string: ``/`` is encoded too, a space is ``+``.
    """
    if isinstance(obj, bytes):
        data = obj
    else:
        text = str(obj)
        if charset == "utf-8" and (_QUERY if for_qs else _PATH).fullmatch(text) is not None:
            return text
        data = text.encode(charset)
    codes = _QUERY_CODES if for_qs else _PATH_CODES
    return "".join([codes[byte] for byte in data])


_QUERY = re.compile(r"[A-Za-z0-9_.~-]*")
_PATH = re.compile(r"[A-Za-z0-9_.~/-]*")
#: What becomes of each byte.
_PATH_CODES = [
    chr(byte) if _PATH.fullmatch(chr(byte)) is not None else f"%{byte:02X}" for byte in range(256)
]
_QUERY_CODES = [*_PATH_CODES]
_QUERY_CODES[ord("/")], _QUERY_CODES[ord(" ")] = "%2F", "+"


# --- JSON and pretty printing -----------------------------------------------------------------

_IN_HTML = [(char, f"\\u{ord(char):04x}") for char in "<>&'"]
_SORTED = {"sort_keys": True}
_sorting_encode: t.Callable[[object], str] | None = None


def _dumps(obj: object, **options: t.Any) -> str:
    """:func:`json.dumps`, which would make an encoder each time for any option."""
    global _sorting_encode
    import json

    if options != _SORTED:
        return json.dumps(obj, **options)
    if _sorting_encode is None:
        _sorting_encode = json.JSONEncoder(sort_keys=True).encode
    return _sorting_encode(obj)


def htmlsafe_json_dumps(
    obj: object, dumps: t.Callable[..., str] | None = None, **kwargs: object
) -> Markup:
    """JSON that may stand in HTML: in ``<script>``, in text, and in attributes in single quotes.

    :param dumps: the function to use instead of :func:`json.dumps`; it gets all further arguments.
    """
    text = (dumps or _dumps)(obj, **kwargs)
    for char, code in _IN_HTML:
        text = text.replace(char, code)
    return Markup(text)


def pformat(obj: object) -> str:
    """Return the object as :mod:`pprint` formats it."""
    from pprint import pformat

    return pformat(obj)


for _public in (urlize, generate_lorem_ipsum, url_quote, htmlsafe_json_dumps, pformat):
    _public.__module__ = "jinja2.utils"
del _public
