"""Makes the function that builds the URLs of one rule.

In: the pieces of a rule (static texts and variable names in turn) and the converters. Out: a
function from values to host part and path. It does not decide which rule fits, and it does not
know query strings.
"""

from __future__ import annotations

from .converters import (
    BaseConverter,
    IntegerConverter,
    PathConverter,
    UnicodeConverter,
    quote_path,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Mapping

    Pieces = tuple[str, ...]
    Builder = Callable[[Mapping[str, t.Any]], tuple[str, str]]
    Writer = tuple[str, Callable[[t.Any], str]]

_PLAIN = {UnicodeConverter, PathConverter, BaseConverter}


def _write_text(value: t.Any) -> str:
    """What the plain converters do, without the call through the instance."""
    return quote_path(value if value.__class__ is str else str(value))


def _write_int(value: t.Any) -> str:
    return str(int(value))


def _writer(converter: BaseConverter) -> Callable[[t.Any], str]:
    if type(converter) in _PLAIN:
        return _write_text
    if type(converter) is IntegerConverter and not converter.fixed_digits:
        return _write_int
    return converter.to_url


def _template(
    pieces: Pieces,
    converters: Mapping[str, BaseConverter],
    defaults: Mapping[str, t.Any],
    static: Callable[[str], str],
) -> tuple[str, list[Writer]]:
    """A %-format text, and for each of its holes the variable and how it is written. A variable
    with a default is constant, since the rule only fits when the value equals the default.
    """
    text: list[str] = []
    holes: list[Writer] = []
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            text.append(static(piece).replace("%", "%%"))
        elif piece in defaults:
            text.append(converters[piece].to_url(defaults[piece]).replace("%", "%%"))
        else:
            text.append("%s")
            holes.append((piece, _writer(converters[piece])))
    return "".join(text), holes


def _filler(template: str, holes: list[Writer]) -> Callable[[Mapping[str, t.Any]], str]:
    """The function that fills one template; none, one and two holes are the usual cases."""
    if not holes:
        constant = template.replace("%%", "%")
        return lambda values: constant
    if len(holes) == 1:
        ((name, write),) = holes
        before, after = (part.replace("%%", "%") for part in _halves(template))
        return lambda values: before + write(values[name]) + after
    if len(holes) == 2:
        (name_a, write_a), (name_b, write_b) = holes
        return lambda values: template % (write_a(values[name_a]), write_b(values[name_b]))
    return lambda values: template % tuple([write(values[name]) for name, write in holes])


def _halves(template: str) -> tuple[str, str]:
    """Cut a template with one hole in two. A literal percent sign is doubled, so only the hole
    is a ``%s`` after an even number of signs.
    """
    index = 0
    while True:
        index = template.index("%", index)
        if template[index + 1] == "s":
            return template[:index], template[index + 2 :]
        index += 2


def make_builder(
    host: Pieces,
    path: Pieces,
    converters: Mapping[str, BaseConverter],
    defaults: Mapping[str, t.Any],
) -> Builder:
    """The function from values to ``(host part, path)`` of one rule.

    It raises :exc:`KeyError` for a missing value and passes on what a converter raises.
    """
    fill_path = _filler(*_template(path, converters, defaults, quote_path))
    if len(host) == 1:
        (constant,) = host
        return lambda values: (constant, fill_path(values))
    fill_host = _filler(*_template(host, converters, defaults, str))
    return lambda values: (fill_host(values), fill_path(values))
