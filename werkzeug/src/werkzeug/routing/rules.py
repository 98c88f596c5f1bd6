"""Rules: the text of a URL pattern with its options, and the factories that produce rules.

Binding a rule to a map parses it. What only building or matching needs is made on first use. A rule
does not match paths: the matcher reads its pieces.
"""

from __future__ import annotations

import re
from urllib.parse import quote_plus

from .._internal import module_getattr
from .builder import make_builder
from .converters import DEFAULT_CONVERTERS, BaseConverter, IntegerConverter, ValidationError
from .parts import RulePart, Weighting, rule_parts

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from .builder import Builder, Pieces
    from .map import Map

__all__ = [
    "EndpointPrefix",
    "Rule",
    "RuleFactory",
    "RulePart",
    "RuleTemplate",
    "RuleTemplateFactory",
    "Subdomain",
    "Submount",
    "Weighting",
    "parse_converter_args",
]

_VARIABLE = re.compile(
    r"<(?:([a-zA-Z_][a-zA-Z0-9_]*)(?:\((.*?)\))?:)?([a-zA-Z_][a-zA-Z0-9_]*)>", re.DOTALL
)
_ARGUMENT = re.compile(r"""(?:(\w+)\s*=\s*)?("[^"]*"|'[^']*'|[\w.]+)\s*,""")
_JUNK = re.compile(r"[^\w\s,]+")
_SLASHES = re.compile("/{2,}")
_QUERY_SAFE = "!$'()*,/:;?@"
_CONSTANTS: dict[str, bool | None] = {"True": True, "False": False, "None": None}
_WEBSOCKET_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
#: Converter classes whose instances only depend on their arguments, so one may serve many rules.
_SHAREABLE = frozenset(DEFAULT_CONVERTERS.values())


def _argument_value(text: str) -> t.Any:
    """Return a bare word, number, constant or quoted text of a converter's argument list."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            pass
    return text[1:-1] if text[0] in "\"'" else text


def parse_converter_args(argstr: str) -> tuple[tuple[t.Any, ...], dict[str, t.Any]]:
    """Read the arguments of a converter: ``"2, max=5, name='x y'"``.

    :return: positional and named arguments.
    :raises ValueError: for text that is no argument.
    """
    text = argstr + ","
    position = 0
    args: list[t.Any] = []
    kwargs: dict[str, t.Any] = {}
    for found in _ARGUMENT.finditer(text):
        skipped = text[position : found.start()].rstrip()
        if skipped.strip(" ,"):
            raise ValueError(f"Cannot parse converter argument '{skipped}'")
        position = found.end()
        name, value = found.groups()
        if name:
            kwargs[name] = _argument_value(value)
        else:
            args.append(_argument_value(value))
    junk = _JUNK.match(text, position)
    if junk is not None:
        raise ValueError(f"Cannot parse converter argument '{junk[0]}'")
    return tuple(args), kwargs


class RuleFactory:
    """Anything that yields rules for a map when it is added to it."""

    def get_rules(self, map: Map) -> Iterable[Rule]:
        """Yield the rules, not bound to a map yet."""
        raise NotImplementedError()


class Subdomain(RuleFactory):
    """A factory that puts all its rules on one subdomain."""

    def __init__(self, subdomain: str, rules: Iterable[RuleFactory]) -> None:
        self.subdomain = subdomain
        self.rules = rules

    def get_rules(self, map: Map) -> Iterator[Rule]:
        for rule in _expand(self.rules, map):
            rule.subdomain = self.subdomain
            yield rule


class Submount(RuleFactory):
    """Puts all its rules below a path."""

    def __init__(self, path: str, rules: Iterable[RuleFactory]) -> None:
        self.path = path.rstrip("/")
        self.rules = rules

    def get_rules(self, map: Map) -> Iterator[Rule]:
        for rule in _expand(self.rules, map):
            rule.rule = self.path + rule.rule
            yield rule


class EndpointPrefix(RuleFactory):
    """Puts a text before the endpoint of all its rules."""

    def __init__(self, prefix: str, rules: Iterable[RuleFactory]) -> None:
        self.prefix = prefix
        self.rules = rules

    def get_rules(self, map: Map) -> Iterator[Rule]:
        for rule in _expand(self.rules, map):
            rule.endpoint = self.prefix + rule.endpoint
            yield rule


def _expand(factories: Iterable[RuleFactory], map: Map) -> Iterator[Rule]:
    """Unbound copies of all rules, so that factories and rules can be used again."""
    for factory in factories:
        for rule in factory.get_rules(map):
            yield rule.empty()


class RuleTemplate:
    """Rules with ``$placeholders``; calling it with their values gives a factory."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = list(rules)

    def __call__(self, *args: t.Any, **kwargs: t.Any) -> RuleTemplateFactory:
        return RuleTemplateFactory(self.rules, dict(*args, **kwargs))


class RuleTemplateFactory(RuleFactory):
    """The rules of a template with their placeholders filled in."""

    def __init__(self, rules: Iterable[RuleFactory], context: dict[str, t.Any]) -> None:
        self.rules = rules
        self.context = context

    def _fill(self, value: t.Any) -> t.Any:
        if not isinstance(value, str):
            return value
        from string import Template

        return Template(value).substitute(self.context)

    def get_rules(self, map: Map) -> Iterator[Rule]:
        for rule in _expand(self.rules, map):
            options = dict(rule.get_empty_kwargs())
            for name in ("subdomain", "endpoint", "host"):
                options[name] = self._fill(options[name])
            if rule.defaults:
                options["defaults"] = {
                    key: self._fill(value) for key, value in rule.defaults.items()
                }
            yield rule.__class__(self._fill(rule.rule), **options)


def split_pattern(text: str, source: str) -> tuple[Pieces, list[tuple[str, str | None]]]:
    """Cut a pattern in static texts and variable names in turn (it begins and ends with a text),
    and list converter name and arguments of each variable.
    """
    if "<" not in text:
        return (text,), []
    pieces: list[str] = []
    converters: list[tuple[str, str | None]] = []
    position = 0
    for found in _VARIABLE.finditer(text):
        converter, arguments, name = found.groups()
        pieces += (text[position : found.start()], name)
        converters.append((converter or "default", arguments))
        position = found.end()
    pieces.append(text[position:])
    for static in pieces[::2]:
        if "<" in static:
            raise _malformed(source, static)
    return tuple(pieces), converters


def _malformed(source: str, static: str) -> ValueError:
    error = ValueError(f"malformed url rule: {source!r}")
    error.add_note(
        f"A variable is written '<name>', '<converter:name>' or '<converter(arguments):name>';"
        f" {static[static.index('<') :]!r} is none of these."
    )
    return error


def _twice(name: str, source: str) -> SyntaxError:
    error = SyntaxError(
        f"duplicate argument {name!r} in function definition", ("<werkzeug routing>", 1, None, None)
    )
    error.add_note(
        f"The rule {source!r} uses the variable {name!r} twice; each needs its own name."
    )
    return error


class Rule(RuleFactory):
    """One URL pattern and where it leads.

    :param string: the path, beginning with a slash, with variables in angle brackets:
        ``/users/<int:id>``. A rule that ends with a slash is a branch: its URL without the slash
        redirects to the one with it.
    :param endpoint: what a match gives back and what URLs are built for.
    :param defaults: values of variables, or additional ones, for this rule.
    :param subdomain: the subdomain pattern; the map's default if not given.
    :param host: the host pattern, for maps with host matching.
    :param methods: HTTP methods this rule is for; ``None`` for all. ``GET`` brings ``HEAD``.
    :param strict_slashes: overrides the map's setting of the same name.
    :param merge_slashes: overrides the map's setting of the same name.
    :param build_only: never match, only build URLs.
    :param redirect_to: a URL pattern, or a function of adapter and values, that a match redirects
        to.
    :param alias: another URL of an endpoint; it redirects to the one that is no alias.
    :param websocket: matches only WebSocket requests.
    """

    # Bound rules carry these; an unbound one shows that nothing was parsed yet.
    _host_pieces: Pieces = ()
    _path_pieces: Pieces = ()
    _builder: Builder | None = None
    #: Position among the rules of the matcher; the earlier of two equal rules wins.
    _order = 0
    #: Variable names in the order of their captures, and how each is read (``None``: as is).
    _readers: tuple[tuple[str, Callable[[str], t.Any] | None], ...] | None = None
    map: Map
    __hash__ = None  # type: ignore[assignment]
    #: Whether URLs may be built without asking the methods that a subclass could replace.
    _builds_directly = True
    #: The defaults of names that do not stand in the URL.
    _constants: Mapping[str, object] = {}

    def __init_subclass__(cls, **kwargs: t.Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in cls.__dict__ or "suitable_for" in cls.__dict__:
            cls._builds_directly = False

    def __init__(
        self,
        string: str,
        defaults: Mapping[str, object] | None = None,
        subdomain: str | None = None,
        methods: Iterable[str] | None = None,
        build_only: bool = False,
        endpoint: t.Any | None = None,
        strict_slashes: bool | None = None,
        merge_slashes: bool | None = None,
        redirect_to: str | Callable[..., str] | None = None,
        alias: bool = False,
        host: str | None = None,
        websocket: bool = False,
    ) -> None:
        if string[:1] != "/":
            raise ValueError(f"URL rule '{string}' must start with a slash.")
        self.rule = string
        self.is_branch = string[-1] == "/"
        self.is_leaf = not self.is_branch
        self.map = None  # type: ignore[assignment]
        self.strict_slashes = strict_slashes
        self.merge_slashes = merge_slashes
        self.subdomain = subdomain
        self.host = host
        self.websocket = websocket
        self.alias = alias
        self.build_only = build_only
        self.defaults = defaults
        self.methods = None if methods is None else _method_set(methods, websocket)
        self.endpoint: t.Any = endpoint
        self.redirect_to = redirect_to
        self.arguments: set[str] = set(defaults) if defaults else set()
        self._converters: dict[str, BaseConverter] = {}

    def empty(self) -> Rule:
        """Return an unbound copy. Subclasses with further arguments extend
        :meth:`get_empty_kwargs`.
        """
        return type(self)(self.rule, **self.get_empty_kwargs())

    def get_empty_kwargs(self) -> Mapping[str, t.Any]:
        """Return the arguments that :meth:`empty` makes the copy with."""
        options = {
            "defaults": dict(self.defaults) if self.defaults else None,
            "subdomain": self.subdomain,
            "methods": self.methods,
            "build_only": self.build_only,
            "endpoint": self.endpoint,
            "strict_slashes": self.strict_slashes,
            "redirect_to": self.redirect_to,
            "alias": self.alias,
            "host": self.host,
        }
        if self.websocket:
            options["websocket"] = True
        if self.merge_slashes is not None:
            options["merge_slashes"] = self.merge_slashes
        return options

    def get_rules(self, map: Map) -> Iterator[Rule]:
        yield self

    def refresh(self) -> None:
        """Parse the rule again with the settings of its map."""
        self.bind(self.map, rebind=True)

    def bind(self, map: Map, rebind: bool = False) -> None:
        """Take the settings of a map and parse the rule.

        :raises RuntimeError: when the rule is already bound and ``rebind`` is false.
        """
        if self._bound_map() is not None and not rebind:
            error = RuntimeError(f"url rule {self!r} already bound to map {self.map!r}")
            error.add_note("Add a copy: 'rule.empty()' gives one that is not bound.")
            raise error
        self.map = map
        if self.subdomain is None:
            self.subdomain = map.default_subdomain
        if self.merge_slashes is None:
            self.merge_slashes = map.merge_slashes
        if self.strict_slashes is None:
            self.strict_slashes = map.strict_slashes
        self.compile()

    def get_converter(
        self,
        variable_name: str,
        converter_name: str,
        args: tuple[t.Any, ...],
        kwargs: Mapping[str, object],
    ) -> BaseConverter:
        """Return the converter of one variable.

        :raises LookupError: when the map has no converter of this name.
        """
        try:
            converter = self.map.converters[converter_name]
        except KeyError:
            error = LookupError(f"the converter {converter_name!r} does not exist")
            known = ", ".join(sorted(self.map.converters))
            error.add_note(
                f"The rule {self.rule!r} names it. This map has {known}; add others with"
                " the 'converters' of the map."
            )
            raise error from None
        return converter(self.map, *args, **kwargs)

    def _converter(self, variable: str, name: str, arguments: str | None) -> BaseConverter:
        """Return the converter of one variable, shared between rules where it cannot be noticed."""
        if self.get_converter.__func__ is not _GET_CONVERTER:  # type: ignore[attr-defined]
            args, kwargs = parse_converter_args(arguments or "")
            return self.get_converter(variable, name, args, kwargs)
        shared = self.map._shared_converters
        key = (self.map.converters.get(name), arguments)
        found = shared.get(key)
        if found is None:
            args, kwargs = parse_converter_args(arguments) if arguments else ((), {})
            found = self.get_converter(variable, name, args, kwargs)
            if type(found) in _SHAREABLE:
                shared[key] = found
        return found

    def _bound_map(self) -> Map | None:
        """Return the map, if there is one yet; the attribute is typed as if there always were."""
        return self.map

    def compile(self) -> None:
        """Parse host and path. Matching and building make what they need from the result."""
        assert self.map is not None, "rule not bound"
        host = (self.host if self.map.host_matching else self.subdomain) or ""
        path = self.rule
        if self.merge_slashes and "//" in path:
            path = _SLASHES.sub("/", path)
        converters: dict[str, BaseConverter] = {}
        for attribute, text in (("_host_pieces", host), ("_path_pieces", path)):
            pieces, found = split_pattern(text, self.rule)
            setattr(self, attribute, pieces)
            for variable, (name, arguments) in zip(pieces[1::2], found, strict=True):
                if variable in converters:
                    raise _twice(variable, self.rule)
                converters[variable] = self._converter(variable, name, arguments)
        self._converters = converters
        if converters:
            self.arguments.update(converters)
        if self.defaults:
            self._constants = {
                name: value for name, value in self.defaults.items() if name not in converters
            }
        self._builder = None
        self._readers = None

    @property
    def _trace(self) -> list[tuple[bool, str]]:
        """The pattern as pairs of "is a variable" and text; a bar parts host and path."""
        if not self._path_pieces:
            return []
        trace = [(index % 2 == 1, text) for index, text in enumerate(self._host_pieces) if text]
        trace.append((False, "|"))
        for index, text in enumerate(self._path_pieces):
            if index % 2:
                trace.append((True, text))
            else:
                trace += [(False, item) for item in re.split("(/)", text) if item]
        return trace

    @property
    def _parts(self) -> list[RulePart]:
        """The steps of a match, host first."""
        return rule_parts(self) if self._path_pieces else []

    def _read(self, texts: Sequence[str]) -> dict[str, t.Any]:
        """Convert the captured texts to values. Raises :exc:`ValidationError`."""
        readers = self._readers
        if readers is None:
            readers = self._readers = tuple(
                (name, _reader(converter)) for name, converter in self._converters.items()
            )
        if len(readers) == 1:
            name, read = readers[0]
            text = texts[0]
            values = {name: text if read is None else read(text)}
        else:
            values = {}
            for (name, read), text in zip(readers, texts):  # noqa: B905 - keywords cost time here
                values[name] = text if read is None else read(text)
        if self._constants:
            values.update(self._constants)
        return values

    def _make_builder(self) -> Builder:
        self._builder = make_builder(
            self._host_pieces,
            self._path_pieces,
            self._converters,
            self.defaults or {},
            lambda: rule_parts(self),
            self.map.host_matching,
        )
        return self._builder

    def build(
        self, values: Mapping[str, object], append_unknown: bool = True
    ) -> tuple[str, str] | None:
        """Build host part and path from values.

        :param append_unknown: put values that are no variables in the query string.
        :return: ``None`` when a converter refuses a value, or when the URL would not be matched
            to the same values again.
        :raises TypeError: when a variable has no value.
        """
        try:
            built = (self._builder or self._make_builder())(values)
        except ValidationError:
            return None
        except KeyError as error:
            name = error.args[0] if error.args else None
            if name not in self._converters or name in values:
                raise
            raise TypeError(f"building {self.rule!r} needs a value for {error.args[0]!r}") from None
        if append_unknown and (self.defaults or len(values) > len(self._converters)):
            query = self._query(values)
            if query:
                return built[0], f"{built[1]}?{query}"
        return built

    @property
    def _is_fixed(self) -> bool:
        """``True`` if there is but one URL to build, whatever the values."""
        return self._builds_directly and not self._converters and not self.defaults

    def _try_build(
        self, values: Mapping[str, object], method: str | None, append_unknown: bool
    ) -> tuple[str, str] | None:
        """:meth:`build`, if the rule is :meth:`suitable_for` the values; else ``None``."""
        if self.defaults or not self._builds_directly:
            return self.build(values, append_unknown) if self.suitable_for(values, method) else None
        # What suitable_for() and build() do for such a rule, without their calls: 6 % of a build.
        methods = self.methods
        if method is not None and methods is not None and method not in methods:
            return None
        for name in self._converters:
            if name not in values:
                return None
        try:
            built = (self._builder or self._make_builder())(values)
        except ValidationError:
            return None
        if append_unknown and len(values) > len(self._converters):
            query = self._query(values)
            if query:
                return built[0], f"{built[1]}?{query}"
        return built

    def _refusal(self, values: Mapping[str, object]) -> str | None:
        """Why no URL is built from these values; ``None`` when they are no reason."""
        for name, value in self._constants.items():
            if name in values and values[name] != value:
                return f"{name} is {value!r} in this rule, not {values[name]!r}"
        if self._missing(values):
            return None
        try:
            (self._builder or self._make_builder())(values)
        except ValidationError as error:
            return str(error) or "a converter refuses a value"
        return None

    def _missing(self, values: Container[str]) -> list[str]:
        """Return the names without value and default."""
        defaults = self.defaults or {}
        return sorted(
            name for name in self.arguments if name not in values and name not in defaults
        )

    def _query(self, values: Mapping[str, object]) -> str:
        known = self.arguments
        rest = {key: value for key, value in values.items() if key not in known}
        return encode_query(rest, self.map.sort_parameters, self.map.sort_key) if rest else ""

    def provides_defaults_for(self, rule: Rule) -> bool:
        """Return whether this rule is the shorter URL of another, with some values as defaults."""
        return bool(
            not self.build_only
            and self.defaults
            and self.endpoint == rule.endpoint
            and self != rule
            and self.arguments == rule.arguments
        )

    def suitable_for(self, values: Mapping[str, object], method: str | None = None) -> bool:
        """Return whether a URL can be built from these values, for this method: none is missing, and
        those that do not stand in the URL equal their defaults.
        """
        methods = self.methods
        if method is not None and methods is not None and method not in methods:
            return False
        defaults = self.defaults
        if not defaults:
            return all(name in values for name in self.arguments) if self.arguments else True
        if any(name not in values and name not in defaults for name in self.arguments):
            return False
        return all(
            name not in values or values[name] == value for name, value in self._constants.items()
        )

    def build_compare_key(self) -> tuple[int, int, int]:
        """Orders the rules of one endpoint for building: no alias, most variables, most
        defaults first.
        """
        return (1 if self.alias else 0, -len(self.arguments), -len(self.defaults or ()))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, type(self))
            and self._path_pieces == other._path_pieces
            and self._host_pieces == other._host_pieces
        )

    def __str__(self) -> str:
        return self.rule

    def __repr__(self) -> str:
        if self.map is None:
            return f"<{type(self).__name__} (unbound)>"
        shown = "".join(f"<{text}>" if variable else text for variable, text in self._trace)
        methods = f" ({', '.join(sorted(self.methods))})" if self.methods is not None else ""
        return f"<{type(self).__name__} {shown.lstrip('|')!r}{methods} -> {self.endpoint}>"


_GET_CONVERTER = Rule.get_converter


def _read_int(text: str) -> int:
    """Convert as the integer converter without bounds does."""
    try:
        return int(text)
    except ValueError:
        raise ValidationError() from None


def _reader(converter: BaseConverter) -> Callable[[str], t.Any] | None:
    """Return the function that a converter reads with; ``None`` if the text is the value."""
    kind = type(converter)
    if kind.to_python is BaseConverter.to_python:
        return None
    if kind is IntegerConverter and _is_unbounded(converter):
        return _read_int
    return converter.to_python


def _is_unbounded(converter: t.Any) -> bool:
    return not converter.fixed_digits and converter.min is None and converter.max is None


def _method_set(methods: Iterable[str], websocket: bool) -> set[str]:
    if isinstance(methods, str):
        raise TypeError("'methods' should be a list of strings.")
    names = {name.upper() for name in methods}
    if "GET" in names:
        names.add("HEAD")
    if websocket and names - _WEBSOCKET_METHODS:
        raise ValueError("WebSocket rules can only use 'GET', 'HEAD', and 'OPTIONS' methods.")
    return names


def encode_query(
    values: Mapping[str, object],
    sort: bool = False,
    key: Callable[[t.Any], t.Any] | None = None,
) -> str:
    """Return a query string. Lists, tuples and sets of values repeat their key; ``None`` is left
    out.
    """
    pairs: list[tuple[str, t.Any]] = []
    lists = getattr(values, "lists", None)
    for name, value in lists() if lists is not None else values.items():
        if isinstance(value, (list, tuple, set)):
            pairs += [(name, item) for item in value if item is not None]
        elif value is not None:
            pairs.append((name, value))
    if sort:
        pairs.sort(key=key)
    return "&".join([f"{_query_text(name)}={_query_text(value)}" for name, value in pairs])


def _query_text(value: t.Any) -> str:
    """Return a key or a value as it stands in a query string."""
    if isinstance(value, bytes):
        return quote_plus(value, safe=_QUERY_SAFE)
    text = str(value)
    if text.isalnum() and text.isascii():
        return text
    return quote_plus(text, safe=_QUERY_SAFE)


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
