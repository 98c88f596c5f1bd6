"""The shells: their scripts, the form of their requests, and the form of the answers.

A script is loaded into the shell by the user. It runs the program with environment variables that
hold the command line, and reads lines. A completion whose value has a line break cannot be sent.
"""

from __future__ import annotations

import os

from .._output import echo
from .item import CompletionItem
from .resolve import complete
from .words import WORD_BREAKS, join_option_values, join_touching, split_arg_string

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any, ClassVar, TypedDict

    from .._annotations import Command

    class _SourceVarsDict(TypedDict):
        complete_func: str
        complete_var: str
        prog_name: str


_BASH = r"""
%(complete_func)s() {
    local IFS=$'\n' answer value word="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while read -r answer; do
        case "$answer" in
            plain,*)
                value="${answer#plain,}"
                # Special characters need quotes. If the user has opened a quote, Readline closes
                # it, and only what is special inside of it needs a backslash.
                case "$word" in
                    \'*) value="${value//\'/\'\\\'\'}" ;;
                    \"*)
                        value="${value//\\/\\\\}"
                        value="${value//\"/\\\"}"
                        value="${value//\$/\\\$}"
                        value="${value//\`/\\\`}"
                        ;;
                    *) printf -v value %%q "$value" ;;
                esac
                COMPREPLY+=("$value")
                ;;
            dir,*) COMPREPLY=(); compopt -o dirnames ;;
            file,*) COMPREPLY=(); compopt -o default ;;
        esac
    done < <(
        # Arrays cannot be exported, so the words are sent as lines. The line itself shows
        # whether there is a blank beside a word such as "=".
        env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" COMP_LINE="$COMP_LINE" \
            %(complete_var)s=bash_complete "$1"
    )
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""[1:]

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
            (dir|file)
                # Of --option=path only the path is to be completed.
                [[ "$PREFIX" == -*=* ]] && compset -P 1 '*='
                if [[ "$what" == dir ]]; then _path_files -/; else _path_files -f; fi
                ;;
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
    # Of --option=path only the path is completed by fish.
    set -l option (string match -r '^-[^=]*=' -- (commandline -ct))
    for answer in (%(prog_name)s)
        set -l parts (string split -m 1 "," -- $answer)
        switch $parts[1]
            case dir
                printf "%%s\\n" "$option"(__fish_complete_directories $parts[2])
            case file
                printf "%%s\\n" "$option"(__fish_complete_path $parts[2])
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
    """The base class of shells. Register a subclass to support another shell.

    :param cli: the command to complete.
    :param ctx_args: parameters of its context.
    :param prog_name: name of the program in the shell.
    :param complete_var: environment variable with the request of the shell.
    """

    __module__ = "click.shell_completion"

    #: name of the shell, the first part of what the variable holds
    name: ClassVar[str]
    #: the script for the shell, with the fields of :meth:`source_vars`
    source_template: ClassVar[str]

    #: the part of the word that completions leave out
    _left_out: str = ""

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
        """The name of the function in the script: only letters, digits and underscores."""
        name = self.prog_name.replace("-", "_")
        return (
            f"_{''.join(c for c in name if c == '_' or (c.isalnum() and c.isascii()))}_completion"
        )

    def source_vars(self) -> _SourceVarsDict:
        """Return the fields of the script."""
        return {
            "complete_func": self.func_name,
            "complete_var": self.complete_var,
            "prog_name": self.prog_name,
        }

    def source(self) -> str:
        """Return the script."""
        return self.source_template % self.source_vars()

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor and the one at it, from the environment."""
        raise NotImplementedError

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return the completions of ``incomplete`` after ``args``.

        Of ``--option=value`` the values are returned without the option.
        """
        items, self._left_out = complete(self.cli, self.ctx_args, self.prog_name, args, incomplete)
        return items

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return ``item`` in the form that the script reads."""
        raise NotImplementedError

    def complete(self) -> str:
        """Return all completions in the form that the script reads."""
        self._left_out = ""
        args, incomplete = self.get_completion_args()
        answers = []
        for item in self.get_completions(args, incomplete):
            if item.type == "plain" and isinstance(item.value, str):
                value = self._in_place(item.value, incomplete)
                if "\n" in value:
                    continue
                if value != item.value:
                    item = CompletionItem(value, item.type, item.help, **item._info)
            answers.append(self.format_completion(item))
        return "\n".join(answers)

    def _in_place(self, value: str, incomplete: str) -> str:
        """Return the text that replaces what the shell takes for the word at the cursor."""
        return f"{self._left_out}{value}"


class _ByIndex(ShellComplete):
    """A shell that sends all words and the index of the one at the cursor."""

    def get_completion_args(self) -> tuple[list[str], str]:
        words = split_arg_string(os.environ["COMP_WORDS"])
        cursor = int(os.environ["COMP_CWORD"])
        return words[1:cursor], words[cursor] if cursor < len(words) else ""


class BashComplete(ShellComplete):
    """Bash, from version 4.4."""

    #: the part of the word that Bash does not replace
    _kept: str = ""

    __module__ = "click.shell_completion"

    name = "bash"
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor and the one at it.

        Bash splits words at ``=`` and ``:`` too (``COMP_WORDBREAKS``); they are joined again.
        """
        sent = os.environ["COMP_WORDS"]
        cursor = int(os.environ["COMP_CWORD"])
        line = os.environ.get("COMP_LINE")
        # The script sends the line together with words as they were typed, one a line.
        pieces = split_arg_string(sent) if line is None else sent.split("\n")
        pieces = [*pieces[:cursor], *(pieces[cursor : cursor + 1] or [""])]
        words = join_option_values(pieces) if line is None else join_touching(pieces, line)
        typed, current = words[-1], pieces[-1]
        # Bash replaces what follows the last place where it splits.
        kept = typed if current in WORD_BREAKS else typed.removesuffix(current)
        if line is not None:
            words = ["".join(split_arg_string(word)[:1]) for word in words]
            kept = "".join(split_arg_string(kept)[:1])
        self._kept = kept
        return words[1:-1], words[-1]

    def _in_place(self, value: str, incomplete: str) -> str:
        text = f"{self._left_out}{value}"
        kept = self._kept
        return text[len(kept) :] if text.casefold().startswith(kept.casefold()) else text

    @staticmethod
    def _check_version() -> None:
        """Print a message on standard error if the shell is too old or its version unknown."""
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
        text = item.help.replace("\n", "\\n")
        return f"{item.type}\n{value}\n{text}"


class FishComplete(ShellComplete):
    """Fish."""

    __module__ = "click.shell_completion"

    name = "fish"
    source_template = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        words = split_arg_string(os.environ["COMP_WORDS"])[1:]
        typed = os.environ["COMP_CWORD"]
        incomplete = "".join(split_arg_string(typed)[:1])
        # The word at the cursor is among the words, if there is one.
        if typed and words and words[-1] == incomplete:
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
