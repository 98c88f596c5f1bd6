"""Finding applications, the commands, dotenv files and options."""

from __future__ import annotations

import importlib.util
import os
import ssl
import subprocess
import sys
import types
import typing as t

import pytest

import click
import flask
import flask.cli
import flask.globals
import werkzeug.serving
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


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--cert", "adhoc", "--key", "{file}"], '"--cert" is "adhoc", "--key" is not used'),
        (["--cert", "made_context:context", "--key", "{file}"], "is an SSLContext object"),
        (["--key", "{file}"], '"--cert" must also be specified'),
        (["--cert", "{file}"], 'Required when using "--cert"'),
        (["--cert", "no_file_and_no_module"], "does not exist"),
    ],
)
def test_certificate_and_key_belong_together(
    modules: t.Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: t.Any,
    words: list[str],
    message: str,
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", types.ModuleType("cryptography"))
    modules(made_context="import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n")
    file = tmp_path / "file.pem"
    file.write_text("")
    words = [word.format(file=file) for word in words]
    result = CliRunner().invoke(FlaskGroup(create_app=make), ["run", *words])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("ssl", "requires Python to be compiled with SSL support"),
        ("cryptography", "requires the cryptography library"),
    ],
)
def test_certificates_need_what_makes_them(
    monkeypatch: pytest.MonkeyPatch, missing: str, message: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    result = CliRunner().invoke(FlaskGroup(create_app=make), ["run", "--cert", "adhoc"])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_without_dotenv(
    tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "dotenv", None)
    assert not load_dotenv()
    assert capsys.readouterr().err == ""
    (tmp_path / ".env").write_text("A=1\n")
    assert not load_dotenv()
    assert "Install python-dotenv" in capsys.readouterr().err
    result = CliRunner().invoke(FlaskGroup(create_app=make), ["--env-file", ".env", "routes"])
    assert result.exit_code == 2
    assert "python-dotenv must be installed" in result.output
    assert CliRunner().invoke(FlaskGroup(create_app=make), ["routes"]).exit_code == 0


def test_where_plugins_can_hide(tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All metadata is read only where a look at the folders finds the group's name."""
    from flask._cli import plugins

    monkeypatch.setattr(sys, "meta_path", [])
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "missing")])
    monkeypatch.delitem(sys.modules, "importlib.metadata", raising=False)
    assert list(plugins.plugin_commands()) == []
    (tmp_path / "bare-1.dist-info").mkdir()
    other = tmp_path / "other-1.dist-info"
    other.mkdir()
    (other / "entry_points.txt").write_text("[console_scripts]\na = b:c\n")
    assert not plugins._could_have_plugins()

    (other / "entry_points.txt").write_text("[ flask.commands ]\na = b:c\n")
    assert plugins._could_have_plugins()
    (other / "entry_points.txt").unlink()
    (tmp_path / "old.egg").mkdir()
    assert plugins._could_have_plugins()
    (tmp_path / "old.egg").rmdir()
    archive = tmp_path / "archive.zip"
    archive.write_bytes(b"")
    sys.path.append(str(archive))
    assert plugins._could_have_plugins()
    sys.path.pop()

    class Finder:
        """Finds distributions in its own way."""

        def find_distributions(self, context: t.Any) -> t.Iterator[t.Any]:
            return iter(())

    sys.meta_path.append(Finder())
    assert plugins._could_have_plugins()


def test_app_run_reads_dotenv_files(
    app: Flask, tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch, capsys: t.Any
) -> None:
    pytest.importorskip("dotenv")
    import werkzeug.serving

    served: list[t.Any] = []
    monkeypatch.setattr(werkzeug.serving, "run_simple", lambda *a, **k: served.append((a[:2], k)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLASK_SKIP_DOTENV")
    monkeypatch.setenv("FLASK_DEBUG", "0")
    monkeypatch.delenv("FLASK_DEBUG")
    (tmp_path / ".flaskenv").write_text("FLASK_DEBUG=1\n")
    app._got_first_request = True
    try:
        app.run("127.0.0.2", 0)
    finally:
        os.environ.pop("FLASK_DEBUG", None)
    assert app.debug and not app._got_first_request
    assert served[0][0] == ("127.0.0.2", 0) and served[0][1]["use_reloader"]

    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    capsys.readouterr()
    app.run()
    assert "Ignoring a call to 'app.run()'" in capsys.readouterr().out
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    app.run()
    assert capsys.readouterr().out == "" and len(served) == 1


def test_the_shell_runs_the_startup_file(
    app: Flask, tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "startup.py"
    startup.write_text("from_startup = 42\n")
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    monkeypatch.setattr(sys, "__interactivehook__", lambda: print("hooked"), raising=False)
    words = "print(from_startup, app.name)\n"
    result = app.test_cli_runner().invoke(cli, ["shell"], input=words)
    assert "42 sample" in result.output and "hooked" in result.output
    monkeypatch.setitem(sys.modules, "readline", None)
    assert app.test_cli_runner().invoke(cli, ["shell"], input="").exit_code == 0
    monkeypatch.delattr(sys, "__interactivehook__")
    assert "hooked" not in app.test_cli_runner().invoke(cli, ["shell"], input="").output


def test_the_module_and_the_tool_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import runpy

    monkeypatch.setattr(sys, "argv", ["flask", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("flask", run_name="__main__")
    assert ended.value.code == 0


def test_groups_may_do_with_less() -> None:
    group = FlaskGroup(
        create_app=make,
        add_default_commands=False,
        add_version_option=False,
        context_settings={"obj": ScriptInfo(create_app=lambda: make("other"))},
    )
    assert "--version" not in CliRunner().invoke(group, ["--help"]).output
    assert CliRunner().invoke(group, ["routes"]).exit_code == 2


@pytest.mark.parametrize(
    ("port", "served"),
    [
        ("5089", 5089),
        (5092.0, 5092),
        ("", 5000),
        (None, 5000),
        (0, 0),
        ("0", 0),
        (" 80 ", 80),
    ],
)
def test_app_run_converts_the_port(
    app: Flask, monkeypatch: pytest.MonkeyPatch, port: t.Any, served: int
) -> None:
    seen: list[t.Any] = []
    monkeypatch.setattr(werkzeug.serving, "run_simple", lambda *a, **k: seen.append(a[1]))
    app.run(port=port)
    assert seen == [served]
    assert type(seen[0]) is int
    if served == 5000:
        app.config["SERVER_NAME"] = "example.com:81"
        app.run(port=port)
        assert seen[1] == 81


@pytest.mark.parametrize("port", ["http", "5000.5", [1]])
def test_app_run_refuses_what_is_no_port(app: Flask, port: t.Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        app.run(port=port)


@pytest.mark.parametrize("port", ["65536", "80000", "-1", "x"])
def test_flask_run_refuses_a_port_that_does_not_exist(app: Flask, port: str) -> None:
    result = app.test_cli_runner().invoke(flask.cli.run_command, ["--port", port])
    assert result.exit_code == 2
    assert "Invalid value for '--port' / '-p'" in result.output


APP_WITH_COMMAND = """
from flask import Flask
app = Flask("mine")
@app.cli.command("hi")
def hi(): print("hi from", __name__)
"""


@pytest.mark.parametrize(
    ("reference", "file", "answer"),
    [
        ("mine.py", "mine.py", "hi from mine"),
        ("mine", "mine.py", "hi from mine"),
        ("mine:app", "mine.py", "hi from mine"),
        ("pkg.mod", "pkg/mod.py", "hi from pkg.mod"),
        ("pkg/__init__.py", "pkg/__init__.py", "hi from pkg"),
        # An installed module that is not loaded yet comes after the folder of the file.
        ("tabnanny.py", "tabnanny.py", "hi from tabnanny"),
        ("site.py", "site.py", "The name 'site' belongs to another module"),
        ("site", "site.py", "The name 'site' belongs to another module"),
        ("types.py:app", "types.py", "The name 'types' belongs to another module"),
        ("time.py", "time.py", "The name 'time' belongs to another module, built-in"),
        ("json", "json/__init__.py", "Rename 'json/__init__.py'"),
        ("click", "click/__init__.py", "The name 'click' belongs to another module"),
        ("json/app.py", "json/app.py", "hi from app"),
        ("json.app", "json/app.py", "Rename 'json'"),
    ],
)
def test_the_named_file_is_loaded_or_refused(
    tmp_path: t.Any, reference: str, file: str, answer: str
) -> None:
    target = tmp_path / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(APP_WITH_COMMAND)
    # As the console script: the current folder is not on sys.path.
    script = [sys.executable, "-P", "-c", "from flask.cli import main; main()"]
    ran = subprocess.run(
        [*script, "--app", reference, "hi"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert answer in ran.stdout + ran.stderr.replace(os.sep, "/")
    assert (ran.returncode == 0) == answer.startswith("hi from")


@pytest.mark.parametrize("file", ["wsgi.py", "app.py"])
def test_a_default_file_whose_name_is_loaded_already(
    tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    (tmp_path / file).write_text(APP_WITH_COMMAND)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    other = types.ModuleType(file[:-3])
    other.__spec__ = importlib.util.spec_from_file_location(file[:-3], f"/elsewhere/{file}")
    monkeypatch.setitem(sys.modules, file[:-3], other)
    with pytest.raises(NoAppException, match="belongs to another module, /elsewhere/"):
        flask.cli.ScriptInfo().load_app()


def test_completion_lists_commands_of_the_app_on_the_line(
    tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shopapp.py").write_text(
        "import flask\napp = flask.Flask(__name__)\n@app.cli.command()\ndef restock(): pass\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    from click.shell_completion import ShellComplete
    from flask.cli import FlaskGroup

    completer = ShellComplete(FlaskGroup(), {}, "flask", "_FLASK_COMPLETE")
    items = completer.get_completions(["--app", "shopapp"], "re")
    assert [item.value for item in items] == ["restock"]
    # Completion of Click before 8.2 leaves the contexts that it opens.
    while flask.has_app_context():
        flask.globals._cv_app.get().pop()
