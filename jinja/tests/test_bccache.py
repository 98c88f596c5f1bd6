"""Bytecode caches."""

from __future__ import annotations

import io
import os
import stat
import tempfile
from pathlib import Path

import pytest

from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, MemcachedBytecodeCache
from jinja2.bccache import Bucket, BytecodeCache, bc_magic

CODE = compile("answer = 42", "<test>", "exec")


def bucket(checksum: str = "sum", **options: object) -> Bucket:
    return Bucket(Environment(**options), "key", checksum)  # type: ignore[arg-type]


def filled() -> Bucket:
    full = bucket()
    full.code = CODE
    return full


class Memory(BytecodeCache):
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def test_round_trip() -> None:
    other = bucket()
    other.bytecode_from_string(filled().bytecode_to_string())
    assert other.code == CODE
    other.reset()
    assert other.code is None


def test_streams() -> None:
    out = io.BytesIO()
    filled().write_bytecode(out)
    assert out.getvalue().startswith(bc_magic)
    out.seek(0)
    other = bucket()
    other.load_bytecode(out)
    assert other.code == CODE


def test_another_source_is_not_taken() -> None:
    other = bucket("another")
    other.code = CODE
    other.bytecode_from_string(filled().bytecode_to_string())
    assert other.code is None


@pytest.mark.parametrize(
    "options", [{"enable_async": True}, {"autoescape": True}, {"block_start_string": "<%"}]
)
def test_another_syntax_is_not_taken(options: dict[str, object]) -> None:
    other = bucket(**options)
    other.bytecode_from_string(filled().bytecode_to_string())
    assert other.code is None


@pytest.mark.parametrize("cut", [0, 1, len(bc_magic), len(bc_magic) + 3, -1])
def test_damaged_entries_are_not_taken(cut: int) -> None:
    other = bucket()
    other.bytecode_from_string(filled().bytecode_to_string()[:cut])
    assert other.code is None


def test_foreign_entries_are_not_taken() -> None:
    other = bucket()
    other.code = CODE
    other.bytecode_from_string(b"j2\x80\x02K\x05.\x80\x02J\r\x00\x00\x03.")
    assert other.code is None


def test_empty_bucket() -> None:
    with pytest.raises(TypeError, match="can't write empty bucket"):
        bucket().bytecode_to_string()


def test_keys() -> None:
    cache = BytecodeCache()
    assert cache.get_cache_key("a") == "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
    assert cache.get_cache_key("a", "/x/a") == "5da62265c6a81e46eb56ac79ae947eff37912b65"
    assert cache.get_source_checksum("hé") == "96565112c667eb63e672b56c4401d0541eeada0e"


def test_base_class() -> None:
    cache = BytecodeCache()
    with pytest.raises(NotImplementedError):
        cache.load_bytecode(bucket())
    with pytest.raises(NotImplementedError):
        cache.dump_bytecode(bucket())
    cache.clear()


def test_loading_uses_the_cache() -> None:
    cache = Memory()
    sources = {"a": "{{ 1 + 1 }}"}

    class Counting(Environment):
        compiled = 0

        def _compile(self, source: str, filename: str):  # type: ignore[no-untyped-def]
            Counting.compiled += 1
            return super()._compile(source, filename)

    for _ in range(3):
        environment = Counting(loader=DictLoader(sources), bytecode_cache=cache)
        assert environment.get_template("a").render() == "2"
    assert Counting.compiled == 1
    sources["a"] = "{{ 2 + 2 }}"
    environment = Counting(loader=DictLoader(sources), bytecode_cache=cache)
    assert environment.get_template("a").render() == "4"
    assert Counting.compiled == 2


def test_files(tmp_path: Path) -> None:
    cache = FileSystemBytecodeCache(str(tmp_path), "x%sy")
    for _ in range(2):
        environment = Environment(loader=DictLoader({"a": "hello"}), bytecode_cache=cache)
        assert environment.get_template("a").render() == "hello"
        (file,) = tmp_path.iterdir()
        assert file.name == "x86f7e437faa5a7fce15d1ddcb9eaeaea377667b8y"
    (tmp_path / "other").write_text("stays")
    cache.clear()
    assert [file.name for file in tmp_path.iterdir()] == ["other"]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    cache = FileSystemBytecodeCache(str(tmp_path))
    full = filled()
    (tmp_path / (cache.pattern % full.key)).mkdir()
    cache.load_bytecode(bucket())
    cache.dump_bytecode(full)
    assert len(list(tmp_path.iterdir())) == 1


def test_failed_writes_leave_nothing(tmp_path: Path) -> None:
    cache = FileSystemBytecodeCache(str(tmp_path))
    with pytest.raises(TypeError):
        cache.dump_bytecode(bucket())
    assert list(tmp_path.iterdir()) == []


posix_only = pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no user ids")


@pytest.fixture
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@posix_only
@pytest.mark.parametrize("mode", [None, 0o700, 0o777])
def test_default_folder_is_private(own_temporary_folder: Path, mode: int | None) -> None:
    expected = own_temporary_folder / f"_jinja2-cache-{os.getuid()}"
    if mode is not None:
        expected.mkdir()
        expected.chmod(mode)
    assert FileSystemBytecodeCache().directory == str(expected)
    assert stat.S_IMODE(expected.stat().st_mode) == 0o700


@posix_only
def test_default_folder_may_not_be_a_link(own_temporary_folder: Path) -> None:
    elsewhere = own_temporary_folder / "elsewhere"
    elsewhere.mkdir()
    (own_temporary_folder / f"_jinja2-cache-{os.getuid()}").symlink_to(elsewhere)
    with pytest.raises(RuntimeError, match="Cannot determine safe temp directory") as caught:
        FileSystemBytecodeCache()
    assert "not a directory" in caught.value.__notes__[0]


@posix_only
def test_default_folder_may_not_belong_to_others(
    own_temporary_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.getuid()
    (own_temporary_folder / f"_jinja2-cache-{real + 1}").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: real + 1)
    with pytest.raises(RuntimeError, match="Cannot determine safe temp directory") as caught:
        FileSystemBytecodeCache()
    assert "another user" in caught.value.__notes__[0]


class Client:
    def __init__(self, error: Exception | None = None) -> None:
        self.kept: dict[str, bytes] = {}
        self.timeouts: list[object] = []
        self.error = error

    def get(self, key: str) -> bytes | None:
        if self.error is not None:
            raise self.error
        return self.kept.get(key)

    def set(self, key: str, value: bytes, *timeout: int) -> None:
        if self.error is not None:
            raise self.error
        self.kept[key] = value
        self.timeouts.append(timeout)


@pytest.mark.parametrize(("timeout", "passed"), [(None, ()), (5, (5,))])
def test_memcached(timeout: int | None, passed: tuple[int, ...]) -> None:
    client = Client()
    cache = MemcachedBytecodeCache(client, "p/", timeout)  # type: ignore[arg-type]
    cache.dump_bytecode(filled())
    assert list(client.kept) == ["p/key"]
    assert client.timeouts == [passed]
    other = bucket()
    cache.load_bytecode(other)
    assert other.code == CODE
    missing = Bucket(Environment(), "other", "sum")
    cache.load_bytecode(missing)
    assert missing.code is None


def test_memcached_errors() -> None:
    client = Client(OSError("down"))
    quiet = MemcachedBytecodeCache(client)  # type: ignore[arg-type]
    quiet.load_bytecode(bucket())
    quiet.dump_bytecode(filled())
    loud = MemcachedBytecodeCache(client, ignore_memcache_errors=False)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="down"):
        loud.load_bytecode(bucket())
    with pytest.raises(OSError, match="down"):
        loud.dump_bytecode(filled())
