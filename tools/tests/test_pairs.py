"""Which environments are made for ours beside the originals."""

from __future__ import annotations

import pytest

from tools import pairs
from tools.pairs import Pair
from tools.support import LIBRARIES


def test_the_plan_has_both_directions_and_each_sibling() -> None:
    found = [(row.upper_version, row.changed) for row in pairs.plan([LIBRARIES["werkzeug"]])]
    assert found == [("3.1.0", "markupsafe"), ("3.1.9", "markupsafe"), ("ours", "markupsafe")]
    flask = list(pairs.plan([LIBRARIES["flask"]]))
    assert len(flask) == 3 * 6
    assert {row.changed for row in flask} == {*LIBRARIES["flask"].needs, "all"}
    assert list(pairs.plan([LIBRARIES["click"]])) == []


@pytest.mark.parametrize(
    ("pair", "wanted"),
    [
        (Pair("flask", "3.1.3", "click"), ["Flask==3.1.3", "MarkupSafe==3.0.4", "itsdangerous==2.2.0",
                                           "click.whl", "Jinja2==3.1.6", "Werkzeug==3.1.9"]),
        (Pair("flask", "3.0.0", "click"), ["Flask==3.0.0", "click.whl"]),
        (Pair("jinja", "ours", "markupsafe"), ["jinja.whl", "MarkupSafe==3.0.4"]),
        (Pair("flask", "ours", "all"), ["flask.whl", "MarkupSafe==3.0.4", "itsdangerous==2.2.0",
                                        "click==8.5.1", "Jinja2==3.1.6", "Werkzeug==3.1.9"]),
    ],
)  # fmt: skip
def test_requirements(monkeypatch: pytest.MonkeyPatch, pair: Pair, wanted: list[str]) -> None:
    monkeypatch.setattr(pairs, "file_of", lambda library: f"{library.folder}.whl")
    assert pairs.requirements(pair) == wanted


def test_the_table() -> None:
    rows = [
        Pair("jinja", "3.1.6", "markupsafe", "passed"),
        Pair("jinja", "ours", "markupsafe", "FAILED", "first\nsecond"),
    ]
    assert pairs.show(rows).splitlines() == [
        "jinja                   markupsafe",
        "3.1.6 on ours               passed",
        "ours on theirs              FAILED",
        "",
        "jinja ours, markupsafe:",
        "    first",
        "    second",
    ]
