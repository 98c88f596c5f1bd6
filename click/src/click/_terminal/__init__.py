"""What a terminal can do beyond printing, cut in rooms; public names are in `click.termui`.

In: the name of something that tests replace at the old door. Out: what is there now.
"""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any


def live(name: str, otherwise: Any) -> Any:
    """What *name* means now at `click._termui_impl`; *otherwise* while nobody has loaded that."""
    return getattr(sys.modules.get("click._termui_impl"), name, otherwise)
