"""Standard streams, encodings, files."""

from __future__ import annotations

import errno
import io
import sys
from pathlib import Path
from typing import Any

import pytest

from click import _compat, _streams, utils


class Bare:
    """A stream with no more than it is given."""

    def __init__(self, **members: Any) -> None:
        self.__dict__.update(members)


def failing(*_args: object) -> Any:
    raise OSError("no")


@pytest.mark.parametrize(
    ("encoding", "ascii"), [("ascii", True), ("US-ASCII", True), ("utf-8", False), ("nope", False)]
)
def test_names_of_ascii(encoding: str, ascii: bool) -> None:
    assert _streams.is_ascii_encoding(encoding) is ascii


def test_the_best_encoding_is_never_ascii() -> None:
    assert _streams.get_best_encoding(Bare(encoding="ascii")) == "utf-8"  # type: ignore[arg-type]
    assert _streams.get_best_encoding(Bare(encoding="cp437")) == "cp437"  # type: ignore[arg-type]
    assert _streams.get_best_encoding(Bare()) == sys.getdefaultencoding()  # type: ignore[arg-type]


def test_arguments_are_decoded_as_input_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Bare(encoding="latin-1"))
    assert _streams.get_argv_encoding() == "latin-1"
    monkeypatch.setattr(sys, "stdin", None)
    assert _streams.get_argv_encoding() == sys.getfilesystemencoding()


@pytest.mark.parametrize(
    ("stream", "reader", "writer"),
    [
        (io.BytesIO(), True, True),
        (io.StringIO(), False, False),
        (Bare(read=failing, write=failing), False, False),
        (Bare(), False, False),
    ],
)
def test_what_is_binary(stream: object, reader: bool, writer: bool) -> None:
    assert _streams.is_binary_reader(stream) is reader
    assert _streams.is_binary_writer(stream) is writer


def test_the_binary_side_is_the_stream_or_its_buffer() -> None:
    binary = io.BytesIO()
    text = io.TextIOWrapper(binary)
    assert _streams.find_binary_reader(binary) is binary
    assert _streams.find_binary_writer(text) is binary
    assert _streams.find_binary_reader(io.StringIO()) is None
    # What cannot be asked is taken for what it should be.
    silent = Bare(read=failing, write=failing)
    assert _streams.find_binary_reader(Bare(buffer=silent)) is silent


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_binary_standard_streams(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    get = getattr(_compat, f"get_binary_{name}")
    stream = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, name, stream)
    assert get() is stream.buffer
    monkeypatch.setattr(sys, name, io.StringIO())
    with pytest.raises(RuntimeError, match=f"binary stream for sys.{name}"):
        get()


@pytest.mark.parametrize(
    ("encoding", "errors", "wanted", "kept"),
    [
        ("utf-8", "strict", (None, None), True),
        ("utf-8", "strict", ("utf-8", "strict"), True),
        ("utf-8", "strict", ("latin-1", None), False),
        ("utf-8", "strict", (None, "replace"), False),
        ("ascii", "strict", (None, None), False),
        ("latin-1", "strict", (None, None), True),
    ],
)
def test_text_is_rewrapped_only_where_it_does_not_suit(
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
    errors: str,
    wanted: tuple[str | None, str | None],
    kept: bool,
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors=errors)
    monkeypatch.setattr(sys, "stdout", stream)
    found = _streams.get_text_stdout(*wanted)
    assert (found is stream) is kept
    found.write("x")
    found.flush()
    assert stream.buffer.getvalue() == b"x"  # type: ignore[attr-defined]


def test_ascii_output_takes_everything_as_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    utils.echo("ü☃")
    assert stream.buffer.getvalue().decode().split() == ["ü☃"]  # type: ignore[attr-defined]


def test_a_text_side_is_found_once_for_each_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slotted:
        __slots__ = ()
        encoding = "utf-8"
        errors = "strict"

        def write(self, text: str) -> int:
            return len("" + text)

    find = _streams.default_text_stdout
    first = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", first)
    wrapper = find()
    assert wrapper is not first
    assert find() is wrapper
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stdout", plain)
    assert find() is plain
    assert find() is plain
    slotted = Slotted()
    monkeypatch.setattr(sys, "stdout", slotted)
    assert find() is slotted
    monkeypatch.setattr(sys, "stdout", None)
    assert find() is None


@pytest.mark.parametrize(
    ("number", "passes"), [(errno.EPIPE, True), (errno.EIO, False), (errno.ENOSPC, False)]
)
def test_only_broken_pipes_are_pacified(number: int, passes: bool) -> None:
    def flush() -> None:
        raise OSError(number, "x")

    stream = utils._PacifyFlushWrapper(Bare(flush=flush, name="n"))  # type: ignore[arg-type]
    assert stream.name == "n"
    if passes:
        stream.flush()
    else:
        with pytest.raises(OSError):
            stream.flush()


def test_a_file_that_takes_the_place_of_another_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    path.chmod(0o640)
    mode = path.stat().st_mode
    with utils.open_file(str(path), "w", atomic=True) as file:
        file.write("new")
        assert path.read_text() == "old"
        assert file.name == str(path)
    assert (path.read_text(), path.stat().st_mode) == ("new", mode)
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    with pytest.raises(ValueError, match="x"), utils.open_file(path, "w", atomic=True) as file:
        file.write("new")
        raise ValueError("x")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_atomic_files_need_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        utils.open_file(tmp_path / "no" / "f", "w", atomic=True)
