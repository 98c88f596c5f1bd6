"""The signals an application sends.  Senders are always the application object."""

from __future__ import annotations

from blinker import Namespace as Namespace

from . import _notify

# Only Flask's own: an extension makes a namespace of its own.
_signals = Namespace()

template_rendered = _signals.signal("template-rendered")
before_render_template = _signals.signal("before-render-template")
request_started = _signals.signal("request-started")
request_finished = _signals.signal("request-finished")
request_tearing_down = _signals.signal("request-tearing-down")
got_request_exception = _signals.signal("got-request-exception")
appcontext_tearing_down = _signals.signal("appcontext-tearing-down")
appcontext_pushed = _signals.signal("appcontext-pushed")
appcontext_popped = _signals.signal("appcontext-popped")
message_flashed = _signals.signal("message-flashed")

_notify.signals.update({name.replace("-", "_"): signal for name, signal in _signals.items()})
