"""Render to Python values instead of text.

A template with one expression renders to its value, any other to the value of the joined text as a
Python literal.
"""

from __future__ import annotations

from ast import literal_eval, parse
from itertools import chain, islice

from . import nodes
from ._imports import module_getattr
from ._literals import has_safe_repr
from .compiler import CodeGenerator
from .compiler.output import FinalizeInfo
from .environment import Environment, Template

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .compiler import Frame


def native_concat(values: t.Iterable[t.Any]) -> t.Any | None:
    """Return the value of the pieces of output.

    It is ``None`` if there is no piece, and a single piece that is no text is the value itself.
    Other pieces are joined as text, which is read as a Python literal. Text that is no literal
    stays text.
    """
    iterator = iter(values)
    first = list(islice(iterator, 2))
    if not first:
        return None
    if len(first) == 1:
        raw = first[0]
        if not isinstance(raw, str):
            return raw
    else:
        raw = "".join(map(str, chain(first, iterator)))
    try:
        # Parsing as an expression by ourselves keeps indented text from being a mistake.
        return literal_eval(parse(raw, mode="eval"))
    except (ValueError, SyntaxError, MemoryError):
        return raw


def _itself(value: object) -> object:
    return value


class NativeCodeGenerator(CodeGenerator):
    """Writes code that outputs values as they are: nothing is converted or escaped."""

    _default_finalize = staticmethod(_itself)

    def _output_const_repr(self, group: t.Iterable[t.Any]) -> str:
        return repr("".join(map(str, group)))

    def _output_child_to_const(
        self, node: nodes.Expr, frame: Frame, finalize: FinalizeInfo
    ) -> object:
        known = node.as_const(frame.eval_ctx)
        if has_safe_repr(known):
            is_text = isinstance(node, nodes.TemplateData)
            return known if is_text else finalize.const(known)  # type: ignore[misc]
        raise nodes.Impossible()

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> None:
        if finalize.src is not None:
            self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> None:
        if finalize.src is not None:
            self.write(")")


class NativeEnvironment(Environment):
    """An environment whose templates render to Python values."""

    code_generator_class: type[CodeGenerator] = NativeCodeGenerator
    concat: t.Callable[[t.Iterable[t.Any]], t.Any] = staticmethod(native_concat)


class NativeTemplate(Template):
    """A template that renders to a Python value; see :func:`native_concat`."""

    environment_class: type[Environment] = NativeEnvironment

    def render(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Render the template to a value. Takes the arguments of :class:`dict`."""
        environment = self.environment
        context = self.new_context(dict(*args, **kwargs))
        try:
            return environment.concat(self.root_render_func(context))
        except Exception:
            return environment.handle_exception()

    async def render_async(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """As :meth:`render`, in an asynchronous environment.

        :raises RuntimeError: the environment is not asynchronous.
        """
        environment = self.environment
        if not environment.is_async:
            raise RuntimeError("The environment was not created with async mode enabled.")
        context = self.new_context(dict(*args, **kwargs))
        try:
            pieces: t.Any = self.root_render_func(context)
            return environment.concat([piece async for piece in pieces])
        except Exception:
            return environment.handle_exception()


NativeEnvironment.template_class = NativeTemplate

if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
