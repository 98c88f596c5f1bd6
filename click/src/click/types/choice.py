"""One of several given values.

A text is converted to the choice that it spells, which may be any object. The normal forms are
compared and shown: an enum member's name or the text of the value, passed through the context's
token normalisation, and case-folded when case does not matter.
"""

from __future__ import annotations

import enum

from .._completion.item import CompletionItem
from .._i18n import translate as _
from .._i18n import translate_plural
from .base import ParamType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Generic

    from typing_extensions import TypeVar

    from .._annotations import Context, Parameter
    from ._infos import ChoiceInfoDict

    _ValueT_co = TypeVar("_ValueT_co", covariant=True)
else:
    from .._generic import Subscriptable as Generic

    _ValueT_co = None


class Choice(ParamType[_ValueT_co], Generic[_ValueT_co]):
    """One of ``choices``.

    :param choices: an iterable of any values, such as texts or an enum class.
    :param case_sensitive: whether ``A`` is another choice than ``a``.
    """

    __module__ = "click.types"

    name: str = "choice"
    choices: tuple[_ValueT_co, ...]
    case_sensitive: bool

    def __init__(self, choices: Iterable[_ValueT_co], case_sensitive: bool = True) -> None:
        self.choices = tuple(choices)
        self.case_sensitive = case_sensitive

    def to_info_dict(self) -> ChoiceInfoDict[_ValueT_co]:
        return {
            "choices": self.choices,
            "case_sensitive": self.case_sensitive,
            **super().to_info_dict(),
        }

    def normalize_choice(self, choice: object, ctx: Context | None) -> str:
        """Return the text that stands for ``choice`` in comparisons, help and messages."""
        text = choice.name if isinstance(choice, enum.Enum) else str(choice)
        if ctx is not None and ctx.token_normalize_func is not None:
            text = ctx.token_normalize_func(text)
        return text if self.case_sensitive else text.casefold()

    def _normalized_mapping(self, ctx: Context | None = None) -> Mapping[_ValueT_co, str]:
        """Return each choice with its normal form."""
        return {choice: self.normalize_choice(choice=choice, ctx=ctx) for choice in self.choices}

    def get_metavar(self, param: Parameter, ctx: Context) -> str | None:
        if not getattr(param, "show_choices", True):
            from .convert import convert_type

            kinds = [convert_type(type(choice)).name.upper() for choice in self.choices]
            inside = "|".join(dict.fromkeys(kinds))
        else:
            inside = "|".join(
                self.normalize_choice(choice=choice, ctx=ctx) for choice in self.choices
            )
        # Curly braces say that one of them must be given.
        if param.required and param.param_type_name == "argument":
            return f"{{{inside}}}"
        return f"[{inside}]"

    def get_missing_message(self, param: Parameter, ctx: Context | None) -> str:
        forms = ",\n\t".join(
            self.normalize_choice(choice=choice, ctx=ctx) for choice in self.choices
        )
        return _("Choose from:\n\t{choices}").format(choices=forms)

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> _ValueT_co:
        wanted = self.normalize_choice(choice=value, ctx=ctx)
        for choice in self.choices:
            if self.normalize_choice(choice=choice, ctx=ctx) == wanted:
                return choice
        self.fail(self.get_invalid_choice_message(value=value, ctx=ctx), param=param, ctx=ctx)

    def get_invalid_choice_message(self, value: object, ctx: Context | None) -> str:
        """Return the message for a ``value`` that is none of the choices."""
        forms = ", ".join(
            repr(self.normalize_choice(choice=choice, ctx=ctx)) for choice in self.choices
        )
        return translate_plural(
            "{value!r} is not {choice}.",
            "{value!r} is not one of {choices}.",
            len(self.choices),
        ).format(value=value, choice=forms, choices=forms)

    def shell_complete(
        self, ctx: Context, param: Parameter, incomplete: str
    ) -> list[CompletionItem]:
        forms = [self.normalize_choice(choice=choice, ctx=ctx) for choice in self.choices]
        if self.case_sensitive:
            return [CompletionItem(form) for form in forms if form.startswith(incomplete)]
        # Compared as in a conversion, but offered as spelled in the program.
        begin = self.normalize_choice(choice=incomplete, ctx=ctx)
        return [
            CompletionItem(choice.name if isinstance(choice, enum.Enum) else str(choice))
            for choice, form in zip(self.choices, forms, strict=True)
            if form.startswith(begin)
        ]

    def __repr__(self) -> str:
        return f"Choice({list(self.choices)})"
