"""Ask pyright how much of a package's public interface has complete types.

Prints the share for an import name. The exit code is 1 if the share is below the floor of the
package, or if a public symbol has an unknown type; each is printed with pyright's message. A type
that is only inferred counts against the share, because checkers may infer differently.
"""

from __future__ import annotations

import json
import subprocess
import sys

#: the share of public symbols with a complete type that each package must keep
FLOORS = {
    "click": 1.0,
    "flask": 0.85,
    "itsdangerous": 0.98,
    "jinja2": 0.92,
    "markupsafe": 1.0,
    "werkzeug": 0.75,
}


def main(package: str) -> int:
    command = ["pyright", "--verifytypes", package, "--ignoreexternal", "--outputjson"]
    done = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(done.stdout)["typeCompleteness"]
    incomplete = [
        symbol
        for symbol in report["symbols"]
        if symbol["isExported"] and not symbol["isTypeKnown"] and not symbol.get("isTypeAmbiguous")
    ]
    known = report["exportedSymbolCounts"]["withKnownType"]
    share = report["completenessScore"]
    floor = FLOORS[package]
    print(f"{package}: {share:.1%} of the public types are complete ({known})")
    at_fault = incomplete
    if share < floor:
        print(f"  at least {floor:.1%} are expected; annotate what is only inferred:")
        at_fault = [
            symbol
            for symbol in report["symbols"]
            if symbol["isExported"]
            and not (symbol["isTypeKnown"] and not symbol["isTypeAmbiguous"])
        ]
    for symbol in at_fault[:40]:
        said = "; ".join(item["message"].splitlines()[0] for item in symbol["diagnostics"])
        print(f"  {symbol['name']}: {said}")
    return 1 if incomplete or share < floor else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
