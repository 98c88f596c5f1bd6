"""The PIN of the debugger: the same facts give the same one, all others another."""

from __future__ import annotations

import re
from typing import Any

import pytest

from werkzeug.debug import get_machine_id, get_pin_and_cookie_name, hash_pin
from werkzeug.debug import pin as pin_module

FACTS = pin_module.Facts("ada", "shop", "Flask", "/srv/shop/app.py", "123456", b"machine")
CONTAINER = b"0123456789abcdef" * 4


def app(environ: Any, start_response: Any) -> Any:
    raise AssertionError("is never called")


class Callable_:
    def __call__(self, environ: Any, start_response: Any) -> Any:
        raise AssertionError("is never called")


def test_form() -> None:
    assert re.fullmatch(r"\d{3}-\d{3}-\d{3}", pin_module.pin_of(FACTS))
    assert re.fullmatch(r"__wzd[0-9a-f]{20}", pin_module.cookie_name_of(FACTS))
    assert pin_module.pin_of(FACTS) == pin_module.pin_of(pin_module.Facts(*FACTS))


@pytest.mark.parametrize("fact", pin_module.Facts._fields)
def test_each_fact_counts(fact: str) -> None:
    changed: dict[str, Any] = {fact: b"other" if fact == "machine" else "other"}
    other = FACTS._replace(**changed)
    assert pin_module.pin_of(other) != pin_module.pin_of(FACTS)
    assert pin_module.cookie_name_of(other) != pin_module.cookie_name_of(FACTS)


def test_text_cannot_move_between_facts() -> None:
    one = FACTS._replace(user="ab", module="c")
    two = FACTS._replace(user="a", module="bc")
    assert pin_module.pin_of(one) != pin_module.pin_of(two)


def test_odd_names_are_facts_too() -> None:
    assert pin_module.pin_of(FACTS._replace(file="/srv/\udcff.py"))


@pytest.mark.parametrize(
    ("wanted", "pin"),
    [
        ("123456789", "123-456-789"),
        ("12345678", "1234-5678"),
        ("1234567890", "12345-67890"),
        ("1234567", "1234567"),
        ("12-3", "12-3"),
        ("7", "7"),
    ],
)
def test_chosen(monkeypatch: pytest.MonkeyPatch, wanted: str, pin: str) -> None:
    monkeypatch.setenv("WERKZEUG_DEBUG_PIN", wanted)
    assert get_pin_and_cookie_name(app)[0] == pin


@pytest.mark.parametrize("wanted", ["", "-", "OFF", "12a", "١٢٣", " 1"])
def test_what_is_no_pin_is_not_taken(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    monkeypatch.delenv("WERKZEUG_DEBUG_PIN", raising=False)
    own = get_pin_and_cookie_name(app)
    monkeypatch.setenv("WERKZEUG_DEBUG_PIN", wanted)
    assert get_pin_and_cookie_name(app) == own


def test_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WERKZEUG_DEBUG_PIN", "off")
    assert get_pin_and_cookie_name(app) == (None, None)


def test_applications_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WERKZEUG_DEBUG_PIN", raising=False)
    assert get_pin_and_cookie_name(app) != get_pin_and_cookie_name(Callable_())
    assert get_pin_and_cookie_name(Callable_()) == get_pin_and_cookie_name(Callable_())


def test_a_user_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", unknown)
    assert pin_module.user_name() == ""
    assert get_pin_and_cookie_name(app)[1]


@pytest.mark.parametrize(
    ("given", "same"), [("123-456", True), (" 123456\n", True), ("12345", False), ("", False)]
)
def test_same_pin(given: str, same: bool) -> None:
    assert pin_module.same_pin(given, "123-456") is same


def machine(files: dict[str, bytes]) -> bytes:
    return pin_module.linux_machine(lambda path: files.get(path, b""))


def test_machine_and_containers_differ() -> None:
    host = {"/etc/machine-id": b"m1\n", "/proc/self/cgroup": b"0::/\n1:x:/y\n"}
    docker = {**host, "/proc/self/cgroup": b"12:devices:/docker/" + CONTAINER + b"\n"}
    podman = {
        **host,
        "/proc/self/cgroup": b"0::/machine.slice/libpod-" + CONTAINER + b".scope/container\n",
    }
    other_podman = {
        **host,
        "/proc/self/cgroup": b"0::/machine.slice/libpod-ffff.scope/container\n",
    }
    mounts = b"712 700 8:1 /var/lib/docker/containers/" + CONTAINER + b"/hostname /etc/hostname rw"
    newer = {**host, "/proc/self/mountinfo": b"1 2 3:4 / / rw\nshort\n" + mounts}
    rebooted = {**host, "/etc/machine-id": b"", "/proc/sys/kernel/random/boot_id": b"b1\n"}
    kinds = [host, docker, podman, other_podman, newer, rebooted]
    assert len({machine(files) for files in kinds}) == len(kinds)
    assert machine(host) == b"m1/"
    assert machine(newer).endswith(CONTAINER)
    assert machine({}) == b""


def test_mounts_that_name_no_container() -> None:
    assert pin_module.container_of(b"1 2 3:4 /home/ada/hosts /etc/hosts rw\n") == b""


def test_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert get_machine_id() == get_machine_id()
    monkeypatch.setattr(pin_module, "_machine", b"")
    monkeypatch.setattr(pin_module, "linux_machine", lambda read: b"")
    monkeypatch.setattr(pin_module, "_mac_machine", lambda: b"")
    monkeypatch.setattr(pin_module, "_windows_machine", lambda: b"")
    assert get_machine_id() is None
    assert hash_pin("1") and get_pin_and_cookie_name(app)


def test_a_hash_needs_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    here = hash_pin("123-456-789")
    assert here == hash_pin("123-456-789") != hash_pin("123-456-788")
    monkeypatch.setattr(pin_module, "_machine", b"elsewhere")
    assert hash_pin("123-456-789") != here
