"""Macros at run time: which argument goes to which parameter."""

from __future__ import annotations

from markupsafe import Markup

from .._autoescape import EvalContext
from .._marks import internalcode, missing, pass_eval_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..environment import Environment


class Macro:
    """A macro of a template. Calling it gives its output.

    ``name`` and ``arguments`` (the names of its parameters) describe it; ``catch_kwargs``,
    ``catch_varargs`` and ``caller`` say whether its body reads those special names.
    """

    __module__ = "jinja2.runtime"

    name: str
    arguments: list[str]
    explicit_caller: bool
    caller: bool
    catch_varargs: bool
    catch_kwargs: bool

    def __init__(
        self,
        environment: Environment,
        func: t.Callable[..., str],
        name: str,
        arguments: list[str],
        catch_kwargs: bool,
        catch_varargs: bool,
        caller: bool,
        default_autoescape: bool | None = None,
    ) -> None:
        self.name: str = name
        self.arguments: list[str] = arguments
        self.explicit_caller: bool = "caller" in arguments
        self.caller = caller
        self.catch_varargs = catch_varargs
        self.catch_kwargs = catch_kwargs
        self._argument_count = len(arguments)
        #: The number of arguments that need nothing done to them; none do if that is not known.
        takes_more = caller or catch_kwargs or catch_varargs or environment.is_async
        self._plain_count = -1 if takes_more else len(arguments)
        self._func = func
        self._environment = environment
        if default_autoescape is None:
            decide = environment.autoescape
            default_autoescape = decide(None) if callable(decide) else decide
        self._default_autoescape = default_autoescape

    @internalcode
    @pass_eval_context
    def __call__(self, *args: t.Any, **kwargs: t.Any) -> str:
        # Called by a template it gets the evaluation context of the caller, called by Python it
        # does not, and goes by the place where it was defined.
        if args and isinstance(args[0], EvalContext):
            return self._called(args[1:], kwargs, args[0].autoescape)  # type: ignore[no-any-return]
        return self._called(args, kwargs, self._default_autoescape)  # type: ignore[no-any-return]

    @internalcode
    def _called(self, args: tuple[t.Any, ...], kwargs: dict[str, t.Any], autoescape: bool) -> t.Any:
        if len(args) == self._plain_count and not kwargs:
            text = self._func(*args)
            return Markup(text) if autoescape else text
        given = self._arranged(args, kwargs)
        if self._environment.is_async:
            return self._async_invoke(given, autoescape)
        text = self._func(*given)
        return Markup(text) if autoescape else text

    async def _async_invoke(self, given: t.Iterable[t.Any], autoescape: bool) -> str:
        text = await self._func(*given)  # type: ignore[misc]
        return Markup(text) if autoescape else text

    def _arranged(self, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]) -> list[t.Any]:
        """Return the arguments in the order of the function's parameters."""
        count = self._argument_count
        given = list(args[:count])
        caller_found = False
        if len(given) == count:
            caller_found = self.explicit_caller
        else:
            for name in self.arguments[len(given) :]:
                given.append(kwargs.pop(name, missing))
                caller_found = caller_found or name == "caller"
        if self.caller and not caller_found:
            caller = kwargs.pop("caller", None)
            if caller is None:
                caller = self._environment.undefined("No caller defined", name="caller")
            given.append(caller)
        if self.catch_kwargs:
            given.append(kwargs)
        elif kwargs:
            self._fail_on_keyword(kwargs)
        if self.catch_varargs:
            given.append(args[count:])
        elif len(args) > count:
            raise TypeError(f"macro {self.name!r} takes not more than {count} argument(s)")
        return given

    def _fail_on_keyword(self, kwargs: dict[str, t.Any]) -> None:
        if "caller" in kwargs:
            raise TypeError(
                f"macro {self.name!r} was invoked with two values for the special caller"
                " argument. This is most likely a bug."
            )
        error = TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(kwargs))!r}")
        known = ", ".join(self.arguments)
        error.add_note(f"Its parameters are: {known}" if known else "It has no parameters.")
        raise error

    def __repr__(self) -> str:
        shown = "anonymous" if self.name is None else repr(self.name)  # type: ignore[redundant-expr]
        return f"<{type(self).__name__} {shown}>"
