"""Text operations on HTML, where an entity such as ``&lt;`` counts as one character.

Each entity is replaced by one private character, the operation runs on the plain text, and the
entities are put back. Tags count as the characters that they are written with.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

# The longest name in HTML has 31 letters.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# Private characters are not letters and not white space, and no other text needs them.
_FIRST = 0xF0000
_PRIVATE = re.compile("[\U000f0000-\U000ffffd]")


class Entities:
    """The entities of one or several texts, each of which stands for one character.

    :param decode_letters: replace entities of letters by the letters. That is for operations that
        look at letters, such as changes of case.
    """

    __slots__ = ("_characters", "_decode_letters", "_entities")

    def __init__(self, decode_letters: bool = False) -> None:
        self._decode_letters = decode_letters
        self._characters: dict[str, str] = {}
        self._entities: dict[str, str] = {}

    def _character(self, match: re.Match[str]) -> str:
        entity = match[0]
        if self._decode_letters and entity[0] == "&":
            from html import unescape

            letter = unescape(entity)
            if letter.isalpha():
                return letter
        character = self._characters.get(entity)
        if character is None:
            character = chr(_FIRST + len(self._characters))
            self._characters[entity] = character
            self._entities[character] = entity
        return character

    def pack(self, text: str) -> str:
        """Replace each entity by its character."""
        plain = str.__str__(text)
        # A character that is private itself is kept in the same way.
        if not plain.isascii():
            plain = _PRIVATE.sub(self._character, plain)
        return _ENTITY.sub(self._character, plain)

    def unpack(self, text: str) -> Markup:
        """Put the entities back."""
        entities = self._entities
        if not entities:
            return Markup(text)
        return Markup(_PRIVATE.sub(lambda match: entities[match[0]], text))


def has_entities(text: object) -> bool:
    """Return whether the text is HTML that may have entities."""
    return isinstance(text, Markup) and "&" in text


def by_character(
    text: str, operation: t.Callable[[str], str], decode_letters: bool = False
) -> Markup:
    """Apply an operation to HTML, so that it handles each entity as one character."""
    entities = Entities(decode_letters)
    return entities.unpack(operation(entities.pack(text)))


def replace(text: str, old: str, new: str, count: int) -> Markup:
    """Replace a text in HTML. `old` and `new` that are not marked as safe stand for the text that
    a reader sees; `old` may also be spelled as in the source, such as a tag.

    :param count: replace at most so many, from the left; all if it is negative.
    """
    entities = Entities()
    packed = entities.pack(text)
    wanted = {entities.pack(old), entities.pack(escape(old))}
    put = entities.pack(escape(new))
    if not count:
        return entities.unpack(packed)
    pattern = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
    return entities.unpack(re.sub(pattern, lambda match: put, packed, count=max(count, 0)))


def shorten(text: str, length: int) -> str:
    """Return the first characters of escaped text; each entity counts as one."""
    if len(text) <= length:
        return text
    entities = Entities()
    return str(entities.unpack(entities.pack(text)[:length]))


def strip(text: str, characters: str | None) -> Markup:
    """Remove characters at both ends of HTML: white space, or those given."""
    entities = Entities()
    packed = entities.pack(text)
    if characters is not None:
        characters = entities.pack(characters) + entities.pack(escape(characters))
    return entities.unpack(packed.strip(characters))
