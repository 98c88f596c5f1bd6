"""Render templates, at once or as a stream."""

from __future__ import annotations

from jinja2 import Template

from . import _send_signals
from ._jinja import DispatchingJinjaLoader as DispatchingJinjaLoader
from ._jinja import Environment as Environment
from ._late_names import module_attribute
from ._template_context import _default_template_ctx_processor as _default_template_ctx_processor
from .globals import _cv_request, current_app
from .helpers import stream_with_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ._annotations import Flask


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]


def _render(app: Flask, template: Template, context: dict[str, object]) -> str:
    app.update_template_context(context)
    if not _send_signals.signals:
        return template.render(context)
    _send_signals.send("before_render_template", app, template=template, context=context)
    text = template.render(context)
    _send_signals.send("template_rendered", app, template=template, context=context)
    return text


def _stream(app: Flask, template: Template, context: dict[str, object]) -> t.Iterator[str]:
    app.update_template_context(context)
    if _send_signals.signals:
        _send_signals.send("before_render_template", app, template=template, context=context)

    def pieces() -> t.Iterator[str]:
        yield from template.generate(context)
        if _send_signals.signals:
            _send_signals.send("template_rendered", app, template=template, context=context)

    stream = pieces()
    if _cv_request.get(None) is not None:
        return stream_with_context(stream)
    return stream


def render_template(
    template_name_or_list: str | Template | list[str | Template],
    **context: t.Any,
) -> str:
    """Render a template by name.

    :param template_name_or_list: a name, or several of which the first that exists counts.
    :param context: its variables, in addition to those of the context processors.
    """
    app = _app()
    template = app.jinja_env.get_or_select_template(template_name_or_list)
    return _render(app, template, context)


def render_template_string(source: str, **context: t.Any) -> str:
    """Render a template given as text. It escapes, and must not come from a user."""
    app = _app()
    return _render(app, app.jinja_env.from_string(source), context)


def stream_template(
    template_name_or_list: str | Template | list[str | Template],
    **context: t.Any,
) -> t.Iterator[str]:
    """Render a template by name piece by piece; a view may return the iterator."""
    app = _app()
    template = app.jinja_env.get_or_select_template(template_name_or_list)
    return _stream(app, template, context)


def stream_template_string(source: str, **context: t.Any) -> t.Iterator[str]:
    """Render a template given as text piece by piece."""
    app = _app()
    return _stream(app, app.jinja_env.from_string(source), context)


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
