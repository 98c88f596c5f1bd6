"""Explain a file that did not arrive with a form, and a redirect that loses a form.

Used in debug mode only.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ._annotations import Request


class UnexpectedUnicodeError(AssertionError, UnicodeError):
    """Bytes were expected and text was found, or the other way round."""

    __module__ = "flask.debughelpers"


class DebugFilesKeyError(KeyError, AssertionError):
    """``request.files`` was asked for a file, but the form was not sent as multipart."""

    __module__ = "flask.debughelpers"

    msg: str

    def __init__(self, request: Request, key: str) -> None:
        names = ", ".join(repr(name) for name in request.form.getlist(key))
        self.msg = (
            f"You tried to access the file {key!r} in the request.files dictionary but it"
            f" does not exist. The mimetype for the request is {request.mimetype!r} instead"
            " of 'multipart/form-data' which means that no file contents were transmitted."
            ' To fix this error you should provide enctype="multipart/form-data" in your'
            " form."
        )
        if names:
            self.msg += (
                f"\n\nThe browser instead transmitted some file names. This was submitted: {names}"
            )

    def __str__(self) -> str:
        return self.msg


class FormDataRoutingRedirect(AssertionError):
    """A redirect of the router would lose the body of this request."""

    __module__ = "flask.debughelpers"

    def __init__(self, request: Request) -> None:
        target = request.routing_exception.new_url  # type: ignore[union-attr]
        lines = [f"A request was sent to '{request.url}', but routing issued a redirect to"]
        lines.append(f" the canonical URL '{target}'.")
        if f"{request.base_url}/" == target.partition("?")[0]:
            lines.append(
                " The URL was defined with a trailing slash. Flask will redirect to the URL"
                " with a trailing slash if it was accessed without one."
            )
        lines.append(
            " Send requests to the canonical URL, or use 307 or 308 for routing redirects."
            " Otherwise, browsers will drop form data.\n\n"
            "This exception is only raised in debug mode."
        )
        super().__init__("".join(lines))


def attach_enctype_error_multidict(request: Request) -> None:
    """Let ``request.files`` explain a missing file whose name came as a form field."""
    files = request.files
    original = type(files)

    class FilesThatExplain(original):  # type: ignore[valid-type, misc]
        def __getitem__(self, key: str) -> object:
            try:
                return super().__getitem__(key)
            except KeyError as missing:
                if key in request.form:
                    explained = DebugFilesKeyError(request, key)
                    raise explained.with_traceback(missing.__traceback__) from None
                raise

    FilesThatExplain.__name__ = original.__name__
    FilesThatExplain.__module__ = original.__module__
    files.__class__ = FilesThatExplain
