"""Where templates come from."""

from __future__ import annotations

import gc
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    ModuleLoader,
    PackageLoader,
    PrefixLoader,
    TemplateNotFound,
)
from jinja2.loaders import _is_safe_segment, split_template_path

ENVIRONMENT = Environment()


def source(loader: BaseLoader, name: str) -> str:
    return loader.get_source(ENVIRONMENT, name)[0]


def refuses(loader: BaseLoader, name: str) -> TemplateNotFound:
    with pytest.raises(TemplateNotFound) as caught:
        loader.get_source(ENVIRONMENT, name)
    assert caught.value.name == name
    return caught.value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one" / "sub").mkdir(parents=True)
    (tmp_path / "two").mkdir()
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "one" / "a.html").write_bytes(b"A\r\nb\n")
    (tmp_path / "one" / "sub" / "b.html").write_text("B")
    (tmp_path / "two" / "a.html").write_text("other")
    (tmp_path / "two" / "c.txt").write_text("C")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a", ["a"]),
        ("/a", ["a"]),
        ("a//b", ["a", "b"]),
        ("./a/./b/", ["a", "b"]),
        ("", []),
        (".", []),
        ("...", ["..."]),
    ],
)
def test_names(name: str, parts: list[str]) -> None:
    assert split_template_path(name) == parts


@pytest.mark.parametrize("name", ["..", "../a", "a/../b", "a/..", "/../a"])
def test_names_stay_inside(name: str) -> None:
    with pytest.raises(TemplateNotFound, match=name.replace(".", r"\.")):
        split_template_path(name)


@pytest.mark.parametrize(
    "segment",
    [
        *"C: C:a a\\b \\\\server NUL nul.html CON CON.txt.html AUX COM1 lpt9.x COM¹ con: a:b".split(),
        *("CONIN$", "CON ", "NUL .txt"),
    ],
)
def test_names_of_windows(segment: str) -> None:
    assert not _is_safe_segment(segment, windows=True)
    assert _is_safe_segment(segment, windows=False)


@pytest.mark.parametrize("segment", ["a", "a.html", "CONTACT", "com10", "nulls.txt", "é"])
def test_harmless_names_of_windows(segment: str) -> None:
    assert _is_safe_segment(segment, windows=True)


def test_base() -> None:
    loader = BaseLoader()
    refuses(loader, "x")
    with pytest.raises(TypeError, match="this loader cannot iterate over all templates"):
        loader.list_templates()
    loader.has_source_access = False
    with pytest.raises(RuntimeError, match="BaseLoader cannot provide access to the source"):
        source(loader, "x")


def test_own_loader() -> None:
    class Own(BaseLoader):
        def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
            return f"{template} {{{{ x }}}}", "file.html", None

    template = Environment(loader=Own()).get_template("q", globals={"x": 2})
    assert (template.render(), template.filename, template.is_up_to_date) == (
        "q 2",
        "file.html",
        True,
    )
    assert Own().load(ENVIRONMENT, "z").globals == {}


class TestFileSystem:
    def test_source(self, folder: Path) -> None:
        loader = FileSystemLoader(folder / "one")
        text, filename, uptodate = loader.get_source(ENVIRONMENT, "a.html")
        assert text == "A\nb\n"
        assert filename == str(folder / "one" / "a.html")
        assert uptodate()
        os.utime(filename, (1, 1))
        assert not uptodate()
        os.remove(filename)
        assert not uptodate()

    def test_several(self, folder: Path) -> None:
        loader = FileSystemLoader([folder / "two", str(folder / "one")])
        assert source(loader, "a.html") == "other"
        assert source(loader, "sub/b.html") == "B"
        assert loader.list_templates() == ["a.html", "c.txt", "sub/b.html"]
        assert loader.searchpath == [str(folder / "two"), str(folder / "one")]

    def test_encoding(self, folder: Path) -> None:
        (folder / "one" / "l.html").write_bytes(b"\xe9")
        assert source(FileSystemLoader(folder / "one", "latin-1"), "l.html") == "é"
        with pytest.raises(UnicodeDecodeError):
            source(FileSystemLoader(folder / "one"), "l.html")

    @pytest.mark.parametrize(
        "name",
        ["nope", "sub", "", "../secret.html", "sub/../../secret.html", "a\0", "\0", "a" * 999],
    )
    def test_missing(self, folder: Path, name: str) -> None:
        refuses(FileSystemLoader(folder / "one"), name)

    def test_messages(self, folder: Path) -> None:
        one = str(folder / "one")
        error = refuses(FileSystemLoader(one), "nope")
        assert str(error) == f"'nope' not found in search path: {one!r}"
        error = refuses(FileSystemLoader([one, "two"]), "nope")
        assert str(error) == f"'nope' not found in search paths: {one!r}, 'two'"

    @pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
    def test_links(self, folder: Path) -> None:
        (folder / "one" / "link").symlink_to(folder / "two")
        loader = FileSystemLoader(folder / "one")
        assert loader.list_templates() == ["a.html", "sub/b.html"]
        assert source(loader, "link/c.txt") == "C"
        loader.followlinks = True
        assert loader.list_templates() == ["a.html", "link/a.html", "link/c.txt", "sub/b.html"]

    @pytest.mark.parametrize("path", [None, [1], b"x"])
    def test_no_path(self, path: object) -> None:
        with pytest.raises(TypeError):
            FileSystemLoader(path)  # type: ignore[arg-type]


class TestPackage:
    @pytest.fixture
    def package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        root = tmp_path / "loader_test_pkg"
        (root / "templates" / "sub").mkdir(parents=True)
        (root / "__init__.py").write_text("")
        (root / "templates" / "p.html").write_bytes(b"P\r\n")
        (root / "templates" / "sub" / "q.html").write_text("Q")
        monkeypatch.syspath_prepend(str(tmp_path))
        yield root
        sys.modules.pop("loader_test_pkg", None)

    @pytest.fixture
    def archive(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        target = tmp_path / "packed.zip"
        with zipfile.ZipFile(target, "w") as zipped:
            zipped.writestr("loader_test_zip/__init__.py", "")
            zipped.writestr("loader_test_zip/templates/", "")
            zipped.writestr("loader_test_zip/templates/z.html", "Z")
            zipped.writestr("loader_test_zip/templates/sub/y.html", "Y")
            zipped.writestr("loader_test_zip/templates_of_others/n.html", "N")
        monkeypatch.syspath_prepend(str(target))
        yield target
        sys.modules.pop("loader_test_zip", None)

    def test_source(self, package: Path) -> None:
        loader = PackageLoader("loader_test_pkg")
        text, filename, uptodate = loader.get_source(ENVIRONMENT, "p.html")
        assert text == "P\r\n"
        assert filename == str(package / "templates" / "p.html")
        assert uptodate is not None and uptodate()
        os.utime(filename, (1, 1))
        assert not uptodate()
        assert loader.list_templates() == ["p.html", "sub/q.html"]
        refuses(loader, "nope")
        refuses(loader, "../__init__.py")

    @pytest.mark.parametrize("path", ["templates/sub", "./templates/sub/", "templates//sub"])
    def test_path(self, package: Path, path: str) -> None:
        loader = PackageLoader("loader_test_pkg", path)
        assert loader.package_path == os.path.join("templates", "sub")
        assert loader.list_templates() == ["q.html"]

    def test_package_itself(self, package: Path) -> None:
        loader = PackageLoader("loader_test_pkg", ".")
        assert loader.package_path == ""
        assert source(loader, "templates/sub/q.html") == "Q"

    def test_namespace_package(self, package: Path) -> None:
        (package / "__init__.py").unlink()
        assert source(PackageLoader("loader_test_pkg"), "sub/q.html") == "Q"

    def test_errors(self, package: Path) -> None:
        with pytest.raises(ModuleNotFoundError):
            PackageLoader("there_is_no_such_package")
        message = (
            "PackageLoader could not find a 'nope' directory in the 'loader_test_pkg' package."
        )
        with pytest.raises(ValueError, match=message):
            PackageLoader("loader_test_pkg", "nope")
        with pytest.raises(ValueError, match="could not find a 'templates' directory in the 'sys'"):
            PackageLoader("sys")

    def test_archive(self, archive: Path) -> None:
        loader = PackageLoader("loader_test_zip")
        text, filename, uptodate = loader.get_source(ENVIRONMENT, "sub/y.html")
        assert (text, uptodate) == ("Y", None)
        assert filename.startswith(str(archive))
        assert loader.list_templates() == ["sub/y.html", "z.html"]
        refuses(loader, "nope")
        refuses(loader, "../__init__.py")

    def test_archive_without_list(self, archive: Path) -> None:
        loader = PackageLoader("loader_test_zip")
        loader._loader = object()
        with pytest.raises(TypeError, match="does not have the required metadata"):
            loader.list_templates()


def test_dict() -> None:
    mapping = {"b": "1", "a": "2"}
    loader = DictLoader(mapping)
    text, filename, uptodate = loader.get_source(ENVIRONMENT, "a")
    assert (text, filename) == ("2", None)
    assert uptodate()
    mapping["a"] = "3"
    assert not uptodate()
    del mapping["a"]
    assert not uptodate()
    assert loader.list_templates() == ["b"]
    refuses(loader, "a")


def test_function() -> None:
    found = {"text": "x", "full": ("s", "file", lambda: True)}
    loader = FunctionLoader(found.get)  # type: ignore[arg-type]
    assert loader.get_source(ENVIRONMENT, "text") == ("x", None, None)
    assert loader.get_source(ENVIRONMENT, "full") is found["full"]
    refuses(loader, "nope")


def test_prefix() -> None:
    loader = PrefixLoader({"p": DictLoader({"a/b": "1"}), "q": DictLoader({})})
    assert source(loader, "p/a/b") == "1"
    assert loader.load(ENVIRONMENT, "p/a/b").render() == "1"
    assert loader.list_templates() == ["p/a/b"]
    for name in ("p/x", "x/a", "p", "q/x/y"):
        refuses(loader, name)
        with pytest.raises(TemplateNotFound, match=name):
            loader.load(ENVIRONMENT, name)
    assert source(PrefixLoader({"p": DictLoader({"a": "1"})}, ":"), "p:a") == "1"


def test_choice() -> None:
    loader = ChoiceLoader([DictLoader({"a": "1"}), DictLoader({"a": "2", "b": "3"})])
    assert [source(loader, "a"), source(loader, "b")] == ["1", "3"]
    assert loader.load(ENVIRONMENT, "b").render() == "3"
    assert loader.list_templates() == ["a", "b"]
    refuses(loader, "c")
    with pytest.raises(TemplateNotFound, match="c"):
        loader.load(ENVIRONMENT, "c")


class TestModules:
    SOURCES = {"a/b.html": "hi {{ x }}", "c": "{% include 'a/b.html' %}", "bad": "{% if"}

    @pytest.mark.parametrize("zip", [None, "deflated", "stored"])
    def test_round_trip(self, tmp_path: Path, zip: str | None) -> None:
        target = tmp_path / "compiled"
        log: list[str] = []
        made = Environment(loader=DictLoader(self.SOURCES))
        made.compile_templates(target, zip=zip, log_function=log.append)
        assert len(log) == 5
        assert log[2].startswith('Could not compile "bad": unexpected')
        environment = Environment(loader=ModuleLoader(target))
        template = environment.get_template("a/b.html")
        assert template.render(x=3) == "hi 3"
        assert (template.name, template.is_up_to_date) == ("a/b.html", True)
        assert environment.get_template("c").render(x=4) == "hi 4"
        with pytest.raises(TemplateNotFound, match="nope"):
            environment.get_template("nope")

    def test_the_same_archive_each_time(self, tmp_path: Path) -> None:
        made = Environment(loader=DictLoader(self.SOURCES))
        for name in ("x", "y"):
            made.compile_templates(tmp_path / name)
        assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()

    def test_selection_and_errors(self, tmp_path: Path) -> None:
        made = Environment(loader=DictLoader(self.SOURCES))
        made.compile_templates(tmp_path, extensions=["html"], zip=None)
        assert [file.name for file in tmp_path.iterdir()] == [
            ModuleLoader.get_module_filename("a/b.html")
        ]
        from jinja2 import TemplateSyntaxError

        with pytest.raises(TemplateSyntaxError):
            made.compile_templates(tmp_path, zip=None, ignore_errors=False)
        with pytest.raises(KeyError):
            made.compile_templates(tmp_path / "z", zip="bogus")

    def test_loader(self, tmp_path: Path) -> None:
        loader = ModuleLoader([tmp_path])
        assert loader.has_source_access is False
        with pytest.raises(RuntimeError, match="ModuleLoader cannot provide access to the source"):
            source(loader, "c")
        with pytest.raises(TypeError):
            loader.list_templates()
        assert loader.get_template_key("c") == "tmpl_84a516841ba77a5b4648de2cd0dfcb30ea46dbb4"
        assert loader.get_module_filename("c") == loader.get_template_key("c") + ".py"

    def test_environments_do_not_meet(self, tmp_path: Path) -> None:
        Environment(loader=DictLoader({"a": "{{ g }}"})).compile_templates(tmp_path, zip=None)
        loader = ModuleLoader(tmp_path)
        first, second = Environment(loader=loader), Environment(loader=loader)
        first.globals["g"], second.globals["g"] = 1, 2
        assert [e.get_template("a").render() for e in (first, second, first)] == ["1", "2", "1"]
        assert not [
            name for name in sys.modules if "jinja2_module_templates" in name and "." in name
        ]


@pytest.mark.parametrize(
    ("loader", "wanted", "near"),
    [
        (DictLoader({"index.html": "", "other.txt": ""}), "Index.htm", "'index.html'"),
        (
            PrefixLoader({"admin": DictLoader({"list.html": ""})}),
            "admin/lst.html",
            "'admin/list.html'",
        ),
        (
            PrefixLoader({"admin": DictLoader({"list.html": ""})}),
            "admn/list.html",
            "'admin/list.html'",
        ),
        (ChoiceLoader([DictLoader({"a.html": ""})]), "b.html", "'a.html'"),
    ],
)
def test_near_names(loader: BaseLoader, wanted: str, near: str) -> None:
    with pytest.raises(TemplateNotFound) as caught:
        Environment(loader=loader).get_template(wanted)
    assert str(caught.value) == wanted
    assert caught.value.__notes__ == [f"Did you mean {near}?"]


def test_near_files(folder: Path) -> None:
    environment = Environment(loader=FileSystemLoader([folder / "one", folder / "two"]))
    with pytest.raises(TemplateNotFound) as caught:
        environment.get_template("sub/c.html")
    assert caught.value.__notes__ == ["Did you mean 'sub/b.html'?"]
    with pytest.raises(TemplateNotFound) as caught:
        environment.from_string("{% include 'A.HTML' %}").render()
    assert "Did you mean 'a.html'?" in caught.value.__notes__
    with pytest.raises(TemplateNotFound) as caught:
        environment.get_template("../secret.htm")
    assert not hasattr(caught.value, "__notes__")


def test_near_names_are_sought_when_they_are_read() -> None:
    import copy
    import pickle
    import traceback

    class Counting(DictLoader):
        asked = 0

        def _candidates(self, template: str) -> Iterator[str]:
            self.asked += 1
            return super()._candidates(template)

    loader = Counting({"a.html": ""})
    with pytest.raises(TemplateNotFound) as caught:
        Environment(loader=loader).get_template("b.html")
    assert loader.asked == 0
    caught.value.add_note("own note")
    text = "".join(traceback.format_exception(caught.value))
    assert "Did you mean 'a.html'?" in text and "own note" in text
    assert loader.asked == 1
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert str(twin) == "b.html"
        assert twin.__notes__ == caught.value.__notes__
    del caught.value.__notes__
    assert not hasattr(caught.value, "__notes__")


def test_compiled_modules_live_with_their_loader(tmp_path):
    source = Environment(loader=DictLoader({"a": "1"}))
    source.compile_templates(tmp_path, zip=None)
    environment = Environment(loader=ModuleLoader(tmp_path))
    template = environment.get_template("a")
    loader = environment.loader
    name = loader.module.__name__
    entry = sys.modules[name]
    assert entry.__name__ == name
    assert getattr(entry, loader.get_template_key("a")).name == "a"
    assert getattr(loader.module, loader.get_template_key("a")).name == "a"
    assert [key for key in sys.modules if key.startswith(name)] == [name]
    del environment, template, loader
    gc.collect()
    assert name not in sys.modules
    assert not hasattr(entry, "tmpl_a")
