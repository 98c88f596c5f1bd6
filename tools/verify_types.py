"""Ask pyright how much of a package's public interface has complete types.

Prints the share for an import name. The exit code is 1 if a public symbol has no type or an
ambiguous one; each is printed with pyright's message.
"""

from __future__ import annotations

import json
import subprocess
import sys


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
    print(
        f"{package}: {report['completenessScore']:.1%} of the public types are complete ({known})"
    )
    for symbol in incomplete[:40]:
        said = "; ".join(item["message"].splitlines()[0] for item in symbol["diagnostics"])
        print(f"  {symbol['name']}: {said}")
    return 1 if incomplete else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
