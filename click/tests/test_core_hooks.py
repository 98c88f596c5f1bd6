"""What programs build on: pass decorators, forwarding, result callbacks, collections, prompts."""

from __future__ import annotations

import enum
from typing import Any

import pytest

import click
import click.core
from click.decorators import pass_meta_key
from click.testing import CliRunner

RUNNER = CliRunner()


def test_objects_are_passed() -> None:
    class Repo:
        name = "made"

    seen: list[object] = []
    pass_repo = click.make_pass_decorator(Repo)
    ensure_repo = click.make_pass_decorator(Repo, ensure=True)

    @click.group(invoke_without_command=True)
    @click.pass_obj
    @click.pass_context
    def cli(ctx: click.Context, obj: object) -> None:
        seen.append(obj)
        ctx.meta["key.x"] = 5

    @cli.command()
    @pass_meta_key("key.x", doc_description="the x")
    @pass_repo
    def strict(repo: Repo, x: int) -> None:
        seen.append((repo.name, x))

    @cli.command()
    @ensure_repo
    def lenient(repo: Repo) -> None:
        seen.append(repo.name)

    RUNNER.invoke(cli, ["strict"], obj=Repo(), catch_exceptions=False)
    RUNNER.invoke(cli, ["lenient"], catch_exceptions=False)
    result = RUNNER.invoke(cli, ["strict"])
    assert isinstance(result.exception, RuntimeError)
    assert "Managed to invoke callback without a context object" in str(result.exception)
    assert seen[1:4] == [("made", 5), None, "made"]
    assert "the x" in (pass_meta_key("a", doc_description="the x").__doc__ or "")
    assert "'a'" in (pass_meta_key("a").__doc__ or "")


def test_without_a_context_there_is_none() -> None:
    assert click.get_current_context(silent=True) is None
    with pytest.raises(RuntimeError, match="There is no active click context"):
        click.get_current_context()


def test_forwarding_and_invoking() -> None:
    @click.command()
    @click.option("--count", default=1)
    @click.option("--name", default="d")
    def inner(count: int, name: str) -> str:
        return f"{name}{count}"

    @click.command()
    @click.option("--count", default=7)
    @click.pass_context
    def outer(ctx: click.Context, count: int) -> object:
        return [
            ctx.forward(inner),
            ctx.forward(inner, name="n"),
            ctx.invoke(inner),
            ctx.invoke(inner, count=3),
            ctx.invoke(lambda x: x, 5),
        ]

    assert outer.main([], standalone_mode=False) == ["d7", "n7", "d1", "d3", 5]
    ctx = click.Context(outer)
    with pytest.raises(TypeError, match="Callback is not a command"):
        ctx.forward(print)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="does not have a callback"):
        ctx.invoke(click.Command("empty"))


def test_contexts_inherit_settings() -> None:
    root = click.Context(
        click.Command("root"),
        info_name="root",
        auto_envvar_prefix="ro-ot",
        default_map={"sub": {"x": 1}},
        terminal_width=50,
        max_content_width=60,
        help_option_names=["-h"],
        token_normalize_func=str.lower,
        color=True,
        show_default=True,
        obj="object",
    )
    sub = click.Context(click.Command("sub"), parent=root, info_name="sub")
    for name in (
        "terminal_width max_content_width help_option_names token_normalize_func color "
        "show_default obj meta"
    ).split():
        assert getattr(sub, name) == getattr(root, name)
    assert (sub.default_map, sub.auto_envvar_prefix) == ({"x": 1}, "RO_OT_SUB")
    assert click.Context(click.Command("s"), root, "s", auto_envvar_prefix="q").default_map is None
    assert sub.find_root() is root
    assert sub.find_object(str) == "object"
    assert sub.find_object(int) is None
    assert sub.ensure_object(dict) == {} == sub.obj
    assert sub.command_path == "root sub"
    info = sub.to_info_dict()
    assert (info["info_name"], info["auto_envvar_prefix"]) == ("sub", "RO_OT_SUB")
    with pytest.warns(DeprecationWarning, match="protected_args"):
        assert sub.protected_args == []
    with pytest.raises(click.Abort):
        sub.abort()
    with pytest.raises(click.UsageError, match="why"):
        sub.fail("why")
    with sub.scope() as current:
        assert click.get_current_context() is current is sub


def test_usage_errors_are_augmented() -> None:
    ctx = click.Context(click.Command("c"))
    option = click.Option(["--x"])
    with pytest.raises(click.BadParameter) as bad, click.core.augment_usage_errors(ctx, option):
        raise click.BadParameter("m")
    assert (bad.value.ctx, bad.value.param) == (ctx, option)
    with pytest.raises(click.UsageError) as usage, click.core.augment_usage_errors(ctx, option):
        raise click.UsageError("m")
    assert usage.value.ctx is ctx
    with pytest.raises(ValueError), click.core.augment_usage_errors(ctx):
        raise ValueError


@pytest.mark.parametrize(
    ("chain", "args", "shown"),
    [
        (False, ["one"], "group one\nresult 1 x=d\n"),
        (True, ["one", "two"], "group *\nresult [1, 2] x=d\n"),
        (True, [], "group None\nresult [] x=d\n"),
        (False, [], "group None\nresult None x=d\n"),
        (False, ["--x", "y", "two"], "group two\nresult 2 x=y\n"),
    ],
)
def test_result_callbacks(chain: bool, args: list[str], shown: str) -> None:
    @click.group(chain=chain, invoke_without_command=True)
    @click.option("--x", default="d")
    @click.pass_context
    def cli(ctx: click.Context, x: str) -> None:
        click.echo(f"group {ctx.invoked_subcommand}")

    cli.command("one")(lambda: 1)
    cli.command("two")(lambda: 2)

    @cli.result_callback()
    def first(value: object, x: str) -> object:
        click.echo(f"result {value} x={x}")
        return value

    result = RUNNER.invoke(cli, args, catch_exceptions=False)
    assert result.output == shown

    @cli.result_callback()
    def second(value: object, x: str) -> object:
        return ("second", value)

    value = cli.main(args, standalone_mode=False)
    assert isinstance(value, tuple) and value[0] == "second"

    @cli.result_callback(replace=True)
    def third(value: object, x: str) -> object:
        return "third"

    assert cli.main(args, standalone_mode=False) == "third"


def test_groups_make_commands_of_their_classes() -> None:
    class Mine(click.Command):
        pass

    class MyGroup(click.Group):
        command_class = Mine
        group_class = type

    cli = MyGroup("cli")

    @cli.command
    def bare() -> None: ...

    @cli.group("named")
    def sub_group() -> None: ...

    assert isinstance(bare, Mine)
    assert type(sub_group) is MyGroup
    assert sorted(cli.commands) == ["bare", "named"]
    with pytest.raises(TypeError, match="Command has no name"):
        cli.add_command(click.Command(None))
    with pytest.raises(RuntimeError, match="chain"):
        click.Group("c", chain=True).add_command(click.Group("sub"), "sub")
    with pytest.raises(RuntimeError, match="optional arguments"):
        RUNNER.invoke(
            click.Group("c", chain=True, params=[click.Argument(["a"], required=False)]),
            ["x"],
            catch_exceptions=False,
        )
    with pytest.raises(TypeError, match="into a command twice"):
        click.command()(bare)


def test_collections_look_into_their_sources() -> None:
    one = click.Group("one", commands=[click.Command("a", callback=lambda: "one-a")])
    two = click.Group("two", commands=[click.Command("a"), click.Command("b")])
    both = click.CommandCollection("both", sources=[one])
    both.add_source(two)
    assert both.list_commands(click.Context(both)) == ["a", "b"]
    assert both.main(["a"], standalone_mode=False) == "one-a"
    assert "Did you mean" not in RUNNER.invoke(both, ["zzz"]).output


def test_old_classes_stand_for_the_new_ones() -> None:
    with pytest.warns(DeprecationWarning, match="BaseCommand"):
        base = click.BaseCommand
    with pytest.warns(DeprecationWarning, match="MultiCommand"):
        multi = click.core.MultiCommand
    assert isinstance(click.Command("c"), base)
    assert isinstance(click.Group("c"), multi)
    assert not isinstance(click.Command("c"), multi)
    assert issubclass(click.Group, base)
    with pytest.raises(AttributeError):
        _ = click.core.nope
    with pytest.warns(DeprecationWarning, match="__version__"):
        assert click.__version__
    with pytest.raises(AttributeError):
        _ = click.nope


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: click.Option(["name"]), TypeError, "Did you mean to pass '--name'?"),
        (lambda: click.Option(["a", "b", "--c"]), TypeError, "Name 'a' defined twice"),
        (lambda: click.Option(["--1st"]), TypeError, "Could not determine name for option"),
        (lambda: click.Option(["--a/--a"]), ValueError, "cannot use the same flag"),
        (lambda: click.Option(["--a"], nargs=-1), TypeError, "not supported for options"),
        (lambda: click.Option(["--a"], nargs=3, type=(int, int)), ValueError, "'nargs' must be 2"),
        (lambda: click.Option(["--a"], count=True, multiple=True), TypeError, "with 'multiple'"),
        (lambda: click.Option(["--a"], count=True, is_flag=True), TypeError, "with 'is_flag'"),
        (
            lambda: click.Option(["--a"], is_flag=True, hide_input=True, prompt=True),
            TypeError,
            "'hide_input' is not valid",
        ),
        (
            lambda: click.Option(["--a/--b"], flag_value="x"),
            TypeError,
            "Secondary flag is not valid",
        ),
        (
            lambda: click.Option(["--a"], deprecated=True, required=True),
            ValueError,
            "deprecated and still required",
        ),
        (lambda: click.Option(["--a"], deprecated=True, prompt=True), ValueError, "`prompt`"),
        (
            lambda: click.Option(["--1"], prompt=True, expose_value=False),
            TypeError,
            "'name' is required with 'prompt=True'",
        ),
        (lambda: click.Argument([]), TypeError, "Argument is marked as exposed"),
        (lambda: click.Argument(["a", "b"]), TypeError, "exactly one parameter declaration"),
        (lambda: click.Argument(["a"], nargs=-1, multiple=True), TypeError, "multiple"),
        (lambda: click.Parameter(["a"]), TypeError, "abstract"),  # type: ignore[abstract]
    ],
)
def test_mistakes_of_developers_show_when_they_declare(
    make: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message.replace("?", r"\?")):
        make()


@pytest.mark.parametrize(
    ("settings", "typed", "value"),
    [
        ({"prompt": True}, "x\n", "x"),
        ({"prompt": True, "default": "d"}, "\n", "d"),
        ({"prompt": "Q", "type": int}, "x\n3\n", 3),
        ({"prompt": True, "confirmation_prompt": "Again"}, "a\nb\nc\nc\n", "c"),
        ({"prompt": True, "is_flag": True}, "y\n", True),
        ({"prompt": True, "is_flag": True, "default": True}, "\n", True),
        ({"prompt": True, "type": click.Choice(["a", "b"])}, "z\nb\n", "b"),
        ({"prompt": True, "hide_input": True}, "secret\n", "secret"),
        ({"prompt": True, "default": lambda: "made"}, "\n", "made"),
    ],
)
def test_prompts_of_options(settings: dict[str, Any], typed: str, value: object) -> None:
    command = click.Command("c", callback=lambda x: x, params=[click.Option(["--x"], **settings)])
    result = RUNNER.invoke(command, [], input=typed, standalone_mode=False)
    assert result.return_value == value, result.output


def test_an_optional_value_is_asked_for_when_it_is_left_out() -> None:
    option = click.Option(["--x"], prompt=True, prompt_required=False)
    command = click.Command("c", callback=lambda x: x, params=[option])
    for args, typed, value in (([], "", None), (["--x"], "t\n", "t"), (["--x", "v"], "", "v")):
        result = RUNNER.invoke(command, args, input=typed, standalone_mode=False)
        assert result.return_value == value


class Kind(enum.Enum):
    A = 1
    B = 2


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"default": Kind.A, "type": click.Choice(Kind)}, "--x [A|B]  [default: A]"),
        ({"default": [1, 2], "multiple": True}, "--x INTEGER  [default: 1, 2]"),
        ({"default": lambda: 1}, "--x TEXT  [default: (dynamic)]"),
        ({"default": ""}, '--x TEXT  [default: ""]'),
        ({"default": True, "is_flag": True}, "--x  [default: True]"),
        ({"default": False, "is_flag": True}, "--x"),
        ({"default": None}, "--x TEXT"),
        ({"default": 3, "type": click.IntRange(1, 5)}, "--x INTEGER RANGE  [default: 3; 1<=x<=5]"),
        ({"count": True}, "--x  [default: 0]"),
        ({"required": True, "default": "d"}, "--x TEXT  [default: d; required]"),
        ({"envvar": ["A", "B"], "show_envvar": True}, "--x TEXT  [env var: A, B]"),
        ({"show_default": "odd"}, "--x TEXT  [default: (odd)]"),
        ({"type": click.Choice(["a"]), "show_choices": False}, "--x [TEXT]"),
    ],
)
def test_help_lines(settings: dict[str, Any], line: str) -> None:
    settings.setdefault("show_default", True)
    command = click.Command("c", params=[click.Option(["--x"], **settings)])
    shown = RUNNER.invoke(command, ["--help"], terminal_width=100).output
    assert " ".join(line.split()) in " ".join(shown.split())


def test_both_sides_of_a_flag_are_named() -> None:
    command = click.Command(
        "c", params=[click.Option(["--on/--off"], default=False, show_default=True)]
    )
    assert "--on / --off  [default: off]" in RUNNER.invoke(command, ["--help"]).output


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", "v"), ("yes", "v"), ("v", "v"), ("0", "False"), ("odd", None), ("", None)],
)
def test_flags_with_a_value_and_the_environment(text: str, value: object) -> None:
    option = click.Option(["--x"], flag_value="v", envvar="HOOK_X")
    command = click.Command("c", callback=lambda x: x, params=[option])
    result = RUNNER.invoke(command, env={"HOOK_X": text}, standalone_mode=False)
    assert result.return_value == value


@pytest.mark.parametrize(
    ("settings", "source", "hint"),
    [
        ({"env": {"HOOK_N": "x"}}, "env", "environment variable 'HOOK_N'"),
        ({"default_map": {"n": "x"}}, "map", "default map, entry 'n'"),
        ({"env": {"AUTO_N": "x"}, "auto_envvar_prefix": "AUTO"}, "env", "variable 'AUTO_N'"),
    ],
)
def test_errors_say_where_a_bad_value_came_from(
    settings: dict[str, Any], source: str, hint: str
) -> None:
    option = click.Option(["--n"], type=int, envvar="HOOK_N")
    result = RUNNER.invoke(click.Command("c", params=[option]), **settings)
    assert result.exit_code == 2
    assert hint in result.stderr, source


def test_deprecated_things_say_so_when_used() -> None:
    command = click.Command(
        "c",
        params=[
            click.Option(["--old"], deprecated="use --new"),
            click.Argument(["arg"], deprecated=True, required=False),
        ],
        deprecated="use d",
        callback=lambda old, arg: None,
    )
    result = RUNNER.invoke(command, ["--old", "x", "y"])
    for text in (
        "The option 'old' is deprecated. use --new",
        "The argument 'ARG' is deprecated.",
        "The command 'c' is deprecated. use d",
    ):
        assert text in result.stderr


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"version": "1.2"}, "cli, version 1.2\n"),
        ({"version": "1.2", "prog_name": "p", "message": "%(prog)s=%(version)s"}, "p=1.2\n"),
        ({"package_name": "click"}, None),
    ],
)
def test_version_options(settings: dict[str, Any], shown: str | None) -> None:
    command = click.version_option(**settings)(click.Command("cli"))
    result = RUNNER.invoke(command, ["--version"], prog_name="cli")
    assert result.exit_code == 0
    assert result.output == shown or (shown is None and "version" in result.output)


def test_versions_that_cannot_be_found() -> None:
    command = click.version_option(package_name="no-such-package-here")(click.Command("cli"))
    result = RUNNER.invoke(command, ["--version"])
    assert isinstance(result.exception, RuntimeError)


def test_a_version_text_of_ones_own() -> None:
    command = click.custom_version_option(lambda ctx: f"mine of {ctx.info_name}")(
        click.Command("cli")
    )
    assert RUNNER.invoke(command, ["--version"], prog_name="p").output == "mine of p\n"
