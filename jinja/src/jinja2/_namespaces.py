"""The helpers ``cycler``, ``joiner`` and ``namespace`` among the globals of every template."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


class Cycler:
    """An endless iterator over the items, which begins again after the last.

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
        """The item that :meth:`next` will return."""
        return self.items[self.pos]

    def next(self) -> t.Any:
        """Return the current item and move on."""
        here = self.pos
        self.pos = (here + 1) % len(self.items)
        return self.items[here]

    __next__ = next


class Joiner:
    """A function that returns an empty text the first time and the separator every later time."""

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


# Templates choose the names of the attributes, so the dictionary has a name that none will use.
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
