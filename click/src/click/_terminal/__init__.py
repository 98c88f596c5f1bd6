"""Editor, keys, pager and progress bar; the public names are in ``click.termui``."""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any


def live(name: str, otherwise: object) -> Any:
    """Return ``name`` of ``click._termui_impl``, or ``otherwise`` if that module is not loaded."""
    return getattr(sys.modules.get("click._termui_impl"), name, otherwise)
