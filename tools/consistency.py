"""Compare the six with each other, with the table of support and with the calendar.

Returns findings, each with file, key, what was found and what was wanted. Only what general tools
cannot check is checked here: that the six agree with each other and with ``support.toml``. The
rules on the libraries are in ``members.py``, those on what the six share in ``shared_config.py``;
the words of code and prose are checked here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from . import members, shared_config
from .findings import Checkout, Finding, Rule
from .support import LIBRARIES

# Words of the private language that docs/style.md replaces, and openings of docstrings that say
# neither what a function returns nor what it does.
WORDS = re.compile(
    r"\b(rooms?|doors?|roofs?|faces?|who asks?|told|(?<![.\"`_])tells?(?![(\"`])|gave|(?:goes|comes) (?:in|out):)(?!\w)"
    r"|^(?:In|Out|In and out): "
    r'|^\s*"""(?:Give|Gives|Tell|Tells|Whether|What|How|Who)\b',
    re.IGNORECASE | re.MULTILINE,
)
# Where the words are right: the style page lists them, examples have their own subjects.
WORDS_ALLOWED = {
    "docs/style.md",
    "docs/click/groups.md",
    "flask/extensions/tasks.py",
    "tools/consistency.py",
    "tools/tests/test_consistency.py",
}
SWEPT = (*LIBRARIES, "docs", "tools", "examples")


def vocabulary(checkout: Checkout) -> Iterator[Finding]:
    """Check that code and prose use the words of docs/style.md."""
    for top in SWEPT:
        for path in sorted((checkout.root / top).rglob("*")):
            name = path.relative_to(checkout.root).as_posix()
            if path.suffix not in {".py", ".md"} or name in WORDS_ALLOWED or "/build/" in name:
                continue
            text = path.read_text("utf-8")
            for match in WORDS.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                wanted = "the word of docs/style.md"
                yield Finding(name, f"line {line}", match.group().strip(), wanted)


RULES: tuple[Rule, ...] = (*members.RULES, *shared_config.RULES, vocabulary)


def check(checkout: Checkout) -> list[Finding]:
    return [finding for rule in RULES for finding in findings_of(rule, checkout)]


def findings_of(rule: Rule, checkout: Checkout) -> Iterator[Finding]:
    """Run a rule; a table that it cannot read is a finding as well."""
    try:
        yield from rule(checkout)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        wanted = f"what this rule reads: {rule.__doc__}"
        yield Finding(f"rule {rule.__name__}", "cannot be checked", repr(error), wanted)


def main() -> int:
    try:
        checkout = Checkout.read()
    except (LookupError, ValueError) as error:
        print(f"support.toml or a pyproject.toml cannot be read: {error!r}")
        return 1
    findings = check(checkout)
    for finding in findings:
        print(finding)
    print(f"{len(RULES)} rules over six libraries, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
