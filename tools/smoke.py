"""Use each installed library of the six for a moment; works with ours and with the originals.

``python tools/smoke.py NAME ...`` runs the programs of the named import names, and fails with a
traceback at the first answer that is not the documented one. Uses the standard library alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable


def markupsafe() -> None:
    from markupsafe import Markup, escape

    assert escape("<a href='x'>") == "&lt;a href=&#39;x&#39;&gt;"
    assert Markup("<b>%s</b>") % "<" == "<b>&lt;</b>"
    assert Markup("<i>a &amp; b</i>").striptags() == "a & b"


def itsdangerous() -> None:
    from itsdangerous import BadSignature, URLSafeTimedSerializer

    serializer = URLSafeTimedSerializer(["old", "new"], salt="s")
    token = serializer.dumps({"id": 5})
    assert serializer.loads(token, max_age=60) == {"id": 5}
    try:
        serializer.loads(token + "x")
    except BadSignature:
        return
    raise AssertionError("a changed token was accepted")


def click() -> None:
    import click
    from click.testing import CliRunner

    @click.group()
    def cli() -> None:
        pass

    @cli.command()
    @click.option("--times", type=click.IntRange(1, 3), default=1, show_default=True)
    @click.argument("name")
    def hello(times: int, name: str) -> None:
        for _ in range(times):
            click.echo(f"Hello {name}!")

    run = CliRunner().invoke
    assert run(cli, ["hello", "--times", "2", "Ada"]).output == "Hello Ada!\nHello Ada!\n"
    assert "[default: 1" in run(cli, ["hello", "--help"]).output
    assert run(cli, ["hello", "--times", "9", "Ada"]).exit_code == 2


def jinja2() -> None:
    from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

    pages = {
        "base": "<{% block body %}{% endblock %}>",
        "page": "{% extends 'base' %}{% block body %}{% for x in items %}{{ loop.index }}{{ x }}"
        "{% endfor %}{{ missing|default('-') }}{% endblock %}",
    }
    environment = Environment(loader=DictLoader(pages), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("page")
    assert page.render(items=["a", "<"]) == "<1a2&lt;->"
    try:
        environment.from_string("{{ missing }}").render()
    except UndefinedError:
        return
    raise AssertionError("an undefined value was rendered")


def werkzeug() -> None:
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import Map, Rule
    from werkzeug.test import Client
    from werkzeug.wrappers import Request, Response

    rules = Map([Rule("/users/<int:id>", endpoint="user")])

    @Request.application
    def app(request: Request) -> Response:
        try:
            _, values = rules.bind_to_environ(request.environ).match()
        except HTTPException as error:
            return error.get_response(request.environ)
        return Response(f"{values['id']} {request.args.get('q')} {request.form.get('f')}")

    client = Client(app)
    answer = client.post("/users/5?q=a%20b", data={"f": "x"})
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "5 a b x")
    assert client.get("/users/x").status_code == 404


def flask() -> None:
    import flask

    app = flask.Flask(__name__)
    app.secret_key = "k"

    @app.cli.command("greet")
    def greet() -> None:
        flask.current_app.logger.name  # noqa: B018
        print("hello")

    @app.route("/<name>", methods=["GET", "POST"])
    def page(name: str) -> object:
        flask.session["seen"] = flask.session.get("seen", 0) + 1
        text = "{{ name }} {{ session.seen }} {{ url_for('page', name='x') }}"
        return flask.render_template_string(text, name=name)

    client = app.test_client()
    assert client.get("/<a>").text == "&lt;a&gt; 1 /x"
    assert client.post("/b").text == "b 2 /x"
    assert client.get("/").status_code == 404
    assert app.test_cli_runner().invoke(args=["greet"]).output == "hello\n"


PROGRAMS: dict[str, Callable[[], None]] = {
    program.__name__: program
    for program in (markupsafe, itsdangerous, click, jinja2, werkzeug, flask)
}


def main(names: list[str]) -> None:
    for name in names:
        PROGRAMS[name]()
    print(f"works: {', '.join(names)}")


if __name__ == "__main__":
    main(sys.argv[1:] or list(PROGRAMS))
