"""Add the context and the parameter to usage errors that were raised without them."""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from types import TracebackType

    from .._annotations import Context, Parameter
    from ..exceptions import UsageError

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]


def add_details(error: UsageError, ctx: Context, param: Parameter | None = None) -> None:
    """Fill in what ``error`` does not know yet."""
    if error.ctx is None:
        error.ctx = ctx
    if param is not None and isinstance(error, _core.BadParameter) and error.param is None:
        error.param = param


class augment_usage_errors:
    """Usage errors from the block get ``ctx``, and ``param`` if they are about a parameter."""

    __module__ = "click.core"
    __slots__ = ("_ctx", "_param")

    def __init__(self, ctx: Context, param: Parameter | None = None) -> None:
        self._ctx = ctx
        self._param = param

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if isinstance(exc_value, _core.UsageError):
            if isinstance(exc_value, _core.BadParameter):
                add_details(exc_value, self._ctx, self._param)
            elif exc_value.ctx is None:
                exc_value.ctx = self._ctx
