"""The figures of a small package that has one of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import shape

FILES = {
    "pkg/__init__.py": '"""Doc."""\nfrom .a import f\n',
    "pkg/a.py": (
        "TYPE_CHECKING: bool = False\nif TYPE_CHECKING:\n    from .b import B\n\n"
        "def f(x: Any) -> None:\n    # why\n    from . import b\n    y: Any = b  # type: ignore[x]\n"
    ),
    "pkg/b.py": (
        "from .a import f\n\nclass A:\n    def m(self): ...\n    def n(self): ...\n\n"
        "class B(A):\n    def o(self): ...\n"
    ),
    "tests/test_a.py": "",
}


@pytest.fixture
def figures(tmp_path: Path) -> dict[str, float]:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return shape.measure(tmp_path / "pkg", tmp_path / "tests")


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("files", 3),
        ("lines", 18),
        ("function max", 4),
        ("class max", 2),
        ("with bases", 3),
        ("cycles run", 0),
        ("cycles deferred", 2),
        ("cycles typing", 2),
        ("deferred", 1),
        ("typing only", 1),
        (": Any =", 1),
    ],
)
def test_measure(figures: dict[str, float], key: str, wanted: float) -> None:
    assert figures[key] == wanted


def test_shares(figures: dict[str, float]) -> None:
    assert round(figures["docs %"], 1) == 5.6
    assert round(figures["comments %"], 1) == 5.6
    assert round(figures["mirror %"]) == 33
    assert figures["ignores/1000"] > 0


def test_limits(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    limits = {"Any/1000": {"x": 5}, "mirror %": {"x": 50}, "typing-contracts": 0}
    monkeypatch.setattr(shape, "read_limits", lambda: limits)
    assert shape.check({"x": {"Any/1000": 5, "mirror %": 50}}) == 0
    assert shape.check({"x": {"Any/1000": 6, "mirror %": 49}}) == 2
    assert "limits.'mirror %'.x: found 49, the limit is 50" in capsys.readouterr().out
