"""Corners that are seldom entered: reprs, old names, odd values, feature switches."""

from __future__ import annotations

import enum
import io
import sys
from pathlib import Path
from typing import Any

import pytest

import click
import click.decorators
import click.testing
import click.types
from click.testing import CliRunner, EchoingStdin, Result, make_input_stream

RUNNER = CliRunner()


def test_reprs_name_what_it_is() -> None:
    assert repr(click.Command("c")) == "<Command c>"
    assert repr(click.Option(["--x"])) == "<Option x>"
    assert repr(Result(RUNNER, b"", b"", b"", None, 0, None)) == "<Result okay>"
    assert repr(Result(RUNNER, b"", b"", b"", None, 1, ValueError("x"))) == (
        "<Result ValueError('x')>"
    )


def test_input_that_is_echoed_when_read() -> None:
    shown = io.BytesIO()
    stream: Any = EchoingStdin(io.BytesIO(b"a\nbc\nd\ne\nf\n"), shown)
    assert [stream.readline(), stream.read(1), stream.read1(2)] == [b"a\n", b"b", b"c\n"]
    assert [next(iter(stream)), *stream.readlines()] == [b"d\n", b"e\n", b"f\n"]
    assert shown.getvalue() == b"a\nbc\nd\ne\nf\n"
    assert "BytesIO" in repr(stream)


@pytest.mark.parametrize("given", [None, "ü", b"x", io.BytesIO(b"y")])
def test_input_streams(given: Any) -> None:
    wanted = {None: b"", "ü": "ü".encode(), b"x": b"x"}.get(
        given if isinstance(given, (str, bytes, type(None))) else "", b"y"
    )
    assert make_input_stream(given, "utf-8").read() == wanted
    with pytest.raises(TypeError, match="binary reader"):
        make_input_stream(io.StringIO("x"), "utf-8")


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"capture": "x"}, ValueError),
        ({"mix_stderr": False}, TypeError),
        ({"nope": 1}, TypeError),
    ],
)
def test_settings_that_the_runner_does_not_have(
    settings: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        CliRunner(**settings)
    notes = getattr(caught.value, "__notes__", [])
    assert bool(notes) is ("mix_stderr" in settings)


def test_a_folder_for_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for parent in (None, tmp_path):
        with pytest.warns(DeprecationWarning, match="isolated_filesystem"):
            made = RUNNER.isolated_filesystem(temp_dir=parent)
        with made as folder:
            assert Path.cwd() == Path(folder).resolve()
        assert Path.cwd() == tmp_path
        assert Path(folder).exists() is (parent is not None)


def test_names_for_annotations_are_there() -> None:
    assert click.testing.CaptureMode is click.testing.CaptureMode
    assert click.testing.ExceptionInfo
    assert click.decorators.FC is click.decorators.FC
    assert click.decorators.P.__name__ == "P"
    for module in (click.testing, click.decorators, click.types):
        with pytest.raises(AttributeError):
            module.nope


def test_names_of_the_package_that_go_warn() -> None:
    for name in ("OptionParser", "get_binary_stream", "get_text_stream"):
        with pytest.warns(DeprecationWarning, match=name):
            assert callable(getattr(click, name))


class Shade(enum.Enum):
    DARK = 1
    LIGHT = 2


def test_choices_tell_their_facts() -> None:
    choice = click.Choice(Shade, case_sensitive=False)
    facts = choice.to_info_dict()
    assert (facts["choices"], facts["case_sensitive"]) == ((Shade.DARK, Shade.LIGHT), False)
    assert choice._normalized_mapping() == {Shade.DARK: "dark", Shade.LIGHT: "light"}
    assert choice.convert("DaRk", None, None) is Shade.DARK


@pytest.mark.parametrize(
    ("error", "message"), [(ValueError("why"), "why"), (ValueError(), "x"), (ValueError(""), "x")]
)
def test_functions_as_types_say_why(error: ValueError, message: str) -> None:
    def check(text: str) -> str:
        raise error

    with pytest.raises(click.BadParameter) as caught:
        click.types.convert_type(check).convert("x", None, None)
    assert caught.value.message == message


def test_bytes_become_text_somehow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click._streams.get_argv_encoding", lambda: "ascii")
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    assert click.STRING.convert(b"a\xff", None, None) in ("a\ufffd", "a\xff")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [((int, str), click.Tuple), (Shade, click.types.FuncParamType)],
)
def test_types_from_anything(given: Any, wanted: type) -> None:
    assert type(click.types.convert_type(given)) is wanted
    assert click.types.convert_type(None, {"a": 1}) is click.STRING


def test_open_bounds_of_decimals_do_not_clamp() -> None:
    with pytest.raises(TypeError, match="Clamping is not supported for open bounds"):
        click.FloatRange(0, 1, min_open=True, clamp=True)


@pytest.mark.parametrize(
    ("options", "args", "value"),
    [
        ([("--up", "upper", True), ("--lo", "lower", None)], [], "upper"),
        ([("--up", "upper", None), ("--lo", "lower", True)], [], "lower"),
        ([("--up", "upper", None), ("--lo", "lower", None)], [], None),
        ([("--up", "upper", None), ("--lo", "lower", None)], ["--lo", "--up"], "upper"),
        ([("--up", "upper", "x"), ("--lo", "lower", "y")], [], "y"),
        ([("--up", "upper", "x"), ("--lo", "lower", None)], [], "x"),
        ([("--up", "upper", "x"), ("--lo", "lower", None)], ["--lo"], "lower"),
    ],
)
def test_options_that_share_a_name(
    options: list[tuple[str, str, Any]], args: list[str], value: object
) -> None:
    params: list[click.Parameter] = [
        click.Option(
            [spelling, "t"], flag_value=flag, **({} if default is None else {"default": default})
        )
        for spelling, flag, default in options
    ]
    command = click.Command("c", callback=lambda t: t, params=params)
    assert command.main(args, standalone_mode=False) == value


def test_callbacks_see_no_marker_for_what_is_absent() -> None:
    seen: list[object] = []

    def look(ctx: click.Context, param: click.Parameter, value: object) -> object:
        seen.append((value, dict(ctx.params)))
        return value

    params: list[click.Parameter] = [
        click.Option(["--a"]),
        click.Option(["--b"], callback=look),
        click.Option(["--c"], envvar=["CORNER_1", "CORNER_2"]),
    ]
    command = click.Command("cmd", callback=lambda **values: values, params=params)
    result = RUNNER.invoke(command, env={"CORNER_2": "two"}, standalone_mode=False)
    assert result.return_value == {"a": None, "b": None, "c": "two"}
    assert seen == [(None, {"a": None})]


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_clearing_and_pausing_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["x", KeyboardInterrupt(), EOFError()])

    def press(echo: bool) -> str:
        key = next(keys)
        if isinstance(key, BaseException):
            raise key
        return key

    monkeypatch.setattr("click.termui._getchar", press)
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Screen())
    shown: Any = sys.stdout
    click.clear()
    click.pause()
    click.pause("Stop")
    click.pause("")
    assert shown.getvalue() == "\x1b[2J\x1b[1;1HPress any key to continue...\nStop\n"
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    click.clear()
    click.pause()
    assert sys.stdout.getvalue() == ""  # type: ignore[attr-defined]


def test_secrets_are_masked_in_messages() -> None:
    option = click.Option(["--pw"], prompt=True, hide_input=True, type=int)
    command = click.Command("c", params=[option], callback=lambda pw: None)
    result = RUNNER.invoke(command, input="se\n5\n")
    assert "Error: '***' is not a valid integer." in result.output
    assert "'se'" not in result.output


def test_the_input_is_gone() -> None:
    command = click.Command("c", callback=lambda: click.prompt("Name"))
    result = RUNNER.invoke(command, input="")
    assert (result.exit_code, result.stderr) == (1, "Aborted!\n")


def test_a_version_is_found_by_the_name_of_a_module() -> None:
    command = click.version_option(package_name="_pytest")(click.Command("cli"))
    result = RUNNER.invoke(command, ["--version"])
    assert result.output == f"cli, version {pytest.__version__}\n"


def test_help_under_other_names() -> None:
    command = click.help_option("-h", "--hilfe")(click.Command("c", add_help_option=False))
    for spelling in ("-h", "--hilfe"):
        assert RUNNER.invoke(command, [spelling]).output.startswith("Usage: c")
    bare = click.Command("c", add_help_option=False)
    assert RUNNER.invoke(bare, ["--help"]).exit_code == 2
