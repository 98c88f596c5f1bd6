"""Parameter types: the public names of ``click.types``.

Types that programs use less often are loaded when they are first named.
"""

from __future__ import annotations

from .. import _late
from .._streams import open_stream as open_stream
from ..exceptions import BadParameter as BadParameter
from .base import CompositeParamType as CompositeParamType
from .base import FuncParamType as FuncParamType
from .base import ParamType as ParamType
from .base import UnprocessedParamType as UnprocessedParamType
from .convert import BOOL as BOOL
from .convert import FLOAT as FLOAT
from .convert import INT as INT
from .convert import STRING as STRING
from .convert import UNPROCESSED as UNPROCESSED
from .convert import UUID as UUID
from .convert import Tuple as Tuple
from .convert import convert_type as convert_type
from .scalars import BoolParamType as BoolParamType
from .scalars import DateTime as DateTime
from .scalars import FloatParamType as FloatParamType
from .scalars import IntParamType as IntParamType
from .scalars import StringParamType as StringParamType
from .scalars import UUIDParameterType as UUIDParameterType
from .scalars import _NumberParamTypeBase as _NumberParamTypeBase

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from ._infos import ChoiceInfoDict as ChoiceInfoDict
    from ._infos import DateTimeInfoDict as DateTimeInfoDict
    from ._infos import FileInfoDict as FileInfoDict
    from ._infos import FuncParamTypeInfoDict as FuncParamTypeInfoDict
    from ._infos import NumberRangeInfoDict as NumberRangeInfoDict
    from ._infos import OptionHelpExtra as OptionHelpExtra
    from ._infos import ParamTypeInfoDict as ParamTypeInfoDict
    from ._infos import PathInfoDict as PathInfoDict
    from ._infos import TupleInfoDict as TupleInfoDict
    from .choice import Choice as Choice
    from .files import File as File
    from .files import Path as Path
    from .ranges import FloatRange as FloatRange
    from .ranges import IntRange as IntRange
    from .ranges import _NumberRangeBase as _NumberRangeBase

convert_type.__module__ = __name__


def __getattr__(name: str) -> Any:
    return _late.find(__name__, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_late.NAMES[__name__]})
