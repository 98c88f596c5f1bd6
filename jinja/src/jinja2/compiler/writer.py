"""Lines of Python: indentation, and the map from generated lines to lines of the template.

Goes in: fragments of code. Comes out: text. Two texts grow side by side, line by line the same
but for how output leaves a function: the *fast* one appends to a list, the *lazy* one yields. A
fragment is written to both, or in two versions with :meth:`Writer._either`.
"""

from __future__ import annotations

import io

from ..visitor import NodeVisitor

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .. import nodes


class Writer(NodeVisitor):
    """The part of the code generator which writes text."""

    stream: t.TextIO

    def _start_writing(self, stream: t.TextIO | None, two_faced: bool) -> None:
        self.stream = io.StringIO() if stream is None else stream
        #: The lazy text as a list of fragments; ``None`` when the only text is lazy.
        self._lazy: list[str] | None = [] if two_faced else None
        #: Pairs of template line and generated line.
        self.debug_info: list[tuple[int, int]] = []
        self.code_lineno: int = 1
        self._indentation = 0
        self._pending_lines = 0
        self._pending_template_line: int | None = None
        self._last_template_line = 0
        self._begun = False
        #: How many fragments were written: tells whether a body turned out to be empty.
        self._written = 0

    def indent(self) -> None:
        """Indent what follows by one level."""
        self._indentation += 1

    def outdent(self, step: int = 1) -> None:
        """Take back one or more levels."""
        self._indentation -= step

    def _line_ends(self) -> str:
        """What a pending line end and the indentation behind it look like."""
        if not self._begun:
            self._pending_lines = 0
        self._begun = True
        lines = self._pending_lines
        self._pending_lines = 0
        self.code_lineno += lines
        if self._pending_template_line is not None:
            self.debug_info.append((self._pending_template_line, self.code_lineno))
            self._pending_template_line = None
        return "\n" * lines + "    " * self._indentation

    def write(self, x: str) -> None:
        """Write a fragment of code."""
        if self._pending_lines:
            x = self._line_ends() + x
        self._begun = True
        self._written += 1
        self.stream.write(x)
        if self._lazy is not None:
            self._lazy.append(x)

    def _either(self, fast: str, lazy: str) -> None:
        """Write a fragment which differs. Both versions have the same number of lines."""
        if self._lazy is None:
            self.write(lazy)
            return
        if self._pending_lines:
            before = self._line_ends()
            fast, lazy = before + fast, before + lazy
        self._written += 1
        self.stream.write(fast)
        self._lazy.append(lazy)

    def _either_line(self, fast: str, lazy: str, node: nodes.Node | None = None) -> None:
        self.newline(node)
        self._either(fast, lazy)

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; see :meth:`newline`."""
        self.newline(node, extra)
        self.write(x)

    def newline(self, node: nodes.Node | None = None, extra: int = 0) -> None:
        """End the line, with `extra` empty lines; the next one belongs to the line of `node`."""
        self._pending_lines = max(self._pending_lines, 1 + extra)
        if node is not None and node.lineno != self._last_template_line:
            self._pending_template_line = self._last_template_line = node.lineno
