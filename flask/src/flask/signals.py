"""The signals of an application. The sender is always the application object."""

from __future__ import annotations

from blinker import Namespace as Namespace

from . import _send_signals

# Only Flask's own: an extension makes a namespace of its own.
_signals = Namespace()

# A request, in the order of its events.
request_started = _signals.signal("request-started")
got_request_exception = _signals.signal("got-request-exception")
request_finished = _signals.signal("request-finished")
request_tearing_down = _signals.signal("request-tearing-down")

# The application's context.
appcontext_pushed = _signals.signal("appcontext-pushed")
appcontext_tearing_down = _signals.signal("appcontext-tearing-down")
appcontext_popped = _signals.signal("appcontext-popped")

# What views do.
message_flashed = _signals.signal("message-flashed")
before_render_template = _signals.signal("before-render-template")
template_rendered = _signals.signal("template-rendered")

_send_signals.signals.update({name.replace("-", "_"): signal for name, signal in _signals.items()})
