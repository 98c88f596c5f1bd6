"""Containers and header values, as their public names.

A door: everything lives in the rooms of this package.
"""

from __future__ import annotations

# What everything is kept in.
from .headers import EnvironHeaders as EnvironHeaders
from .headers import Headers as Headers
from .structures import CombinedMultiDict as CombinedMultiDict
from .structures import ImmutableMultiDict as ImmutableMultiDict
from .structures import MultiDict as MultiDict

# isort: split
# Files that came with a form.
from .file_storage import FileMultiDict as FileMultiDict
from .file_storage import FileStorage as FileStorage
from .structures import iter_multi_items as iter_multi_items

# isort: split
# Values of single headers: what is accepted, by whom it is asked, what caches may do.
from .accept import Accept as Accept
from .accept import CharsetAccept as CharsetAccept
from .accept import LanguageAccept as LanguageAccept

# isort: split
from .accept import MIMEAccept as MIMEAccept
from .auth import Authorization as Authorization
from .cache_control import RequestCacheControl as RequestCacheControl
from .header_set import HeaderSet as HeaderSet

# isort: split
from .auth import WWWAuthenticate as WWWAuthenticate
from .cache_control import ResponseCacheControl as ResponseCacheControl
from .csp import ContentSecurityPolicy as ContentSecurityPolicy

# isort: split
# Conditions and parts.
from .etag import ETags as ETags
from .range import ContentRange as ContentRange
from .range import IfRange as IfRange
from .range import Range as Range

# isort: split
# What the containers are built from.
from .structures import CallbackDict as CallbackDict
from .structures import ImmutableDict as ImmutableDict
from .structures import ImmutableList as ImmutableList

# isort: split
from .structures import ImmutableTypeConversionDict as ImmutableTypeConversionDict
from .structures import TypeConversionDict as TypeConversionDict

# isort: split
from .mixins import ImmutableDictMixin as ImmutableDictMixin
from .mixins import ImmutableListMixin as ImmutableListMixin
from .mixins import UpdateDictMixin as UpdateDictMixin

# isort: split
from .mixins import ImmutableHeadersMixin as ImmutableHeadersMixin
from .mixins import ImmutableMultiDictMixin as ImmutableMultiDictMixin

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
