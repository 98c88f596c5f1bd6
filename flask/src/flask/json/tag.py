"""JSON that keeps types, for signed sessions.

A value of a type that JSON lacks is written as a dict with one entry whose key names a tag:
``{" u": "..."}`` for a UUID. A dict that happens to look like that is escaped by a tag of its
own.
"""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from datetime import datetime

from markupsafe import Markup
from werkzeug.http import http_date, parse_date

from . import dumps, loads

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


class JSONTag:
    """The form of one type in JSON. Subclass and register it with a serializer."""

    __slots__ = ("serializer",)

    key: str = ""
    """Marks the value in the text; empty for types that JSON knows."""

    def __init__(self, serializer: TaggedJSONSerializer) -> None:
        self.serializer: TaggedJSONSerializer = serializer

    def check(self, value: t.Any) -> bool:
        """Return whether this tag is for ``value``."""
        raise NotImplementedError

    def to_json(self, value: t.Any) -> t.Any:
        """Return a JSON value for ``value``."""
        raise NotImplementedError

    def to_python(self, value: t.Any) -> t.Any:
        """Return the original value from its JSON value."""
        raise NotImplementedError

    def tag(self, value: t.Any) -> dict[str, t.Any]:
        """Return the marked JSON value."""
        return {self.key: self.to_json(value)}


class TagDict(JSONTag):
    """A dict of one entry whose key is a tag: two underscores are appended to the key."""

    __slots__ = ()
    key = " di"

    def check(self, value: object) -> bool:
        if not isinstance(value, dict) or len(value) != 1:
            return False
        return next(iter(value)) in self.serializer.tags

    def to_json(self, value: t.Any) -> t.Any:
        ((key, inner),) = value.items()
        return {f"{key}__": self.serializer.tag(inner)}

    def to_python(self, value: t.Any) -> t.Any:
        ((key, inner),) = value.items()
        return {key[:-2]: inner}


class PassDict(JSONTag):
    """Any other dict: its values are tagged, itself is not."""

    __slots__ = ()

    def check(self, value: object) -> bool:
        return isinstance(value, dict)

    def to_json(self, value: t.Any) -> t.Any:
        tag = self.serializer.tag
        return {key: tag(inner) for key, inner in value.items()}

    tag = to_json


class TagTuple(JSONTag):
    """Tuples, which JSON would turn into lists."""

    __slots__ = ()
    key = " t"

    def check(self, value: object) -> bool:
        return isinstance(value, tuple)

    def to_json(self, value: t.Any) -> t.Any:
        return list(map(self.serializer.tag, value))

    def to_python(self, value: t.Any) -> t.Any:
        return tuple(value)


class PassList(JSONTag):
    """Lists: their items are tagged, themselves are not."""

    __slots__ = ()

    def check(self, value: object) -> bool:
        return isinstance(value, list)

    def to_json(self, value: t.Any) -> t.Any:
        return list(map(self.serializer.tag, value))

    tag = to_json


class TagUUID(JSONTag):
    """UUIDs, as 32 hexadecimal digits."""

    __slots__ = ()
    key = " u"

    def check(self, value: object) -> bool:
        # Who has a UUID has imported its module.
        uuid = sys.modules.get("uuid")
        return uuid is not None and isinstance(value, uuid.UUID)

    def to_json(self, value: t.Any) -> t.Any:
        return value.hex

    def to_python(self, value: t.Any) -> t.Any:
        from uuid import UUID

        return UUID(value)


class TagMarkup(JSONTag):
    """Objects with ``__html__``; they come back as :class:`~markupsafe.Markup`."""

    __slots__ = ()
    key = " m"

    def check(self, value: object) -> bool:
        return callable(getattr(value, "__html__", None))

    def to_python(self, value: t.Any) -> t.Any:
        return Markup(value)

    def to_json(self, value: t.Any) -> t.Any:
        return str(value.__html__())


class TagBytes(JSONTag):
    """Bytes, in base64."""

    __slots__ = ()
    key = " b"

    def check(self, value: object) -> bool:
        return isinstance(value, bytes)

    def to_json(self, value: t.Any) -> t.Any:
        return b64encode(value).decode("ascii")

    def to_python(self, value: t.Any) -> t.Any:
        return b64decode(value)


class TagDateTime(JSONTag):
    """Times, as HTTP dates: whole seconds, back in UTC."""

    __slots__ = ()
    key = " d"

    def check(self, value: object) -> bool:
        return isinstance(value, datetime)

    def to_json(self, value: t.Any) -> t.Any:
        return http_date(value)

    def to_python(self, value: t.Any) -> t.Any:
        return parse_date(value)


class TaggedJSONSerializer:
    """Writes and reads compact JSON with tags.

    :attr:`order` is the order in which tags are asked, :attr:`tags` finds them by key.
    """

    __slots__ = ("order", "tags")

    default_tags: list[type[JSONTag]] = [
        TagDict,
        PassDict,
        TagTuple,
        PassList,
        TagBytes,
        TagMarkup,
        TagUUID,
        TagDateTime,
    ]
    """Registered, in this order, with every new serializer."""

    def __init__(self) -> None:
        self.order: list[JSONTag] = []
        self.tags: dict[str, JSONTag] = {}
        for tag_class in self.default_tags:
            self.register(tag_class)

    def register(
        self, tag_class: type[JSONTag], force: bool = False, index: int | None = None
    ) -> None:
        """Add a tag.

        :param force: replace the tag that has the same key.
        :param index: where to insert it in the order; the end by default.
        :raises KeyError: the key is taken and ``force`` is false.
        """
        tag = tag_class(self)
        if tag.key:
            if tag.key in self.tags and not force:
                raise KeyError(f"Tag '{tag.key}' is already registered.")
            self.tags[tag.key] = tag
        self.order.insert(len(self.order) if index is None else index, tag)

    def tag(self, value: t.Any) -> t.Any:
        """Return a JSON value in which foreign types are marked."""
        for tag in self.order:
            if tag.check(value):
                return tag.tag(value)
        return value

    def untag(self, value: dict[str, t.Any]) -> t.Any:
        """Return the value that one marked dict stands for; any other dict stays."""
        if len(value) == 1:
            (key,) = value
            tag = self.tags.get(key)
            if tag is not None:
                return tag.to_python(value[key])
        return value

    def _untag_scan(self, value: object) -> t.Any:
        scan = self._untag_scan
        if isinstance(value, list):
            return list(map(scan, value))
        if isinstance(value, dict):
            return self.untag({key: scan(inner) for key, inner in value.items()})
        return value

    def dumps(self, value: t.Any) -> str:
        """Tag ``value`` and write it without blanks."""
        return dumps(self.tag(value), separators=(",", ":"))

    def loads(self, value: str) -> t.Any:
        """Read text and bring tagged values back."""
        return self._untag_scan(loads(value))
