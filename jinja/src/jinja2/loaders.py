"""Load templates from folders, packages, dicts, functions and modules.

Names of templates have ``/`` as separator on every system, and cannot lead out of a loader.
"""

from __future__ import annotations

import os
import posixpath
import sys
import weakref
from itertools import islice
from types import ModuleType

from ._marks import internalcode
from ._module_names import module_filename, module_key
from .exceptions import TemplateNotFound

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .environment import Environment, Template

    Source = tuple[str, str | None, t.Callable[[], bool] | None]
    V = t.TypeVar("V")
    Pathish = str | os.PathLike[str]

# Segments that Windows takes for a device, whatever extension follows.
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [port + digit for port in ("COM", "LPT") for digit in "0123456789¹²³"]
)


def _is_safe_segment(segment: str, windows: bool) -> bool:
    """Return whether a part of a template's name stays within its folder."""
    if segment == os.pardir:
        return False
    if not windows:
        return True
    if "\\" in segment or ":" in segment:
        return False
    return segment.partition(".")[0].rstrip(" ").upper() not in _DEVICES


def split_template_path(template: str) -> list[str]:
    """Return the parts of a template's name.

    :raises TemplateNotFound: a part leads elsewhere: ``..``, and where the system knows them, a
        drive, another separator or a device.
    """
    windows = os.name == "nt"
    parts = [part for part in template.split("/") if part and part != os.curdir]
    for part in parts:
        if not _is_safe_segment(part, windows):
            raise TemplateNotFound(template)
    return parts


def _unchanged(filename: str) -> t.Callable[[], bool]:
    """Return a function that says whether the file still is what it is now."""
    stat = os.stat
    before = stat(filename).st_mtime

    def uptodate() -> bool:
        try:
            return stat(filename).st_mtime == before
        except OSError:
            return False

    return uptodate


def _walk(folder: str, followlinks: bool) -> t.Iterator[str]:
    """Return the files below a folder, as names of templates."""
    for place, _, files in os.walk(folder, followlinks=followlinks):
        inner = place[len(folder) :].strip(os.sep).replace(os.sep, "/")
        for file in files:
            yield f"{inner}/{file}" if inner else file


# How many names are looked at to suggest one. An error must not become slow in a large folder.
_ENOUGH = 200


def _beside(folder: str, template: str) -> t.Iterator[str]:
    """Return the names that stand in the same folder as a template that is not there."""
    inside = posixpath.dirname(template)
    try:
        parts = split_template_path(inside)
        with os.scandir(posixpath.join(folder, *parts)) as entries:
            for entry in islice(entries, _ENOUGH):
                if not entry.is_dir():
                    yield posixpath.join(inside, entry.name)
    except (TemplateNotFound, OSError, ValueError):
        return


class BaseLoader:
    """Base class of loaders. A subclass overrides :meth:`get_source`, and
    :meth:`list_templates` if it can.
    """

    #: Whether :meth:`get_source` works. Loaders of compiled templates have no sources.
    has_source_access = True

    def get_source(self, environment: Environment, template: str) -> Source:
        """Return the source of a template, the name of its file, and a function that says whether
        the source is up to date. The last two may be ``None``: no file, always up to date.

        :raises TemplateNotFound: there is no such template.
        """
        if not self.has_source_access:
            raise RuntimeError(f"{type(self).__name__} cannot provide access to the source")
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """Return the names of all templates, in order.

        :raises TypeError: this kind of loader cannot list them.
        """
        raise TypeError("this loader cannot iterate over all templates")

    def _candidates(self, template: str) -> t.Iterator[str]:
        """Return some names that could have been meant by one that was not found."""
        yield from ()

    @internalcode
    def load(
        self,
        environment: Environment,
        name: str,
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> Template:
        """Load a template, from the bytecode cache of the environment if possible. Loaders that
        ask other loaders override this too.

        :raises TemplateNotFound: there is no such template.
        """
        if globals is None:
            globals = {}
        source, filename, uptodate = self.get_source(environment, name)
        cache = environment.bytecode_cache
        if cache is None:
            code = environment.compile(source, name, filename)
        else:
            bucket = cache.get_bucket(environment, name, filename, source)
            if bucket.code is None:
                bucket.code = environment.compile(source, name, filename)
                cache.set_bucket(bucket)
            code = bucket.code
        return environment.template_class.from_code(environment, code, globals, uptodate)


class FileSystemLoader(BaseLoader):
    """Loads templates from one folder or several, which are searched in order.

    :param searchpath: the folder or folders.
    :param encoding: of the files.
    :param followlinks: follow symbolic links to folders when templates are listed.
    """

    def __init__(
        self,
        searchpath: Pathish | t.Sequence[Pathish],
        encoding: str = "utf-8",
        followlinks: bool = False,
    ) -> None:
        self.searchpath: list[str] = _paths(searchpath)
        self.encoding = encoding
        self.followlinks = followlinks

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, t.Callable[[], bool]]:
        parts = split_template_path(template)
        for folder in self.searchpath:
            # Two systems could disagree on joining, and names are those of POSIX.
            filename = posixpath.join(folder, *parts)
            if os.path.isfile(filename):
                break
        else:
            several = "path" if len(self.searchpath) == 1 else "paths"
            searched = ", ".join(map(repr, self.searchpath))
            raise TemplateNotFound(
                template, f"{template!r} not found in search {several}: {searched}"
            )
        uptodate = _unchanged(filename)
        with open(filename, encoding=self.encoding) as f:
            source = f.read()
        return source, os.path.normpath(filename), uptodate

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in self.searchpath:
            found.update(_walk(folder, self.followlinks))
        return sorted(found)

    def _candidates(self, template: str) -> t.Iterator[str]:
        for folder in self.searchpath:
            yield from _beside(folder, template)


def _paths(path: Pathish | t.Sequence[Pathish]) -> list[str]:
    if isinstance(path, (str, os.PathLike)):
        return [os.fspath(path)]
    if path is None:
        # One path was meant, so that is what the error has to speak of.
        os.fspath(path)
    return [os.fspath(part) for part in path]


class PackageLoader(BaseLoader):
    """Loads templates from a folder of a Python package, also of one in a zip file.

    :param package_name: how the package is imported.
    :param package_path: the folder within the package.
    :param encoding: of the files.
    :raises ValueError: the package has no such folder.
    """

    def __init__(
        self,
        package_name: str,
        package_path: str = "templates",
        encoding: str = "utf-8",
    ) -> None:
        from importlib import import_module

        package_path = os.path.normpath(package_path).rstrip(os.sep)
        if package_path == os.curdir:
            package_path = ""
        elif package_path[:2] == os.curdir + os.sep:
            package_path = package_path[2:]
        self.package_path = package_path
        self.package_name = package_name
        self.encoding = encoding

        spec = import_module(package_name).__spec__
        assert spec is not None, "An import spec was not found for the package."
        self._loader: t.Any = spec.loader
        assert self._loader is not None, "A loader was not found for the package."
        # Importers of archives say so by this attribute.
        self._archive: str | None = getattr(self._loader, "archive", None)
        self._template_root = self._find_root(spec)

    def _find_root(self, spec: t.Any) -> str:
        places = list(spec.submodule_search_locations or ())
        if self._archive is not None:
            return os.path.join(places[0], self.package_path).rstrip(os.sep)
        if not places and spec.origin is not None:
            places.append(os.path.dirname(spec.origin))
        for place in places:
            root = os.path.join(place, self.package_path)
            if os.path.isdir(root):
                return root
        raise ValueError(
            f"PackageLoader could not find a {self.package_path!r} directory"
            f" in the {self.package_name!r} package."
        )

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, t.Callable[[], bool] | None]:
        path = os.path.normpath(posixpath.join(self._template_root, *split_template_path(template)))
        uptodate: t.Callable[[], bool] | None = None
        if self._archive is None:
            if not os.path.isfile(path):
                raise TemplateNotFound(template)
            uptodate = _unchanged(path)
            with open(path, "rb") as f:
                content = f.read()
        else:
            try:
                content = self._loader.get_data(path)
            except OSError as error:
                raise TemplateNotFound(template) from error
        return content.decode(self.encoding), path, uptodate

    def list_templates(self) -> list[str]:
        if self._archive is None:
            return sorted(_walk(self._template_root, followlinks=False))
        # The directory of an archive is private to the importer; newer ones read it late.
        read = getattr(self._loader, "_get_files", None)
        names = read() if read is not None else getattr(self._loader, "_files", None)
        if names is None:
            raise TypeError(
                "This zip import does not have the required metadata to list templates."
            )
        folder = self._template_root[len(self._archive) :].lstrip(os.sep) + os.sep
        return sorted(
            name[len(folder) :].replace(os.sep, "/")
            for name in names
            # Archives may list their folders too.
            if name.startswith(folder) and not name.endswith(os.sep)
        )

    def _candidates(self, template: str) -> t.Iterator[str]:
        if self._archive is None:
            yield from _beside(self._template_root, template)


class DictLoader(BaseLoader):
    """Loads templates from a mapping of names to sources."""

    def __init__(self, mapping: t.Mapping[str, str]) -> None:
        self.mapping = mapping

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, None, t.Callable[[], bool]]:
        mapping = self.mapping
        if template not in mapping:
            raise TemplateNotFound(template)
        source = mapping[template]
        return source, None, lambda: source == self.mapping.get(template)

    def list_templates(self) -> list[str]:
        return sorted(self.mapping)

    def _candidates(self, template: str) -> t.Iterator[str]:
        yield from islice(self.mapping, _ENOUGH)


class FunctionLoader(BaseLoader):
    """Loads templates by a function. It gets the name and gives the source, or a tuple as
    :meth:`BaseLoader.get_source` does, or ``None`` if there is no such template.
    """

    def __init__(self, load_func: t.Callable[[str], str | Source | None]) -> None:
        self.load_func = load_func

    def get_source(self, environment: Environment, template: str) -> Source:
        found = self.load_func(template)
        if found is None:
            raise TemplateNotFound(template)
        return (found, None, None) if isinstance(found, str) else found


class PrefixLoader(BaseLoader):
    """Asks one of several loaders, which the first part of the name selects.

    :param mapping: prefixes and their loaders.
    :param delimiter: ends the prefix.
    """

    def __init__(self, mapping: t.Mapping[str, BaseLoader], delimiter: str = "/") -> None:
        self.mapping = mapping
        self.delimiter = delimiter

    def get_loader(self, template: str) -> tuple[BaseLoader, str]:
        """Return the loader for a template, and the rest of the name.

        :raises TemplateNotFound: no loader has this prefix.
        """
        try:
            prefix, rest = template.split(self.delimiter, 1)
            return self.mapping[prefix], rest
        except (ValueError, KeyError) as error:
            raise TemplateNotFound(template) from error

    def get_source(self, environment: Environment, template: str) -> Source:
        loader, rest = self.get_loader(template)
        try:
            return loader.get_source(environment, rest)
        except TemplateNotFound as error:
            # The name that was asked for helps more than its end.
            raise TemplateNotFound(template) from error

    @internalcode
    def load(
        self,
        environment: Environment,
        name: str,
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> Template:
        loader, rest = self.get_loader(name)
        try:
            return loader.load(environment, rest, globals)
        except TemplateNotFound as error:
            raise TemplateNotFound(name) from error

    def list_templates(self) -> list[str]:
        return [
            prefix + self.delimiter + name
            for prefix, loader in self.mapping.items()
            for name in loader.list_templates()
        ]

    def _candidates(self, template: str) -> t.Iterator[str]:
        prefix, delimiter, rest = template.partition(self.delimiter)
        loader = self.mapping.get(prefix)
        if loader is not None:
            for name in loader._candidates(rest):
                yield prefix + delimiter + name
            return
        # Perhaps it is the prefix that is misspelt.
        for known in self.mapping:
            yield known + delimiter + rest


class ChoiceLoader(BaseLoader):
    """Asks several loaders in order and takes what the first one finds."""

    def __init__(self, loaders: t.Sequence[BaseLoader]) -> None:
        self.loaders = loaders

    @internalcode
    def _first(self, name: str, ask: t.Callable[[BaseLoader], V]) -> V:
        for loader in self.loaders:
            try:
                return ask(loader)
            except TemplateNotFound:
                continue
        raise TemplateNotFound(name)

    def get_source(self, environment: Environment, template: str) -> Source:
        return self._first(template, lambda loader: loader.get_source(environment, template))

    @internalcode
    def load(
        self,
        environment: Environment,
        name: str,
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> Template:
        return self._first(name, lambda loader: loader.load(environment, name, globals))

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for loader in self.loaders:
            found.update(loader.list_templates())
        return sorted(found)

    def _candidates(self, template: str) -> t.Iterator[str]:
        for loader in self.loaders:
            yield from loader._candidates(template)


class _TemplateModule(ModuleType):
    """The package of compiled templates."""


class _Entry(ModuleType):
    """The stand-in for such a package in ``sys.modules``. Unlike a weak proxy, it can be examined
    by programs that go through the modules while the package goes away.
    """

    _reference: t.Callable[[], ModuleType | None]

    def __getattr__(self, name: str) -> t.Any:
        reference = self.__dict__.get("_reference")
        return getattr(reference() if reference is not None else None, name)


class ModuleLoader(BaseLoader):
    """Loads templates that ``Environment.compile_templates`` compiled.

    The module of a template is an attribute of :attr:`module` after it was loaded.

    :param path: the folder or zip file with the modules, or several.
    """

    has_source_access = False

    def __init__(self, path: Pathish | t.Sequence[Pathish]) -> None:
        name: str = f"_jinja2_module_templates_{id(self):x}"
        self.package_name = name
        # The modules of the templates are attributes of a package of their own. What is in
        # ``sys.modules`` has a weak reference to it, so that both go with the loader.
        self.module: ModuleType = _TemplateModule(name)
        self.module.__path__ = _paths(path)
        entry = sys.modules[name] = _Entry(name)

        def remove(reference: object) -> None:
            if sys.modules.get(name) is entry:
                del sys.modules[name]

        entry._reference = weakref.ref(self.module, remove)

    @staticmethod
    def get_template_key(name: str) -> str:
        """Return the name of the module for a template."""
        return module_key(name)

    @staticmethod
    def get_module_filename(name: str) -> str:
        """Return the file of the module for a template."""
        return module_filename(name)

    @internalcode
    def load(
        self,
        environment: Environment,
        name: str,
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> Template:
        from importlib.machinery import PathFinder
        from importlib.util import module_from_spec

        full_name = f"{self.package_name}.{module_key(name)}"
        spec = PathFinder.find_spec(full_name, self.module.__path__)
        if spec is None or spec.loader is None:
            missing = ModuleNotFoundError(f"No module named {full_name!r}", name=full_name)
            raise TemplateNotFound(name) from missing
        # A module belongs to the environment that it was loaded for, so each load makes one.
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        setattr(self.module, module_key(name), module)
        if globals is None:
            globals = {}
        return environment.template_class.from_module_dict(environment, module.__dict__, globals)
