"""Add the context and the parameter to usage errors that were raised without them."""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import TypeGuard

    from .._annotations import Context, Parameter
    from ..exceptions import BadParameter, UsageError

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]


def add_details(error: UsageError, ctx: Context, param: Parameter | None = None) -> None:
    """Fill in what ``error`` does not know yet."""
    if error.ctx is None:
        error.ctx = ctx
    if param is not None and _is_bad_parameter(error) and error.param is None:
        error.param = param


def _is_usage_error(error: BaseException | None) -> TypeGuard[UsageError]:
    return isinstance(error, _core.UsageError)


def _is_bad_parameter(error: UsageError) -> TypeGuard[BadParameter]:
    return isinstance(error, _core.BadParameter)


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
        if _is_usage_error(exc_value):
            add_details(exc_value, self._ctx, self._param)
