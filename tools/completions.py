"""Ask Jedi what editors complete in small programs that use the libraries.

Prints one line for each program; exit code 1 when a name that must be offered is missing. Jedi
runs no code of ours: it has to find types through late imports and ``TYPE_CHECKING`` blocks.
"""

from __future__ import annotations

import jedi

#: a program whose end is being typed, and a name that must be offered there
EXPECTED = [
    ("from flask import request\nrequest.ar", "args"),
    ("from flask import current_app\ncurrent_app.conf", "config"),
    ("from flask import session\nsession.perm", "permanent"),
    ("import click\nclick.Cho", "Choice"),
    ("from itsdangerous import URLSafe", "URLSafeSerializer"),
    ("from itsdangerous import URLSafe", "URLSafeTimedSerializer"),
    ('from itsdangerous import URLSafeSerializer\nURLSafeSerializer("x").lo', "loads"),
]


def offered(program: str) -> list[str]:
    """Return the names that complete the end of ``program``."""
    return [completion.name for completion in jedi.Script(program).complete()]


def main() -> int:
    missing = 0
    for program, name in EXPECTED:
        names = offered(program)
        found = name in names
        missing += not found
        print(f"{'found' if found else 'MISSING'}: {name} after {program.splitlines()[-1]!r}")
        if not found:
            print(f"  offered instead: {', '.join(names[:10]) or 'nothing'}")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
