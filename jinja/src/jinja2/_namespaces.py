"""Three small helpers that every template finds among its globals.

Goes in: items, a separator, names with values. Comes out: the next item, the separator from the
second time on, the value of a name. They know nothing of templates.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


class Cycler:
    """Give the items one after another, from the start again when all were given.

    :raises RuntimeError: there are no items.
    """

    __module__ = "jinja2.utils"

    items: tuple[t.Any, ...]
    pos: int

    def __init__(self, *items: t.Any) -> None:
        if not items:
            raise RuntimeError("at least one item has to be provided")
        self.items = items
        self.pos = 0

    def reset(self) -> None:
        """Start again with the first item."""
        self.pos = 0

    @property
    def current(self) -> t.Any:
        """The item that :meth:`next` is going to give."""
        return self.items[self.pos]

    def next(self) -> t.Any:
        """Give the current item and move on."""
        here = self.pos
        self.pos = (here + 1) % len(self.items)
        return self.items[here]

    __next__ = next


class Joiner:
    """Calling it gives nothing the first time and the separator every later time."""

    __module__ = "jinja2.utils"

    sep: str
    used: bool

    def __init__(self, sep: str = ", ") -> None:
        self.sep = sep
        self.used = False

    def __call__(self) -> str:
        if self.used:
            return self.sep
        self.used = True
        return ""


# An attribute of a namespace is a name of the template, so the dictionary behind it cannot be one
# of its attributes under a name that a template could want.
_HOLDER = "_Namespace__attrs"
_OWN_NAMES = frozenset({_HOLDER, "__class__"})


class Namespace:
    """An object whose attributes a template may set, also from within a loop.

    It is made like a :class:`dict`. ``{% set ns.name = value %}`` is the way to change it.
    """

    __module__ = "jinja2.utils"

    def __init__(*args: t.Any, **kwargs: t.Any) -> None:
        # Even "self" may be the name of an attribute.
        object.__setattr__(args[0], _HOLDER, dict(*args[1:], **kwargs))

    def __getattribute__(self, name: str) -> t.Any:
        if name in _OWN_NAMES:
            return object.__getattribute__(self, name)
        try:
            return object.__getattribute__(self, _HOLDER)[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setitem__(self, name: str, value: t.Any) -> None:
        object.__getattribute__(self, _HOLDER)[name] = value

    def __repr__(self) -> str:
        return f"<Namespace {object.__getattribute__(self, _HOLDER)!r}>"
