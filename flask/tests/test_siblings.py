"""An application that uses much of what the libraries below Flask do.

The answers in ``data/siblings.json`` are those of the originals' releases. Flask's own tests say
nothing about most of this: here a change in a lower library is seen by Flask's suite as well. Only
what holds for the oldest siblings that Flask allows is among it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import typing as t
from pathlib import Path

import pytest

import click
from flask import Flask, Response, make_response, render_template_string, request, url_for
from itsdangerous import Signer, URLSafeSerializer
from markupsafe import Markup, escape

WANTED: dict[str, t.Any] = json.loads(
    Path(__file__).with_name("data").joinpath("siblings.json").read_text("utf-8")
)

PAGES = [
    "{{ 'one two three four'|truncate(12) }}|{{ 'one two three four'|truncate(12, true) }}|{{ 'abcdefghij'|truncate(9, true, '..', 0) }}",
    "{{ 'a b c d e f g h'|wordwrap(5) }}",
    "{{ [1, 2, 3, 4, 5, 6, 7]|batch(3, '-')|list }}{{ [1, 2, 3, 4, 5, 6, 7]|slice(3)|list }}",
    "{{ ['b', 'A', 'c']|sort|join(',') }}{{ ['b', 'A', 'c']|sort(case_sensitive=true, reverse=true)|join(',') }}",
    "{% for key, group in users|groupby('age') %}{{ key }}:{{ group|map(attribute='name')|join('+') }};{% endfor %}",
    "{{ users|selectattr('age', 'gt', 30)|map(attribute='name')|list }}{{ users|rejectattr('age', 'gt', 30)|list|length }}",
    "{{ 3.14159|round(2) }}{{ 2.5|round }}{{ 7|filesizeformat }}{{ 123456789|filesizeformat }}{{ 2048|filesizeformat(true) }}",
    "{{ 'hello wORLD it\\'s'|title }}{{ 'hELLO'|capitalize }}{{ 'x'|center(5) }}|{{ 'a\nb'|indent(2, true) }}",
    "{{ {'class': 'a b', 'id': none, 'x': '\"<'}|xmlattr }}{{ {'b': [1, '<'], 'a': none}|tojson }}",
    "{{ '<p>a  <b>b</b></p>'|striptags }}{{ '\"<&>\\''|e }}{{ '<b>'|safe }}{{ '<b>'|safe|e }}{{ '<b>'|forceescape }}",
    "{{ 'x=%s y=%05.1f'|format('<', 3.14159) }}{{ [1, 2, 3]|sum }}{{ [3, 1, 2]|max }}{{ 'abc'|reverse }}{{ 'a,b'|replace(',', ';') }}",
    "{% for x in 'abc' %}{{ loop.index }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.cycle('x', 'y') }}{{ x }}{% endfor %}",
    "{% macro m(a, b='<') %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }}{{ m(1, 2, 3, c=4) }}",
    "{% set ns = namespace(n=0) %}{% for x in range(5) if x is odd %}{% set ns.n = ns.n + x %}{% else %}none{% endfor %}{{ ns.n }}",
    "{{ 'see https://example.com/a_(b)?x=1&y=2, or mail@example.com'|urlize(20, true) }}{{ 'a b&c'|urlencode }}{{ {'q': 'a b'}|urlencode }}",
    "{{ 5 // 2 }}{{ -5 % 3 }}{{ 2 ** 3 }}{{ 'a' ~ 1 }}{{ 1 if false }}{{ [1, 2][::-1] }}{{ 'b' in 'abc' }}{{ 1 < 2 < 3 }}{{ not true }}",
    "{{ none|default('d', true) }}{{ missing|default('m') }}{{ missing is defined }}{{ 4 is divisibleby 2 }}{{ 'a' is string }}{{ [] is sequence }}",
]


class User(t.NamedTuple):
    name: str
    age: int


def make_app() -> Flask:
    app = Flask("siblings", static_folder=None)
    app.secret_key = "k"

    def name_of(name: str) -> t.Callable[..., str]:
        def view(**values: object) -> str:
            return f"{name} {sorted(values.items())}"

        return view

    for rule in [
        "/",
        "/a",
        "/a/",
        "/<int:i>",
        "/<float:f>",
        "/<s>",
        "/<path:p>",
        "/a/<s>",
        "/a/<int:i>",
        "/<s>/b",
        "/<uuid:u>",
        "/<any(x, y):w>",
        "/files/<path:p>/edit",
        "/u/<int(fixed_digits=3):n>",
        "/l/<string(length=2):t>",
        "/d/",
    ]:
        app.add_url_rule(rule, rule, name_of(rule))
    app.add_url_rule("/post", "post", name_of("post"), methods=["POST", "PUT"])

    @app.route("/echo", methods=["GET", "POST"])
    def echo() -> dict[str, t.Any]:
        authorization = request.authorization
        return {
            "args": request.args.to_dict(False),
            "form": request.form.to_dict(False),
            "files": {k: [v.filename, v.read().decode()] for k, v in request.files.items()},
            "cookies": request.cookies.to_dict(),
            "type": request.mimetype,
            "best": request.accept_mimetypes.best_match(["text/html", "application/json"]),
            "languages": list(request.accept_languages.values()),
            "auth": authorization.username if authorization else None,
            "range": str(request.range),
            "url": request.url,
            "tag": request.if_none_match.to_header(),
        }

    @app.route("/cookie")
    def cookie() -> Response:
        response = make_response("<x>")
        response.set_cookie(
            "a", "x y;\u00e9", max_age=60, path="/p q", secure=True, httponly=True, samesite="Lax"
        )
        response.delete_cookie("b", domain="example.com")
        response.headers["X-A"] = "1"
        response.cache_control.max_age = 5
        response.set_etag("tag", weak=True)
        response.vary.add("Accept")
        return response

    @app.cli.command("tool")
    @click.option("-v", "--verbose", count=True, help="More of it.")
    @click.option("--color", type=click.Choice(["red", "green"]), default="red", show_default=True)
    @click.option("--tag", multiple=True)
    @click.option("--pair", nargs=2, type=int)
    @click.option("--on/--off", default=True)
    @click.option("--n", type=click.IntRange(1, 5), envvar="TOOL_N")
    @click.argument("names", nargs=-1)
    def tool(**values: object) -> None:
        """Do something.

        With a second paragraph that is long enough to be wrapped at the width of the terminal.
        """
        click.echo(repr(sorted(values.items())))
        click.secho("styled", fg="red", bold=True)

    return app


def observe() -> dict[str, t.Any]:
    app = make_app()
    found: dict[str, t.Any] = {}
    with app.test_request_context():
        users = [User("a", 30), User("b", 40), User("c", 30)]
        for number, page in enumerate(PAGES):
            found[f"page {number}"] = str(render_template_string(page, users=users))
        found["urls"] = [
            url_for("/a/<s>", s="x y\u00e9"),
            url_for("/<path:p>", p="a/b c"),
            url_for("/a", q=[1, 2], z="&", _anchor="x y"),
            url_for("/u/<int(fixed_digits=3):n>", n=7),
            url_for("/", _external=True),
        ]
    client = app.test_client()
    for path in [
        "/",
        "/a",
        "/a/",
        "/a/7",
        "/a/x",
        "/7",
        "/7.5",
        "/x",
        "/zz",
        "/x/b",
        "/p/q/r",
        "/files/a/b/edit",
        "/files/a/b",
        "/u/007",
        "/u/7",
        "/l/ab",
        "/l/abc",
        "/d",
        "/post",
        "/12345678-1234-5678-1234-567812345678",
        "/%C3%A9",
        "/-7",
        "//a",
    ]:
        response = client.get(path)
        found[f"get {path}"] = [
            response.status_code,
            response.headers.get("Location"),
            response.headers.get("Allow", "") and sorted(response.headers["Allow"].split(", ")),
            response.text if response.status_code == 200 else None,
        ]
    found["echo get"] = client.get(
        "/echo?a=1&a=2&b=%20x&c",
        headers={
            "Accept": "text/html;q=0.5, application/json",
            "Accept-Language": "de, en;q=0.5",
            "Authorization": "Basic YTpi",
            "Range": "bytes=0-4",
            "If-None-Match": '"a", W/"b"',
        },
    ).json
    found["echo form"] = client.post(
        "/echo", data={"a": ["1", "<"], "f": (io.BytesIO(b"abc"), "n\u00e4me.txt")}
    ).json
    found["echo plain form"] = client.post("/echo", data={"a": "1 2&3"}).json
    response = client.get("/cookie")
    found["cookie"] = sorted(
        [name, re.sub(r"Expires=[^;]*202\d[^;]*; ", "", value)]
        for name, value in response.headers.items()
    )
    run = app.test_cli_runner().invoke
    for words in (
        ["tool"],
        [
            "tool",
            "-vvv",
            "--tag",
            "a",
            "--tag=b",
            "--pair",
            "1",
            "2",
            "--off",
            "--n",
            "5",
            "x",
            "y",
        ],
        ["tool", "--help"],
        ["tool", "--color", "blue"],
        ["tool", "--n", "9"],
        ["tool", "--pair", "1"],
        ["nope"],
    ):
        result = run(args=words)
        found[f"cli {' '.join(words)}"] = [result.exit_code, result.output]
    for derivation in ("concat", "django-concat", "hmac", "none"):
        for digest in (hashlib.sha1, hashlib.sha256):
            found[f"sign {derivation} {digest().name}"] = (
                Signer("secret", salt="s", key_derivation=derivation, digest_method=digest)
                .sign(b"value")
                .decode()
            )
    found["token"] = URLSafeSerializer(["old", "new"], salt="x").dumps({"id": [1, None, "\u00e9"]})
    found["markup"] = [
        str(escape("'\"<>&")),
        str(Markup("<b>%s</b>") % "<"),
        str(Markup("<i>{}</i>").format("&")),
        Markup("<p>a &amp; b</p>").striptags(),
        str(Markup("x") + "<"),
    ]
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, t.Any]:
    return t.cast("dict[str, t.Any]", json.loads(json.dumps(observe())))


@pytest.mark.parametrize("name", list(WANTED))
def test_answers_are_those_of_the_earlier_releases(found: dict[str, t.Any], name: str) -> None:
    assert found[name] == WANTED[name]


def test_every_answer_is_written_down(found: dict[str, t.Any]) -> None:
    assert list(found) == list(WANTED)
