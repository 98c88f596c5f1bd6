"""Parts that programs call themselves: streams, prompts, contexts, errors, the runner."""

from __future__ import annotations

import copy
import enum
import io
import itertools
import os
import pickle
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from click.formatting import HelpFormatter, wrap_text
from click.testing import CliRunner

EXPECTED_DIFFERENCES: dict[str, str] = {
    "error:missing:None:None:": "a missing parameter of unknown kind is a parameter, not None",
    "convert:25:": "a value without length for a pair is a bad value",
    "convert-m:25:": "a value without length for a pair is a bad value",
    "convert:19:": "a value without length for a pair is a bad value",
    "convert-m:19:": "a value without length for a pair is a bad value",
    "prompt:twice-text:": "a default taken with Enter is confirmed with Enter",
    "prompt-echo:twice-text:": "a default taken with Enter is confirmed with Enter",
    "prompt:enum:": "a prompt shows the choices as they are typed and as help does",
    "prompt-echo:enum:": "a prompt shows the choices as they are typed and as help does",
    **{
        f"{way}:{number}:'nan'": "what cannot be compared is in no range"
        for way in ("convert", "convert-m")
        for number in (17, 18, 21)
    },
    **{
        f"{way}:{number}:": "a value that the type cannot convert is a bad value"
        for way in ("convert", "convert-m")
        for number in (2, 3, 4, 5, 7, 8, 14, 15, 16, 17, 18, 20, 21, 30)
    },
    **dict.fromkeys(["echo:4:", "unstyle:'a\\x1b]"], "all escape sequences are stripped"),
    **dict.fromkeys(
        [
            "confirm-echo:",
            "confirm:",
            "confirmation_option:",
            "password_option:",
            "prompt-echo:",
            "prompt:",
            "run:read_input",
        ],
        "the line of a prompt ends once, and before ``Aborted!``",
    ),
    **dict.fromkeys(
        [
            "formatter",
            "group-page:{'max_content_width': 104}",
            "group-page:{'max_content_width': 116}",
            "group-page:{'max_content_width': 128}",
            "group-page:{'max_content_width': 140}",
            "group-page:{'max_content_width': 152}",
            "group-page:{'max_content_width': 164}",
            "group-page:{'max_content_width': 176}",
            "group-page:{'max_content_width': 188}",
            "group-page:{'max_content_width': 200}",
            "group-page:{'max_content_width': 20}",
            "group-page:{'max_content_width': 32}",
            "group-page:{'max_content_width': 44}",
            "group-page:{'max_content_width': 56}",
            "group-page:{'max_content_width': 68}",
            "group-page:{'max_content_width': 80}",
            "group-page:{'max_content_width': 92}",
            "group-page:{'terminal_width': 32}",
            "group-page:{'terminal_width': 44}",
            "group-page:{'terminal_width': 56}",
            "group-page:{'terminal_width': 80}",
            "group-sub:{'max_content_width': 104}",
            "group-sub:{'max_content_width': 116}",
            "group-sub:{'max_content_width': 128}",
            "group-sub:{'max_content_width': 140}",
            "group-sub:{'max_content_width': 152}",
            "group-sub:{'max_content_width': 164}",
            "group-sub:{'max_content_width': 176}",
            "group-sub:{'max_content_width': 188}",
            "group-sub:{'max_content_width': 200}",
            "group-sub:{'max_content_width': 20}",
            "group-sub:{'max_content_width': 32}",
            "group-sub:{'max_content_width': 44}",
            "group-sub:{'max_content_width': 56}",
            "group-sub:{'max_content_width': 68}",
            "group-sub:{'max_content_width': 80}",
            "group-sub:{'max_content_width': 92}",
            "group-sub:{'terminal_width': 140}",
            "group-sub:{'terminal_width': 20}",
            "group-sub:{'terminal_width': 32}",
            "group-sub:{'terminal_width': 44}",
            "group-sub:{'terminal_width': 56}",
            "group-sub:{'terminal_width': 80}",
            "page:{'max_content_width': 104}",
            "page:{'max_content_width': 116}",
            "page:{'max_content_width': 128}",
            "page:{'max_content_width': 140}",
            "page:{'max_content_width': 152}",
            "page:{'max_content_width': 164}",
            "page:{'max_content_width': 176}",
            "page:{'max_content_width': 188}",
            "page:{'max_content_width': 200}",
            "page:{'max_content_width': 20}",
            "page:{'max_content_width': 32}",
            "page:{'max_content_width': 44}",
            "page:{'max_content_width': 56}",
            "page:{'max_content_width': 68}",
            "page:{'max_content_width': 80}",
            "page:{'max_content_width': 92}",
            "page:{'terminal_width': 140}",
            "page:{'terminal_width': 20}",
            "page:{'terminal_width': 32}",
            "page:{'terminal_width': 44}",
            "page:{'terminal_width': 56}",
            "page:{'terminal_width': 80}",
            "wide",
        ],
        "wide characters take two columns",
    ),
}

RUNNER = CliRunner()


def tried(make: Callable[[], object]) -> object:
    """The result, or what kind of error says what, its hint aside."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found: object = make()
        except BaseException as error:
            text = str(error).split("\nHint: ")[0].split(" at 0x")[0]
            found = [type(error).__name__, text]
    heard = sorted(
        {
            f"{item.category.__name__}: {item.message}"
            for item in caught
            if item.category is not ResourceWarning
        }
    )
    return [repr(found).split(" at 0x")[0], heard]


def ran(command: click.Command, args: Any = (), runner: CliRunner = RUNNER, **more: Any) -> object:
    def make() -> object:
        result = runner.invoke(command, args, **more)
        problem = result.exception
        return [
            result.exit_code,
            result.stdout,
            result.stderr.split("\nHint: ")[0].rstrip("\n"),
            result.output.split("\nHint: ")[0].rstrip("\n"),
            type(problem).__name__,
            str(problem),
            repr(result.return_value),
            repr(result),
        ]

    return tried(make)


def simple(function: Callable[..., object], *params: click.Parameter, **more: Any) -> click.Command:
    return click.Command("c", callback=function, params=list(params), **more)


# -- printing ------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Plain:
    """The least that a file can be."""

    def __init__(self) -> None:
        self.got: list[object] = []

    def write(self, data: object) -> None:
        self.got.append(data)

    def flush(self) -> None:
        self.got.append("flush")


class Shown:
    def __str__(self) -> str:
        return "\x1b[31mshown\x1b[0m"


MESSAGES: list[object] = [
    None,
    "",
    "text",
    "\x1b[31mred\x1b[0m",
    "a\x1b]0;t\x07b\x1b[?25l",
    b"",
    b"bytes\xff",
    bytearray(b"array"),
    5,
    1.5,
    ["a"],
    Shown(),
    "é日本",
    "\udcff",
    True,
]


def printing() -> Iterator[tuple[str, object]]:
    for number, message in enumerate(MESSAGES):
        for nl, color in itertools.product([True, False], [None, True, False]):
            for kind in (io.StringIO, Terminal, io.BytesIO, Plain, "latin", "stdout", "stderr"):

                def make(
                    message: Any = message, nl: bool = nl, color: Any = color, kind: Any = kind
                ) -> object:
                    # Printing an array adds to it in click 8.5.1.
                    message = copy.copy(message)
                    if kind in ("stdout", "stderr"):

                        def run() -> None:
                            click.echo(message, nl=nl, color=color, err=kind == "stderr")

                        return ran(simple(run))
                    if kind == "latin":
                        raw = io.BytesIO()
                        file: Any = io.TextIOWrapper(raw, "latin-1", errors="replace")
                        click.echo(message, file, nl, color=color)
                        return raw.getvalue()
                    file = kind()
                    click.echo(message, file, nl, color=color)
                    return file.got if kind is Plain else file.getvalue()

                yield f"echo:{number}:{nl}:{color}:{getattr(kind, '__name__', kind)}", tried(make)
        for styles in ({"fg": "red"}, {"bold": True, "bg": 5}, {"nope": 1}, {"fg": "nope"}):

            def colored(message: Any = message, styles: Any = styles) -> None:
                click.secho(copy.copy(message), color=True, **styles)

            yield f"secho:{number}:{styles}", ran(simple(colored))
    flags = ["bold", "dim", "underline", "overline", "italic", "blink", "reverse", "strikethrough"]
    for flag, value, reset in itertools.product(flags, [True, False, None, 1], [True, False]):
        yield (
            f"style:{flag}:{value}:{reset}",
            tried(lambda: click.style("x", reset=reset, **{flag: value})),  # noqa: B023
        )
    for color in [
        "red",
        "bright_blue",
        "reset",
        "black",
        0,
        255,
        256,
        -1,
        (1, 2, 3),
        [1, 2, 3],
        *[
            (1, 2),
            (1, 2, 256),
            True,
            "",
            (),
            None,
            1.5,
            "RED",
            b"red",
        ],
    ]:
        yield f"fg:{color!r}", tried(lambda: click.style("x", fg=color))  # noqa: B023
        yield f"bg:{color!r}", tried(lambda: click.style("x", fg="red", bg=color, bold=True))  # noqa: B023
    for message in MESSAGES:
        yield f"style-of:{message!r:.20}", tried(lambda: click.style(message, fg="red"))  # noqa: B023
        yield f"unstyle:{message!r:.20}", tried(lambda: click.unstyle(message))  # type: ignore[arg-type]  # noqa: B023


# -- asking --------------------------------------------------------------------------------------

INPUTS = [
    "",
    "\n",
    "x\n",
    "5\n",
    "x\n5\n",
    "\n\n7\n",
    "y\n",
    " YES \n",
    "n\nno\n",
    "a\na\n",
    *[
        "a\nb\na\na\n",
        "é\n",
        "5",
        "\n5\n\n5\n",
        "maybe\ny\n",
    ],
]


class Level(enum.Enum):
    LOW = 1
    HIGH = 2


def refuse(text: str) -> str:
    if text != "5":
        raise click.BadParameter(f"not {text!r} or {text}")
    return text * 2


PROMPTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "default": {"default": "d"},
    "number": {"type": int},
    "number-default": {"default": 3},
    "bool-default": {"default": True},
    "list-default": {"default": ["a"]},
    "empty-default": {"default": ""},
    "zero": {"default": 0},
    "dynamic": {"default": lambda: "later"},
    "hidden": {"hide_input": True, "type": int},
    "hidden-proc": {"hide_input": True, "value_proc": refuse},
    "twice": {"confirmation_prompt": True},
    "twice-text": {"confirmation_prompt": "Again", "default": "d"},
    "twice-hidden": {"confirmation_prompt": True, "hide_input": True},
    "proc": {"value_proc": refuse},
    "suffix": {"prompt_suffix": "? "},
    "no-suffix": {"prompt_suffix": "", "default": 1},
    "no-show": {"default": "d", "show_default": False},
    "show-text": {"default": "d", "show_default": "other"},
    "err": {"err": True, "default": 5},
    "choice": {"type": click.Choice(["x", "5"])},
    "choice-hidden": {"type": click.Choice(["x", "5"]), "show_choices": False},
    "choice-default": {"type": click.Choice(["x", "5"]), "default": "x"},
    "enum": {"type": click.Choice(Level), "default": Level.LOW},
    "range": {"type": click.IntRange(1, 4)},
    "pair": {"type": (int, str), "default": (1, "a")},
    "file": {"type": click.File()},
    "path": {"type": click.Path(exists=True)},
}
CONFIRMS: dict[str, dict[str, Any]] = {
    "plain": {},
    "yes": {"default": True},
    "insist": {"default": None},
    "abort": {"abort": True},
    "suffix": {"prompt_suffix": "?"},
    "no-show": {"show_default": False},
    "err": {"err": True},
    "truthy": {"default": 1},
}


def asking() -> Iterator[tuple[str, object]]:
    echoing = CliRunner(echo_stdin=True)
    for (name, settings), typed in itertools.product(PROMPTS.items(), INPUTS):

        def ask(settings: Any = settings) -> object:
            value = click.prompt("Q", **settings)
            click.echo(f"got {value!r}")
            return value

        yield f"prompt:{name}:{typed!r}", ran(simple(ask), input=typed)
        yield f"prompt-echo:{name}:{typed!r}", ran(simple(ask), runner=echoing, input=typed)
    for (name, settings), typed in itertools.product(CONFIRMS.items(), INPUTS):

        def sure(settings: Any = settings) -> object:
            value = click.confirm("Q", **settings)
            click.echo(f"got {value!r}", err=True)
            return value

        yield f"confirm:{name}:{typed!r}", ran(simple(sure), input=typed)
        yield f"confirm-echo:{name}:{typed!r}", ran(simple(sure), runner=echoing, input=typed)

    def keys() -> None:
        click.echo(click.getchar(echo=True))
        click.echo(click.getchar(), err=True)
        click.pause("wait")
        click.pause("wait", err=True)

    for typed in INPUTS:
        yield f"keys:{typed!r}", ran(simple(keys), input=typed)
        yield f"keys-echo:{typed!r}", ran(simple(keys), runner=echoing, input=typed)
    for kind in (click.password_option, click.confirmation_option):
        for args in ([], ["--yes"], ["--password", "p"], ["--password"], ["-z"], ["--help"]):
            for typed in INPUTS:
                command = click.command("c")(kind()(lambda **values: click.echo(repr(values))))
                yield f"{kind.__name__}:{args}:{typed!r}", ran(command, args, input=typed)


# -- the runner ----------------------------------------------------------------------------------


def read_all() -> None:
    click.echo(f"<{sys.stdin.read()}>")


def read_lines() -> None:
    click.echo("first")
    click.echo(repr(sys.stdin.readline()))
    click.echo("second", err=True)
    for line in sys.stdin:
        click.echo(f"line {line!r}")
    click.echo("third")


def read_bytes() -> None:
    stream = click.get_binary_stream("stdin")
    click.echo(stream.read(2))
    click.echo(b"more")
    click.echo(stream.readline())
    click.echo(stream.readlines())


def read_text() -> None:
    stream = click.get_text_stream("stdin")
    click.echo(stream.read(2))
    click.echo("middle")
    click.echo(stream.read())


def read_input() -> None:
    sys.stdout.write("before ")
    click.echo(input("? "))
    click.echo(click.prompt("name", default="n"))
    click.echo(input())


def read_file() -> None:
    with click.open_file("-") as file:
        click.echo(list(file))
    with click.open_file("-", "wb") as file:
        file.write(b"raw\n")
    with click.open_file("-", "w") as file:
        file.write("text\n")


def mixed() -> None:
    for number in range(3):
        click.echo(f"o{number}")
        click.echo(f"e{number}", err=True)
        sys.stdout.write("raw ")
        sys.stderr.write("rawe ")
        print("printed")
        click.echo(b"bytes")


def leave(code: object) -> Callable[[], None]:
    def run() -> None:
        click.echo("before")
        sys.exit(code)  # type: ignore[arg-type]

    return run


def fail(error: BaseException) -> Callable[[], None]:
    def run() -> None:
        raise error

    return run


def running() -> Iterator[tuple[str, object]]:
    for function in (read_all, read_lines, read_bytes, read_text, read_input, read_file, mixed):
        for typed in (None, "", "a", "a\nb\nc\n", b"\xff\n", "é\nü\n", io.BytesIO(b"x\ny\n")):
            for runner in (RUNNER, CliRunner(echo_stdin=True), CliRunner("latin-1", {"V": "1"})):
                if hasattr(typed, "seek"):
                    typed.seek(0)
                label = f"run:{function.__name__}:{typed!r:.12}:{runner.echo_stdin}{runner.charset}"
                yield label, ran(simple(function), runner=runner, input=typed)
    for code in (None, 0, 1, 5, "text", -1, True, 1.5, b"b", ["l"]):
        yield f"exit:{code!r}", ran(simple(leave(code)))
    for error in (
        ValueError("v"),
        KeyboardInterrupt(),
        EOFError("e"),
        click.Abort(),
        click.exceptions.Exit(4),
        click.exceptions.Exit(0),
        click.ClickException("m"),
        click.UsageError("m"),
        click.BadParameter("m"),
        click.FileError("f", "hint"),
        click.NoSuchOption("--x"),
        OSError(32, "pipe"),
        OSError(2, "none"),
        SystemExit(3),
    ):
        for standalone in (True, False):
            label = f"raise:{error!r}:{standalone}"
            yield label, ran(simple(fail(error)), standalone_mode=standalone)
            yield (
                f"main:{label}",
                tried(
                    lambda: simple(fail(error)).main([], "p", standalone_mode=standalone)  # noqa: B023
                ),
            )
        yield f"uncaught:{error!r}", ran(simple(fail(error)), catch_exceptions=False)
    for args in (None, "", "a b", "'a b' c", ["a b"], ("a",), "--help", "'"):
        command = simple(lambda words: click.echo(words), click.Argument(["words"], nargs=-1))
        yield f"args:{args!r}", ran(command, args)
        yield f"args-name:{args!r}", ran(command, args, prog_name="other")
    for env in ({"V": "2"}, {"V": None}, {"HOME": None}, {}):

        def environment() -> None:
            click.echo(f"{os.environ.get('V')} {os.environ.get('HOME') is None}")

        for runner in (RUNNER, CliRunner(env={"V": "1"})):
            yield f"env:{env}:{runner.env}", ran(simple(environment), runner=runner, env=env)
            yield f"make_env:{env}:{runner.env}", tried(lambda: runner.make_env(env))  # noqa: B023
    for color in (True, False):
        for own in (None, True, False):
            command = simple(
                lambda: click.secho("c", fg="red"),
                context_settings={} if own is None else {"color": own},
            )
            yield f"color:{color}:{own}", ran(command, color=color)
    with RUNNER.isolation("in\n", {"V": "5"}, True) as streams:
        print("a")
        print("b", file=sys.stderr)
        sys.stdout.flush()
        sys.stderr.flush()
        seen = [
            sys.stdin.name,
            sys.stdout.name,
            sys.stderr.name,
            sys.stdin.mode,
            sys.stdout.mode,
            sys.stderr.errors,
            sys.stdout.errors,
            sys.stdin.encoding,
            sys.stdout.isatty(),
            len(streams),
            os.environ["V"],
            tried(lambda: sys.stdout.fileno()),
            type(sys.stdout).__name__,
        ]
    yield "isolation", seen + [stream.getvalue().decode() for stream in streams]
    for bad in ({"capture": "no"}, {"charset": "nope"}, {"mix_stderr": False}):
        yield (
            f"runner:{bad}",
            str(tried(lambda: CliRunner(**bad).invoke(simple(mixed))))[:60],  # noqa: B023
        )
    for given in ("t", b"b", None, io.BytesIO(b"x"), io.StringIO("x"), 5):
        from click.testing import make_input_stream

        yield (
            f"input:{type(given).__name__}",
            tried(lambda: make_input_stream(given, "utf-8").read()),  # type: ignore[arg-type]  # noqa: B023
        )


# -- contexts and decorators ---------------------------------------------------------------------


class Thing:
    def __init__(self) -> None:
        self.made = True

    def __repr__(self) -> str:
        return "<Thing>"


def contexts() -> Iterator[tuple[str, object]]:
    root = click.Context(click.Group("root"), info_name="root", obj={"a": 1})
    middle = click.Context(click.Group("middle"), parent=root, info_name="middle")
    leaf = click.Context(click.Command("leaf"), parent=middle, info_name="leaf")
    for name in sorted(set(vars(leaf)) - {"parent", "command"}):
        if not name.startswith("_"):
            yield f"ctx:{name}", tried(lambda: getattr(leaf, name))  # noqa: B023
    for name in ("meta", "command_path", "protected_args"):
        yield f"ctx:{name}", tried(lambda: getattr(leaf, name))  # noqa: B023
    yield (
        "find",
        [
            leaf.find_root() is root,
            leaf.find_object(dict),
            leaf.find_object(Thing),
            tried(lambda: leaf.ensure_object(Thing)),
            leaf.obj is middle.obj,
        ],
    )
    yield "current", tried(click.get_current_context)
    with leaf:
        yield "inside", click.get_current_context() is leaf
        with root.scope(cleanup=False):
            yield "scope", click.get_current_context() is root
    for name, make in {
        "fail": lambda: leaf.fail("no"),
        "abort": leaf.abort,
        "exit": lambda: leaf.exit(3),
        "exit-text": lambda: leaf.exit("x"),  # type: ignore[arg-type]
        "usage": leaf.get_usage,
        "help": leaf.get_help,
        "info": leaf.to_info_dict,
        "lookup": lambda: leaf.lookup_default("x"),
        "source": lambda: leaf.get_parameter_source("x"),
        "no-command": lambda: leaf.invoke(click.Command("x")),
        "forward-function": lambda: leaf.forward(len),  # type: ignore[arg-type]
        "invoke-function": lambda: leaf.invoke(len, "abc"),
        "invoke-nothing": lambda: leaf.invoke(None),  # type: ignore[call-overload]
        "no-parent": lambda: click.Context(None),  # type: ignore[arg-type]
    }.items():
        yield f"method:{name}", tried(make)

    order: list[str] = []
    with click.Context(click.Command("c")) as ctx:
        ctx.call_on_close(lambda: order.append("first"))
        ctx.call_on_close(lambda: order.append("second"))
        ctx.close()
        ctx.call_on_close(lambda: order.append("third"))
        with ctx:
            order.append("nested")
    yield "close", order

    for ensure in (True, False):

        @click.command()
        @click.make_pass_decorator(Thing, ensure=ensure)
        @click.pass_context
        @click.pass_obj
        def with_things(obj: object, ctx: object, thing: object) -> None:
            click.echo(f"{obj} {type(ctx).__name__} {thing}")

        for obj in (None, Thing(), 5):
            yield f"pass:{ensure}:{obj}", ran(with_things, obj=obj)

    @click.command("c")
    @click.pass_context
    def meta(ctx: click.Context) -> None:
        ctx.meta["k"] = "v"
        pass_key = click.decorators.pass_meta_key("k", doc_description="the K")
        click.echo(pass_key(lambda value, more: (value, more))("m"))  # type: ignore[arg-type]
        click.echo(pass_key.__doc__)
        click.echo(click.decorators.pass_meta_key("q").__doc__)
        click.decorators.pass_meta_key("missing")(lambda value: value)()  # type: ignore[arg-type]

    yield "meta", ran(meta)

    def values(**found: object) -> object:
        click.echo(repr(sorted(found.items())))
        return found

    inner = simple(
        values,
        click.Option(["--a"], default=1),
        click.Option(["--b"], multiple=True),
        click.Option(["--c/--no-c"]),
        click.Option(["--d"], required=True),
        click.Option(["--e"], type=int, default="7"),
        click.Option(["--f"], callback=lambda ctx, param, value: "called"),
        click.Option(["--g"], default=lambda: "later"),
        click.Option(["--h"], count=True),
        click.Option(["--i"], flag_value="v", default=True),
        click.Option(["--j"], envvar="V"),
        click.Option(["--k"], nargs=2, default=("1", "2"), type=int),
        click.Argument(["l"], nargs=-1),
        click.Argument(["m"], required=False),
        click.Option(["--n"], expose_value=False),
        click.Option(["--o"], prompt=True),
    )
    for name, use in {
        "invoke": lambda ctx: ctx.invoke(inner),
        "invoke-some": lambda ctx: ctx.invoke(inner, a=5, z=1),
        "forward": lambda ctx: ctx.forward(inner),
        "forward-some": lambda ctx: ctx.forward(inner, c="other"),
        "callback": lambda ctx: ctx.invoke(inner.callback, a=5),
        "positional": lambda ctx: ctx.invoke(lambda *a, **k: (a, k), 1, 2, callback=3, self=4),
        "call": lambda ctx: inner.main([], standalone_mode=False),
    }.items():
        for mapped in (None, {"c": {"a": 9}, "a": 8, "e": 4, "b": ["q"]}):

            def outer(use: Any = use, **given: object) -> object:
                ctx = click.get_current_context()
                value = use(ctx)
                click.echo(f"{value} {ctx.params}")
                return value

            command = simple(
                outer, click.Option(["--a"], default="outer"), click.Option(["--b"], multiple=True)
            )
            for args in ([], ["--a", "x", "--b", "y"]):
                yield f"{name}:{mapped}:{args}", ran(command, args, default_map=mapped)

    for message in (None, "%(prog)s %(version)s", "%(package)s"):
        for version, package in (("1.2", None), (None, "pytest"), (None, "nothing-of-it")):
            command = simple(values)
            click.version_option(version, package_name=package, message=message)(command)
            label = f"version:{message}:{version}:{package}"
            if package != "pytest":
                yield label, ran(command, ["--version"])
            yield f"{label}:help", ran(command, ["--help"])


# -- errors --------------------------------------------------------------------------------------


def errors() -> Iterator[tuple[str, object]]:
    command = click.Command("c", params=[click.Option(["--opt", "-o"]), click.Argument(["arg"])])
    ctx = click.Context(command, info_name="prog")
    option, argument = command.params
    hints = [None, "hint", ["a", "b"], ("a",), []]
    made: list[tuple[str, Callable[[], click.ClickException]]] = [
        ("click", lambda: click.ClickException("m")),
        ("usage", lambda: click.UsageError("m")),
        ("usage-ctx", lambda: click.UsageError("m", ctx)),
        ("file", lambda: click.FileError("f")),
        ("file-hint", lambda: click.FileError("f", "h")),
        ("file-bytes", lambda: click.FileError(b"f\xff", "h")),  # type: ignore[arg-type]
        ("option-usage", lambda: click.BadOptionUsage("--o", "m", ctx)),
        ("argument-usage", lambda: click.BadArgumentUsage("m", ctx)),
        ("no-args", lambda: click.exceptions.NoArgsIsHelpError(ctx)),
    ]
    for hint in hints:
        for param in (None, option, argument):
            made += [
                (
                    f"bad:{hint}:{param}",
                    lambda hint=hint, param=param: click.BadParameter("m", ctx, param, hint),  # type: ignore[misc]
                ),
            ]
            made += [
                (
                    f"missing:{param}:{kind}:{hint}:{message}",
                    lambda hint=hint, param=param, kind=kind, message=message: (  # type: ignore[misc]
                        click.MissingParameter(message, ctx, param, hint, kind)
                    ),
                )
                for kind in (None, "option", "argument", "parameter", "other")
                for message in (None, "m.")
            ]
    for near in (None, [], ["--optt"], ["--opt", "--zzz", "--opts"], {"--opts": 1}):
        made += [
            ("no-option:" + repr(near), lambda near=near: click.NoSuchOption("--opt", None, near)),  # type: ignore[misc]
            (
                "no-option-m:" + repr(near),
                lambda near=near: click.NoSuchOption("--opt", "m", near, ctx),  # type: ignore[misc]
            ),
            (
                "no-command:" + repr(near),
                lambda near=near: click.exceptions.NoSuchCommand("--opt", None, near, ctx),  # type: ignore[misc]
            ),
        ]
    for name, make in made:

        def shown(make: Any = make) -> object:
            error = make()
            file = io.StringIO()
            error.show(file)
            return [
                str(error),
                error.args,
                error.message,
                error.format_message(),
                error.exit_code,
                error.show_color,
                file.getvalue().split("\nHint: ")[0].rstrip("\n"),
                sorted(key for key in vars(error) if not key.startswith("_")),
                getattr(error, "possibilities", None),
                type(error).__mro__[1].__name__,
            ]

        yield f"error:{name}", tried(shown)


# -- files ---------------------------------------------------------------------------------------


def files() -> Iterator[tuple[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        name = base / "file.txt"
        for mode, lazy, atomic, exists in itertools.product(
            ["r", "w", "a", "x", "r+", "w+", "rb", "wb", "ab", "q"],
            [True, False],
            [True, False],
            [True, False],
        ):

            def use(mode: Any = mode, lazy: Any = lazy, atomic: Any = atomic) -> object:
                file = click.open_file(str(name), mode, lazy=lazy, atomic=atomic)
                before = name.read_text() if name.exists() else None
                data: Any = b"new" if "b" in mode else "new"
                with file as opened:
                    got = opened.read() if "r" in mode else opened.write(data)
                    seen = name.read_text() if name.exists() else None
                return [before, got, seen, name.read_text(), file.name == str(name), file.closed]

            name.unlink(missing_ok=True)
            if exists:
                name.write_text("old")
            found = tried(use)
            left = sorted(item.name for item in base.iterdir())
            text = name.read_text() if name.exists() else None
            yield (
                f"open:{mode}:{lazy}:{atomic}:{exists}",
                [str(found).replace(folder, "F"), left, text],
            )

            def with_type(file: Any) -> None:
                click.echo(type(file).__name__)
                try:
                    click.echo(file.read() if "r" in mode else file.write("x"))  # noqa: B023
                except Exception as error:
                    click.echo(type(error).__name__)

            kind = click.File(mode, lazy=lazy, atomic=atomic)
            command = simple(with_type, click.Argument(["file"], type=kind))
            for path in (str(name), "-", str(base / "no" / "file"), folder):
                result = str(ran(command, [path], input="given")).replace(folder, "F")
                result = re.sub("atomic-write[0-9a-f]+", "atomic", result)
                yield f"File:{mode}:{lazy}:{atomic}:{exists}:{path.replace(folder, 'F')}", result
        (base / "dir").mkdir(exist_ok=True)
        (base / "link").symlink_to(base / "dir")
        for settings in itertools.product([False, True], repeat=5):
            exists, file_okay, dir_okay, resolve, dash = settings
            for path_type in (None, str, bytes, Path):
                path_kind: Any = click.Path(
                    exists,
                    file_okay,
                    dir_okay,
                    resolve_path=resolve,
                    allow_dash=dash,
                    path_type=path_type,  # type: ignore[arg-type]
                )
                for value in ("file.txt", "dir", "link", "no", "-"):
                    given = value if value == "-" else str(base / value)
                    found = tried(lambda: path_kind.convert(given, None, None))  # noqa: B023
                    yield (
                        f"Path:{settings}:{path_type}:{value}",
                        str(found).replace(os.path.realpath(folder), "F").replace(folder, "F"),
                    )
    for name in ("app", "My App", "", "a/b"):
        for roaming, posix in itertools.product([True, False], repeat=2):
            yield (
                f"app-dir:{name}:{roaming}:{posix}",
                tried(lambda: click.get_app_dir(name, roaming, posix)),  # noqa: B023
            )
    for value in ("a/b.txt", b"a/\xff", Path("a/b"), "\udcff", "", b"", "é"):
        for shorten in (True, False):
            yield f"name:{value!r}:{shorten}", tried(lambda: click.format_filename(value, shorten))  # noqa: B023
    for stream in ("stdin", "stdout", "stderr", "nope"):
        yield f"text:{stream}", tried(lambda: type(click.get_text_stream(stream)).__name__ != "")  # type: ignore[arg-type]  # noqa: B023
        yield f"binary:{stream}", tried(lambda: click.get_binary_stream(stream) is not None)  # type: ignore[arg-type]  # noqa: B023


# -- types ---------------------------------------------------------------------------------------

GIVEN: list[Any] = ["1", " 1 ", "x", "", "1.5", "nan", "yes", " Off ", True, 0, 3, 1.5, None, b"1"]
GIVEN += [b"\xff", "2020-01-02", "a", "A", ("1", "2"), [], "ß", "12345678123456781234567812345678"]
GIVEN += [Level.LOW, "LOW", "low", "1e3", "0x10", "1_000", "٣", "inf", "-5", object]
KINDS: list[Any] = [None, str, int, float, bool, click.UUID, click.UNPROCESSED, click.DateTime()]
KINDS += [click.DateTime(["%Y", "%d"]), click.Choice(["a", "B"]), click.Choice("aAß", False)]
KINDS += [click.Choice(Level), click.Choice(Level, case_sensitive=False), click.Choice([1, 2.5])]
KINDS += [click.IntRange(1, 3), click.IntRange(1, 3, True, True), click.IntRange(min=2, clamp=True)]
KINDS += [click.FloatRange(1, 3), click.FloatRange(max=2, max_open=True), click.Tuple([int, str])]
KINDS += [click.IntRange(1, 5, clamp=True, min_open=True), click.FloatRange(0, 1, clamp=True)]
KINDS += [lambda text: int(text) * 2, Level, click.Path(), (int, (int, str)), dict, Path]
KINDS += [click.Choice([]), click.Choice(["only"]), click.IntRange(), type(None), click.ParamType()]


def types() -> Iterator[tuple[str, object]]:
    for number, kind in enumerate(KINDS):
        made: Any = click.types.convert_type(kind)
        yield (
            f"type:{number}",
            [
                tried(lambda: str(made)),  # noqa: B023
                made.arity,
                tried(lambda: made.name),  # noqa: B023
                tried(made.to_info_dict),
            ],
        )
        for value in GIVEN:
            yield f"convert:{number}:{value!r}", tried(lambda: made(value))  # noqa: B023
            yield f"convert-m:{number}:{value!r}", tried(lambda: made.convert(value, None, None))  # noqa: B023
        for text in ("a b", "", "a:b", " a  b ", None):
            yield f"split:{number}:{text}", tried(lambda: made.split_envvar_value(text))  # noqa: B023
        for settings in ({}, {"nargs": 2}, {"multiple": True}, {"required": True}):
            settings: Any
            try:
                option = click.Option(["--x"], type=kind, show_default=True, **settings)
            except Exception as error:
                yield f"option:{number}:{settings}", repr(error).split(" at 0x")[0]
                continue
            command = simple(lambda x: click.echo(repr(x)), option)
            yield f"help:{number}:{settings}", ran(command, ["--help"])
            yield f"missing:{number}:{settings}", ran(command, [])
            with click.Context(command) as ctx:
                yield (
                    f"complete:{number}:{settings}",
                    tried(lambda: [vars(i) for i in option.shell_complete(ctx, "")][:1]),  # noqa: B023
                )
    for default in (None, 1, "s", 1.5, True, [1], (1, "a"), [(1, 2)], [], (), Level.LOW, object()):
        yield (
            f"guess:{default!r:.10}",
            tried(lambda: click.types.convert_type(None, default)),  # noqa: B023
        )


# -- declarations, copies, subclasses ------------------------------------------------------------


def declarations() -> Iterator[tuple[str, object]]:
    decls: list[list[str]] = [
        ["--a"],
        ["-a"],
        ["-a", "--long-name"],
        ["--long-name", "-a"],
        ["--a", "--bb"],
        ["name", "--a"],
        ["--a/--b"],
        ["--a/-b"],
        ["/a;/b"],
        ["/debug"],
        ["--a /--b"],
        ["--a/ --b"],
        [" /-b"],
        ["--shout/"],
        ["+a"],
        ["++plus"],
        ["--1st"],
        ["-1"],
        ["--Upper"],
        ["--class"],
        ["--a=b"],
        ["a", "b", "--c"],
        ["a"],
        [],
        [""],
        ["--"],
        ["-"],
        ["---a"],
        ["-ab"],
        ["--é"],
        ["_x", "--y"],
        ["--x-", "-y_"],
        ["--a.b"],
    ]
    for words in decls:
        for expose in (True, False):

            def make(words: Any = words, expose: Any = expose) -> object:
                option = click.Option(words, expose_value=expose)
                return [
                    option.name,
                    option.opts,
                    option.secondary_opts,
                    option.is_flag,
                    repr(option),
                    option.human_readable_name,
                    option.to_info_dict(),
                    option.get_error_hint(None),
                ]

            def argument(words: Any = words, expose: Any = expose) -> object:
                made = click.Argument(words, expose_value=expose)
                return [
                    made.name,
                    made.opts,
                    repr(made),
                    made.human_readable_name,
                    made.get_error_hint(None),
                ]

            yield f"option:{words}:{expose}", tried(make)
            yield f"argument:{words}:{expose}", tried(argument)
            for args in (words, ["--help"], []):

                def run(words: Any = words, expose: Any = expose, args: Any = args) -> object:
                    option = click.Option(words, expose_value=expose)
                    return ran(simple(lambda **found: click.echo(found), option), args)

                yield f"use:{words}:{expose}:{args}", tried(run)

    for make_param in (
        lambda: click.Option(["--x", "-y"], type=int, default=3, help="H", envvar="V"),
        lambda: click.Argument(["x"], nargs=2, type=click.Choice("ab")),
        lambda: click.Option(["--x/--no-x"], callback=len),  # type: ignore[arg-type]
    ):
        param: Any = make_param()
        for name, twin in {
            "copy": copy.copy,
            "deepcopy": copy.deepcopy,
            "pickle": lambda value: pickle.loads(pickle.dumps(value)),
        }.items():
            yield f"{name}:{param}", tried(lambda: twin(param).to_info_dict())  # noqa: B023
            yield (
                f"{name}-vars:{param}",
                tried(
                    lambda: sorted(key for key in vars(twin(param)) if key[0] != "_")  # noqa: B023
                ),
            )

    class Loud(click.Group):
        def resolve_command(self, ctx: Any, args: Any) -> Any:
            click.echo(f"resolve {args}")
            return super().resolve_command(ctx, args)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            found = super().get_command(ctx, cmd_name)
            if found is not None:
                return found
            near = [name for name in self.list_commands(ctx) if name.startswith(cmd_name)]
            if len(near) == 1:
                return super().get_command(ctx, near[0])
            return ctx.fail(f"Too many matches: {near}") if near else None

        def list_commands(self, ctx: Any) -> Any:
            return list(reversed(super().list_commands(ctx)))

        def invoke(self, ctx: Any) -> Any:
            click.echo("invoke")
            return super().invoke(ctx)

        def parse_args(self, ctx: Any, args: Any) -> Any:
            click.echo(f"parse {args}")
            return super().parse_args(ctx, args)

        def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
            click.echo(f"context {info_name} {args} {extra}")
            return super().make_context(info_name, args, parent, **extra)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            formatter.write("(commands)\n")
            super().format_commands(ctx, formatter)

        def format_usage(self, ctx: Any, formatter: Any) -> None:
            formatter.write("usage!\n")

        def format_epilog(self, ctx: Any, formatter: Any) -> None:
            with formatter.section("End"):
                formatter.write_dl([("a", "b")])

        def collect_usage_pieces(self, ctx: Any) -> Any:
            return ["pieces", *super().collect_usage_pieces(ctx)]

    for chain, alone in itertools.product([True, False], repeat=2):

        @click.group(cls=Loud, chain=chain, invoke_without_command=alone)
        @click.pass_context
        def loud(ctx: click.Context) -> str:
            click.echo(f"group {ctx.invoked_subcommand} {ctx.args}")
            return "g"

        @loud.command(aliases=["x"], cls=type("Odd", (click.Command,), {"__init__": _with_aliases}))
        @click.option("--n", default=1)
        def start(n: int) -> int:
            click.echo(f"start {n}")
            return n

        @loud.command(short_help="The short.")
        def status() -> str:
            click.echo("status")
            return "s"

        @loud.result_callback()
        def done(value: object) -> object:
            click.echo(f"done {value}")
            return ("done", value)

        for args in (
            [],
            ["start"],
            ["sta"],
            ["star", "--n", "2"],
            ["stat"],
            ["start", "status"],
            ["--help"],
            ["start", "--help"],
            ["nope"],
            ["--nope"],
            ["start", "--m"],
        ):
            yield f"loud:{chain}:{alone}:{args}", ran(loud, args)
            yield f"loud:{chain}:{alone}:{args}:value", ran(loud, args, standalone_mode=False)


def _with_aliases(self: Any, *args: Any, aliases: Any = (), **more: Any) -> None:
    click.Command.__init__(self, *args, **more)
    self.aliases = aliases


# -- pages ---------------------------------------------------------------------------------------

HELP = """Short summary that goes on for a while. Second sentence.

    A paragraph with 日本語 wide and e\u0301 combining characters, which is long enough to wrap
    at least once on every page.

    \b
    kept
      as it   is

    - a list
    - of things
    \f
    hidden part
    """


def pages() -> Iterator[tuple[str, object]]:
    for width in range(20, 201, 12):
        for settings in ({"terminal_width": width}, {"max_content_width": width}):
            command = click.Command(
                "c",
                help=HELP,
                epilog="The \x1b[1mend\x1b[0m.\n\n\b\nreally\nso",
                context_settings=settings,
                params=[
                    click.Option(["--opt", "-o"], help=HELP, default="日本", show_default=True),
                    click.Option(["--a-very-long-option-name-that-is-long/--no-way"], help="H"),
                    click.Option(["--rng"], type=click.IntRange(0, 5), required=True),
                    click.Option(["--env"], envvar=["A", "B"], show_envvar=True, default=1.0),
                    click.Option(["--hid"], hidden=True, help="h"),
                    click.Option(["--dep"], deprecated="why", help="h"),
                    click.Option(["--choice"], type=click.Choice(["x" * 10, "y" * 20, "z" * 30])),
                    click.Argument(["arg"], help="About it. " * 6),
                    click.Argument(["rest"], nargs=-1),
                ],
            )
            yield f"page:{settings}", ran(command, ["--help"])
            yield f"page-usage:{settings}", ran(command, ["--nope"])
            group = click.Group(
                "g", commands={"c" * n: command for n in (1, 5, 25)}, context_settings=settings
            )
            group.help = HELP
            yield f"group-page:{settings}", ran(group, ["--help"])
            yield f"group-sub:{settings}", ran(group, ["c", "--help"])
    for limit in range(5, 80, 6):
        for text in (HELP, "One. two. Three.", "x" * 50, "", "a\n\nb", "e.g. this", "Dot.\n  More"):
            made = click.Command("c", help=text)
            yield f"short:{limit}:{text[:10]!r}", made.get_short_help_str(limit)
    formatter = HelpFormatter(width=30)
    for name in ("write_heading", "write_text", "write_usage", "write"):
        getattr(formatter, name)("some words " * 5)
        with formatter.indentation():
            getattr(formatter, name)("日本語 " * 12)
    yield "formatter", formatter.getvalue()
    yield "wide", wrap_text("日本語日本語 " * 8, 20, "* ", "  ")


def observations() -> Iterator[tuple[str, object]]:
    yield from printing()
    yield from asking()
    yield from running()
    yield from contexts()
    yield from errors()
    yield from files()
    yield from types()
    yield from declarations()
    yield from pages()
