"""Generated commands with generated command lines: values, sources, exit codes, output."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from typing import Any

import click
from click.testing import CliRunner

# Numbers of generated programs whose answers differ, by reason. Hints of ours are cut off below.
_ODD_VALUES = """
43 48 53 62 73 80 150 152 218 226 268 273 280 311 318 336 349 369 374 389 421 422 425 438 477
505 512 617 621 736 848 876 948 959 963 981 1004 1067 1141 1172 1183 1239 1241 1243 1245 1337
1339 1344 1403 1437 1450 1470 1479
"""
_WORDS = """
23 25 182 210 248 350 419 448 469 496 510 514 517 542 614 699 773 774 797 1091 1206 1226 1472
"""

EXPECTED_DIFFERENCES: dict[str, str] = {
    **dict.fromkeys(
        [
            f"{number}:"
            for number in [
                61,
                83,
                114,
                172,
                177,
                498,
                674,
                747,
                753,
                766,
                831,
                892,
                920,
                1017,
                1301,
                1384,
                1464,
                1490,
            ]
        ],
        "the line of a prompt ends once before ``Aborted!``",
    ),
    **dict.fromkeys(
        ("346:", "829:", "1111:", "1135:"), "a value without length for a pair is a bad value"
    ),
    **dict.fromkeys(
        [f"{number}:" for number in _ODD_VALUES.split()],
        "a value that its type cannot convert is a bad value",
    ),
    **dict.fromkeys(
        [f"{number}:" for number in _WORDS.split()],
        "a text from the default map or a prompt is split where several values are wanted",
    ),
    **dict.fromkeys(("709:", "1452:"), "an incomplete last group in the environment is refused"),
    **dict.fromkeys(("868:",), "a prompt shows the choices as they are typed and as help does"),
    **dict.fromkeys(("1049:",), "the answer to a prompt is processed once"),
}

RUNNER = CliRunner()

TYPES: list[Any] = [
    None,
    None,
    None,
    str,
    int,
    float,
    bool,
    click.UNPROCESSED,
    click.Choice(["aa", "ab", "b"]),
    click.Choice(["Foo", "bar"], case_sensitive=False),
    click.IntRange(0, 5),
    click.IntRange(1, 3, clamp=True),
    click.FloatRange(min=0, min_open=True),
    click.DateTime(["%Y"]),
    click.UUID,
    click.Path(exists=True),
    (int, str),
]
DEFAULTS: list[Any] = [None, True, False, 1, "d", "2", ("a", "b"), (1, 2), [], "", 1.5, lambda: "3"]
FLAG_VALUES: list[Any] = [None, True, False, "v", 5, "1", int]
VALUES = ["1", "x", "aa", "Foo", "-1", "", "yes", "2020", "-", "a b", "3.5", "ab", "é"]
TEXTS = ["1", "0", "yes", "v", "5", "x", "a b", "a b c d", "", " ", "aa", "1 2"]
MAPPED: list[Any] = [None, "1", "x", True, False, 3, ("1", "2"), ["a"], "a b", "v"]


def shown(value: object) -> object:
    if callable(value):
        return getattr(value, "__name__", "?")
    return repr(value)


class Maker:
    """Makes parameters and everything around them, with a chance of its own."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def pick(self, items: list[Any]) -> Any:
        return self.chance.choice(items)

    def option(self, index: int) -> tuple[list[str], dict[str, Any]]:
        decls = [f"--o{index}"]
        if self.maybe(0.3):
            decls.append(f"-{'abcdef'[index]}")
        if self.maybe(0.15):
            decls[0] += f"/--no-o{index}"
        if self.maybe(0.1):
            decls.append("shared")
        settings: dict[str, Any] = {}
        for name, share, items in (
            ("type", 0.6, TYPES),
            ("default", 0.4, DEFAULTS),
            ("flag_value", 0.15, FLAG_VALUES),
            ("is_flag", 0.3, [True, True, False]),
            ("multiple", 0.2, [True]),
            ("count", 0.08, [True]),
            ("nargs", 0.12, [1, 2, 3]),
            ("required", 0.15, [True]),
            ("envvar", 0.3, ["V", ["V0", "V"]]),
            ("prompt", 0.12, [True, "Question"]),
            ("prompt_required", 0.08, [False]),
            ("confirmation_prompt", 0.05, [True]),
            ("hide_input", 0.05, [True]),
            ("help", 0.5, ["Some help.", "A longer help text. " * 4, "x\n\ny"]),
            ("show_default", 0.4, [True, "text"]),
            ("show_envvar", 0.3, [True]),
            ("hidden", 0.05, [True]),
            ("deprecated", 0.06, [True, "use it not"]),
            ("is_eager", 0.08, [True]),
            ("expose_value", 0.04, [False]),
            ("metavar", 0.08, ["META"]),
            ("show_choices", 0.05, [False]),
            ("callback", 0.1, [lambda ctx, param, value: ("cb", value)]),
        ):
            if self.maybe(share):
                settings[name] = self.pick(items)
        return decls, settings

    def argument(self, index: int) -> tuple[list[str], dict[str, Any]]:
        settings: dict[str, Any] = {}
        for name, share, items in (
            ("type", 0.5, TYPES),
            ("default", 0.2, DEFAULTS),
            ("nargs", 0.3, [1, 2, -1]),
            ("required", 0.2, [True, False]),
            ("envvar", 0.2, ["V"]),
            ("help", 0.3, ["About it."]),
            ("metavar", 0.1, ["META"]),
            ("deprecated", 0.05, [True]),
        ):
            if self.maybe(share):
                settings[name] = self.pick(items)
        return [f"arg{index}"], settings

    def line(self, options: int) -> list[str]:
        words: list[str] = []
        for _ in range(self.chance.randint(0, 5)):
            index = self.chance.randrange(max(options, 1))
            words.append(
                self.pick(
                    [
                        f"--o{index}",
                        f"--o{index}={self.pick(VALUES)}",
                        f"-{'abcdef'[index]}",
                        f"-{'abcdef'[index]}{self.pick(VALUES)}",
                        f"--no-o{index}",
                        self.pick(VALUES),
                        self.pick(VALUES),
                        self.pick(["--", "--bogus", "--o", "-ab", "-z"])
                        if self.maybe(0.3)
                        else "1",
                    ]
                )
            )
        return words


def build(maker: Maker) -> tuple[click.Command | None, object, int]:
    params: list[click.Parameter] = []
    declared = []
    for kind, make, count in (
        (click.Option, maker.option, maker.chance.randint(0, 3)),
        (click.Argument, maker.argument, maker.chance.randint(0, 2)),
    ):
        for index in range(count):
            decls, settings = make(index)
            declared.append((decls, {name: shown(value) for name, value in settings.items()}))
            try:
                params.append(kind(decls, **settings))
            except Exception as error:
                text = str(error)
                if "object at" in text:
                    text = text.split(" for type")[0]
                return None, (declared, type(error).__name__, text), 0

    @click.pass_context
    def show(ctx: click.Context, **values: object) -> None:
        for name in sorted(values):
            source = ctx.get_parameter_source(name)
            click.echo(f"{name}={values[name]!r}/{source.name if source else None}")

    settings = {}
    if maker.maybe(0.1):
        settings["auto_envvar_prefix"] = "P"
    if maker.maybe(0.1):
        settings["show_default"] = True
    if maker.maybe(0.1):
        settings["ignore_unknown_options"] = True
    if maker.maybe(0.1):
        settings["allow_interspersed_args"] = False
    if maker.maybe(0.1):
        settings["token_normalize_func"] = str.lower
    command = click.Command(
        "c", params=params, callback=show, help="Does it.", context_settings=settings
    )
    return command, declared, len(params)


def outcome(command: click.Command, args: list[str], **more: Any) -> object:
    result = RUNNER.invoke(command, args, **more)
    error = result.exception
    problem = None
    if error is not None and not isinstance(error, SystemExit):
        problem = f"{type(error).__name__}: {error}"
    stderr = result.stderr.split("\nHint: ")[0].rstrip("\n")
    return [result.exit_code, result.stdout, stderr, problem]


def observations() -> Iterator[tuple[str, object]]:
    warnings.simplefilter("ignore")
    for number in range(1500):
        maker = Maker(number)
        command, declared, count = build(maker)
        label = f"{number}:{declared!r}"
        if command is None:
            yield label, None
            continue
        yield f"{label}:help", outcome(command, ["--help"])
        with click.Context(command, info_name="c") as ctx:
            try:
                yield f"{label}:info", repr(command.to_info_dict(ctx)).split(" at 0x")[0]
            except Exception as error:
                yield f"{label}:info", repr(error)
        for _ in range(3):
            args = maker.line(count)
            env = {"V": maker.pick(TEXTS)} if maker.maybe(0.5) else {}
            if maker.maybe(0.3):
                env["P_O0"] = maker.pick(TEXTS)
            mapped = {}
            if maker.maybe(0.3):
                mapped = {name: maker.pick(MAPPED) for name in ("o0", "o1", "arg0", "shared")}
            typed = "\n".join(maker.pick(VALUES) for _ in range(4)) + "\n"
            if maker.maybe(0.2):
                typed = ""
            more: dict[str, Any] = {"env": env, "input": typed}
            if mapped:
                more["default_map"] = mapped
            yield f"{label}:{args!r}:{more!r}", outcome(command, args, **more)
