"""Small functions that compiled templates call, apart from blocks and loops."""

from __future__ import annotations

from markupsafe import Markup, escape, soft_str

from .._marks import internalcode, is_original, is_undefined
from ..async_utils import _PLAIN
from ..exceptions import TemplateRuntimeError
from .undefined import item_or_undefined

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..environment import Environment
    from .undefined import Undefined

    V = t.TypeVar("V")


def _escape_with(inner: t.Callable[[str], str]) -> t.Callable[[t.Any], str]:
    """Return what makes escaped text of the plain type of a value, by a function which escapes
    texts.
    """

    def escape_value(value: t.Any, /) -> str:
        kind = type(value)
        if kind is str:
            return inner(value)
        if kind in _NEED_NO_ESCAPING:
            return str(value)
        # A subclass of str may answer str() in its own way: the text itself counts.
        return str.__str__(escape(value))

    return escape_value


_NEED_NO_ESCAPING = frozenset({int, float, bool, type(None)})

try:
    from markupsafe._speedups import _escape_text
except ImportError:
    # Other releases of MarkupSafe have something that escapes one text, or only the public function.
    try:
        from markupsafe._speedups import _escape_inner
    except ImportError:
        try:
            from markupsafe._native import _escape_inner
        except ImportError:

            def _escape_inner(s: str, /) -> str:
                return str.__str__(escape(s))

    _escape_text = _escape_with(_escape_inner)

escape_text = _escape_text

#: Values of these types are never awaitable.
plain_types: frozenset[t.Any] = frozenset({*_PLAIN, Markup})


def identity(x: V) -> V:
    """Return the value itself."""
    return x


def markup_join(seq: t.Iterable[t.Any]) -> str:
    """All values as one text; if the text of one of them is markup, that of the others is
    escaped.
    """
    texts = [*map(soft_str, seq)]
    if any(hasattr(text, "__html__") for text in texts):
        return Markup("").join(texts)
    return "".join(texts)


def str_join(seq: t.Iterable[t.Any]) -> str:
    """All values as one text."""
    return "".join(map(str, seq))


def _never(obj: object, name: str, default: object) -> object:
    return default


@internalcode
def _ask_environment(environment: Environment, obj: object, name: str) -> object:
    return environment.getattr(obj, name)


def accessors(environment: Environment) -> tuple[t.Any, t.Any, type | None]:
    """Look attributes up: first a look at the object, then, for those it lacks, the
    rest; and the type whose objects are asked for an item at once, if they cannot have the
    attribute. An environment that looks up attributes in its own way, as a sandbox does, is asked
    for all of them.
    """
    if is_original(environment, "getattr"):
        return getattr, item_or_undefined, dict
    return _never, _ask_environment, None


@internalcode
def spelled(environment: Environment, obj: object, name: str, spelling: str) -> t.Any:
    """Return an attribute whose name the template does not spell in the normal form of Python:
    keys of dicts may be spelled like that too.
    """
    value = environment.getattr(obj, name)
    if is_undefined(value):
        other = environment.getattr(obj, spelling)
        if not is_undefined(other):
            return other
    return value


def absent(kind: str, name: str) -> t.Callable[..., te.NoReturn]:
    """Stands for a filter or test that there is not: calling it is the error."""

    @internalcode
    def fail(*unused: object, **also_unused: object) -> te.NoReturn:
        raise TemplateRuntimeError(f"No {kind} named {name!r} found.")

    return fail


def missing_export(undefined: type[Undefined], module: t.Any, place: str, name: str) -> Undefined:
    """Stands for a name that another template was asked for and does not have."""
    return undefined(
        f"the template {module.__name__!r} (imported on {place})"
        f" does not export the requested name {name!r}",
        name=name,
    )


for _public in (identity, markup_join, str_join):
    _public.__module__ = "jinja2.runtime"
del _public
