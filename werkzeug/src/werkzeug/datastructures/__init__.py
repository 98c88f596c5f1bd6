"""Containers and header values. Everything is defined in the modules of this package."""

from __future__ import annotations

from .accept import Accept, CharsetAccept, LanguageAccept, MIMEAccept
from .auth import Authorization, WWWAuthenticate
from .cache_control import RequestCacheControl, ResponseCacheControl
from .csp import ContentSecurityPolicy
from .etag import ETags
from .file_storage import FileMultiDict, FileStorage
from .header_set import HeaderSet
from .headers import EnvironHeaders, Headers
from .mixins import (
    ImmutableDictMixin,
    ImmutableHeadersMixin,
    ImmutableListMixin,
    ImmutableMultiDictMixin,
    UpdateDictMixin,
)
from .range import ContentRange, IfRange, Range
from .structures import (
    CallbackDict,
    CombinedMultiDict,
    ImmutableDict,
    ImmutableList,
    ImmutableMultiDict,
    ImmutableTypeConversionDict,
    MultiDict,
    TypeConversionDict,
    iter_multi_items,
)

__all__ = [
    "Accept",
    "Authorization",
    "CallbackDict",
    "CharsetAccept",
    "CombinedMultiDict",
    "ContentRange",
    "ContentSecurityPolicy",
    "ETags",
    "EnvironHeaders",
    "FileMultiDict",
    "FileStorage",
    "HeaderSet",
    "Headers",
    "IfRange",
    "ImmutableDict",
    "ImmutableDictMixin",
    "ImmutableHeadersMixin",
    "ImmutableList",
    "ImmutableListMixin",
    "ImmutableMultiDict",
    "ImmutableMultiDictMixin",
    "ImmutableTypeConversionDict",
    "LanguageAccept",
    "MIMEAccept",
    "MultiDict",
    "Range",
    "RequestCacheControl",
    "ResponseCacheControl",
    "TypeConversionDict",
    "UpdateDictMixin",
    "WWWAuthenticate",
    "iter_multi_items",
]

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .structures import ImmutableOrderedMultiDict as ImmutableOrderedMultiDict
    from .structures import OrderedMultiDict as OrderedMultiDict

_DEPRECATED = {
    "OrderedMultiDict": ("MultiDict", "_OrderedMultiDict"),
    "ImmutableOrderedMultiDict": ("ImmutableMultiDict", "_ImmutableOrderedMultiDict"),
}


def __getattr__(name: str) -> t.Any:
    if name not in _DEPRECATED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    instead, actual = _DEPRECATED[name]
    from . import structures

    structures._warn_ordered(instead, 3)
    return getattr(structures, actual)
