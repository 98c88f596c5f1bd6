"""Objects that belong to the running context, and proxies that act like them.

The storage is :mod:`contextvars`. This module does not know requests.
"""

from __future__ import annotations

import copy
import math
import operator
from contextvars import ContextVar
from typing import Generic, TypeVar

from ._wsgi.iterators import ClosingIterator

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

T = TypeVar("T")

__all__ = ["Local", "LocalManager", "LocalProxy", "LocalStack", "release_local"]


def release_local(local: Local | LocalStack[t.Any]) -> None:
    """Forget everything that the current context has in a local or a stack."""
    local.__release_local__()


class Local:
    """A namespace of the current context.

    Calling it with a name gives a proxy of that attribute.

    :param context_var: the variable that holds the namespace; a new one if not given. Context
        variables are never collected, so create locals at module level.
    """

    __slots__ = ("__storage",)

    def __init__(self, context_var: ContextVar[dict[str, t.Any]] | None = None) -> None:
        if context_var is None:
            context_var = ContextVar(f"werkzeug.Local<{id(self)}>.storage")
        object.__setattr__(self, "_Local__storage", context_var)

    def __call__(self, name: str, *, unbound_message: str | None = None) -> LocalProxy[t.Any]:
        """Return a proxy of one attribute."""
        return LocalProxy(self, name, unbound_message=unbound_message)

    def __iter__(self) -> Iterator[tuple[str, t.Any]]:
        return iter(self.__storage.get({}).items())

    def __getattr__(self, name: str) -> t.Any:
        try:
            return self.__storage.get({})[name]
        except KeyError:
            raise AttributeError(name) from None

    # A changed copy is stored each time: contexts that were copied from this one keep theirs.

    def __setattr__(self, name: str, value: t.Any) -> None:
        self.__storage.set({**self.__storage.get({}), name: value})

    def __delattr__(self, name: str) -> None:
        values = dict(self.__storage.get({}))
        if name not in values:
            raise AttributeError(name)
        del values[name]
        self.__storage.set(values)

    def __release_local__(self) -> None:
        self.__storage.set({})


class LocalStack(Generic[T]):
    """A stack of the current context.

    Calling it gives a proxy of the top, or of an attribute of the top.

    :param context_var: as for :class:`Local`.
    """

    __slots__ = ("_storage",)

    def __init__(self, context_var: ContextVar[list[T]] | None = None) -> None:
        if context_var is None:
            context_var = ContextVar(f"werkzeug.LocalStack<{id(self)}>.storage")
        self._storage = context_var

    def __release_local__(self) -> None:
        self._storage.set([])

    def push(self, obj: T) -> list[T]:
        """Put an object on top, and return the whole stack."""
        stack = [*self._storage.get([]), obj]
        self._storage.set(stack)
        return stack

    def pop(self) -> T | None:
        """Take the top off and return it; ``None`` if the stack is empty."""
        stack = self._storage.get([])
        if not stack:
            return None
        self._storage.set(stack[:-1])
        return stack[-1]

    @property
    def top(self) -> T | None:
        """The object on top; ``None`` if the stack is empty."""
        stack = self._storage.get([])
        return stack[-1] if stack else None

    def __call__(
        self, name: str | None = None, *, unbound_message: str | None = None
    ) -> LocalProxy[t.Any]:
        """Return a proxy of the top, or of one of its attributes."""
        return LocalProxy(self, name, unbound_message=unbound_message)


class LocalManager:
    """Releases several locals at the end of a request.

    :param locals: one local or stack, or several.
    """

    __slots__ = ("locals",)

    def __init__(
        self,
        locals: Local | LocalStack[t.Any] | Iterable[Local | LocalStack[t.Any]] | None = None,
    ) -> None:
        several: Iterable[Local | LocalStack[t.Any]]
        several = (locals,) if isinstance(locals, (Local, LocalStack)) else locals or ()
        self.locals = [*several]

    def cleanup(self) -> None:
        """Release all locals for the current context."""
        for local in self.locals:
            release_local(local)

    def make_middleware(self, app: WSGIApplication) -> WSGIApplication:
        """Wrap an application so that the locals are released when its response is closed."""

        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            return ClosingIterator(app(environ, start_response), self.cleanup)

        return application

    def middleware(self, func: WSGIApplication) -> WSGIApplication:
        """:meth:`make_middleware` as a decorator."""
        from functools import update_wrapper

        return update_wrapper(self.make_middleware(func), func)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} storages: {len(self.locals)}>"


# --- The proxy ----------------------------------------------------------------------------------


def _getter(local: t.Any, name: str | None, message: str) -> Callable[[], t.Any]:
    """Return the function that gets the object of the current context for a proxy.

    :raises TypeError: for something that cannot be proxied.
    """
    if isinstance(local, Local):
        if name is None:
            raise TypeError("'name' is required when proxying a 'Local' object.")
        attribute = name

        def get() -> t.Any:
            try:
                return getattr(local, attribute)
            except AttributeError:
                raise RuntimeError(message) from None

        return get
    pick = None if name is None else operator.attrgetter(name)
    if isinstance(local, LocalStack):

        def get() -> t.Any:
            top = local.top
            if top is None:
                raise RuntimeError(message)
            return top if pick is None else pick(top)

    elif isinstance(local, ContextVar):
        read = local.get

        def get() -> t.Any:
            try:
                value = read()
            except LookupError:
                raise RuntimeError(message) from None
            return value if pick is None else pick(value)

    elif callable(local):

        def get() -> t.Any:
            value = local()
            return value if pick is None else pick(value)

    else:
        raise TypeError(f"Don't know how to proxy '{type(local)}'.")
    return get


class _Text:
    """An attribute that the class has as text, and instances take from their object.

    Tools that collect documentation look at proxies that stand for nothing yet.
    """

    def __init__(self, name: str, class_value: str) -> None:
        self.name = name
        self.class_value = class_value

    def __get__(self, instance: LocalProxy[t.Any] | None, owner: type) -> t.Any:
        if instance is None:
            return self.class_value
        try:
            target = instance._get_current_object()
        except RuntimeError:
            return self.class_value
        return getattr(target, self.name)


class _Wrapped:
    """``__wrapped__``: of the object, or what an unbound proxy stands for. Tools that unwrap
    (such as doctest) look it up without a context.
    """

    def __get__(self, instance: LocalProxy[t.Any] | None, owner: type) -> t.Any:
        if instance is None:
            raise AttributeError("__wrapped__")
        try:
            target = instance._get_current_object()
        except RuntimeError:
            return object.__getattribute__(instance, "_LocalProxy__wrapped")
        return target.__wrapped__


class _Class:
    """``__class__``: that of the object, or of an unbound proxy itself."""

    def __get__(self, instance: LocalProxy[t.Any] | None, owner: type) -> t.Any:
        if instance is None:
            return type(owner)
        try:
            return instance._get_current_object().__class__
        except RuntimeError:
            return owner


class LocalProxy(Generic[T]):
    """Stands for the object that the current context has.

    Whatever is done with the proxy is done with that object. ``repr()``, ``isinstance()`` and
    ``==`` see the object; ``type()`` sees the proxy. Without an object, using it raises
    :exc:`RuntimeError`, while ``bool()`` is false, ``dir()`` empty and ``repr()`` says so.

    :param local: a :class:`~contextvars.ContextVar`, :class:`Local`, :class:`LocalStack`, or a
        function that returns the object.
    :param name: stand for this attribute of the object.
    :param unbound_message: the text of the error when there is no object.
    """

    __slots__ = ("__wrapped", "_get_current_object")

    _get_current_object: Callable[[], T]

    def __init__(
        self,
        local: ContextVar[T] | Local | LocalStack[T] | Callable[[], T],
        name: str | None = None,
        *,
        unbound_message: str | None = None,
    ) -> None:
        message = "object is not bound" if unbound_message is None else unbound_message
        set_ = object.__setattr__
        set_(self, "_get_current_object", _getter(local, name, message))
        set_(self, "_LocalProxy__wrapped", local)

    __wrapped__ = _Wrapped()

    __class__ = _Class()  # pyright: ignore[reportAssignmentType]

    @property
    def __dict__(self) -> t.Any:  # type: ignore[override]
        return self._get_current_object().__dict__

    def __repr__(self) -> str:
        try:
            target = self._get_current_object()
        except RuntimeError:
            return f"<{type(self).__name__} unbound>"
        except Exception:
            # What the proxy stands for cannot be found; still, it can be shown in a traceback.
            return f"<{type(self).__name__} object at {id(self):#x}>"
        return repr(target)

    def __bool__(self) -> bool:
        try:
            target = self._get_current_object()
        except RuntimeError:
            return False
        return bool(target)

    def __dir__(self) -> list[str]:
        try:
            target = self._get_current_object()
        except RuntimeError:
            return []
        return dir(target)

    def __hash__(self) -> int:
        try:
            target = self._get_current_object()
        except RuntimeError:
            raise TypeError(f"unhashable type: {type(self).__name__!r}") from None
        return hash(target)

    def __getattr__(self, name: str) -> t.Any:
        return getattr(self._get_current_object(), name)

    def __setattr__(self, name: str, value: t.Any) -> None:
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._get_current_object(), name)

    def __call__(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return self._get_current_object()(*args, **kwargs)  # type: ignore[operator]

    def __instancecheck__(self, instance: t.Any) -> bool:
        return isinstance(instance, self._get_current_object())  # type: ignore[arg-type]

    def __subclasscheck__(self, subclass: type) -> bool:
        return issubclass(subclass, self._get_current_object())  # type: ignore[arg-type]

    def __divmod__(self, other: t.Any) -> t.Any:
        return divmod(self._get_current_object(), other)

    def __rdivmod__(self, other: t.Any) -> t.Any:
        return divmod(other, self._get_current_object())

    def __rpow__(self, other: t.Any) -> t.Any:
        return other ** self._get_current_object()

    if TYPE_CHECKING:

        def __getitem__(self, key: t.Any) -> t.Any: ...
        def __setitem__(self, key: t.Any, value: t.Any) -> None: ...
        def __delitem__(self, key: t.Any) -> None: ...
        def __iter__(self) -> Iterator[t.Any]: ...
        def __len__(self) -> int: ...
        def __contains__(self, item: t.Any) -> bool: ...


def _compared(compare: Callable[[t.Any, t.Any], t.Any]) -> Callable[[t.Any, t.Any], t.Any]:
    """Compare; without an object fall back on identity and order of the other side."""

    def method(self: t.Any, other: t.Any) -> t.Any:
        try:
            target = self._get_current_object()
        except RuntimeError:
            return NotImplemented
        return compare(target, other)

    return method


def _applied(function: Callable[..., t.Any]) -> Callable[..., t.Any]:
    def method(self: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return function(self._get_current_object(), *args, **kwargs)

    return method


def _reflected(function: Callable[[t.Any, t.Any], t.Any]) -> Callable[..., t.Any]:
    def method(self: t.Any, other: t.Any) -> t.Any:
        return function(other, self._get_current_object())

    return method


def _in_place(function: Callable[[t.Any, t.Any], t.Any]) -> Callable[..., t.Any]:
    """``proxy += x`` changes the object, and the name stays bound to the proxy."""

    def method(self: t.Any, other: t.Any) -> t.Any:
        function(self._get_current_object(), other)
        return self

    return method


def _called(name: str) -> Callable[..., t.Any]:
    """Return a special method that no function or operator stands for."""

    def method(self: t.Any, *args: t.Any) -> t.Any:
        target = self._get_current_object()
        return getattr(type(target), name)(target, *args)

    return method


def _give_operators(proxy: t.Any) -> None:
    """Put the special methods on the proxy class, from one table per way of forwarding."""
    for name in ("lt", "le", "eq", "ne", "gt", "ge"):
        _set(proxy, f"__{name}__", _compared(getattr(operator, name)))
    arithmetic = "add sub mul matmul truediv floordiv mod lshift rshift and_ xor or_"
    for name in arithmetic.split():
        function = getattr(operator, name)
        name = name.rstrip("_")
        _set(proxy, f"__{name}__", _applied(function))
        _set(proxy, f"__r{name}__", _reflected(function))
        _set(proxy, f"__i{name}__", _in_place(getattr(operator, f"i{name}")))
    _set(proxy, "__pow__", _applied(pow))
    _set(proxy, "__ipow__", _in_place(operator.ipow))
    functions: dict[str, Callable[..., t.Any]] = {
        "str": str,
        "bytes": bytes,
        "format": format,
        "len": len,
        "length_hint": operator.length_hint,
        "getitem": operator.getitem,
        "setitem": operator.setitem,
        "delitem": operator.delitem,
        "iter": iter,
        "next": next,
        "reversed": reversed,
        "contains": operator.contains,
        "neg": operator.neg,
        "pos": operator.pos,
        "abs": abs,
        "invert": operator.invert,
        "complex": complex,
        "int": int,
        "float": float,
        "index": operator.index,
        "round": round,
        "trunc": math.trunc,
        "floor": math.floor,
        "ceil": math.ceil,
        "copy": copy.copy,
        "deepcopy": copy.deepcopy,
    }
    for name, function in functions.items():
        _set(proxy, f"__{name}__", _applied(function))
    for name in ("enter", "exit", "await", "aiter", "anext", "aenter", "aexit"):
        _set(proxy, f"__{name}__", _called(f"__{name}__"))
    proxy.__doc__ = _Text("__doc__", proxy.__doc__)


def _set(proxy: type, name: str, method: Callable[..., t.Any]) -> None:
    method.__name__ = name
    method.__qualname__ = f"{proxy.__name__}.{name}"
    setattr(proxy, name, method)


_give_operators(LocalProxy)
