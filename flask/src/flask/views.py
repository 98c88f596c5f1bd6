"""Views as classes."""

from __future__ import annotations

import typing as t

from .globals import current_app, request

if t.TYPE_CHECKING:  # pragma: no cover
    from . import typing as ft

    F = t.TypeVar("F", bound=t.Callable[..., t.Any])

http_method_funcs = frozenset({"get", "post", "head", "options", "delete", "put", "trace", "patch"})


class View:
    """A view with a method :meth:`dispatch_request`; register what :meth:`as_view` gives."""

    init_every_request: t.ClassVar[bool] = True
    """Make an object for each request; otherwise one serves all, and must keep no state."""

    decorators: t.ClassVar[list[t.Callable[..., t.Any]]] = []
    """Applied to the function of :meth:`as_view`; the first one is the innermost."""

    methods: t.ClassVar[t.Collection[str] | None] = None
    """The methods of its rules, unless those say otherwise."""

    provide_automatic_options: t.ClassVar[bool | None] = None
    """Answer OPTIONS without the view."""

    def dispatch_request(self) -> ft.ResponseReturnValue:
        """Answer the request. The variables of the rule come as keywords."""
        raise NotImplementedError()

    @classmethod
    def as_view(cls, name: str, *class_args: t.Any, **class_kwargs: t.Any) -> ft.RouteCallable:
        """Make a view function.

        :param name: its name, which becomes the endpoint.
        :param class_args: for the constructor, like ``class_kwargs``.
        """
        if cls.init_every_request:

            def view(**kwargs: t.Any) -> ft.ResponseReturnValue:
                self = view.view_class(*class_args, **class_kwargs)  # type: ignore[attr-defined]
                return current_app.ensure_sync(self.dispatch_request)(**kwargs)  # type: ignore[no-any-return]

        else:
            shared = cls(*class_args, **class_kwargs)

            def view(**kwargs: t.Any) -> ft.ResponseReturnValue:
                return current_app.ensure_sync(shared.dispatch_request)(**kwargs)  # type: ignore[no-any-return]

        view.__name__ = name
        view.__module__ = cls.__module__
        for decorator in cls.decorators:
            view = decorator(view)
        # Decorators may lose these, and tools look for them.
        view.__name__ = name
        view.__module__ = cls.__module__
        view.__doc__ = cls.__doc__
        view.view_class = cls  # type: ignore[attr-defined]
        view.methods = cls.methods  # type: ignore[attr-defined]
        view.provide_automatic_options = cls.provide_automatic_options  # type: ignore[attr-defined]
        return view


class MethodView(View):
    """A view with a method for each HTTP method: ``get``, ``post`` and so on.

    :attr:`View.methods` holds the names found, and those of the base classes. Other HTTP
    methods are listed there by hand; the method in lowercase answers them:

    >>> class Folder(MethodView):
    ...     methods = ["GET", "PROPFIND"]
    ...     def get(self): return "a page"
    ...     def propfind(self): return "<multistatus/>"
    """

    def __init_subclass__(cls, **kwargs: t.Any) -> None:
        super().__init_subclass__(**kwargs)
        if "methods" in cls.__dict__:
            return
        methods = {name.upper() for name in http_method_funcs if hasattr(cls, name)}
        for base in cls.__bases__:
            methods.update(getattr(base, "methods", None) or ())
        if methods:
            cls.methods = methods

    def dispatch_request(self, /, **kwargs: t.Any) -> ft.ResponseReturnValue:
        """Call the method for the request; HEAD falls back to ``get``."""
        name = request.method.lower()
        # A class may list any HTTP method in ``methods``, but the attributes of the view
        # itself, such as ``as_view``, never answer a request.
        method = None if hasattr(MethodView, name) else getattr(self, name, None)
        if method is None and name == "head":
            method = getattr(self, "get", None)
        assert method is not None, f"Unimplemented method {request.method!r}"
        return current_app.ensure_sync(method)(**kwargs)  # type: ignore[no-any-return]
