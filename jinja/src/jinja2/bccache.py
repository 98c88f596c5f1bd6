"""Caches for bytecode, so that not every process has to compile the templates.

An entry is used only for the same source, version of Python and syntax. A cache holds code that
will be executed, so nobody else may be able to write to it.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from io import BytesIO

from ._abi import revision
from ._syntax import SYNTAX_OPTIONS

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from hashlib import _Hash as Hash
    from types import CodeType

    from .environment import Environment

    class _MemcachedClient(t.Protocol):
        def get(self, key: str) -> bytes: ...

        def set(self, key: str, value: bytes, timeout: int | None = None) -> None: ...


bc_version = 5
"""Changes when the contract between compiled templates and the engine does."""

bc_magic: bytes = b"\x8ejinja\n%d %s\n" % (bc_version, str(sys.implementation.cache_tag).encode())
"""The first bytes of each entry. An entry that begins with something else is not read."""

# What the generated code depends on, apart from the source of the template.
_DECISIVE = (
    *SYNTAX_OPTIONS,
    "optimized",
    "is_async",
    "sandboxed",
)


def _fingerprint(environment: Environment) -> str:
    """Return the settings of an environment that show in generated code."""
    settings: list[object] = [getattr(environment, name, None) for name in _DECISIVE]
    settings.append(revision)
    autoescape = getattr(environment, "autoescape", None)
    settings.append(autoescape if isinstance(autoescape, bool) else "by name")
    settings.append(getattr(environment, "finalize", None) is not None)
    settings.append(sorted(getattr(environment, "extensions", ())))
    for name in ("intercepted_binops", "intercepted_unops"):
        settings.append(sorted(getattr(environment, name, ())))
    generator = getattr(environment, "code_generator_class", None)
    settings.append(getattr(generator, "__qualname__", None))
    return repr(settings)


class Bucket:
    """Holds the bytecode of one template on its way from or to a cache.

    ``code`` is the code object or ``None``; ``key`` and ``checksum`` are those of the cache.
    """

    def __init__(self, environment: Environment, key: str, checksum: str) -> None:
        self.environment = environment
        self.key = key
        self.checksum = checksum
        self.reset()

    def reset(self) -> None:
        """Empty the bucket."""
        self.code: CodeType | None = None

    def load_bytecode(self, f: t.BinaryIO) -> None:
        """Fill the bucket from a file; what does not fit leaves it empty."""
        if f.read(len(bc_magic)) != bc_magic:
            self.reset()
            return
        try:
            made_for = marshal.load(f)
            if made_for != (self.checksum, _fingerprint(self.environment)):
                self.reset()
                return
            self.code = marshal.load(f)
        except (EOFError, ValueError, TypeError):
            self.reset()

    def write_bytecode(self, f: t.IO[bytes]) -> None:
        """Write the bytecode to a file.

        :raises TypeError: the bucket is empty.
        """
        if self.code is None:
            raise TypeError("can't write empty bucket")
        f.write(bc_magic)
        f.write(marshal.dumps((self.checksum, _fingerprint(self.environment))))
        f.write(marshal.dumps(self.code))

    def bytecode_from_string(self, string: bytes) -> None:
        """Fill the bucket from bytes."""
        self.load_bytecode(BytesIO(string))

    def bytecode_to_string(self) -> bytes:
        """Return the bytecode as bytes.

        :raises TypeError: the bucket is empty.
        """
        out = BytesIO()
        self.write_bytecode(out)
        return out.getvalue()


class BytecodeCache:
    """Base class of caches: subclasses override :meth:`load_bytecode` and :meth:`dump_bytecode`,
    and :meth:`clear` if entries can be removed.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, or leave it as it is if there is nothing for its key."""
        raise NotImplementedError()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the bytecode of the bucket under its key."""
        raise NotImplementedError()

    def clear(self) -> None:
        """Remove all entries. Not every cache can."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template: 40 hexadecimal digits."""
        digest = _sha1(name)
        if filename is not None:
            digest.update(f"|{filename}".encode())
        return digest.hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """Return the SHA-1 of the source, in hexadecimal."""
        return _sha1(source).hexdigest()

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return a bucket for the template, filled if the cache has its bytecode."""
        key = self.get_cache_key(name, filename)
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Put the bucket into the cache."""
        self.dump_bytecode(bucket)


def _sha1(text: str) -> Hash:
    from hashlib import sha1

    # A key, not a signature: builds of Python that refuse SHA-1 for security need to know.
    return sha1(text.encode("utf-8"), usedforsecurity=False)


class FileSystemBytecodeCache(BytecodeCache):
    """Keeps bytecode in files.

    :param directory: where; by default a directory for the user in the system's temporary
        directory, which nobody else can enter.
    :param pattern: the names of the files; ``%s`` stands for the key.
    :raises RuntimeError: there is no safe default directory.
    """

    def __init__(self, directory: str | None = None, pattern: str = "__jinja2_%s.cache") -> None:
        self.directory: str | None = directory or self._get_default_cache_dir()
        self.pattern = pattern

    def _get_default_cache_dir(self) -> str:
        from tempfile import gettempdir

        shared = gettempdir()
        if os.name == "nt":
            # There the temporary directory belongs to the user already.
            return shared
        if not hasattr(os, "getuid"):
            raise _no_safe_directory("this system does not say who owns a directory")
        own = os.path.join(shared, f"_jinja2-cache-{os.getuid()}")
        try:
            os.mkdir(own, stat.S_IRWXU)
        except FileExistsError:
            pass
        # Somebody else may have made it, or a link to elsewhere: look before trusting it.
        before = os.lstat(own)
        if not stat.S_ISDIR(before.st_mode):
            raise _no_safe_directory(f"{own!r} is not a directory")
        if before.st_uid != os.getuid():
            raise _no_safe_directory(f"{own!r} belongs to another user")
        if stat.S_IMODE(before.st_mode) != stat.S_IRWXU:
            os.chmod(own, stat.S_IRWXU)
            if stat.S_IMODE(os.lstat(own).st_mode) != stat.S_IRWXU:
                raise _no_safe_directory(f"others may enter {own!r}")
        return own

    def _get_cache_filename(self, bucket: Bucket) -> str:
        return os.path.join(self.directory or "", self.pattern % (bucket.key,))

    def load_bytecode(self, bucket: Bucket) -> None:
        # Windows gives PermissionError for a directory and while another process replaces the
        # file.
        try:
            f = open(self._get_cache_filename(bucket), "rb")
        except (FileNotFoundError, IsADirectoryError, PermissionError):
            return
        with f:
            bucket.load_bytecode(f)

    def dump_bytecode(self, bucket: Bucket) -> None:
        from tempfile import NamedTemporaryFile

        # Readers find either the old file or the whole new one.
        name = self._get_cache_filename(bucket)
        with NamedTemporaryFile(
            mode="wb",
            dir=os.path.dirname(name),
            prefix=os.path.basename(name),
            suffix=".tmp",
            delete=False,
        ) as f:
            try:
                bucket.write_bytecode(f)
            except BaseException:
                f.close()
                _remove_quietly(f.name)
                raise
        try:
            os.replace(f.name, name)
        except OSError:
            # Another process holds the file open; its content is as good.
            _remove_quietly(f.name)
        except BaseException:
            _remove_quietly(f.name)
            raise

    def clear(self) -> None:
        from fnmatch import filter

        directory = self.directory or ""
        for name in filter(os.listdir(directory), self.pattern % ("*",)):
            _remove_quietly(os.path.join(directory, name))


def _no_safe_directory(reason: str) -> RuntimeError:
    error = RuntimeError(
        "Cannot determine safe temp directory.  You need to explicitly provide one."
    )
    error.add_note(f"The default was refused because {reason}.")
    return error


def _remove_quietly(name: str) -> None:
    try:
        os.remove(name)
    except OSError:
        pass


class MemcachedBytecodeCache(BytecodeCache):
    """Keeps bytecode in memcached, or in anything else with ``get(key)`` and
    ``set(key, value[, timeout])`` for bytes.

    :param prefix: what all keys begin with.
    :param timeout: how long entries live, in seconds; by default the client decides.
    :param ignore_memcache_errors: go on without the cache when the client raises.
    """

    def __init__(
        self,
        client: _MemcachedClient,
        prefix: str = "jinja2/bytecode/",
        timeout: int | None = None,
        ignore_memcache_errors: bool = True,
    ) -> None:
        self.ignore_memcache_errors = ignore_memcache_errors
        self.timeout = timeout
        self.client: _MemcachedClient = client
        self.prefix: str = prefix

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            code = self.client.get(self.prefix + bucket.key)
        except Exception:
            if not self.ignore_memcache_errors:
                raise
            return
        # Clients give None for what they do not have.
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        key = self.prefix + bucket.key
        value = bucket.bytecode_to_string()
        try:
            if self.timeout is None:
                self.client.set(key, value)
            else:
                self.client.set(key, value, self.timeout)
        except Exception:
            if not self.ignore_memcache_errors:
                raise
