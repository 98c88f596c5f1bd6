"""Make the function that builds the URLs of one rule.

A URL that is built leads back: matching it gives the texts that were written. What would not lead
back (a slash in a value without slashes, a number out of its bounds, a segment that clients resolve
away, a host outside of the domain) is a :exc:`ValidationError` that says why. Most rules only have
plain converters, each alone in its segment; there, a look at each value is enough. All others
compare the finished path with the parts of the rule.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from ..sansio.utils import _is_valid_host, _split_port
from .converters import (
    PATH_SAFE,
    BaseConverter,
    FloatConverter,
    IntegerConverter,
    PathConverter,
    UnicodeConverter,
    UUIDConverter,
    ValidationError,
    quote_path,
)
from .texts import compile_part

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .parts import RulePart

    Values = Mapping[str, t.Any]
    Pieces = tuple[str, ...]
    Builder = Callable[[Values], tuple[str, str]]
    Fill = Callable[[Values], str]
    Write = Callable[[t.Any], str]

#: Segments that clients resolve before they send a request (RFC 3986 5.2.4).
_DOTS = frozenset((".", ".."))
_NUMBERS = frozenset((IntegerConverter, FloatConverter))
#: What may stand before a domain: labels of the characters of RFC 3986 3.2.2.
_SUBDOMAIN = re.compile(r"[a-z0-9\-_~!$&'()*+,;=]+(?:\.[a-z0-9\-_~!$&'()*+,;=]+)*")
#: How many characters a label of a domain name may have (RFC 1035, 2.3.4).
_LONGEST_LABEL = 63


# --- One value ------------------------------------------------------------------------------------


def _write_text(value: t.Any) -> str:
    """Write as the plain converters do, without the call through the instance."""
    text = value if value.__class__ is str else str(value)
    if text.isalnum() and text.isascii():
        return text
    if not text or "/" in text:
        raise ValidationError(f"{text!r} is empty or contains a slash")
    return _quoted(text)


def _write_segment(value: t.Any) -> str:
    """As :func:`_write_text`, for a variable that is a whole segment."""
    text = value if value.__class__ is str else str(value)
    if text.isalnum() and text.isascii():
        return text
    if not text or "/" in text:
        raise ValidationError(f"{text!r} is empty or contains a slash")
    if text in _DOTS:
        raise ValidationError(f"{text!r} is no segment of its own: clients resolve it")
    try:
        return quote(text, safe=PATH_SAFE)
    except UnicodeEncodeError:
        raise _not_encoded(text) from None


def _quoted(text: str) -> str:
    try:
        return quote(text, safe=PATH_SAFE)
    except UnicodeEncodeError:
        raise _not_encoded(text) from None


def _not_encoded(value: t.Any) -> ValidationError:
    return ValidationError(f"{value!r} cannot be encoded in UTF-8")


def _write_path(value: t.Any) -> str:
    """Write as the path converter does."""
    text = value if value.__class__ is str else str(value)
    if text.isalnum() and text.isascii():
        return text
    if not text or text[0] == "/" or "\n" in text[1:]:
        raise ValidationError(f"{text!r} is empty, begins with a slash or has several lines")
    if (text[0] == "." or "/." in text) and not _DOTS.isdisjoint(text.split("/")):
        raise ValidationError(f"{text!r} has a segment that clients resolve")
    return _quoted(text)


def _write_branch(value: t.Any) -> str:
    """As :func:`_write_path`, for a variable before the slash at the end of a rule."""
    url = _write_path(value)
    if url[-1] == "/":
        raise ValidationError(f"{value!r} ends with a slash, and the rule adds one")
    return url


def _write_float(value: t.Any) -> str:
    """Write as the float converter without options does."""
    if value.__class__ is float and 0.001 <= value < 1e15:
        return repr(value)
    return _write_any_float(value)


def _uuid_writer() -> Write:
    from uuid import UUID

    check = _checked(UUIDConverter(None), False)  # type: ignore[arg-type]
    return lambda value: str(value) if value.__class__ is UUID else check(value)


def _write_int(value: t.Any) -> str:
    """Write as the integer converter without options does."""
    if value.__class__ is int and value >= 0:
        try:
            return str(value)
        except ValueError:
            raise ValidationError("the number has too many digits") from None
    return _write_any_int(value)


def _checked(converter: BaseConverter, alone: bool) -> Write:
    """Write as the converter does, and check whether the text leads back."""
    fits = re.compile(converter.regex).fullmatch
    isolating = converter.part_isolating
    read = converter.to_python if type(converter) in _NUMBERS else None

    def write(value: t.Any) -> str:
        try:
            url = converter.to_url(value)
        except UnicodeEncodeError:
            raise _not_encoded(value) from None
        if not isinstance(url, str):
            url = str(url)
        if "?" in url or "#" in url:
            url = url.replace("?", "%3F").replace("#", "%23")
        text = unquote(url) if "%" in url else url
        if fits(text) is None or (isolating and "/" in text):
            raise ValidationError(f"{text!r} does not fit the pattern {converter.regex!r}")
        if alone and text in _DOTS:
            raise ValidationError(f"{text!r} is no segment of its own: clients resolve it")
        if read is not None:
            _compare_number(read, text, value)
        return url

    return write


def _compare_number(read: Callable[[str], t.Any], text: str, value: object) -> None:
    try:
        number = read(text)
    except ValidationError:
        raise ValidationError(f"{text!r} is out of the bounds of its converter") from None
    if isinstance(value, (int, float)) and number != value:
        raise ValidationError(f"{value!r} would become {number!r}")


_write_any_int = _checked(IntegerConverter(None), False)  # type: ignore[arg-type]
_write_any_float = _checked(FloatConverter(None), False)  # type: ignore[arg-type]


def _plain_writer(converter: BaseConverter, alone: bool) -> Write | None:
    """Return the writer of a converter without options, else ``None``."""
    kind = type(converter)
    if kind is BaseConverter or (
        kind is UnicodeConverter and converter._lengths == (1, None)  # type: ignore[attr-defined]
    ):
        return _write_segment if alone else _write_text
    if kind is IntegerConverter and _is_unbounded(converter):
        return _write_int
    if kind is FloatConverter and _is_unbounded(converter):
        return _write_float
    if kind is UUIDConverter:
        return _uuid_writer()
    return None


def _is_unbounded(converter: t.Any) -> bool:
    """Return whether a number may have any value that its pattern allows (no sign)."""
    return not (
        converter.fixed_digits
        or converter.signed
        or converter.min is not None
        or converter.max is not None
    )


# --- Paths ----------------------------------------------------------------------------------------


def _is_alone(pieces: Pieces, index: int) -> bool:
    """Return whether a value of dots in this place could make a segment of dots."""
    before = pieces[index - 1].rpartition("/")[2]
    after = pieces[index + 1].partition("/")[0]
    return not (before + after).strip(".")


def _are_apart(pieces: Pieces) -> bool:
    """Return whether no two variables share a segment."""
    return all("/" in text for text in pieces[2:-1:2])


def _path_filler(
    pieces: Pieces,
    converters: Mapping[str, BaseConverter],
    defaults: Values,
    parts: Callable[[], Sequence[RulePart]],
) -> Fill:
    texts = [quote_path(text) for text in pieces[::2]]
    names = pieces[1::2]
    if not names:
        (constant,) = texts
        return lambda values: constant
    writers: list[Write] = []
    simple = _are_apart(pieces)
    for index, name in enumerate(names):
        converter = converters[name]
        alone = _is_alone(pieces, 2 * index + 1)
        if simple and alone and index == len(names) - 1 and type(converter) is PathConverter:
            # Nothing after it can be taken for a part of the value.
            writers.append(_write_branch if texts[-1] == "/" else _write_path)
            simple = name not in defaults
            continue
        writers.append(_plain_writer(converter, alone) or _checked(converter, alone))
        simple = simple and converter.part_isolating and name not in defaults
    if not simple:
        return _compared_filler(
            pieces, texts, list(zip(names, writers, strict=True)), defaults, parts
        )
    if len(names) == 1:
        (name,), (write,), (before, after) = names, writers, texts
        return lambda values: before + write(values[name]) + after
    template = "%s".join([text.replace("%", "%%") for text in texts])
    if len(names) == 2:
        (name_a, name_b), (write_a, write_b) = names, writers
        return lambda values: template % (write_a(values[name_a]), write_b(values[name_b]))
    holes = list(zip(names, writers, strict=True))
    return lambda values: template % tuple([write(values[name]) for name, write in holes])


def _written(holes: Iterable[tuple[str, Write]], values: Values, defaults: Values) -> list[str]:
    """Return the URL text of each variable."""
    return [
        write(values[name] if name in values or name not in defaults else defaults[name])
        for name, write in holes
    ]


def _joined(texts: Sequence[str], written: Sequence[str]) -> str:
    """Yield fixed texts and variables in turn."""
    out = [texts[0]]
    for text, following in zip(written, texts[1:], strict=True):
        out += (text, following)
    return "".join(out)


def _compared_filler(
    pieces: Pieces,
    texts: Sequence[str],
    holes: Sequence[tuple[str, Write]],
    defaults: Values,
    parts: Callable[[], Sequence[RulePart]],
) -> Fill:
    """Fill a path and match it."""
    captured = _capture(parts()[1:])
    doubled = pieces[0][:2] == "//"

    def fill(values: Values) -> str:
        written = _written(holes, values, defaults)
        path = _joined(texts, written)
        text = unquote(path)
        if "/." in text and not _DOTS.isdisjoint(text.split("/")):
            raise ValidationError(f"{text!r} has a segment that clients resolve")
        if text[:2] == "//" and not doubled:
            raise ValidationError(f"{text!r} begins with two slashes")
        if captured(text) != [unquote(item) for item in written]:
            raise ValidationError(f"{text!r} is read as other values")
        return path

    return fill


def _capture(parts: Sequence[RulePart]) -> Callable[[str], list[str] | None]:
    """Return a function that reads the texts of the variables from a path, as the matcher would."""
    tests = [None if part.static else compile_part(part) for part in parts]

    def captured(path: str) -> list[str] | None:
        segments = path.split("/")
        texts: list[str] = []
        for index, (part, test) in enumerate(zip(parts, tests, strict=True)):
            if index == len(segments):
                return None
            if test is None:
                if part.content != segments[index]:
                    return None
                continue
            if part.final:
                found = test("/".join(segments[index:]))
                if found is None or (part.suffixed and not found[-1]):
                    return None
                return [*texts, *(found[:-1] if part.suffixed else found)]
            found = test(segments[index])
            if found is None:
                return None
            texts += found
        return texts if len(segments) == len(parts) else None

    return captured


# --- Hosts ----------------------------------------------------------------------------------------


def _host_filler(
    pieces: Pieces,
    converters: Mapping[str, BaseConverter],
    defaults: Values,
    parts: Callable[[], Sequence[RulePart]],
    whole: bool,
) -> Fill:
    """Fill a host or, unless it is ``whole``, what stands before the domain.

    Letters become lower case and international text is encoded, as clients do. Everything that
    could end the host or belong to another part of the URL is refused.
    """
    texts = pieces[::2]
    if len(texts) == 1:
        return lambda values: texts[0]
    names = pieces[1::2]
    holes = [(name, _checked(converters[name], False)) for name in names]
    test = compile_part(parts()[0])
    usual = None
    if len(names) == 1 and _plain_writer(converters[names[0]], False) is _write_text:
        (usual,) = names
    before, after = texts[0], texts[-1]
    longest = _LONGEST_LABEL - len(before) - len(after)

    def fill(values: Values) -> str:
        if usual is not None and usual in values:
            text = values[usual]
            if text.__class__ is str and text.isalnum() and text.isascii() and len(text) <= longest:
                return f"{before}{text.lower()}{after}"
        written = [unquote(item) for item in _written(holes, values, defaults)]
        host = _ascii_lower(_joined(texts, written))
        if not (_is_host(host) if whole else _SUBDOMAIN.fullmatch(host)):
            raise ValidationError(f"{host!r} cannot be part of a host")
        found = test(host)
        if found is None:
            raise ValidationError(f"{host!r} does not fit the rule")
        for text, again in zip(written, found, strict=True):
            if text.isascii() and text.lower() != again:
                raise ValidationError(f"{host!r} is read as other values")
        return host

    return fill


def _is_host(host: str) -> bool:
    """Return whether a map can be bound to this host."""
    if not _is_valid_host(host) or "%" in host:
        return False
    name, _ = _split_port(host)
    labels = name.removesuffix(".").split(".")
    return name[:1] == "[" or all(0 < len(label) <= _LONGEST_LABEL for label in labels)


def _ascii_lower(host: str) -> str:
    if host.isascii():
        return host.lower()
    name, port = _split_port(host)
    try:
        name = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValidationError(f"{name!r} is no international domain name") from None
    return name if port is None else f"{name}:{port}"


def make_builder(
    host: Pieces,
    path: Pieces,
    converters: Mapping[str, BaseConverter],
    defaults: Values,
    parts: Callable[[], Sequence[RulePart]],
    host_matching: bool = False,
) -> Builder:
    """Return the function from values to ``(host part, path)`` of one rule.

    It raises :exc:`KeyError` for a missing value, :exc:`ValidationError` for one that would not lead
    back, and passes on what a converter raises.

    :param parts: gives the parts that match, host first. Called when they are needed.
    :param host_matching: whether the host part is a whole host.
    """
    fill_path = _path_filler(path, converters, defaults, parts)
    if len(host) == 1:
        (constant,) = host
        return lambda values: (constant, fill_path(values))
    fill_host = _host_filler(host, converters, defaults, parts, host_matching)
    return lambda values: (fill_host(values), fill_path(values))
