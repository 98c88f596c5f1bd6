"""Names that modules of Flask have without defining them, and where tests may patch them."""

from __future__ import annotations

import datetime
import importlib
import importlib.metadata
import os
import pathlib
import subprocess
import sys
import typing as t
import warnings
from collections.abc import Callable
from unittest import mock

import pytest

import click
import flask
import flask.cli
import flask.templating
import flask.testing
from flask import Blueprint, Flask
from flask._late_names import _IMPORTED

OLD_WERKZEUG = importlib.metadata.version("werkzeug") < "3.2"

NAMES = {
    "flask.app": (
        "BadRequestKeyError BaseResponse BuildError Environment Headers MapAdapter current_app g"
        " get_debug_flag get_flashed_messages get_host get_load_dotenv is_running_from_reloader"
        " send_from_directory"
    ),
    "flask.blueprints": "AppGroup send_from_directory",
    "flask.cli": "import_string is_running_from_reloader run_simple",
    "flask.config": "import_string",
    "flask.debughelpers": "App BaseLoader Blueprint RequestRedirect request_ctx",
    "flask.helpers": "BaseResponse",
    "flask.json.provider": "http_date",
    "flask.json.tag": "http_date parse_date",
    "flask.logging": "request",
    "flask.templating": "BaseEnvironment BaseLoader TemplateNotFound request",
    "flask.testing": "CliRunner FlaskCliRunner Result ScriptInfo",
    "flask.wrappers": "current_app",
}
ALL = [(module, name) for module, names in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("module", "name"), ALL)
def test_a_name_can_be_imported_without_a_warning(module: str, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = getattr(importlib.import_module(module), name)
        names: dict[str, object] = {}
        exec(f"from {module} import {name}", names)
    assert names[name] is found


def test_every_late_name_exists() -> None:
    for module, names in _IMPORTED.items():
        for name in names:
            assert getattr(importlib.import_module(module), name) is not None


def test_late_names_cost_no_import() -> None:
    late = ["jinja2", "click", "asyncio"]
    if not OLD_WERKZEUG:  # which imports these itself
        late += ["werkzeug.serving", "werkzeug.test"]
    code = f"import sys, flask; print([name for name in {late} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


class Reached(Exception):
    pass


def reached(*args: object, **kwargs: object) -> t.NoReturn:
    raise Reached


def run_command(app: Flask) -> None:
    result = app.test_cli_runner().invoke(flask.cli.run_command, ["--port", "1"])
    assert result.exception is not None
    raise result.exception


def run_broken(app: Flask) -> None:
    def fail() -> Flask:
        raise ValueError

    info = flask.cli.ScriptInfo(create_app=fail)
    runner = flask.testing.CliRunner()  # type: ignore[attr-defined]
    result = runner.invoke(flask.cli.run_command, [], obj=info)
    assert result.exception is not None
    raise result.exception


def run_inside_a_command(app: Flask) -> None:
    with mock.patch.dict(os.environ, FLASK_RUN_FROM_CLI="true"):
        app.run()


def run_with_debug(app: Flask) -> None:
    with mock.patch.dict(os.environ, FLASK_DEBUG="1", FLASK_SKIP_DOTENV="0"):
        app.run()


def trusted_host(app: Flask) -> None:
    app.config["TRUSTED_HOSTS"] = ["localhost"]
    app.test_client().get("/")


def blueprint_file(app: Flask) -> None:
    bp = Blueprint("bp", __name__, static_folder="s", url_prefix="/bp")
    app.register_blueprint(bp)
    app.test_client().get("/bp/s/x")


def flashed(app: Flask) -> None:
    with app.test_request_context():
        flask.render_template_string("{{ get_flashed_messages() }}")


def in_request(func: Callable[[], object]) -> Callable[[Flask], None]:
    def call(app: Flask) -> None:
        with app.test_request_context():
            func()

    return call


def read_tag(app: Flask) -> None:
    from flask.json.tag import TaggedJSONSerializer

    TaggedJSONSerializer().loads('{" d": "Tue, 14 Nov 2023 22:13:20 GMT"}')


def write_tag(app: Flask) -> None:
    from flask.json.tag import TaggedJSONSerializer

    TaggedJSONSerializer().dumps(datetime.datetime(2023, 11, 14))


def certificate(app: Flask) -> None:
    context = click.Context(flask.cli.run_command)
    flask.cli.CertParamType().convert("no_module:context", None, context)


class Mock:
    def __getattr__(self, name: str) -> t.NoReturn:
        raise Reached

    def __bool__(self) -> t.NoReturn:
        raise Reached


PATCHED: list[tuple[str, object, Callable[[Flask], None]]] = [
    ("flask.app.get_load_dotenv", reached, lambda app: app.run()),
    ("flask.app.get_debug_flag", reached, run_with_debug),
    ("flask.app.is_running_from_reloader", reached, run_inside_a_command),
    ("flask.app.cli.show_server_banner", reached, lambda app: app.run()),
    ("flask.app.get_host", reached, trusted_host),
    ("flask.app.get_flashed_messages", reached, flashed),
    ("flask.app.send_from_directory", reached, lambda app: app.send_static_file("x")),
    ("flask.blueprints.send_from_directory", reached, blueprint_file),
    ("flask.cli.run_simple", reached, run_command),
    ("flask.cli.get_debug_flag", reached, run_command),
    ("flask.cli.is_running_from_reloader", reached, run_broken),
    ("flask.cli.import_string", reached, certificate),
    ("flask.config.import_string", reached, lambda app: app.config.from_object("os")),
    (
        "flask.json.provider.http_date",
        reached,
        lambda app: app.json.dumps(datetime.date(2023, 1, 1)) and None,
    ),
    ("flask.json.tag.http_date", reached, write_tag),
    ("flask.json.tag.parse_date", reached, read_tag),
    ("flask.logging.request", Mock(), lambda app: print(file=flask.logging.wsgi_errors_stream)),
    ("flask.testing.ScriptInfo", reached, lambda app: app.test_cli_runner().invoke() and None),
    ("flask.helpers.current_app", Mock(), in_request(lambda: flask.url_for("static"))),
    ("flask.helpers.current_app", Mock(), in_request(lambda: flask.redirect("/"))),
    ("flask.helpers.current_app", Mock(), in_request(lambda: flask.abort(404))),
    ("flask.helpers.current_app", Mock(), in_request(lambda: flask.make_response(""))),
    ("flask.json.current_app", Mock(), in_request(lambda: flask.json.dumps(1))),
    ("flask.json.current_app", Mock(), in_request(lambda: flask.json.loads("1"))),
    ("werkzeug.serving.run_simple", reached, lambda app: app.run()),
]


@pytest.mark.parametrize(("target", "new", "call"), PATCHED, ids=lambda value: str(value)[:40])
def test_a_patched_name_is_the_one_that_is_used(
    app: Flask, target: str, new: object, call: Callable[[Flask], None]
) -> None:
    module, _, name = target.rpartition(".")
    before = None if module == "flask.app.cli" else getattr(importlib.import_module(module), name)
    with mock.patch(target, new), pytest.raises(Reached):
        call(app)
    if before is not None:
        assert getattr(importlib.import_module(module), name) is before


def test_the_table_of_late_names_leads_nowhere_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        flask.templating.nonsense  # type: ignore[attr-defined]
    with pytest.raises(ImportError, match="cannot import name 'nonsense'"):
        exec("from flask.testing import nonsense", {})
    assert pathlib.Path(t.cast("str", flask.__file__)).name == "__init__.py"
