"""Programs in a real terminal: prompts, keys, bars, pagers, editors, colours, widths.

Each program runs in a pseudo-terminal of a given size and gets what somebody types there.
"""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXPECTED_DIFFERENCES: dict[str, str] = {
    "pager-function:": "any function that makes an iterable does",
    "pager-number:": "what is no iterable is shown as its text",
    "interrupt:": "the line of a prompt ends before ``Aborted!``",
    "interrupt-confirm:": "the line of a prompt ends before ``Aborted!``",
}

HEAD = "import sys, os, click\n"


def in_terminal(
    code: str,
    typed: bytes = b"",
    size: tuple[int, int] = (24, 80),
    env: dict[str, str] | None = None,
    wait_for: bytes = b"",
) -> object:
    """Run ``code`` in a terminal of (lines, columns); exit code and everything shown."""
    import fcntl
    import pty
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    around = {k: v for k, v in os.environ.items() if k not in DROPPED}
    around.update({"TERM": "xterm", "COLUMNS": "", "LINES": ""}, **(env or {}))
    around = {key: value for key, value in around.items() if value or key not in SIZES}

    def lead() -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [sys.executable, "-c", HEAD + code],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=around,
        preexec_fn=lead,
        close_fds=True,
    )
    os.close(slave)
    shown = b""
    left = typed
    end = time.monotonic() + 10
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 0.15 if left else 1.0)
        if ready:
            try:
                more = os.read(master, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more
        elif left and (not wait_for or wait_for in shown):
            # One key after another, as soon as the program waits.
            count = 3 if left.startswith(b"\x1b") else 1
            head, left = left[:count], left[count:]
            os.write(master, head)
    if process.poll() is None:
        process.kill()
    code_of = process.wait()
    os.close(master)
    text = shown.decode("utf-8", "backslashreplace")
    text = re.sub(r"/\S*/(tmp\w+|lib/python)\S*", "PATH", text)
    text = re.sub(r"\d\d:\d\d:\d\d", "TIME", text)
    if "Traceback" in text:
        text = text[: text.index("Traceback")] + text.strip().splitlines()[-1]
    return [code_of, text]


DROPPED = {"PAGER", "LESS", "VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR", "LINES", "COLUMNS"}
SIZES = {"LINES", "COLUMNS"}

PROGRAMS: dict[str, tuple[str, list[bytes]]] = {
    "prompt": ("click.echo(repr(click.prompt('Name')))", [b"ab\n", b"\nx\n", b"a\x7fb\n"]),
    "prompt-default": ("click.echo(repr(click.prompt('N', default=3)))", [b"\n", b"x\n7\n"]),
    "prompt-choice": (
        "click.echo(repr(click.prompt('N', type=click.Choice(['a','b']))))",
        [b"c\nb\n"],
    ),
    "prompt-hidden": (
        "click.echo(repr(click.prompt('P', hide_input=True, confirmation_prompt=True)))",
        [b"ab\nac\nx\nx\n", b"\na\na\n"],
    ),
    "prompt-err": ("click.echo(repr(click.prompt('N', err=True)))", [b"z\n"]),
    "prompt-style": (
        "click.echo(repr(click.prompt(click.style('N', fg='red'), prompt_suffix='> ')))",
        [b"z\n"],
    ),
    "confirm": ("click.echo(repr(click.confirm('Sure?')))", [b"y\n", b"\n", b"q\nN\n"]),
    "confirm-abort": ("click.confirm('Sure?', abort=True)", [b"n\n"]),
    "getchar": (
        "click.echo(repr(click.getchar()))",
        [b"a", b"\r", b"\n", b"\x1b[A", b"\x7f", b"\t", b"\x04"],
    ),
    "getchar-echo": ("click.echo(repr(click.getchar(echo=True)))", [b"a", b"\x1b[A"]),
    "pause": ("click.pause(); click.echo('on')", [b"x"]),
    "pause-text": ("click.pause('Stop', err=True); click.echo('on')", [b"\r"]),
    "clear": ("click.clear(); click.echo('x')", [b""]),
    "colors": (
        (
            "click.secho('r', fg='red', bold=True); click.echo(click.style('x', fg=200), err=True);"
            "click.secho('no', fg='red', color=False)"
        ),
        [b""],
    ),
    "bar": (
        (
            "import time\n"
            "with click.progressbar(range(4), label='Work', show_eta=False) as bar:\n"
            "    for x in bar: time.sleep(0.12)"
        ),
        [b""],
    ),
    "bar-items": (
        (
            "import time\n"
            "with click.progressbar(['aaaa', 'b', 'cc'], width=0, show_eta=False, show_pos=True,\n"
            "    item_show_func=lambda x: x, fill_char='=', empty_char=' ') as bar:\n"
            "    for x in bar: time.sleep(0.12)"
        ),
        [b""],
    ),
    "bar-unknown": (
        (
            "import time\n"
            "with click.progressbar(iter('abc'), show_eta=False) as bar:\n"
            "    for x in bar: time.sleep(0.12)"
        ),
        [b""],
    ),
    "bar-update": (
        (
            "import time\n"
            "with click.progressbar(length=30, show_eta=False, width=10) as bar:\n"
            "    for x in range(3): bar.update(10); time.sleep(0.12)"
        ),
        [b""],
    ),
    "bar-hidden": (
        (
            "with click.progressbar(range(4), label='Work', hidden=True) as bar:\n"
            "    for x in bar: pass\n"
            "click.echo('end')"
        ),
        [b""],
    ),
    "help": (
        (
            "@click.command(epilog='e ' * 60)\n"
            "@click.option('--some-option', help='word ' * 30, show_default=True, default=1)\n"
            "@click.argument('src', help='what ' * 20)\n"
            "def cli(**k):\n"
            "    '''Text of the program, which is long enough to be cut somewhere.'''\n"
            "cli(['--help'], prog_name='cli')"
        ),
        [b""],
    ),
    "size": ("import shutil; click.echo(click.HelpFormatter().width)", [b""]),
    "interrupt": ("@click.command()\ndef c(): click.prompt('N')\nc([])", [b"\x03", b"\x04"]),
    "interrupt-hidden": (
        "@click.command()\ndef c(): click.prompt('N', hide_input=True)\nc([])",
        [b"\x03", b"\x04"],
    ),
    "interrupt-key": ("@click.command()\ndef c(): click.getchar()\nc([])", [b"\x03", b"\x04"]),
    "interrupt-confirm": ("@click.command()\ndef c(): click.confirm('N')\nc([])", [b"\x03"]),
    "option": (
        (
            "@click.command()\n"
            "@click.option('--name', prompt=True)\n"
            "@click.option('--age', prompt='Your age', type=int, default=5)\n"
            "@click.password_option()\n"
            "@click.confirmation_option(prompt='Sure')\n"
            "def c(**k): click.echo(sorted(k.items()))\n"
            "c([])"
        ),
        [b"me\nx\n7\npw\npw\ny\n"],
    ),
}

PAGERS = ["", "cat", "  ", "cat -A", "cat -n", "sed 's/a/<a b>/'", "nope-not-there", "false", "true",
          "head -n 1", "'cat'", "cat '", "less -R -F", "less -F -X", "/bin/cat", "cat | cat", "sh -c 'cat -A'",
          "env LESS=x cat", "more"]  # fmt: skip


def pagers() -> Iterator[tuple[str, object]]:
    text = "click.style('a', fg='red') + '\\nb\\n'"
    for pager in PAGERS:
        for color in ("None", "True", "False"):
            code = f"click.echo_via_pager({text}, color={color}); click.echo('after')"
            yield (
                f"pager:{pager}:{color}",
                in_terminal(code, b"q", env={"PAGER": pager}, wait_for=b"(END)"),
            )
    for term in ("dumb", "emacs", "xterm"):
        for pager in ("", "cat -A"):
            code = f"click.echo_via_pager({text}); click.echo('after')"
            yield (
                f"pager-term:{term}:{pager}",
                in_terminal(code, b"q", env={"TERM": term, "PAGER": pager}, wait_for=b"(END)"),
            )
    for less in ("", "-R", "-r", "-FX", "-FRX", "--RAW-CONTROL-CHARS", "-F -X"):
        code = f"click.echo_via_pager({text}); click.echo(os.environ.get('LESS'))"
        yield f"less:{less}", in_terminal(code, b"q", env={"LESS": less}, wait_for=b"(END)")
        code = f"click.echo_via_pager({text}); click.echo(os.environ.get('LESS'))"
        yield (
            f"less-env:{less}",
            in_terminal(code, env={"LESS": less, "PAGER": "sh -c 'cat -A; echo $LESS'"}),
        )
    for name, code in {
        "generator": "click.echo_via_pager(f'{n}\\n' for n in range(5))",
        "function": "click.echo_via_pager(lambda: (x for x in ['a', 'b']))",
        "list": "click.echo_via_pager(['a\\n', 1, None])",
        "number": "click.echo_via_pager(5)",
        "empty": "click.echo_via_pager('')",
        "unicode": "click.echo_via_pager('日本 ü')",
        "bytes": "click.echo_via_pager([b'x'])",
        "failing": "click.echo_via_pager(1 // (2 - n) for n in range(5))",
        "long": "click.echo_via_pager(f'{n}\\n' for n in range(100000))",
        "file": "with click.get_pager_file() as f: f.write('a\\n'); print(f.encoding.lower())",
        "file-color": "with click.get_pager_file(color=True) as f: click.secho('x', fg='red', file=f)",
        "file-plain": "with click.get_pager_file(color=False) as f: click.secho('x', fg='red', file=f)",
        "file-fails": "with click.get_pager_file() as f: f.write('a'); raise ValueError('x')",
        "interrupt": "with click.get_pager_file() as f: f.write('a'); raise KeyboardInterrupt",
    }.items():
        for pager in ("cat -A", "head -n 1", "", "nope"):
            if name == "long" and pager != "head -n 1":
                continue
            if name in ("failing", "file", "file-fails", "interrupt") and not pager:
                # What ``less`` shows before it is ended is a matter of luck.
                continue
            made = f"try:\n  {code}\nexcept BaseException as e: print(repr(e))\nclick.echo('after')"
            if "with" in code:
                made = (
                    "try:\n  "
                    + code.replace(": ", ":\n    ", 1).replace("; ", "\n    ")
                    + "\nexcept BaseException as e: print(repr(e))\nclick.echo('after')"
                )
            env = {"PAGER": pager, "LESS": "-FX"}
            yield f"pager-{name}:{pager}", in_terminal(made, env=env)


def editors() -> Iterator[tuple[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        append = Path(folder, "append.sh")
        append.write_text('#!/bin/sh\nfor f in "$@"; do echo "arg" ; echo new >> "$f"; done\n')
        append.chmod(0o755)
        fail = Path(folder, "fail.sh")
        fail.write_text("#!/bin/sh\nexit 3\n")
        fail.chmod(0o755)
        names = Path(folder, "names.sh")
        names.write_text('#!/bin/sh\necho "$#" "${1##*.}"\n')
        names.chmod(0o755)
        target = Path(folder, "t.txt")
        calls = {
            "text": "click.edit('old\\n')",
            "text-crlf": "click.edit('a\\r\\nb')",
            "none": "click.edit(None)",
            "empty": "click.edit('')",
            "bytes": "click.edit(b'old')",
            "keep": "click.edit('old', require_save=False)",
            "extension": "click.edit('x', extension='.py')",
            "file": f"click.edit(filename={str(target)!r})",
            "files": f"click.edit(filename=[{str(target)!r}, {str(target)!r}])",
            "env": "click.edit('x', env={'SOME': '1'})",
        }
        editors = {
            "append": str(append),
            "fail": str(fail),
            "names": f"{names} '-o p'",
            "missing": "nope-not-there",
            "true": "true",
            "touch": "touch -d 2001-01-01",
        }
        for name, editor in editors.items():
            for label, call in calls.items():
                target.write_text("content\n")
                code = f"try: print(repr({call}))\nexcept BaseException as e: print(repr(e))"
                yield f"edit:{name}:{label}", in_terminal(code, env={"EDITOR": editor})
        code = (
            "try: print(repr(click.edit('x', editor='true')))\nexcept BaseException as e: print(e)"
        )
        yield "edit:given", in_terminal(code, env={"EDITOR": str(fail)})
        for visual, editor in (("true", str(fail)), (str(fail), "true"), ("", "true")):
            code = "try: print(repr(click.edit('x')))\nexcept BaseException as e: print(e)"
            yield (
                f"edit:visual:{visual == 'true'}:{editor == 'true'}",
                in_terminal(code, env={"VISUAL": visual, "EDITOR": editor}),
            )


def observations() -> Iterator[tuple[str, object]]:
    if os.name == "nt":
        return
    for name, (code, inputs) in PROGRAMS.items():
        for typed in inputs:
            sizes = [(24, 80), (24, 30), (24, 200)] if not typed else [(24, 80)]
            for size in sizes:
                yield f"{name}:{typed!r}:{size[1]}", in_terminal(code, typed, size)
    for variable in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PY_COLORS"):
        for value in ("1", "0"):
            code = PROGRAMS["colors"][0]
            yield f"{variable}:{value}", in_terminal(code, env={variable: value})
    for columns in ("40", "0", "x", "-5"):
        yield f"columns:{columns}", in_terminal(PROGRAMS["help"][0], env={"COLUMNS": columns})
    resize: Any = (
        "import time, fcntl, termios, struct\n"
        "def size(n): fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, n, 0, 0))\n"
        "with click.progressbar(range(4), width=0, show_eta=False) as bar:\n"
        "    for n, x in enumerate(bar): time.sleep(0.12); size(60 - 10 * n)"
    )
    yield "resized", in_terminal(resize)
    yield from pagers()
    yield from editors()
