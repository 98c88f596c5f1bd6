"""The PIN that opens the console.

The same program on the same machine gets the same PIN, so that a restart does not lock its developer
out; another machine, container, user or program gets another one. The functions that decide take their
facts as arguments; those that collect facts are at the end.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
import typing as t

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

#: For how many seconds a browser is trusted after the PIN was entered.
PIN_TIME = 60 * 60 * 24 * 7

GROUP_SIZES = (5, 4, 3)


class Facts(t.NamedTuple):
    """The facts that a PIN is made of."""

    user: str
    module: str
    name: str
    file: str
    node: str
    machine: bytes


def digest(facts: Facts, purpose: str) -> bytes:
    """Return a digest of the facts for one purpose.

    Each fact is led by its length, so that text cannot move from one fact to the next.
    """
    hashed = hashlib.blake2b(person=purpose.encode())
    for fact in facts:
        data = fact if isinstance(fact, bytes) else fact.encode("utf-8", "surrogatepass")
        hashed.update(b"%d:%b" % (len(data), data))
    return hashed.digest()


def in_groups(digits: str) -> str:
    """Return digits with dashes between groups of equal size, if there is such a size."""
    for size in GROUP_SIZES:
        if len(digits) % size == 0:
            return "-".join(digits[at : at + size] for at in range(0, len(digits), size))
    return digits


def chosen_pin(wanted: str | None) -> str | None:
    """Return a PIN that was chosen: as it is if it has dashes, else in groups.

    ``None`` if there is none, or if it is more than digits and dashes.
    """
    if wanted is None:
        return None
    digits = wanted.replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return wanted if "-" in wanted else in_groups(digits)


def pin_of(facts: Facts) -> str:
    """Return nine digits in three groups."""
    number = int.from_bytes(digest(facts, "debugger-pin")[:16], "big")
    return in_groups(f"{number % 10**9:09d}")


def cookie_name_of(facts: Facts) -> str:
    return f"__wzd{digest(facts, 'debugger-cookie').hex()[:20]}"


def same_pin(given: str, pin: str) -> bool:
    """Compare in constant time, without regard to dashes and outer whitespace."""
    return hmac.compare_digest(
        given.strip().replace("-", "").encode("utf-8", "surrogatepass"),
        pin.replace("-", "").encode("utf-8", "surrogatepass"),
    )


def group_of(line: bytes) -> bytes:
    """Return the path in a line of ``/proc/self/cgroup``.

    All of it: Docker puts the container last, Podman somewhere before the end.
    """
    return line.strip().partition(b":")[2].partition(b":")[2]


def container_of(mounts: bytes) -> bytes:
    """Return the identifier of the container in ``/proc/self/mountinfo``.

    Docker and Podman mount files of the container's own folder (its host name, for example) over
    those of the image; with cgroups of version 2 nothing else names the container.
    """
    for line in mounts.splitlines():
        fields = line.split(b" ")
        if len(fields) > 4 and fields[4] in {
            b"/etc/hostname",
            b"/etc/hosts",
            b"/run/.containerenv",
        }:
            for segment in reversed(fields[3].split(b"/")):
                if len(segment) == 64 and not segment.strip(b"0123456789abcdef"):
                    return segment
    return b""


def linux_machine(read: t.Callable[[str], bytes]) -> bytes:
    """Return the machine, or the boot if the machine has no number, and the container in it.

    :param read: returns the bytes of a file, none if it cannot be read.
    """
    machine = read("/etc/machine-id").strip() or read("/proc/sys/kernel/random/boot_id").strip()
    first_line = read("/proc/self/cgroup").partition(b"\n")[0]
    return machine + group_of(first_line) + container_of(read("/proc/self/mountinfo"))


# Everything below reads facts of the machine.


def read_or_nothing(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _mac_machine() -> bytes:
    from subprocess import PIPE, Popen

    try:
        with Popen(["ioreg", "-c", "IOPlatformExpertDevice", "-d", "2"], stdout=PIPE) as process:
            shown = process.communicate()[0]
    except OSError:
        return b""
    _, found, rest = shown.partition(b'"IOPlatformSerialNumber" = ')
    return rest.partition(b"\n")[0].strip().strip(b'"') if found else b""


def _windows_machine() -> bytes:
    if sys.platform != "win32":
        return b""
    import winreg

    try:
        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Cryptography",
            0,
            winreg.KEY_READ | winreg.KEY_WOW64_64KEY,
        ) as key:
            guid, kind = winreg.QueryValueEx(key, "MachineGuid")
    except OSError:
        return b""
    return guid.encode() if kind == winreg.REG_SZ else bytes(guid)


_machine: bytes | None = None


def get_machine_id() -> str | bytes | None:
    """Return what identifies this machine or container; ``None`` if nothing does."""
    global _machine
    if _machine is None:
        _machine = linux_machine(read_or_nothing) or _mac_machine() or _windows_machine()
    return _machine or None


def _machine_bytes() -> bytes:
    machine = get_machine_id()
    return machine.encode() if isinstance(machine, str) else machine or b""


def user_name() -> str:
    """Return the name of the user who runs this process, empty if it is not known."""
    import getpass

    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


def facts_about(app: WSGIApplication) -> Facts:
    """Collect the facts for the PIN of an application."""
    import uuid

    module = getattr(app, "__module__", type(app).__module__)
    file = getattr(sys.modules.get(module), "__file__", None)
    return Facts(
        user=user_name(),
        module=str(module),
        name=getattr(app, "__name__", type(app).__name__),
        file=file or "",
        node=str(uuid.getnode()),
        machine=_machine_bytes(),
    )


def hash_pin(pin: str) -> str:
    """Return the value of the cookie of a browser in which the PIN was entered.

    The machine is part of it: otherwise an attacker could try all PINs as cookies, whose tries
    are not counted.
    """
    import uuid

    key = hashlib.sha256(f"{user_name()}\n{uuid.getnode()}\n".encode() + _machine_bytes()).digest()
    return hmac.new(key, pin.encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:40]


def get_pin_and_cookie_name(app: WSGIApplication) -> tuple[str, str] | tuple[None, None]:
    """Return the PIN of an application, and the name of the cookie for it.

    The environment variable ``WERKZEUG_DEBUG_PIN`` chooses another PIN (digits and dashes), or
    switches it off with the word ``off``; then both are ``None`` and nothing guards the console.
    """
    wanted = os.environ.get("WERKZEUG_DEBUG_PIN")
    if wanted == "off":
        return None, None
    facts = facts_about(app)
    return chosen_pin(wanted) or pin_of(facts), cookie_name_of(facts)
