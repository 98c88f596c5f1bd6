"""Load commands of other distributions, from the entry points in ``flask.commands``."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

_GROUP = "flask.commands"


def _could_have_plugins() -> bool:
    """Return whether some metadata on the path mentions the group.

    Reading all metadata properly takes longer than everything else ``flask`` does before
    it runs a command, and nearly always finds nothing.
    """
    mark = f"[{_GROUP}]".encode()
    for finder in sys.meta_path:
        module = getattr(finder, "__module__", None) or type(finder).__module__
        if hasattr(finder, "find_distributions") and not module.startswith(
            ("_frozen_importlib", "importlib")
        ):
            return True
    for folder in sys.path:
        try:
            entries = os.scandir(folder or ".")
        except NotADirectoryError:
            return True  # an archive
        except OSError:
            continue
        with entries:
            for entry in entries:
                if not entry.name.endswith((".dist-info", ".egg-info", ".egg")):
                    continue
                if entry.name.endswith(".egg"):
                    return True
                try:
                    with open(os.path.join(entry.path, "entry_points.txt"), "rb") as file:
                        if mark in file.read().replace(b" ", b""):
                            return True
                except OSError:
                    continue
    return False


def plugin_commands() -> Iterator[tuple[str, click.Command]]:
    """Yield the name and command of every plugin."""
    if "importlib.metadata" not in sys.modules and not _could_have_plugins():
        return
    from importlib.metadata import entry_points

    for point in entry_points(group=_GROUP):
        yield point.name, point.load()
