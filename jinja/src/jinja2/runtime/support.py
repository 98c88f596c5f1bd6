"""Small functions that compiled templates call, apart from blocks and loops."""

from __future__ import annotations

from markupsafe import Markup, escape, soft_str

from .._marks import internalcode
from ..async_utils import _PLAIN
from ..exceptions import TemplateRuntimeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..environment import Environment
    from .undefined import Undefined

    V = t.TypeVar("V")

try:
    from markupsafe._speedups import _escape_text
except ImportError:

    def _escape_text(value: t.Any, /) -> str:
        """The value as escaped text of the plain type."""
        # A subclass of str may answer str() in its own way: the text itself counts.
        return str.__str__(escape(value))


escape_text = _escape_text

#: Values of these types are never awaitable.
plain_types = frozenset({*_PLAIN, Markup})

_HOME = "jinja2.environment"


def identity(x: V) -> V:
    """The value itself."""
    return x


def markup_join(seq: t.Iterable[t.Any]) -> str:
    """All values as one text; if the text of one of them is markup, that of the others is
    escaped."""
    texts = [*map(soft_str, seq)]
    if any(hasattr(text, "__html__") for text in texts):
        return Markup("").join(texts)
    return "".join(texts)


def str_join(seq: t.Iterable[t.Any]) -> str:
    """All values as one text."""
    return "".join(map(str, seq))


def _never(obj: t.Any, name: str, default: t.Any) -> t.Any:
    return default


@internalcode
def _ask_environment(environment: Environment, obj: t.Any, name: str) -> t.Any:
    return environment.getattr(obj, name)


@internalcode
def _item_of(environment: Environment, obj: t.Any, name: str) -> t.Any:
    """What stands for an attribute which the object lacks."""
    try:
        return obj[name]
    except (AttributeError, TypeError, LookupError):
        return environment.undefined(obj=obj, name=name)


def accessors(environment: Environment) -> tuple[t.Any, t.Any]:
    """How attributes are looked up: first a look at the object, then, for those it lacks, the
    rest. An environment that looks up attributes in its own way, as a sandbox does, is asked
    for all of them."""
    method = type(environment).getattr
    if (
        method.__qualname__ == "Environment.getattr"
        and method.__module__ == _HOME
        and "getattr" not in environment.__dict__
    ):
        return getattr, _item_of
    return _never, _ask_environment


def absent(kind: str, name: str) -> t.Callable[..., te.NoReturn]:
    """Stands for a filter or test that there is not: calling it is the error."""

    @internalcode
    def fail(*unused: t.Any, **also_unused: t.Any) -> te.NoReturn:
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
