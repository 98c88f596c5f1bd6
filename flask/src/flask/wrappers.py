"""Request and response with the settings of an application.

The request knows its rule and blueprint, and reads limits from the configuration.
"""

from __future__ import annotations

from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.exceptions import HTTPException as HTTPException
from werkzeug.utils import cached_property
from werkzeug.wrappers import Request as RequestBase
from werkzeug.wrappers import Response as ResponseBase

from . import json as _json
from ._late_names import module_attribute
from ._paths import blueprint_chain
from .globals import _cv_app

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from werkzeug.routing import Rule


def _limit(key: str, summary: str) -> property:
    """Make a property for a limit of the request's own, or else of the configuration.

    Setting ``None`` goes back to the configuration.
    """
    attribute = f"_{key.lower()}"
    default = getattr(RequestBase, key.lower(), None)

    def get(self: Request) -> int | None:
        own: int | None = self.__dict__.get(attribute)
        if own is not None:
            return own
        context = _cv_app.get(None)
        return default if context is None else context.app.config[key]

    def put(self: Request, value: int | None) -> None:
        self.__dict__[attribute] = value

    return property(get, put, doc=summary)


class Request(RequestBase):
    """The request object of Flask."""

    json_module: t.Any = _json

    url_rule: Rule | None = None
    """The rule that matched, unless the routing failed."""

    view_args: dict[str, t.Any] | None = None
    """The values of the rule's variables."""

    routing_exception: HTTPException | None = None
    """Why the routing failed; raised when the request is dispatched."""

    if TYPE_CHECKING:

        @property
        def max_content_length(self) -> int | None: ...
        @max_content_length.setter
        def max_content_length(self, value: int | None) -> None: ...
        @property
        def max_form_memory_size(self) -> int | None: ...
        @max_form_memory_size.setter
        def max_form_memory_size(self, value: int | None) -> None: ...
        @property  # type: ignore[override]
        def max_form_parts(self) -> int | None: ...
        @max_form_parts.setter
        def max_form_parts(self, value: int | None) -> None: ...
    else:
        max_content_length = _limit(
            "MAX_CONTENT_LENGTH", "Bytes a body may have; more is a 413 error."
        )
        max_form_memory_size = _limit(
            "MAX_FORM_MEMORY_SIZE", "Bytes a field of a multipart form may have; more is a 413."
        )
        max_form_parts = _limit("MAX_FORM_PARTS", "Parts a multipart form may have; more is a 413.")

    @property
    def endpoint(self) -> str | None:
        """The endpoint that the rule stands for."""
        rule = self.url_rule
        return None if rule is None else rule.endpoint

    @property
    def blueprint(self) -> str | None:
        """The name under which the endpoint's blueprint is registered."""
        endpoint = self.endpoint
        if endpoint is None or "." not in endpoint:
            return None
        return endpoint.rpartition(".")[0]

    @property
    def blueprints(self) -> list[str]:
        """The blueprint and its parents, innermost first."""
        name = self.blueprint
        return [] if name is None else blueprint_chain(name)

    @cached_property
    def data(self) -> bytes:
        """Return the body, unless it is a form: then it is empty."""
        found = self.get_data(parse_form_data=True)
        context = _cv_app.get(None)
        if not found and context is not None and context.app.debug:
            from ._debug_routing import tell_where_the_body_went

            tell_where_the_body_went(context.app, self)
        return found

    def _load_form_data(self) -> None:
        super()._load_form_data()
        context = _cv_app.get(None)
        if (
            context is not None
            and context.app.debug
            and self.mimetype != "multipart/form-data"
            and not self.files
        ):
            from ._debug_forms import attach_enctype_error_multidict

            attach_enctype_error_multidict(self)

    def on_json_loading_failed(self, e: ValueError | None) -> t.Any:
        """Answer a body that is no JSON with 400, or 415 if it does not claim to be.

        The reason is shown in debug mode only.
        """
        context = _cv_app.get(None)
        debug = context is not None and context.app.debug
        try:
            return super().on_json_loading_failed(e)
        except UnsupportedMediaType as error:
            if debug:
                got = self.headers.get("Content-Type") or "missing"
                error.description = (
                    f"{error.description}\nThe header of this request is {got!r}. Send the right"
                    " one (the test client does with json=...), or call"
                    " get_json(force=True) to read the body whatever it claims to be."
                )
            raise
        except BadRequest as error:
            if debug:
                raise
            raise BadRequest() from error


class Response(ResponseBase):
    """The response object of Flask: HTML unless something else is said."""

    default_mimetype: str | None = "text/html"

    json_module = _json

    autocorrect_location_header = False

    @property
    def max_cookie_size(self) -> int:  # type: ignore[override]
        """``MAX_COOKIE_SIZE`` of the application: a bigger cookie gives a warning."""
        context = _cv_app.get(None)
        if context is not None:
            return context.app.config["MAX_COOKIE_SIZE"]  # type: ignore[no-any-return]
        return super().max_cookie_size


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
