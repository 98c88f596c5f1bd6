"""The ``Content-Security-Policy`` header: directives and their values, as a dict with properties."""

from __future__ import annotations

import collections.abc as cabc

from .structures import CallbackDict

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te


# What separates the parts of a directive. All of it is read as a space.
_WHITESPACE = " \t\n\f\r"
_SPACES = str.maketrans(_WHITESPACE, " " * len(_WHITESPACE))


def dump_csp_directives(directives: cabc.Mapping[str, str | None]) -> str:
    """Join directives and their values. A value that is empty or ``None`` is left out."""
    return "; ".join(f"{name} {value}" if value else name for name, value in directives.items())


def parse_csp_directives(value: str | None) -> dict[str, str]:
    """Parse directives and their values, see :meth:`ContentSecurityPolicy.from_header`."""
    directives: dict[str, str] = {}
    if not value:
        return directives
    if not value.isprintable():
        value = value.translate(_SPACES)
    for directive in value.split(";"):
        name, _, text = directive.strip(" ").partition(" ")
        if name:
            directives.setdefault(name.lower(), text.strip(" "))
    return directives


def csp_property(key: str) -> t.Any:
    """Return a property for a directive, for use in a subclass.

    Setting ``None`` removes the directive, the empty text sets it without a value. Reading one that
    is not set gives ``None``.
    """
    return property(
        doc=f"The ``{key}`` directive.",
        fdel=lambda policy: policy._del_value(key),
        fget=lambda policy: policy._get_value(key),
        fset=lambda policy, value: policy._set_value(key, value),
    )


class ContentSecurityPolicy(CallbackDict[str, str]):
    """The directives of a policy, as a dict and as properties.

    >>> policy = ContentSecurityPolicy()
    >>> policy.default_src = "'self'"
    >>> policy.to_header()
    "default-src 'self'"

    :param values: the directives; ``None`` means that there is no such header.
    :param on_update: called with the object after each change.
    """

    # Fetch directives: what may be loaded, and from where.
    default_src: str | None = csp_property("default-src")
    script_src: str | None = csp_property("script-src")
    style_src: str | None = csp_property("style-src")
    img_src: str | None = csp_property("img-src")
    font_src: str | None = csp_property("font-src")
    connect_src: str | None = csp_property("connect-src")
    media_src: str | None = csp_property("media-src")
    object_src: str | None = csp_property("object-src")
    frame_src: str | None = csp_property("frame-src")
    child_src: str | None = csp_property("child-src")
    worker_src: str | None = csp_property("worker-src")
    manifest_src: str | None = csp_property("manifest-src")
    prefetch_src: str | None = csp_property("prefetch-src")
    script_src_elem: str | None = csp_property("script-src-elem")
    style_src_elem: str | None = csp_property("style-src-elem")
    script_src_attr: str | None = csp_property("script-src-attr")
    style_src_attr: str | None = csp_property("style-src-attr")

    # Document directives.
    base_uri: str | None = csp_property("base-uri")
    sandbox: str | None = csp_property("sandbox")
    plugin_types: str | None = csp_property("plugin-types")

    # Navigation directives.
    navigate_to: str | None = csp_property("navigate-to")
    frame_ancestors: str | None = csp_property("frame-ancestors")
    form_action: str | None = csp_property("form-action")

    # Reporting directives.
    report_uri: str | None = csp_property("report-uri")
    report_to: str | None = csp_property("report-to")

    def __init__(
        self,
        values: cabc.Mapping[str, str] | cabc.Iterable[tuple[str, str]] | None = (),
        on_update: cabc.Callable[[ContentSecurityPolicy], None] | None = None,
    ) -> None:
        super().__init__(values, on_update)
        self.provided = values is not None

    @classmethod
    def from_header(
        cls,
        value: str | None,
        on_update: cabc.Callable[[ContentSecurityPolicy], None] | None = None,
    ) -> te.Self:
        """Read the text of a header (CSP3, section 2.2.1).

        Names of directives become lower case. A directive without a value has the empty text. Of
        directives with the same name, the first counts.
        """
        return cls(parse_csp_directives(value), on_update)

    def _get_value(self, key: str) -> str | None:
        return self.get(key)

    def _set_value(self, key: str, value: str | None) -> None:
        if value is None:
            self.pop(key, None)
        else:
            self[key] = value

    def _del_value(self, key: str) -> None:
        if key in self:
            del self[key]

    def to_header(self) -> str:
        """Return the text of the header."""
        return dump_csp_directives(self)

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        items = " ".join(f"{key}={value!r}" for key, value in sorted(self.items()))
        return f"<{type(self).__name__} {items}>"
