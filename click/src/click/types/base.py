"""The base classes of parameter types, and the types that call a function or do nothing.

A type converts a text or a Python value, or raises ``BadParameter``. Parameters and contexts are only
passed on to errors.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from ..exceptions import BadParameter

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, ClassVar, Generic, NoReturn, overload

    from typing_extensions import TypeVar

    from .._annotations import Context, Parameter
    from .._completion.item import CompletionItem
    from ._infos import FuncParamTypeInfoDict, ParamTypeInfoDict

    _ValueT = TypeVar("_ValueT")
    _ValueT_co = TypeVar("_ValueT_co", covariant=True, default=Any)
    _ValueT_contra = TypeVar("_ValueT_contra", contravariant=True)
    _InputT_contra = TypeVar("_InputT_contra", contravariant=True, default=Any)
else:
    from .._generic import Subscriptable as Generic

    _ValueT_co = _ValueT_contra = _InputT_contra = None


class ParamType(Generic[_ValueT_co, _InputT_contra], ABC):
    """Checks and converts the value of a parameter.

    A subclass has a :attr:`name` and a :meth:`convert` which

    -   gets text from the command line, and values that have the right type already from defaults
        or other code;
    -   works with ``param`` and ``ctx`` being ``None``, as in prompts;
    -   answers bad values with :meth:`fail`.
    """

    __module__ = "click.types"

    #: the type takes several values at once
    is_composite: ClassVar[bool] = False
    #: how many values it takes at once
    arity: int = 1
    #: what shows as metavar, in lower case
    name: str
    #: splits the text of an environment variable for several values; ``None`` means white space
    envvar_list_splitter: ClassVar[str | None] = None

    def to_info_dict(self) -> ParamTypeInfoDict:
        """Return a description of the type, for tools that document programs."""
        kind = type(self).__name__
        if "Param" in kind:
            kind = kind.partition("ParamType")[0].partition("ParameterType")[0]
        return {"param_type": kind, "name": getattr(self, "name", kind)}

    if TYPE_CHECKING:

        @overload
        def __call__(
            self, value: None, param: Parameter | None = None, ctx: Context | None = None
        ) -> None: ...
        @overload
        def __call__(
            self,
            value: _InputT_contra,
            param: Parameter | None = None,
            ctx: Context | None = None,
        ) -> _ValueT_co: ...

    def __call__(
        self,
        value: _InputT_contra | None,
        param: Parameter | None = None,
        ctx: Context | None = None,
    ) -> _ValueT_co | None:
        if value is None:
            return None
        return self.convert(value, param, ctx)

    def get_metavar(self, param: Parameter, ctx: Context) -> str | None:
        """Return the metavar of ``param``, or ``None`` for the name of the type in capitals."""
        return None

    def get_missing_message(self, param: Parameter, ctx: Context | None) -> str | None:
        """Return a text to add to the message about a missing ``param``, or ``None``."""
        return None

    def convert(
        self, value: _InputT_contra, param: Parameter | None, ctx: Context | None
    ) -> _ValueT_co:
        """Convert ``value``, which is not ``None``.

        :param param: what the value is for, when known.
        :param ctx: where it is converted, when known.
        :raises BadParameter: the value does not do; see :meth:`fail`.
        """
        return value  # type: ignore[return-value]

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """Split the text of an environment variable into several values.

        :param rv: the text.
        :return: its parts between white space, or between :attr:`envvar_list_splitter`.
        """
        splitter = self.envvar_list_splitter
        text = rv or ""
        return text.split() if splitter is None else text.split(splitter)

    def fail(
        self, message: str, param: Parameter | None = None, ctx: Context | None = None
    ) -> NoReturn:
        """Refuse the value because of ``message``.

        :raises BadParameter: always.
        """
        raise BadParameter(message, ctx=ctx, param=param)

    def shell_complete(
        self, ctx: Context, param: Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return completions of ``incomplete``; by default none.

        :param ctx: the context of the command.
        :param param: the parameter whose value is completed.
        :param incomplete: the beginning of the value; may be empty.
        """
        return []


class CompositeParamType(ParamType[_ValueT_co]):
    """A type that takes several values at once."""

    __module__ = "click.types"

    is_composite = True

    @property
    @abstractmethod
    def arity(self) -> int:  # type: ignore[override]
        """The number of values."""


class FuncParamType(ParamType[_ValueT_co], Generic[_ValueT_contra, _ValueT_co]):
    """A function of one value as a type; its ``ValueError`` refuses the value."""

    __module__ = "click.types"

    func: Callable[[_ValueT_contra], _ValueT_co]

    def __init__(self, func: Callable[[_ValueT_contra], _ValueT_co]) -> None:
        self.name: str = func.__name__
        self.func = func

    def to_info_dict(self) -> FuncParamTypeInfoDict[_ValueT_contra, _ValueT_co]:
        return {"func": self.func, **super().to_info_dict()}

    def convert(
        self, value: _ValueT_contra, param: Parameter | None, ctx: Context | None
    ) -> _ValueT_co:
        try:
            return self.func(value)
        except ValueError as error:
            message = str(error)
        if not message:
            try:
                message = str(value)
            except UnicodeError:
                message = value.decode("utf-8", "replace")  # type: ignore[attr-defined]
        self.fail(message, param, ctx)


class UnprocessedParamType(ParamType["Any"]):
    """Leaves the value alone."""

    __module__ = "click.types"

    name = "text"

    def convert(self, value: _ValueT, param: Parameter | None, ctx: Context | None) -> _ValueT:
        return value

    def __repr__(self) -> str:
        return "UNPROCESSED"
