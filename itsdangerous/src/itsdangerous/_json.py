"""JSON without spaces, so that tokens are short."""

from __future__ import annotations

import json
import typing as t

_OPTIONS: dict[str, t.Any] = {"ensure_ascii": False, "separators": (",", ":")}
# Made once: ``json.dumps`` makes a new encoder at each call with options.
_encoder = json.JSONEncoder(**_OPTIONS)


class _CompactJSON:
    """A serializer in the sense of ``Serializer(serializer=...)``."""

    @staticmethod
    def loads(payload: str | bytes) -> t.Any:
        return json.loads(payload)

    @staticmethod
    def dumps(obj: t.Any, **kwargs: t.Any) -> str:
        return json.dumps(obj, **{**_OPTIONS, **kwargs}) if kwargs else _encoder.encode(obj)
