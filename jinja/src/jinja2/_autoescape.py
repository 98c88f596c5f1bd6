"""Decide whether output is escaped: the state at one place of a template, a rule by file name."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .environment import Environment


class EvalContext:
    """The state while an expression is evaluated: the environment, and whether output is escaped.

    ``volatile`` says that the answer is known at run time only. The attributes of an instance can
    be changed from within a template by extensions.
    """

    __module__ = "jinja2.nodes"

    environment: Environment
    autoescape: bool
    volatile: bool
    #: Whether an ``autoescape`` statement of the template has set it.
    _is_stated: bool = False

    def __init__(self, environment: Environment, template_name: str | None = None) -> None:
        self.environment = environment
        decide = environment.autoescape
        self.autoescape = decide(template_name) if callable(decide) else decide
        self.volatile = False

    def save(self) -> t.Mapping[str, t.Any]:
        """Return the present attributes, to be given to :meth:`revert`."""
        return self.__dict__.copy()

    def revert(self, old: t.Mapping[str, t.Any]) -> None:
        """Put back the attributes that :meth:`save` returned."""
        mine = self.__dict__
        mine.clear()
        mine.update(old)


def _endings(names: t.Iterable[str]) -> tuple[str, ...]:
    return tuple("." + name.lstrip(".").lower() for name in names)


def select_autoescape(
    enabled_extensions: t.Collection[str] = ("html", "htm", "xml"),
    disabled_extensions: t.Collection[str] = (),
    default_for_string: bool = True,
    default: bool = False,
) -> t.Callable[[str | None], bool]:
    """Make a rule for the environment's ``autoescape`` that looks at the end of the name.

    :param enabled_extensions: names ending so are escaped; letter case does not matter.
    :param disabled_extensions: names ending so are not.
    :param default_for_string: the answer for templates without a name.
    :param default: the answer for all other names.
    """
    yes = _endings(enabled_extensions)
    no = _endings(disabled_extensions)

    def autoescape(template_name: str | None) -> bool:
        if template_name is None:
            return default_for_string
        lowered = template_name.lower()
        if lowered.endswith(yes):
            return True
        if lowered.endswith(no):
            return False
        return default

    return autoescape


select_autoescape.__module__ = "jinja2.utils"
