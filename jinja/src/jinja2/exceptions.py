"""All exceptions of the library.

The first line of an exception is the message; help follows on further lines. A syntax error shows
its place in the source.
"""

from __future__ import annotations

from ._marks import is_undefined

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .runtime import Undefined


class TemplateError(Exception):
    """Base of all errors of templates."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)

    @property
    def message(self) -> str | None:
        """The text the error was made with."""
        return self.args[0] if self.args else None


class _LateNotes:
    """The notes of an exception; one of them is made when somebody looks.

    Programs look for templates which may be missing. They must not pay for a search for similar
    names that nobody is going to read.
    """

    def __get__(self, error: TemplateNotFound | None, owner: type) -> object:
        if error is None:
            return self
        explain = getattr(error, "_explain", None)
        if explain is not None:
            del error._explain
            for note in explain(error):
                error.add_note(note)
        try:
            return error.__dict__["__notes__"]
        except KeyError:
            raise AttributeError("__notes__") from None

    def __set__(self, error: TemplateNotFound, notes: object) -> None:
        error.__dict__["__notes__"] = notes

    def __delete__(self, error: TemplateNotFound) -> None:
        error.__dict__.pop("__notes__", None)


class TemplateNotFound(IOError, LookupError, TemplateError):
    """No loader knows the template.

    ``name`` is the name that was asked for; an undefined value in its place raises
    :exc:`UndefinedError` instead, since that is the real mistake.
    """

    # Not in the instance's dict, so that it does not travel with pickles.
    __slots__ = ("_explain",)
    _explain: t.Callable[[TemplateNotFound], t.Iterable[str]]
    __notes__: t.Any = _LateNotes()  # pyright: ignore[reportAssignmentType]

    # The error of the operating system among the bases has its own idea of construction.
    message: str | None = None

    def __init__(self, name: str | Undefined | None, message: str | None = None) -> None:
        IOError.__init__(self, name)
        if message is None:
            if is_undefined(name):
                name._fail_with_undefined_error()  # type: ignore[union-attr]
            message = name  # type: ignore[assignment]
        self.message = message
        self.name = name
        self.templates: list[str | Undefined | None] = [name]

    def __str__(self) -> str:
        return str(self.message)


class TemplatesNotFound(TemplateNotFound):
    """None of several templates was found. ``templates`` lists what was tried, ``name`` is the
    last of them.
    """

    def __init__(self, names: t.Sequence[str | Undefined] = (), message: str | None = None) -> None:
        if message is None:
            tried = [_name_or_reason(name) for name in names]
            message = "none of the templates given were found: " + ", ".join(tried)
        super().__init__(names[-1] if names else None, message)
        self.templates: list[str | Undefined | None] = list(names)


def _name_or_reason(name: str | Undefined) -> str:
    return name._undefined_message if is_undefined(name) else str(name)  # type: ignore[union-attr]


class TemplateSyntaxError(TemplateError):
    """The template does not follow the grammar.

    ``lineno`` (from 1), ``name`` and ``filename`` say where; ``column`` (from 1) is ``None`` when
    it is not known; ``source`` is the text of the template once the environment has seen the
    error. What may help is attached as notes of the exception.
    """

    _column: int | None = None
    #: Computes the column when it is read.
    _find_column: t.Callable[[], int | None] | None = None

    def __init__(
        self,
        message: str,
        lineno: int,
        name: str | None = None,
        filename: str | None = None,
    ) -> None:
        super().__init__(message)
        self.lineno = lineno
        self.name = name
        self.filename = filename
        self.source: str | None = None
        # Set once the traceback itself points into the template, which then shows the place.
        self.translated = False

    @property
    def column(self) -> int | None:
        """The column of the error, from 1."""
        find = self._find_column
        if find is not None:
            self._find_column = None
            try:
                self._column = find()
            except Exception:
                # The error itself matters more than its place.
                self._column = None
        return self._column

    @column.setter
    def column(self, value: int | None) -> None:
        self._column = value
        self._find_column = None

    @property
    def _has_place(self) -> bool:
        """Return whether the column is known, or how to find it."""
        return self._column is not None or self._find_column is not None

    def __str__(self) -> str:
        message = str(self.message)
        if self.translated:
            return message
        lines = [message, "  " + self._place()]
        shown = self._source_line()
        if shown is not None:
            lines.append("    " + shown.strip())
        return "\n".join(lines)

    def __reduce__(self) -> tuple[t.Any, ...]:
        made_with = (self.message, self.lineno, self.name, self.filename)
        if self.column is None:
            return type(self), made_with
        return type(self), made_with, {"_column": self.column}

    def _place(self) -> str:
        where = f"line {self.lineno}"
        name = self.filename or self.name
        return f'File "{name}", {where}' if name else where

    def _source_line(self) -> str | None:
        if self.source is None:
            return None
        lines = self.source.splitlines()
        return lines[self.lineno - 1] if 0 < self.lineno <= len(lines) else None


class TemplateAssertionError(TemplateSyntaxError):
    """The grammar holds but the template asks for what cannot be, such as an unknown filter."""


class TemplateRuntimeError(TemplateError):
    """An error while a template runs."""


class UndefinedError(TemplateRuntimeError):
    """A template used an undefined value in a way that its class of undefined does not allow."""


class SecurityError(TemplateRuntimeError):
    """The sandbox refused an operation."""


class FilterArgumentError(TemplateRuntimeError):
    """A filter was called with unsuitable arguments."""
