"""What each shell asks and how it wants its answers.

In: a command and environment variables that the shell's script sets. Out: lines of text. Each
class holds the script that a user loads into the shell.
"""

from __future__ import annotations

import os

from .._output import echo
from .resolve import complete
from .words import split_arg_string

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any, ClassVar, TypedDict

    from .._annotations import Command
    from .item import CompletionItem

    class _SourceVarsDict(TypedDict):
        complete_func: str
        complete_var: str
        prog_name: str


_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' answer value
    COMPREPLY=()
    while read -r answer; do
        case "$answer" in
            plain,*)
                value="${answer#plain,}"
                # Blanks and the like need quotes, unless the user has opened one.
                [[ "${COMP_WORDS[COMP_CWORD]}" == [\\"\\']* ]] || printf -v value %%q "$value"
                COMPREPLY+=("$value")
                ;;
            dir,*) COMPREPLY=(); compopt -o dirnames ;;
            file,*) COMPREPLY=(); compopt -o default ;;
        esac
    done < <(
        # Arrays cannot be exported, so the words travel as lines.
        env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \\
            %(complete_var)s=bash_complete "$1"
    )
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    (( $+commands[%(prog_name)s] )) || return 1
    local -a lines bare explained
    local what value text
    lines=("${(@f)$(
        COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT - 1)) \\
            %(complete_var)s=zsh_complete %(prog_name)s
    )}")
    for what value text in "${lines[@]}"; do
        case "$what" in
            (dir) _path_files -/ ;;
            (file) _path_files -f ;;
            (plain)
                if [[ "$text" == _ ]]; then
                    bare+=("$value")
                else
                    explained+=("$value:$text")
                fi
                ;;
        esac
    done
    (( $#explained )) && _describe -V unsorted explained -U
    (( $#bare )) && compadd -U -V unsorted -a bare
}

if [[ "${zsh_eval_context[-1]}" == loadautofunc ]]; then
    # The file lies in a folder of $fpath and is being loaded to complete something.
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
function %(complete_func)s
    set -lx %(complete_var)s fish_complete
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -ct)
    for answer in (%(prog_name)s)
        set -l parts (string split -m 1 "," -- $answer)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                printf "%%s\\n" $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName '%(prog_name)s' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | ForEach-Object { $_.Extent.Text })
    $index = $words.Count - 1
    if ($wordToComplete -eq '') {
        $words += "''"
        $index += 1
    }
    $env:COMP_WORDS = $words -join ' '
    $env:COMP_CWORD = $index
    $env:%(complete_var)s = 'powershell_complete'
    try {
        $lines = @(& '%(prog_name)s')
    } finally {
        Remove-Item 'Env:COMP_WORDS', 'Env:COMP_CWORD', 'Env:%(complete_var)s'
    }
    for ($i = 0; $i + 2 -lt $lines.Count; $i += 3) {
        $kind, $value, $text = $lines[$i..($i + 2)]
        if ($kind -eq 'plain') {
            if ($text -eq '_') { $text = $value }
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, 'ParameterValue', $text)
        } else {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($value) |
                Where-Object { $kind -eq 'file' -or $_.ResultType -eq 'ProviderContainer' }
        }
    }
}
"""


#: what keeps a text on its line
_ONE_LINE = str.maketrans("\r\n", "  ")


class ShellComplete:
    """Answers one shell. Subclass it for another one, and register the class.

    :param cli: the command to complete.
    :param ctx_args: parameters of its context.
    :param prog_name: name of the program in the shell.
    :param complete_var: environment variable in which the shell says what it wants.
    """

    __module__ = "click.shell_completion"

    #: name of the shell, the first part of what the variable holds
    name: ClassVar[str]
    #: the script for the shell, with the fields of :meth:`source_vars`
    source_template: ClassVar[str]

    cli: Command
    ctx_args: MutableMapping[str, Any]
    prog_name: str
    complete_var: str

    def __init__(
        self,
        cli: Command,
        ctx_args: MutableMapping[str, Any],
        prog_name: str,
        complete_var: str,
    ) -> None:
        self.cli = cli
        self.ctx_args = ctx_args
        self.prog_name = prog_name
        self.complete_var = complete_var

    @property
    def func_name(self) -> str:
        """Name for the script's function: only letters, digits and underscores."""
        name = self.prog_name.replace("-", "_")
        return (
            f"_{''.join(c for c in name if c == '_' or (c.isalnum() and c.isascii()))}_completion"
        )

    def source_vars(self) -> _SourceVarsDict:
        """The fields of the script."""
        return {
            "complete_func": self.func_name,
            "complete_var": self.complete_var,
            "prog_name": self.prog_name,
        }

    def source(self) -> str:
        """The script."""
        return self.source_template % self.source_vars()

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor and the one at it, from the environment."""
        raise NotImplementedError

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """The completions of *incomplete* behind *args*."""
        return complete(self.cli, self.ctx_args, self.prog_name, args, incomplete)

    def format_completion(self, item: CompletionItem[str]) -> str:
        """*item* as the script reads it."""
        raise NotImplementedError

    def complete(self) -> str:
        """The whole answer."""
        args, incomplete = self.get_completion_args()
        found = self.get_completions(args, incomplete)
        return "\n".join([self.format_completion(item) for item in found])


class _ByIndex(ShellComplete):
    """A shell that sends all words and the index of the one at the cursor."""

    def get_completion_args(self) -> tuple[list[str], str]:
        words = split_arg_string(os.environ["COMP_WORDS"])
        cursor = int(os.environ["COMP_CWORD"])
        return words[1:cursor], words[cursor] if cursor < len(words) else ""


class BashComplete(_ByIndex):
    """Bash, from version 4.4."""

    __module__ = "click.shell_completion"

    name = "bash"
    source_template = _BASH

    @staticmethod
    def _check_version() -> None:
        """Say so on standard error when the shell is too old or cannot be asked."""
        import shutil
        import subprocess

        program = shutil.which("bash")
        version: list[str] = []
        if program is not None:
            answer = subprocess.run(
                [program, "--norc", "-c", 'echo "${BASH_VERSION}"'], stdout=subprocess.PIPE
            )
            version = answer.stdout.decode().split(".")[:2]
        if len(version) == 2 and all(part.isdigit() for part in version):
            if (int(version[0]), int(version[1])) < (4, 4):
                echo(
                    "Shell completion is not supported for Bash versions older than 4.4.",
                    err=True,
                )
            return
        echo("Couldn't detect Bash version, shell completion is not supported.", err=True)

    def source(self) -> str:
        self._check_version()
        return super().source()

    def format_completion(self, item: CompletionItem[str]) -> str:
        return f"{item.type},{item.value}"


class ZshComplete(_ByIndex):
    """Zsh."""

    __module__ = "click.shell_completion"

    name = "zsh"
    source_template = _ZSH

    def format_completion(self, item: CompletionItem[str]) -> str:
        if not item.help:
            return f"{item.type}\n{item.value}\n_"
        # A colon ends the value where a description follows.
        value = item.value.replace(":", r"\:")
        return f"{item.type}\n{value}\n{item.help}"


class FishComplete(ShellComplete):
    """Fish."""

    __module__ = "click.shell_completion"

    name = "fish"
    source_template = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        words = split_arg_string(os.environ["COMP_WORDS"])[1:]
        incomplete = os.environ["COMP_CWORD"]
        if incomplete:
            incomplete = split_arg_string(incomplete)[0]
        # The word at the cursor is among the words, if there is one.
        if incomplete and words and words[-1] == incomplete:
            words.pop()
        return words, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        if not item.help:
            return f"{item.type},{item.value}"
        text = item.help.replace("\n", "\\n").replace("\t", " ")
        return f"{item.type},{item.value}\t{text}"


class PowerShellComplete(_ByIndex):
    """PowerShell."""

    __module__ = "click.shell_completion"

    name = "powershell"
    source_template = _POWERSHELL

    def format_completion(self, item: CompletionItem[str]) -> str:
        text = (item.help or "_").translate(_ONE_LINE)
        return f"{item.type}\n{item.value}\n{text}"
