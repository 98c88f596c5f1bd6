"""Where the value of a parameter came from, most explicit first."""

from __future__ import annotations

import enum


class ParameterSource(enum.IntEnum):
    """The source of a value. A smaller one is closer to the user's will."""

    #: typed at a prompt
    PROMPT = 1
    #: given as an argument of the program
    COMMANDLINE = 2
    #: found in an environment variable
    ENVIRONMENT = 3
    #: found in the default map of the context
    DEFAULT_MAP = 4
    #: the default of the parameter, or no value at all
    DEFAULT = 5


ParameterSource.__module__ = "click.core"
