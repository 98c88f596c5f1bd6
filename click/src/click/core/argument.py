"""Arguments: parameters that are found by their position."""

from __future__ import annotations

from .._display import clean_help
from .._utils import UNSET
from .parameter import Parameter

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..parser import _OptionParser
    from .context import Context


class Argument(Parameter):
    """A parameter that is found by its position.

    :param required: by default true, unless there is a default or all tokens are taken.
    :param attrs: as for :class:`Parameter`.
    :raises TypeError: there is not exactly one name, or ``multiple`` is asked for.
    """

    __module__ = "click.core"

    param_type_name = "argument"

    def __init__(
        self,
        param_decls: Sequence[str],
        required: bool | None = None,
        help: str | None = None,
        **attrs: Any,
    ) -> None:
        if "multiple" in attrs:
            error = TypeError("__init__() got an unexpected keyword argument 'multiple'.")
            error.add_note("Use nargs=-1 for an argument that takes several values.")
            raise error
        if required is None:
            if attrs.get("default", UNSET) is not UNSET:
                required = False
            else:
                nargs = attrs.get("nargs")
                required = nargs is None or nargs > 0
        if help:
            help = clean_help(help)
        super().__init__(param_decls, required=bool(required), help=help, **attrs)

    @property
    def human_readable_name(self) -> str:
        return self.name.upper() if self.metavar is None else self.metavar

    def make_metavar(self, ctx: Context) -> str:
        return self._metavar_from_type(ctx) if self.metavar is None else self.metavar

    def _metavar_from_type(self, ctx: Context) -> str:
        """Return the metavar that follows from the declaration, such as ``[SRC]...``."""
        from_type = self.type.get_metavar(param=self, ctx=ctx) or ""
        shown = from_type or self.name.upper()
        if self.deprecated:
            shown += "!"
        # Types that show choices have brackets of their own.
        if not (self.required or (from_type and from_type[0] in "[{")):
            shown = f"[{shown}]"
        return shown if self.nargs == 1 else f"{shown}..."

    def _parse_decls(
        self, decls: Sequence[str], expose_value: bool
    ) -> tuple[str, list[str], list[str]]:
        if not decls:
            if not expose_value:
                return "", [], []
            raise TypeError("Argument is marked as exposed, but does not have a name.")
        if len(decls) > 1:
            error = TypeError(
                f"Arguments take exactly one parameter declaration, got {len(decls)}: {decls}."
            )
            error.add_note("Name it once; for several spellings use an option.")
            raise error
        (decl,) = decls
        return decl.replace("-", "_").lower(), [decl], []

    def add_to_parser(self, parser: _OptionParser, ctx: Context) -> None:
        parser.add_argument(obj=self, dest=self.name, nargs=self.nargs)

    def get_help_record(self, ctx: Context) -> tuple[str, str]:
        return self.make_metavar(ctx), self.help or ""

    def get_usage_pieces(self, ctx: Context) -> list[str]:
        return [self.make_metavar(ctx)]

    def get_error_hint(self, ctx: Context | None) -> str:
        shown = self.human_readable_name if ctx is None else self.make_metavar(ctx)
        return f"'{shown}'"
