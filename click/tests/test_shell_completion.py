"""The question of a shell, and the registry of shells."""

from __future__ import annotations

import pytest

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
)
from click.testing import CliRunner

PLAIN = CompletionItem("w x", type="dir")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_program_hands_out_its_script(shell: str) -> None:
    result = CliRunner().invoke(
        click.Command("c"), prog_name="my-prog.x", env={"_MY_PROG_X_COMPLETE": f"{shell}_source"}
    )
    assert result.exit_code == 0
    assert "my-prog.x" in result.stdout
    assert "_MY_PROG_X_COMPLETE" in result.stdout
    # A version of bash that is too old causes a warning.
    assert result.stderr == "" or shell == "bash"


@pytest.mark.parametrize("instruction", ["nope_source", "bash_nope", "bash"])
def test_unknown_instructions_end_with_1(instruction: str) -> None:
    result = CliRunner().invoke(
        click.Command("c"), prog_name="prog", env={"_PROG_COMPLETE": instruction}
    )
    assert result.exit_code == 1


def test_a_shell_of_ones_own() -> None:
    class Mine(ShellComplete):
        name = "mine"
        source_template = "%(prog_name)s|%(complete_func)s|%(complete_var)s"

        def get_completion_args(self) -> tuple[list[str], str]:
            return [], "--h"

        def format_completion(self, item: CompletionItem[str]) -> str:
            return f"<{item.value}>"

    assert add_completion_class(Mine) is Mine
    assert add_completion_class(Mine, "other") is Mine
    assert get_completion_class("mine") is get_completion_class("other") is Mine
    assert get_completion_class("unknown") is None
    made = Mine(click.Command("c"), {}, "a-b.c", "_V")
    assert made.source() == "a-b.c|_a_bc_completion|_V"
    assert made.complete() == "<--help>"
    bare = ShellComplete(click.Command("c"), {}, "c", "_C")
    with pytest.raises(NotImplementedError):
        bare.get_completion_args()
    with pytest.raises(NotImplementedError):
        bare.format_completion(PLAIN)
