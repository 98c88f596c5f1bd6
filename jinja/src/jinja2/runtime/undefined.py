"""Undefined values: what a template gets for a name, an attribute or an item that does not exist."""

from __future__ import annotations

from .._imports import object_type_repr
from .._marks import internalcode, missing
from .._notes import Origin
from ..exceptions import TemplateRuntimeError, UndefinedError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import logging
    import typing as t

    import typing_extensions as te

    from ..environment import Environment

    _Failing = t.Callable[..., te.NoReturn]


class Undefined:
    """The default undefined value: prints as nothing, is empty and false, and raises
    :exc:`~jinja2.exceptions.UndefinedError` for nearly everything else.
    """

    __module__ = "jinja2.runtime"
    __slots__ = (
        "_undefined_cause",
        "_undefined_exception",
        "_undefined_hint",
        "_undefined_name",
        "_undefined_obj",
    )

    def __init__(
        self,
        hint: str | None = None,
        obj: t.Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        self._undefined_hint = hint
        self._undefined_obj = obj
        self._undefined_name = name
        self._undefined_exception = exc
        self._undefined_cause: Exception | None = None

    @property
    def _undefined_message(self) -> str:
        """The text of the error that a forbidden use raises."""
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = self._undefined_name, self._undefined_obj
        if owner is missing:
            return f"{name!r} is undefined"
        kind = object_type_repr(owner)
        if isinstance(name, str):
            return f"{kind!r} has no attribute {name!r}"
        return f"{kind} has no element {name!r}"

    @internalcode
    def _fail_with_undefined_error(self, *args: object, **kwargs: object) -> te.NoReturn:
        """Raise the error. Operators that a class forbids are aliases of this."""
        error = self._undefined_exception(self._undefined_message)
        # For notes that suggest similar names.
        error._jinja_undefined = Origin(self._undefined_obj, self._undefined_name)  # type: ignore[attr-defined]
        if self._undefined_cause is not None:
            error.__cause__ = self._undefined_cause
        raise error

    @internalcode
    def __getattr__(self, name: str) -> t.Any:
        # Python asks protocols such as copy and pickle by dunder names: these are truly absent.
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        self._fail_with_undefined_error()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return id(type(self))

    def __str__(self) -> str:
        return ""

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> t.Iterator[t.Any]:
        yield from ()

    async def __aiter__(self) -> t.AsyncIterator[t.Any]:
        if False:
            yield None

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "Undefined"

    # What is_undefined() looks for, on the type.
    _jinja_undefined_mark = True

    __add__ = _fail_with_undefined_error
    __radd__ = _fail_with_undefined_error
    __sub__ = _fail_with_undefined_error
    __rsub__ = _fail_with_undefined_error
    __mul__ = _fail_with_undefined_error
    __rmul__ = _fail_with_undefined_error
    __div__ = _fail_with_undefined_error
    __rdiv__ = _fail_with_undefined_error
    __truediv__ = _fail_with_undefined_error
    __rtruediv__ = _fail_with_undefined_error
    __floordiv__ = _fail_with_undefined_error
    __rfloordiv__ = _fail_with_undefined_error
    __mod__ = _fail_with_undefined_error
    __rmod__ = _fail_with_undefined_error
    __pow__ = _fail_with_undefined_error
    __rpow__ = _fail_with_undefined_error
    __pos__ = _fail_with_undefined_error
    __neg__ = _fail_with_undefined_error
    __call__ = _fail_with_undefined_error
    __getitem__ = _fail_with_undefined_error
    __lt__ = _fail_with_undefined_error
    __le__ = _fail_with_undefined_error
    __gt__ = _fail_with_undefined_error
    __ge__ = _fail_with_undefined_error
    __int__ = _fail_with_undefined_error
    __float__ = _fail_with_undefined_error
    __complex__ = _fail_with_undefined_error


def set_cause(value: Undefined, *errors: Exception | None) -> Undefined:
    """Note the first of the errors that was raised by code of the object, such as a property or
    ``__getitem__``. It becomes the cause of the error that a use of the undefined value raises.

    Errors of Python's own look-up say nothing more than the undefined value itself.
    """
    for error in errors:
        if error is not None and error.__traceback__ and error.__traceback__.tb_next:
            value._undefined_cause = error
            break
    return value


def attribute_or_undefined(
    environment: Environment, obj: t.Any, name: t.Any, error: Exception | None = None
) -> t.Any:
    """Return an attribute in place of an item that the object lacks, or an undefined value.

    :param error: what the look-up of the item raised.
    """
    if isinstance(name, str):
        try:
            return getattr(obj, str(name))
        except AttributeError as attribute_error:
            return set_cause(environment.undefined(obj=obj, name=name), attribute_error, error)
    value = environment.undefined(obj=obj, name=name)
    return value if error is None else set_cause(value, error)


@internalcode
def item_or_undefined(
    environment: Environment, obj: t.Any, name: str, error: Exception | None = None
) -> t.Any:
    """Return an item in place of an attribute that the object lacks, or an undefined value.

    :param error: what the look-up of the attribute raised, if the caller has seen it.
    """
    kind = type(obj)
    if kind is dict:
        found = obj.get(name, missing)
        return environment.undefined(obj=obj, name=name) if found is missing else found
    item_error: Exception | None = None
    if hasattr(kind, "__getitem__") or issubclass(kind, type):
        try:
            return obj[name]
        except (AttributeError, TypeError, LookupError) as caught:
            item_error = caught
    if error is None and hasattr(kind, name):
        # The class has the attribute, so a property has failed. Compiled loops look attributes
        # up by a call that drops the error; a second look-up shows it.
        try:
            return getattr(obj, name)
        except AttributeError as caught:
            error = caught
    value = environment.undefined(obj=obj, name=name)
    if error is not None or item_error is not None:
        set_cause(value, error, item_error)
    return value


class ChainableUndefined(Undefined):
    """An undefined value whose attributes and items are undefined, too, instead of errors.

    {{ user.address.street }}    prints nothing when there is no user
    """

    __module__ = "jinja2.runtime"
    __slots__ = ()

    def __html__(self) -> str:
        return str(self)

    def __getattr__(self, name: str) -> te.Self:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _name: str) -> te.Self:  # type: ignore[override]
        return self


class DebugUndefined(Undefined):
    """An undefined value that prints the expression which it came from."""

    __module__ = "jinja2.runtime"
    __slots__ = ()

    def __str__(self) -> str:
        if self._undefined_hint:
            shown = f"undefined value printed: {self._undefined_hint}"
        elif self._undefined_obj is missing:
            shown = str(self._undefined_name)
        else:
            owner = object_type_repr(self._undefined_obj)
            shown = f"no such element: {owner}[{self._undefined_name!r}]"
        return f"{{{{ {shown} }}}}"


class StrictUndefined(Undefined):
    """An undefined value that allows nothing but the question whether it is defined."""

    __module__ = "jinja2.runtime"
    __slots__ = ()

    __iter__ = Undefined._fail_with_undefined_error
    __str__ = Undefined._fail_with_undefined_error
    __len__ = Undefined._fail_with_undefined_error
    __eq__ = Undefined._fail_with_undefined_error
    __ne__ = Undefined._fail_with_undefined_error
    __bool__ = Undefined._fail_with_undefined_error
    __hash__ = Undefined._fail_with_undefined_error
    __contains__ = Undefined._fail_with_undefined_error


def make_logging_undefined(
    logger: logging.Logger | None = None, base: type[Undefined] = Undefined
) -> type[Undefined]:
    """Make an undefined class that reports to a logger what templates do with it.

    Printing, iterating and testing for truth give a warning, failing operations an error.

    :param logger: where to report; without one, a logger that writes to standard error.
    :param base: the class that decides what happens after the report.
    """
    if logger is None:
        import logging
        import sys

        logger = logging.getLogger("jinja2.runtime")
        if not any(getattr(h, "stream", None) is sys.stderr for h in logger.handlers):
            logger.addHandler(logging.StreamHandler(sys.stderr))

    report = logger

    def warn(undef: Undefined) -> None:
        report.warning("Template variable warning: %s", undef._undefined_message)

    class LoggingUndefined(base):  # type: ignore[misc,valid-type]
        __module__ = "jinja2.runtime"
        __slots__ = ()

        def _fail_with_undefined_error(self, *args: object, **kwargs: object) -> te.NoReturn:
            try:
                super()._fail_with_undefined_error(*args, **kwargs)
            except self._undefined_exception as error:
                report.error("Template variable error: %s", error)
                raise
            raise AssertionError("an undefined value always fails")

        def __str__(self) -> str:
            warn(self)
            return super().__str__()  # type: ignore[no-any-return]

        def __iter__(self) -> t.Iterator[t.Any]:
            warn(self)
            return super().__iter__()  # type: ignore[no-any-return]

        def __bool__(self) -> bool:
            warn(self)
            return super().__bool__()  # type: ignore[no-any-return]

    return LoggingUndefined
