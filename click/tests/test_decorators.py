"""Decorators that hand objects in, and the ready-made options."""

from __future__ import annotations

from typing import Any

import pytest

import click
import click.core
import click.decorators
import click.testing
import click.types
from click.decorators import pass_meta_key
from click.testing import CliRunner


class Thing:
    pass


@pytest.mark.parametrize("ensure", [True, False])
def test_objects_by_type(runner: CliRunner, ensure: bool) -> None:
    @click.command()
    @click.make_pass_decorator(Thing, ensure=ensure)
    def command(thing: object) -> None:
        click.echo(type(thing).__name__)

    assert runner.invoke(command, obj=Thing()).output == "Thing\n"
    result = runner.invoke(command)
    if ensure:
        assert result.output == "Thing\n"
    else:
        assert "without a context object of type 'Thing'" in str(result.exception)


def test_obj_and_meta(runner: CliRunner) -> None:
    pass_key = pass_meta_key("key", doc_description="the key")

    @click.command()
    @click.pass_context
    def command(ctx: click.Context) -> None:
        ctx.meta["key"] = "value"
        click.echo(click.pass_obj(lambda obj: obj)())
        click.echo(pass_key(lambda value: value)())

    assert runner.invoke(command, obj="obj").output == "obj\nvalue\n"
    assert "passes the key as" in (pass_key.__doc__ or "")
    assert "'other' key" in (pass_meta_key("other").__doc__ or "")


@pytest.mark.parametrize(
    ("option", "args", "typed", "output"),
    [
        (click.confirmation_option(), ["--yes"], "", "done\n"),
        (click.confirmation_option(), [], "y\n", "Do you want to continue? [y/N]: y\ndone\n"),
        (click.confirmation_option(), [], "n\n", "Do you want to continue? [y/N]: n\nAborted!\n"),
        (click.password_option(expose_value=False), ["--password", "x"], "", "done\n"),
        (
            click.password_option(expose_value=False),
            [],
            "x\nx\n",
            "Password: \nRepeat for confirmation: \ndone\n",
        ),
        (click.version_option("1.2"), ["--version"], "", "prog, version 1.2\n"),
        (
            click.version_option("1.2", "-V", prog_name="p", message="%(prog)s %(version)s"),
            ["-V"],
            "",
            "p 1.2\n",
        ),
        (
            click.custom_version_option(lambda ctx: f"of {ctx.info_name}"),
            ["--version"],
            "",
            "of prog\n",
        ),
    ],
)
def test_ready_made_options(
    runner: CliRunner, option: Any, args: list[str], typed: str, output: str
) -> None:
    command = click.command("prog")(option(lambda: click.echo("done")))
    assert runner.invoke(command, args, input=typed).output == output


def test_version_of_a_package(runner: CliRunner) -> None:
    import pytest as installed

    for package in ("pytest", "_pytest"):
        option = click.version_option(package_name=package, message="%(package)s %(version)s")
        command = click.command()(option(lambda: None))
        assert runner.invoke(command, ["--version"]).output == f"pytest {installed.__version__}\n"
    command = click.command()(click.version_option(package_name="no-such")(lambda: None))
    assert "is not installed" in str(runner.invoke(command, ["--version"]).exception)


def test_help_option_under_another_name(runner: CliRunner) -> None:
    command = click.command("c", add_help_option=False)(click.help_option("-h")(lambda: None))
    assert runner.invoke(command, ["-h"]).output.startswith("Usage: c [OPTIONS]\n")
    assert runner.invoke(command, ["--help"]).exit_code == 2


def test_mistakes() -> None:
    with pytest.raises(AssertionError, match="cls"):
        click.command(lambda: None, cls=click.Command)  # type: ignore[call-overload]
    with pytest.raises(AssertionError, match="kwargs"):
        click.command(lambda: None, help="x")  # type: ignore[call-overload]


RUNNER = CliRunner()


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
