"""A suggestion for a shell."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Generic

    from typing_extensions import TypeVar

    _ValueT_co = TypeVar("_ValueT_co", covariant=True, default=Any)
else:
    from .._generic import Subscriptable as Generic

    _ValueT_co = None


class CompletionItem(Generic[_ValueT_co]):
    """A value that completes what was typed.

    :param value: the completion.
    :param type: ``plain`` for text, ``file`` or ``dir`` to let the shell complete paths; other
        kinds are for shells that know them.
    :param help: shown beside the value by shells that can.
    :param kwargs: anything else for an own shell class; unknown attributes are ``None``.
    """

    __module__ = "click.shell_completion"
    __slots__ = ("_info", "help", "type", "value")

    def __init__(
        self,
        value: _ValueT_co,
        type: str = "plain",
        help: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.value: _ValueT_co = value
        self.type: str = type
        self.help: str | None = help
        self._info = kwargs

    def __getattr__(self, name: str) -> Any:
        return self._info.get(name)
