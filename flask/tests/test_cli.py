"""Finding applications, the commands, dotenv files and options."""

from __future__ import annotations

import os
import ssl
import sys
import types
import typing as t

import pytest

import click
import flask
from click.testing import CliRunner
from flask import Flask, current_app
from flask.cli import (
    AppGroup,
    CertParamType,
    FlaskGroup,
    NoAppException,
    ScriptInfo,
    SeparatedPathType,
    cli,
    find_app_by_string,
    find_best_app,
    load_dotenv,
    locate_app,
    pass_script_info,
    prepare_import,
    run_command,
    show_server_banner,
    with_appcontext,
)
from flask.testing import FlaskCliRunner


def module(**names: t.Any) -> types.ModuleType:
    made = types.ModuleType("made")
    vars(made).update(names)
    return made


def make(name: str = "default") -> Flask:
    return Flask(name)


def broken() -> Flask:
    raise TypeError("inside")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"app": Flask("a"), "x": Flask("x")}, "a"),
        ({"application": Flask("b"), "x": Flask("x")}, "b"),
        ({"whatever": Flask("c")}, "c"),
        ({"create_app": make}, "default"),
        ({"make_app": make}, "default"),
    ],
)
def test_find_best_app(names: dict[str, t.Any], expected: str) -> None:
    assert find_best_app(module(**names)).name == expected


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({}, "Failed to find Flask application or factory in module 'made'"),
        ({"a": Flask("a"), "b": Flask("b")}, "Detected multiple Flask applications"),
        ({"create_app": lambda x: None}, "could not call it without arguments"),
    ],
)
def test_find_no_best_app(names: dict[str, t.Any], message: str) -> None:
    with pytest.raises(NoAppException, match=message):
        find_best_app(module(**names))
    with pytest.raises(TypeError, match="inside"):
        find_best_app(module(create_app=broken))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app", "plain"),
        ("make", "default"),
        ("make()", "default"),
        ("make('x')", "x"),
        ("make(name='y')", "y"),
        ("make(**{'name': 'z'})", "z"),
        (" app ", "plain"),
    ],
)
def test_find_app_by_string(text: str, expected: str) -> None:
    assert find_app_by_string(module(app=Flask("plain"), make=make), text).name == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Failed to parse '' as an attribute name or function call"),
        ("a.b", "Failed to parse 'a.b'"),
        ("make(", "Failed to parse"),
        ("a.b()", "Function reference must be a simple name"),
        ("make(x)", "Failed to parse arguments as literal values"),
        ("make(1, 2, 3)", "could not be called with the specified arguments"),
        ("missing", "Failed to find attribute 'missing' in 'made'"),
        ("number", "A valid Flask application was not obtained from 'made:number'"),
    ],
)
def test_find_no_app_by_string(text: str, message: str) -> None:
    with pytest.raises(NoAppException) as caught:
        find_app_by_string(module(make=make, number=5), text)
    assert message in str(caught.value)
    with pytest.raises(TypeError, match="inside"):
        find_app_by_string(module(broken=broken), "broken()")


def test_prepare_import(tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys, "path", list(sys.path))
    package = tmp_path / "pkg" / "sub"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").touch()
    (package / "mod.py").touch()
    assert prepare_import(str(package / "mod.py")) == "pkg.sub.mod"
    assert prepare_import(str(package / "__init__.py")) == "pkg.sub"
    assert prepare_import(str(package)) == "pkg.sub"
    assert sys.path[0] == str(tmp_path)


def test_locate_app(modules: t.Callable[..., None]) -> None:
    modules(
        good="from flask import Flask\napp = Flask('good')",
        bad="import not_there_at_all",
    )
    assert locate_app("good", None).name == "good"
    assert locate_app("good", "app").name == "good"
    with pytest.raises(NoAppException, match="Could not import 'nothing_here'"):
        locate_app("nothing_here", None)
    assert locate_app("nothing_here", None, raise_if_not_found=False) is None
    with pytest.raises(NoAppException, match="While importing 'bad', an ImportError was raised"):
        locate_app("bad", None)
    with pytest.raises(NoAppException, match="take it bare"):
        locate_app("'good'", None)


def test_script_info(modules: t.Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoAppException, match="Could not locate a Flask application"):
        ScriptInfo().load_app()
    modules(app="from flask import Flask\nx = Flask('found')\n")
    info = ScriptInfo()
    assert info.load_app() is info.load_app()
    assert info.load_app().name == "found"
    assert ScriptInfo("app.py:x").load_app().name == "found"
    with pytest.raises(NoAppException, match="Failed to parse ''"):
        ScriptInfo("app:").load_app()
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert ScriptInfo(create_app=make).load_app().debug


def test_the_console_script_finds_modules_of_the_current_folder(
    modules: t.Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It starts with its own folder on the path, not with the current one."""
    modules(here="from flask import Flask\nx = Flask('found')\n")
    monkeypatch.setattr(sys, "path", ["/nowhere", *(p for p in sys.path if p != os.getcwd())])
    assert ScriptInfo("here").load_app().name == "found"
    assert sys.path[0] == os.path.realpath(os.getcwd())


def test_an_error_is_printed_once(modules: t.Callable[..., None]) -> None:
    result = CliRunner().invoke(cli, ["--app", "not_there", "routs"])
    assert result.exit_code == 2
    assert result.output.count("Could not import 'not_there'") == 1


def test_commands_of_an_application(app: Flask, runner: FlaskCliRunner) -> None:
    @app.cli.command()
    @click.argument("name")
    def hello(name: str) -> None:
        click.echo(f"{name} {current_app.name}")

    @app.cli.command(with_appcontext=False)
    def bare() -> None:
        click.echo(flask.has_app_context())

    @app.cli.group()
    def inner() -> None:
        pass

    @inner.command()
    @pass_script_info
    def info(info: ScriptInfo) -> None:
        click.echo(info.load_app().name)

    @click.command()
    @with_appcontext
    def own() -> None:
        click.echo(current_app.name)

    assert isinstance(inner, AppGroup)
    assert runner.invoke(args=["hello", "you"]).output == "you sample\n"
    assert runner.invoke(args=["bare"]).output == "False\n"
    assert runner.invoke(args=["inner", "info"]).output == "sample\n"
    assert runner.invoke(own).output == "sample\n"


def test_the_flask_group(monkeypatch: pytest.MonkeyPatch) -> None:
    def create() -> Flask:
        app = Flask("created")
        app.cli.command("custom")(lambda: click.echo(current_app.name))
        return app

    group = FlaskGroup(create_app=create)
    result = CliRunner().invoke(group, ["custom"])
    assert result.output == "created\n"
    result = CliRunner().invoke(group, ["--help"])
    assert result.exit_code == 0
    for name in ("custom", "routes", "run", "shell", "--app", "--env-file"):
        assert name in result.output
    assert "Werkzeug" in CliRunner().invoke(cli, ["--version"]).output


def test_errors_of_the_group(modules: t.Callable[..., None]) -> None:
    result = CliRunner().invoke(cli, ["--app", "nowhere", "routes"])
    assert result.exit_code == 2
    assert "Error: Could not import 'nowhere'." in result.output
    modules(fails="1 / 0")
    result = CliRunner().invoke(cli, ["--app", "fails", "nothing"])
    assert isinstance(result.exception, ZeroDivisionError)
    result = CliRunner().invoke(cli, ["--help"], env={"FLASK_APP": "fails"})
    assert result.exit_code == 0
    assert "ZeroDivisionError" in result.output
    assert "Commands:" in result.output


ROUTES = """\
Endpoint  Methods    Rule
--------  ---------  -------------------
post      POST       /a
static    GET        /static/<path:filename>
user      GET, POST  /user/<id>
"""


def test_routes(app: Flask, runner: FlaskCliRunner) -> None:
    app.add_url_rule("/user/<id>", "user", methods=["GET", "POST"])
    app.add_url_rule("/a", "post", methods=["POST"])

    def words(*args: str) -> list[list[str]]:
        lines = runner.invoke(cli, ["routes", *args]).output.splitlines()
        return [line.split() for line in lines]

    assert words() == [line.split() for line in ROUTES.replace("-" * 19, "-" * 23).splitlines()]
    assert [line[0] for line in words("-s", "rule")[2:]] == ["post", "static", "user"]
    assert [line[0] for line in words("-s", "methods")[2:]] == ["static", "user", "post"]
    assert [line[0] for line in words("-s", "match")[2:]] == ["static", "user", "post"]
    assert "HEAD," in words("--all-methods")[3]
    empty = Flask("empty", static_folder=None)
    assert empty.test_cli_runner().invoke(cli, ["routes"]).output == (
        "No routes were registered.\n"
    )
    hosts = Flask("hosts", static_folder=None, host_matching=True)
    hosts.add_url_rule("/", "x", host="example.com")
    assert "Host" in hosts.test_cli_runner().invoke(cli, ["routes", "-s", "domain"]).output


def test_files_of_a_failed_import_are_watched(
    modules: t.Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[t.Any] = []
    import werkzeug.serving

    monkeypatch.setattr(
        werkzeug.serving, "run_simple", lambda *args, **kwargs: served.append((args, kwargs))
    )
    modules(app="import helper_of_it", helper_of_it="def (")
    runner = CliRunner()
    assert isinstance(runner.invoke(cli, ["run"]).exception, SyntaxError)
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    result = runner.invoke(cli, ["run", "--extra-files", "more.txt"])
    assert result.exit_code == 0
    ((args, kwargs),) = served
    files = {os.path.basename(file) for file in kwargs["extra_files"]}
    assert {"app.py", "helper_of_it.py", "more.txt"} <= files
    with pytest.raises(SyntaxError):
        args[2]({}, None)


def test_run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[t.Any] = []
    import werkzeug.serving

    monkeypatch.setattr(
        werkzeug.serving, "run_simple", lambda *args, **kwargs: served.append((args, kwargs))
    )
    result = app.test_cli_runner().invoke(cli, ["run", "--debug", "-p", "1234", "-h", "::1"])
    assert result.exit_code == 0, result.output
    (args, kwargs) = served.pop()
    assert args == ("::1", 1234, app)
    assert kwargs["use_reloader"] and kwargs["use_debugger"] and kwargs["threaded"]
    assert "Debug mode: on" in result.output

    # In the middle of a command app.run() does not serve.
    app.run()
    assert served == []
    monkeypatch.delenv("FLASK_RUN_FROM_CLI")
    monkeypatch.setenv("FLASK_DEBUG", "0")
    app.config["SERVER_NAME"] = "example.com:99"
    app.run(debug=False, use_reloader=False)
    (args, kwargs) = served.pop()
    assert args == ("example.com", 99, app)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--cert", "no file"], "does not exist"),
        (["--cert", __file__], 'Required when using "--cert"'),
        (["--key", __file__], '"--cert" must also be specified'),
        (["--cert", "no_such_module", "--key", __file__], "does not exist"),
    ],
)
def test_certificates(args: list[str], message: str) -> None:
    result = CliRunner().invoke(run_command, args)
    assert result.exit_code == 2
    assert message in result.output


def test_certificate_values(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = CertParamType()
    assert kind.convert(__file__, None, None) == os.path.realpath(__file__)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    monkeypatch.setattr(ssl, "our_context", context, raising=False)
    assert kind.convert("ssl:our_context", None, None) is context
    with pytest.raises(click.BadParameter):
        kind.convert("ssl:missing", None, None)
    paths = SeparatedPathType().convert(f"a{os.pathsep}b", None, None)
    assert paths == ["a", "b"]


def test_shell(app: Flask, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    import code

    seen: dict[str, t.Any] = {}
    monkeypatch.setattr(code, "interact", lambda banner, local: seen.update(local, banner=banner))
    app.shell_context_processor(lambda: {"extra": 1})
    assert runner.invoke(cli, ["shell"]).exit_code == 0
    assert seen["extra"] == 1
    assert seen["app"] is app
    assert "App: sample" in seen["banner"]


def test_dotenv(tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("dotenv")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("A_1=env\nA_2=env\nA_SET=env\n")
    (tmp_path / ".flaskenv").write_text("A_1=flaskenv\nA_3=flaskenv\n")
    (tmp_path / "own").write_text("A_2=own\n")
    monkeypatch.setenv("A_SET", "set")
    for name in ("A_1", "A_2", "A_3"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    assert load_dotenv(tmp_path / "own")
    found = [os.environ.pop(name) for name in ("A_1", "A_2", "A_3")]
    assert found == ["env", "own", "flaskenv"]
    assert os.environ["A_SET"] == "set"
    assert not load_dotenv(load_defaults=False)


def test_banner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    show_server_banner(True, "x")
    assert capsys.readouterr().out == " * Serving Flask app 'x'\n * Debug mode: on\n"
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    show_server_banner(True, "x")
    assert capsys.readouterr().out == ""


def test_plugins(tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plugin-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Name: plugin\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[flask.commands]\nplug = flask_plug_in:command\n")
    (tmp_path / "flask_plug_in.py").write_text(
        "import click\ncommand = click.Command('plug', callback=lambda: click.echo('plugged'))\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    group = FlaskGroup(create_app=make)
    assert CliRunner().invoke(group, ["plug"]).output == "plugged\n"
