"""Signals that cost nothing while nobody listens.

In: a signal's name, the sender and the arguments.  Out: every receiver has been called.
It does not know blinker: :mod:`flask.signals` announces its signals here when it is loaded,
and before that there can be no receiver.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from blinker import NamedSignal

    from .sansio.app import App

signals: dict[str, NamedSignal] = {}
"""Every signal of Flask by attribute name; empty until :mod:`flask.signals` is imported."""


def send(name: str, app: App, **arguments: t.Any) -> None:
    """Send one signal for ``app``; async receivers run through ``app.ensure_sync``."""
    signal = signals[name]
    if signal.receivers:
        signal.send(app, _async_wrapper=app.ensure_sync, **arguments)  # type: ignore[attr-defined]
