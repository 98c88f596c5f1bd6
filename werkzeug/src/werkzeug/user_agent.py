"""The ``User-Agent`` header as an object.

To parse the header, write a subclass and set it as ``Request.user_agent_class``.
"""

from __future__ import annotations


class UserAgent:
    """A parsed user agent. This class parses nothing; the four attributes stay ``None``.

    :param string: the text of the header.
    """

    language: str | None = None
    """The language that the program reports."""

    version: str | None = None
    """The version of the program."""

    browser: str | None = None
    """The name of the program."""

    platform: str | None = None
    """The operating system."""

    def __init__(self, string: str) -> None:
        self.string: str = string

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.browser}/{self.version}>"

    def __str__(self) -> str:
        return self.string

    def __bool__(self) -> bool:
        return bool(self.browser)

    def to_header(self) -> str:
        """Return the text of the header."""
        return self.string
