"""Contexts, parameters, commands and groups: the public names of ``click.core``."""

from __future__ import annotations

from .. import _late
from .._display import make_str as make_str
from .._output import echo as echo
from .._utils import UNSET as UNSET
from ..globals import pop_context as pop_context
from ..globals import push_context as push_context
from .argument import Argument as Argument
from .build import build_command as build_command
from .command import Command as Command
from .context import Context as Context
from .errors import augment_usage_errors as augment_usage_errors
from .group import CommandCollection as CommandCollection
from .group import Group as Group
from .option import Option as Option
from .parameter import Parameter as Parameter
from .parameter import batch as batch
from .parameter import deprecation_label as _format_deprecated_label  # noqa: F401 (programs use it)
from .parameter import deprecation_reason as _format_deprecated_suffix  # noqa: F401 (and this)
from .parameter import iter_params_for_processing as iter_params_for_processing
from .source import ParameterSource as ParameterSource

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any


class _FakeSubclassCheck(type):
    """Lets a former base class claim the classes that took its place."""

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, cls.__bases__[0])

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__bases__[0])


class _BaseCommand(Command, metaclass=_FakeSubclassCheck):
    """Deprecated: :class:`Command`."""


class _MultiCommand(Group, metaclass=_FakeSubclassCheck):
    """Deprecated: :class:`Group`."""


def __getattr__(name: str) -> Any:
    return _late.find(__name__, name)
