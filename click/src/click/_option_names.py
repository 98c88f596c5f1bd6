"""Spellings of options such as ``--name``, ``-n``, ``/name``: split, normalise, join for help."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def split_opt(opt: str) -> tuple[str, str]:
    """Split ``opt`` into prefix and name; the prefix is empty, one character, or the same one twice."""
    mark = opt[:1]
    if mark.isalnum():
        return "", opt
    width = 2 if opt[1:2] == mark else 1
    return opt[:width], opt[width:]


def normalize_with(opt: str, normalize: Callable[[str], str] | None) -> str:
    """Return ``opt`` with its name, but not its prefix, passed through ``normalize``."""
    if normalize is None:
        return opt
    prefix, name = split_opt(opt)
    return prefix + normalize(name)


def join_options(options: Iterable[str]) -> tuple[str, bool]:
    """Return all spellings of an option for help, short prefixes first, and whether one has ``/``."""
    spellings = list(options)
    if len(spellings) > 1:
        spellings.sort(key=_prefix_length)
    return ", ".join(spellings), any(opt[:1] == "/" for opt in spellings)


def _prefix_length(opt: str) -> int:
    return len(split_opt(opt)[0])
