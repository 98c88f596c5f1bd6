"""Classes of ``click.core`` for annotations in modules below them.

Programs override methods whose signatures name these classes. Their overrides could not be annotated
with the classes if the base used protocols, because an override must accept all that its base does.
This module is for type checkers; nothing imports it at run time.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .core.argument import Argument as Argument
    from .core.command import Command as Command
    from .core.context import Context as Context
    from .core.option import Option as Option
    from .core.parameter import Parameter as Parameter
