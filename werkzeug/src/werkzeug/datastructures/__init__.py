"""Containers and header values. Everything is defined in the modules of this package."""

from __future__ import annotations

from .accept import Accept as Accept
from .accept import CharsetAccept as CharsetAccept
from .accept import LanguageAccept as LanguageAccept
from .accept import MIMEAccept as MIMEAccept
from .auth import Authorization as Authorization
from .auth import WWWAuthenticate as WWWAuthenticate
from .cache_control import RequestCacheControl as RequestCacheControl
from .cache_control import ResponseCacheControl as ResponseCacheControl
from .csp import ContentSecurityPolicy as ContentSecurityPolicy
from .etag import ETags as ETags
from .file_storage import FileMultiDict as FileMultiDict
from .file_storage import FileStorage as FileStorage
from .header_set import HeaderSet as HeaderSet
from .headers import EnvironHeaders as EnvironHeaders
from .headers import Headers as Headers
from .mixins import ImmutableDictMixin as ImmutableDictMixin
from .mixins import ImmutableHeadersMixin as ImmutableHeadersMixin
from .mixins import ImmutableListMixin as ImmutableListMixin
from .mixins import ImmutableMultiDictMixin as ImmutableMultiDictMixin
from .mixins import UpdateDictMixin as UpdateDictMixin
from .range import ContentRange as ContentRange
from .range import IfRange as IfRange
from .range import Range as Range
from .structures import CallbackDict as CallbackDict
from .structures import CombinedMultiDict as CombinedMultiDict
from .structures import ImmutableDict as ImmutableDict
from .structures import ImmutableList as ImmutableList
from .structures import ImmutableMultiDict as ImmutableMultiDict
from .structures import ImmutableTypeConversionDict as ImmutableTypeConversionDict
from .structures import MultiDict as MultiDict
from .structures import TypeConversionDict as TypeConversionDict
from .structures import iter_multi_items as iter_multi_items

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
