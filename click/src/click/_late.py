"""Names that programs import from modules which only use them.

Each is imported from its home module on first use, so that nothing is loaded early. The code that
uses one of them looks it up in the module listed here, so that tests can patch it there.
"""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

#: home module of each name, by the module that answers for it
NAMES: dict[str, dict[str, str]] = {
    "click.core": {
        "Abort": "click.exceptions",
        "BadParameter": "click.exceptions",
        "ClickException": "click.exceptions",
        "Exit": "click.exceptions",
        "FLAG_NEEDS_VALUE": "click._utils",
        "HelpFormatter": "click.formatting",
        "MissingParameter": "click.exceptions",
        "NoArgsIsHelpError": "click.exceptions",
        "NoSuchCommand": "click.exceptions",
        "UsageError": "click.exceptions",
        "confirm": "click.termui",
        "join_options": "click.formatting",
        "pop_context": "click.globals",
        "prompt": "click.termui",
        "push_context": "click.globals",
        "style": "click.termui",
    },
    "click.shell_completion": {
        "Argument": "click.core",
        "Command": "click.core",
        "Context": "click.core",
        "Group": "click.core",
        "Option": "click.core",
        "Parameter": "click.core",
        "ParameterSource": "click.core",
        "echo": "click.utils",
    },
    "click.termui": {"Choice": "click.types"},
    "click.types": {"format_filename": "click.utils"},
}


def find(module: str, name: str) -> Any:
    """Return the value of ``name`` in the module called ``module``.

    :raises AttributeError: ``module`` does not answer for that name.
    """
    home = NAMES[module].get(name)
    if home is None:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    value = getattr(__import__(home, fromlist=(name,)), name)
    setattr(sys.modules[module], name, value)
    return value
