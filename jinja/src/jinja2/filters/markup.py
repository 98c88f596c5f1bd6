"""Filters between text and HTML: escaping, links, attributes, JSON."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from .._marks import is_undefined, pass_eval_context
from .._text import htmlsafe_json_dumps, urlize
from ..exceptions import FilterArgumentError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._autoescape import EvalContext

    class HasHTML(t.Protocol):
        def __html__(self) -> str: ...


def _as_text(value: str | HasHTML) -> str:
    html = getattr(value, "__html__", None)
    return str(value) if html is None else str(html())


def do_forceescape(value: str | HasHTML) -> Markup:
    """Escape the text even if it is marked as safe, so possibly a second time."""
    return escape(_as_text(value))


def do_mark_safe(value: str) -> Markup:
    """Mark the text as safe: it is not escaped."""
    return Markup(value)


def do_mark_unsafe(value: str) -> str:
    """Return the text without the mark that it is safe."""
    return str(value)


def do_striptags(value: str | HasHTML) -> str:
    """Return the text of some HTML: tags and comments are left out, entities become characters,
    white space becomes single spaces.
    """
    return Markup(_as_text(value)).striptags()


# What ends the name of an attribute in HTML, what a parser replaces in it, and quotes, which are
# an error there.
_NOT_IN_NAMES = re.compile(r"[\s/>=\"'\0]", re.ASCII)


@pass_eval_context
def do_xmlattr(eval_ctx: EvalContext, d: t.Mapping[str, t.Any], autospace: bool = True) -> str:
    """Return the pairs of a mapping as attributes of a tag, escaped. Values that are none or
    undefined are left out.

    :param autospace: put a space in front if there is any attribute.
    :raises ValueError: a key cannot be the name of an attribute. Keys from untrusted sources can
        still be names such as ``onclick``: do not use them.
    """
    attributes: list[str] = []
    for key, value in d.items():
        if value is None or is_undefined(value):
            continue
        if _NOT_IN_NAMES.search(key) is not None:
            raise ValueError(f"Invalid character in attribute name: {key!r}")
        attributes.append(f'{escape(key)}="{escape(value)}"')
    text = " ".join(attributes)
    if autospace and text:
        text = " " + text
    return Markup(text) if eval_ctx.autoescape else text


_SCHEME_PREFIX = re.compile(r"[\w.+-]{2,}:/{0,2}")


@pass_eval_context
def do_urlize(
    eval_ctx: EvalContext,
    value: str,
    trim_url_limit: int | None = None,
    nofollow: bool = False,
    target: str | None = None,
    rel: str | None = None,
    extra_schemes: t.Iterable[str] | None = None,
) -> str:
    """Make links of the web and mail addresses in a text; the rest is escaped.

    :param trim_url_limit: show at most so many characters of an address.
    :param nofollow: add ``nofollow`` to the ``rel`` attribute.
    :param target: the ``target`` attribute; by default the policy ``urlize.target``.
    :param rel: the ``rel`` attribute; the policy ``urlize.rel`` is added.
    :param extra_schemes: further prefixes that begin a link, such as ``tel:`` or ``ftp://``; by
        default the policy ``urlize.extra_schemes``.
    :raises FilterArgumentError: a prefix is none.
    """
    policies = eval_ctx.environment.policies
    relations = set((rel or "").split())
    relations.update((policies["urlize.rel"] or "").split())
    if nofollow:
        relations.add("nofollow")
    if target is None:
        target = policies["urlize.target"]
    if extra_schemes is None:
        extra_schemes = policies["urlize.extra_schemes"]
    # It is needed twice, and may be an iterator.
    extra_schemes = tuple(extra_schemes or ())
    for prefix in extra_schemes:
        if _SCHEME_PREFIX.fullmatch(prefix) is None:
            raise FilterArgumentError(f"{prefix!r} is not a valid URI scheme prefix.")
    text = urlize(
        value,
        trim_url_limit=trim_url_limit,
        rel=" ".join(sorted(relations)) or None,
        target=target,
        extra_schemes=extra_schemes,
    )
    return Markup(text) if eval_ctx.autoescape else text


@pass_eval_context
def do_tojson(eval_ctx: EvalContext, value: object, indent: int | None = None) -> Markup:
    """Return the value as JSON that may stand in HTML: in ``<script>``, in text, and in attributes
    in single quotes.

    The policies ``json.dumps_function`` and ``json.dumps_kwargs`` say how it is made.

    :param indent: spread the JSON over lines, indented by so many spaces.
    """
    policies = eval_ctx.environment.policies
    options = policies["json.dumps_kwargs"]
    if indent is not None:
        options = {**options, "indent": indent}
    return htmlsafe_json_dumps(value, dumps=policies["json.dumps_function"], **options)


for _public in (
    do_forceescape,
    do_mark_safe,
    do_mark_unsafe,
    do_striptags,
    do_xmlattr,
    do_urlize,
    do_tojson,
):
    _public.__module__ = "jinja2.filters"
del _public
