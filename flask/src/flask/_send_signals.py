"""Send signals at no cost while there is no receiver.

:mod:`flask.signals` registers its signals here when it is imported. Before that there can be
no receiver, and blinker need not be imported.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from blinker import NamedSignal

    from ._annotations import App

signals: dict[str, NamedSignal] = {}
"""Every signal of Flask by attribute name; empty until :mod:`flask.signals` is imported."""


def send(name: str, app: App, **arguments: object) -> None:
    """Send one signal for ``app``; async receivers run through ``app.ensure_sync``."""
    signal = signals[name]
    if signal.receivers:
        signal.send(app, _async_wrapper=app.ensure_sync, **arguments)  # type: ignore[attr-defined]
