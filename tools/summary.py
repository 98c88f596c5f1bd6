"""The end of a run on one screen: sessions, seconds, the first failing test of each library.

Reads nox's report and the results that pytest wrote for each library (JUnit XML). Uses the standard
library alone, since it runs before any environment is made.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

# What a reader must not overlook among the reasons for skipped tests.
LOUD = ("no C extension",)


@dataclass
class Tests:
    """The tests of one library in one session."""

    session: str
    library: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    first: str = ""  # the first failing test
    message: str = ""
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass
class Session:
    """One session of nox."""

    name: str
    result: str
    seconds: float
    reason: str = ""


@dataclass
class Summary:
    """Everything that the last screen shows."""

    sessions: list[Session]
    tests: list[Tests]

    @property
    def failed(self) -> list[Session]:
        return [row for row in self.sessions if row.result in {"failed", "aborted"}]

    @property
    def skipped(self) -> list[Session]:
        return [row for row in self.sessions if row.result == "skipped"]


def read_session(row: dict[str, Any]) -> Session:
    return Session(
        row["signatures"][0], row["result"], row.get("duration") or 0.0, row.get("reason") or ""
    )


def read_tests(path: Path) -> Tests:
    """Read one file of results; its name is ``<session>--<library>.xml``."""
    session, _, library = path.stem.rpartition("--")
    suite = ElementTree.parse(path).getroot().find("testsuite")
    assert suite is not None, f"{path} has no test suite"
    counts = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    failed = counts["failures"] + counts["errors"]
    found = Tests(
        session,
        library,
        counts["tests"] - failed - counts["skipped"],
        failed,
        counts["skipped"],
        float(suite.get("time", 0)),
    )
    reasons: Counter[str] = Counter()
    for case in suite.iter("testcase"):
        for kind in ("failure", "error"):
            fault = case.find(kind)
            if fault is not None and not found.first:
                found.first = f"{case.get('classname')}::{case.get('name')}"
                found.message = (fault.get("message") or "").strip().splitlines()[0][:200]
        skip = case.find("skipped")
        if skip is not None:
            reasons[(skip.get("message") or "no reason")[:80]] += 1
    found.reasons = dict(reasons.most_common())
    return found


def read(reports: list[Path], results: Path) -> Summary:
    """Read what a run left: nox's reports, inner ones as well, and the folder of test results."""
    sessions = [
        read_session(row)
        for report in reports
        if report.is_file()
        for row in json.loads(report.read_text("utf-8"))["sessions"]
    ]
    return Summary(sessions, [read_tests(path) for path in sorted(results.glob("*.xml"))])


def screen(summary: Summary, width: int | None = None) -> str:
    """Return the table for a terminal; every line fits the width."""
    width = width or shutil.get_terminal_size((100, 24)).columns
    lines = ["", *table(summary)]
    for tests in summary.tests:
        if tests.first:
            lines += [f"{tests.library}, {tests.session}: {tests.first}", f"    {tests.message}"]
    loud = {
        f"{tests.library}, {tests.session}: {count} tests skipped: {reason}"
        for tests in summary.tests
        for reason, count in tests.reasons.items()
        if any(word in reason for word in LOUD)
    }
    lines += sorted(loud)
    for title, wanted in (("not found", True), ("not asked for", False)):
        rows = [row.name for row in summary.skipped if ("not found" in row.reason) is wanted]
        if rows:
            lines.append(f"{title}: {', '.join(rows)}")
    failed = [row.name for row in summary.failed]
    if failed:
        lines.append(f"failed: {', '.join(failed)}")
    done = len(summary.sessions) - len(failed) - len(summary.skipped)
    skips = sum(tests.skipped for tests in summary.tests)
    lines.append(
        f"sessions: {done} passed, {len(failed)} failed, {len(summary.skipped)} skipped; "
        f"tests: {sum(t.passed for t in summary.tests)} passed, "
        f"{sum(t.failed for t in summary.tests)} failed, {skips} skipped"
    )
    return "\n".join(line[:width] for line in lines)


def table(summary: Summary) -> list[str]:
    """Return a row for each session that ran: seconds, and each library's tests."""
    cells = {(row.session, row.library): row for row in summary.tests}
    libraries = list(dict.fromkeys(row.library for row in summary.tests))
    known = ["markupsafe", "itsdangerous", "click", "jinja", "werkzeug", "flask"]
    libraries.sort(key=lambda name: known.index(name) if name in known else len(known))
    rows = [["session", "seconds", "", *libraries]]
    for session in summary.sessions:
        if session.result == "skipped":
            continue
        row = [
            session.name,
            f"{session.seconds:.0f}",
            "" if session.result == "success" else "FAILED",
        ]
        for library in libraries:
            cell = cells.get((file_name(session.name), library))
            row.append(
                "" if cell is None else f"{cell.failed} FAILED" if cell.failed else f"{cell.passed}"
            )
        rows.append(row)
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def file_name(session: str) -> str:
    """Return a session's name as a part of a file's name."""
    return "".join(char if char.isalnum() or char in ".-" else "_" for char in session)


def markdown(summary: Summary) -> str:
    """Return the same as a page for the summary of a workflow."""
    lines = ["| session | result | seconds |", "| --- | --- | --- |"]
    lines += [f"| {row.name} | {row.result} | {row.seconds:.0f} |" for row in summary.sessions]
    for tests in summary.tests:
        if tests.first:
            lines += ["", f"**{tests.library}, {tests.session}**: `{tests.first}`", "",
                      f"    {tests.message}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def write(summary: Summary, target: Path) -> None:
    """Write JSON, and the page that a workflow shows if there is one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = {"sessions": summary.sessions, "tests": summary.tests}
    text = json.dumps({key: [asdict(row) for row in rows] for key, rows in whole.items()}, indent=2)
    target.write_text(text, "utf-8")
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(markdown(summary))
