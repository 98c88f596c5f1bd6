"""Read configuration from Python files, objects, data files and environment variables.

Only uppercase keys are taken.
"""

from __future__ import annotations

import errno
import json
import os
import types
from typing import Generic, TypeVar, overload

from werkzeug.utils import import_string

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ._annotations import App

T = TypeVar("T")


class ConfigAttribute(Generic[T]):
    """An attribute of the application that stands for a configuration key.

    :param get_converter: applied to the value on each read.
    """

    def __init__(self, name: str, get_converter: t.Callable[[t.Any], T] | None = None) -> None:
        self.__name__ = name
        self.get_converter = get_converter

    @overload
    def __get__(self, obj: None, owner: None) -> te.Self: ...

    @overload
    def __get__(self, obj: App, owner: type[App]) -> T: ...

    def __get__(self, obj: App | None, owner: type[App] | None = None) -> T | te.Self:
        if obj is None:
            return self
        value = obj.config[self.__name__]
        convert = self.get_converter
        return value if convert is None else convert(value)

    def __set__(self, obj: App, value: t.Any) -> None:
        obj.config[self.__name__] = value


class Config(dict[str, "t.Any"]):
    """A dict that can be filled from files, objects and the environment.

    The loaders that take attributes or mappings only use keys written in upper case.

    :param root_path: folder that relative file names start from.
    :param defaults: first values.
    """

    def __init__(
        self,
        root_path: str | os.PathLike[str],
        defaults: dict[str, t.Any] | None = None,
    ) -> None:
        super().__init__(defaults or {})
        self.root_path = root_path

    def from_envvar(self, variable_name: str, silent: bool = False) -> bool:
        """Load the Python file that an environment variable names.

        :return: whether a file was loaded.
        :raises RuntimeError: the variable is not set and ``silent`` is false.
        """
        filename = os.environ.get(variable_name)
        if filename:
            return self.from_pyfile(filename, silent=silent)
        if silent:
            return False
        raise RuntimeError(
            f"The environment variable {variable_name!r} is not set and as such"
            " configuration could not be loaded. Set this variable and make it point to"
            " a configuration file"
        )

    def from_prefixed_env(
        self, prefix: str = "FLASK", *, loads: t.Callable[[str], t.Any] = json.loads
    ) -> bool:
        """Take every environment variable that starts with ``PREFIX_``.

        Values go through ``loads`` and stay text when it fails. A double underscore
        descends into dicts, which are made when they are missing: ``FLASK_DB__HOST`` sets
        ``config["DB"]["HOST"]``.
        """
        start = f"{prefix}_"
        for variable in sorted(name for name in os.environ if name.startswith(start)):
            text = os.environ[variable]
            try:
                value = loads(text)
            except Exception:
                value = text
            *parents, last = variable[len(start) :].split("__")
            place: dict[str, t.Any] = self
            try:
                for parent in parents:
                    place = place.setdefault(parent, {})
                place[last] = value
            except (AttributeError, TypeError):
                raise TypeError(
                    f"{variable!r} sets a key inside of a configuration value that is no dict."
                ) from None
        return True

    def from_pyfile(self, filename: str | os.PathLike[str], silent: bool = False) -> bool:
        """Run a Python file and keep the uppercase names it defines.

        :param silent: a missing file is no error.
        """
        path = os.path.join(self.root_path, filename)
        module = types.ModuleType("config")
        module.__file__ = path
        try:
            with open(path, "rb") as file:
                source = file.read()
        except OSError as e:
            if silent and e.errno in (errno.ENOENT, errno.EISDIR, errno.ENOTDIR):
                return False
            _say_which_file(e)
            raise
        exec(compile(source, path, "exec"), module.__dict__)
        self.from_object(module)
        return True

    def from_object(self, obj: object | str) -> None:
        """Take the uppercase attributes of an object, a class or a module.

        :param obj: the object, or its import path.
        """
        source = import_string(obj) if isinstance(obj, str) else obj
        for key in filter(str.isupper, dir(source)):
            self[key] = getattr(source, key)

    def from_file(
        self,
        filename: str | os.PathLike[str],
        load: t.Callable[[t.IO[t.Any]], t.Mapping[str, t.Any]],
        silent: bool = False,
        text: bool = True,
    ) -> bool:
        """Load a data file.

        :param load: takes the open file and returns a mapping, like :func:`json.load`.
        :param text: open in text mode; ``tomllib.load`` wants bytes.
        """
        path = os.path.join(self.root_path, filename)
        try:
            with open(path, "r" if text else "rb") as file:
                values = load(file)
        except OSError as e:
            if silent and e.errno in (errno.ENOENT, errno.EISDIR):
                return False
            _say_which_file(e)
            raise
        return self.from_mapping(values)

    def from_mapping(
        self, /, mapping: t.Mapping[str, t.Any] | None = None, **kwargs: t.Any
    ) -> bool:
        """Take the uppercase keys of a mapping and of the keyword arguments.

        :param mapping: or pairs, as :class:`dict` takes them.
        :return: always ``True``.
        """
        given: dict[str, t.Any] = {} if mapping is None else dict(mapping)
        given.update(kwargs)
        for key, value in given.items():
            if key.isupper():
                self[key] = value
        return True

    def get_namespace(
        self, namespace: str, lowercase: bool = True, trim_namespace: bool = True
    ) -> dict[str, t.Any]:
        """Return the entries whose keys start with ``namespace``, as a new dict.

        :param lowercase: fold the keys of the result.
        :param trim_namespace: leave the prefix out of them.
        """
        cut = len(namespace) if trim_namespace else 0
        found = {key[cut:]: value for key, value in self.items() if key.startswith(namespace)}
        if lowercase:
            found = {key.lower(): value for key, value in found.items()}
        return found

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {dict.__repr__(self)}>"


def _say_which_file(error: OSError) -> None:
    error.strerror = f"Unable to load configuration file ({error.strerror})"
