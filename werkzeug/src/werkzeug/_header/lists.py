"""Headers that hold a list, a dict, a set or a value with options.

All parsers find the end of a quoted string with :func:`.quoting.closing_quote` and take linear time.
Malformed text is skipped up to the next delimiter and never raises an error.
"""

from __future__ import annotations

from .quoting import (
    TOKEN_CHARS,
    closing_quote,
    is_token,
    quote_header_value,
    unescape,
    unquote_header_value,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

# Charsets of extended values (RFC 8187) that are decoded; text in any other stays as it is.
_DECODED_CHARSETS = frozenset({"ascii", "us-ascii", "utf-8", "iso-8859-1"})


def _split_items(text: str) -> list[str]:
    """Split at commas outside of quotes. Empty items are left out. An unclosed quote gives an empty list."""
    if '"' not in text:
        return [item for piece in text.split(",") if (item := piece.strip(" \t"))]

    items = []
    start = at = 0
    quote = text.find('"')
    comma = text.find(",")
    while True:
        # A comma that lies ahead, or that there is none, is known from before.
        if -1 < comma < at:
            comma = text.find(",", at)
        if quote != -1 and (comma == -1 or quote < comma):
            end = closing_quote(text, quote + 1)
            if end == -1:
                return []
            at = end + 1
            quote = text.find('"', at)
            continue
        piece = text[start:] if comma == -1 else text[start:comma]
        if item := piece.strip(" \t"):
            items.append(item)
        if comma == -1:
            return items
        start = at = comma + 1


def parse_list_header(value: str) -> list[str]:
    """Split a comma separated header (RFC 9110, section 5.6.1) and unquote its items.

    >>> parse_list_header('apples, "pears, green", plums')
    ['apples', 'pears, green', 'plums']

    Empty items are left out. An item quoted only in part is kept as it is. A quote that is never
    closed makes the whole header worthless: the result is empty.
    """
    items = _split_items(value)
    if '"' not in value:
        return items
    return [unquote_header_value(item) for item in items]


def parse_dict_header(value: str) -> dict[str, str | None]:
    """Read a comma separated list of ``key=value``, ``key="value"`` or bare ``key``.

    >>> parse_dict_header('colour="red, ripe", sold, kilos=5')
    {'colour': 'red, ripe', 'sold': None, 'kilos': '5'}

    A key that ends in ``*`` holds a value in another charset (RFC 8187).
    """
    result: dict[str, str | None] = {}
    for item in parse_list_header(value):
        key, has_value, text = item.partition("=")
        key = key.strip(" \t")
        if not key:
            continue
        if not has_value:
            result[key] = None
            continue
        text = text.strip(" \t")
        if key[-1] == "*":
            key = key[:-1]
            charset, text = _split_extended(text)
            text = _decode(text, charset)
        result[key] = unquote_header_value(text)
    return result


def _split_extended(text: str) -> tuple[str | None, str]:
    """Split ``charset'language'percent-encoded``.

    :return: the charset, ``None`` for text of another form, and what is encoded in it.
    """
    parts = text.split("'", 2)
    if len(parts) == 3 and all(map(_is_word, parts)):
        return parts[0].lower(), parts[2]
    return None, text


def _decode(text: str, charset: str | None) -> str:
    if "%" not in text or charset not in _DECODED_CHARSETS:
        return text
    from urllib.parse import unquote

    return unquote(text, charset)


def _is_word(text: str) -> bool:
    return not text or is_token(text)


def parse_options_header(value: str | None) -> tuple[str, dict[str, str]]:
    """Read a value that is followed by options, such as ``Content-Type``.

    >>> parse_options_header('text/plain; Format="flowed"; delsp=yes')
    ('text/plain', {'format': 'flowed', 'delsp': 'yes'})

    Names of options are lower case in the result. Values cut in pieces (RFC 2231) are joined,
    values in another charset (RFC 8187) decoded; other options that are not well formed, and all
    of them if the value itself is missing, are left out.

    :return: the value, empty for no header, and the options.
    """
    if value is None:
        return "", {}
    value, has_options, rest = value.partition(";")
    value = value.strip(" \t")
    if not value or not has_options or not rest:
        return value, {}

    pairs = _scan_options(rest)
    if "*" in rest:
        return value, _join_options(pairs)
    options = dict(pairs)
    if "%22" in rest:
        # What browsers send for a quote in the name of a field or file.
        options = {key: text.replace("%22", '"') for key, text in options.items()}
    return value, options


def _scan_options(text: str) -> list[tuple[str, str]]:
    """Find every ``key=token`` and ``key="text"`` between the semicolons.

    Keys are lower case. Values come unquoted, except those of keys that end in ``*``, to which
    quotes do not belong.
    """
    pairs = []
    size = len(text)
    at = 0
    semicolon = equals = -1
    while at < size:
        if equals < at and (equals := text.find("=", at)) == -1:
            break
        if semicolon < at and (semicolon := text.find(";", at)) == -1:
            semicolon = size
        if equals > semicolon:
            at = semicolon + 1
            continue

        key = text[at:equals].lstrip(" \t")
        at = equals + 1
        if not is_token(key):
            pass
        elif text[at : at + 1] == '"':
            end = closing_quote(text, at + 1)
            if end == -1:
                break
            quoted = text[at : end + 1]
            pairs.append((key.lower(), quoted if key[-1] == "*" else unescape(quoted[1:-1])))
            at = end + 1
        elif token := _leading_token(text[at:semicolon]):
            # Nothing may follow an encoded value.
            if key[-1] != "*" or not text[at + len(token) : semicolon].strip(" \t"):
                pairs.append((key.lower(), token))

        if semicolon < at and (semicolon := text.find(";", at)) == -1:
            break
        at = semicolon + 1
    return pairs


def _leading_token(text: str) -> str:
    """Return the longest beginning of the text that is a token."""
    rest = text.lstrip(TOKEN_CHARS)
    return text[: -len(rest)] if rest else text


def _join_options(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Decode ``key*``, and join ``key*0``, ``key*1``, … in the order of their numbers (RFC 2231).

    Pieces are joined before they are decoded, because a character may be cut in two. ``key*``
    counts more than ``key``, wherever it stands (RFC 6266 4.3).
    """
    options: dict[str, str] = {}
    extended: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for key, text in pairs:
        is_encoded = key[-1] == "*"
        if is_encoded:
            key = key[:-1]
        else:
            text = text.replace("%22", '"')
        name, star, number = key.rpartition("*")
        if not key or (star and not name):
            # A name of nothing but stars and numbers.
            continue
        if star and len(number) < 10 and number.isascii() and number.isdigit():
            options.pop(name, None)
            pieces.setdefault(name, []).append((int(number), is_encoded, text))
        else:
            pieces.pop(key, None)
            if is_encoded:
                charset, text = _split_extended(text)
                extended[key] = text = _decode(text, charset)
            options[key] = text
    for name, cut in pieces.items():
        options[name] = _join_pieces(cut)
    options.update(extended)
    return options


def _join_pieces(pieces: list[tuple[int, bool, str]]) -> str:
    """Join the pieces of a value: number, whether it is percent-encoded, and text of each."""
    pieces.sort(key=lambda piece: piece[0])
    charset: str | None = None
    _, is_encoded, text = pieces[0]
    if is_encoded:
        charset, text = _split_extended(text)
    joined = []
    run = [text]
    for _, encoded, text in pieces[1:]:
        if encoded != is_encoded:
            joined.append(_decode("".join(run), charset if is_encoded else None))
            run, is_encoded = [], encoded
        run.append(text)
    joined.append(_decode("".join(run), charset if is_encoded else None))
    return "".join(joined)


# The qualities that clients send, as they write them.
_USUAL_QUALITIES = {f"q=0.{digit}": digit / 10 for digit in range(10)}


def parse_accept_pairs(value: str) -> t.Iterator[tuple[str, float]]:
    """Read the items of an ``Accept`` header with their quality, in their order.

    Options other than ``q`` stay part of the item. Items whose quality is no number between 0 and
    1 are left out, and so are empty ones.
    """
    for item in parse_list_header(value):
        name, has_options, option = item.partition(";")
        if not has_options:
            if item:
                yield item, 1
            continue
        option = option.lstrip(" \t")
        if name and option in _USUAL_QUALITIES:
            yield name.rstrip(" \t"), _USUAL_QUALITIES[option]
            continue
        name, options = parse_options_header(item)
        if not name:
            continue
        quality: float = 1
        if "q" in options:
            try:
                quality = _quality(options.pop("q"))
            except ValueError:
                continue
        yield (dump_options_header(name, options) if options else name), quality


def _quality(text: str) -> float:
    """Read a quality between 0 and 1.

    :raises ValueError: it is none.
    """
    text = text.strip(" \t")
    whole, _, fraction = text.removeprefix("-").partition(".")
    digits = whole + fraction
    # The point may stand without digits after it (RFC 9110 12.4.2).
    if not (whole and digits.isascii() and digits.isdigit()):
        raise ValueError(f"{text!r} is not a quality")
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(f"{text!r} is not between 0 and 1")
    return number


def dump_header(iterable: dict[str, t.Any] | t.Iterable[t.Any]) -> str:
    """Join items with commas, quoting those that need it.

    >>> dump_header({"colour": "dark red", "sold": None})
    'colour="dark red", sold'

    :param iterable: values, or a dict of keys and values. A value of ``None`` makes a bare key. The
        value of a key that ends in ``*`` is taken to be encoded already.
    """
    if not isinstance(iterable, dict):
        return ", ".join([quote_header_value(value) for value in iterable])
    text = ""
    for key, value in iterable.items():
        if value is None:
            text += f", {key}"
        else:
            shown = value if "*" in key and key[-1] == "*" else quote_header_value(value)
            text += f", {key}={shown}"
    return text[2:]


def dump_options_header(header: str | None, options: t.Mapping[str, t.Any]) -> str:
    """Put options after a value.

    >>> dump_options_header("inline", {"filename": "a b.png", "size": None})
    'inline; filename="a b.png"'

    :param header: the value; ``None`` gives the options alone.
    :param options: a value of ``None`` leaves the option out. The value of a key that ends in
        ``*`` is taken to be encoded already.
    """
    text = ""
    for key, value in options.items():
        if value is not None:
            shown = value if "*" in key and key[-1] == "*" else quote_header_value(value)
            text += f"; {key}={shown}"
    return text[2:] if header is None else header + text


_TAGLESS = frozenset('" \t')
_WEAK_MARKS = frozenset({"W/", "w/"})
_WEAK_OPENINGS = frozenset({'W/"', 'w/"'})


def parse_etag_list(value: str) -> tuple[list[str], list[str]]:
    """Read comma separated entity tags, quoted or not: the strong and the weak ones.

    What is not a tag is skipped up to the next comma. That includes a star, which is only
    valid alone (RFC 9110, section 13.1.1).
    """
    strong: list[str] = []
    weak: list[str] = []
    for piece in value.split(","):
        item = piece.strip(" \t")
        quotes = item.count('"')
        if quotes == 2 and item[0] == '"' == item[-1]:
            strong.append(item[1:-1])
        elif quotes == 2 and item[:3] in _WEAK_OPENINGS and item[-1] == '"':
            weak.append(item[3:-1])
        elif quotes == 0:
            tags = strong
            if item[:2] in _WEAK_MARKS and len(item) > 2:
                item = item[2:]
                tags = weak
            if item and item != "*" and " " not in item and "\t" not in item:
                tags.append(item)
        elif quotes != 2:
            # A comma may be quoted: go from quote to quote instead.
            return _scan_etags(value)
    return strong, weak


def _scan_etags(value: str) -> tuple[list[str], list[str]]:
    """Read the tags of :func:`parse_etag_list` where a tag may contain a comma."""
    strong: list[str] = []
    weak: list[str] = []
    at, size = 0, len(value)
    while at < size:
        comma = value.find(",", at)
        end = size if comma == -1 else comma
        item = value[at:end].strip(" \t")
        tags = strong
        if item[:2] in _WEAK_MARKS and len(item) > 2:
            item = item[2:]
            tags = weak
        if item[:1] == '"':
            opening = value.index('"', at)
            closing = value.find('"', opening + 1)
            after = value.find(",", closing + 1)
            stop = size if after == -1 else after
            # If this is no tag, a comma in it may begin another.
            if closing != -1 and not value[closing + 1 : stop].strip(" \t"):
                tags.append(value[opening + 1 : closing])
                end = stop
        elif item and item != "*" and _TAGLESS.isdisjoint(item):
            tags.append(item)
        at = end + 1
    return strong, weak
