"""Loaders, environments, templates, streams, caches and modules: results and errors."""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    FunctionLoader,
    MemcachedBytecodeCache,
    ModuleLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    Undefined,
    loaders,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.environment import copy_cache, create_cache, get_spontaneous_environment

EXPECTED_DIFFERENCES: dict[str, str] = {}

NAMES = [
    "a",
    "/a",
    "a//b",
    "./a",
    "a/../b",
    "..",
    ".",
    "",
    "a/./b",
    "C:a",
    "a\\b",
    "a/b\0",
    "con",
    "a/",
]


class _World:
    """A folder with templates, and a way to write results without its name."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        os.makedirs(f"{folder}/one/sub")
        os.makedirs(f"{folder}/two")
        os.makedirs(f"{folder}/compare_pkg/templates/sub")
        for name, text in {
            "one/a.html": "A\r\nb\n",
            "one/sub/b.html": "B",
            "two/a.html": "other",
            "two/c.txt": "C",
            "compare_pkg/__init__.py": "",
            "compare_pkg/templates/p.html": "P\r\n",
            "compare_pkg/templates/sub/q.html": "Q",
        }.items():
            with open(f"{folder}/{name}", "w", newline="") as f:
                f.write(text)
        with open(f"{folder}/one/bad.html", "wb") as f:
            f.write(b"\xff")
        os.symlink(f"{folder}/two", f"{folder}/one/link")
        with zipfile.ZipFile(f"{folder}/packed.zip", "w") as archive:
            for name in (
                "zp/__init__.py",
                "zp/templates/",
                "zp/templates/z.html",
                "zp/templatesx/n.html",
            ):
                archive.writestr(name, "Z" if name.endswith("html") else "")

    def shown(self, value: object) -> object:
        if isinstance(value, tuple):
            return [self.shown(item) for item in value]
        if isinstance(value, list):
            return ["list", *map(self.shown, value)]
        text = repr(value).replace(self.folder, "FOLDER")
        text = re.sub(r"<function .*>", "FUNCTION", text)
        return re.sub(r"(memory:| at 0x)[0-9a-f]+", r"\1ADDRESS", text)

    def outcome(self, call: Callable[..., object], *args: object, **kwargs: object) -> object:
        try:
            return self.shown(call(*args, **kwargs))
        except BaseException as error:
            cause = type(error.__cause__).__name__ if error.__cause__ is not None else None
            message = str(error).split("\n")[0].replace(self.folder, "FOLDER")
            message = re.sub(r"\.cache\w+\.tmp", ".cache.tmp", message)
            message = re.sub(r"(_|0x)[0-9a-f]{9,}", "ADDRESS", message)
            return ["raised", type(error).__name__, message, cause]


def _loaders(world: _World) -> dict[str, BaseLoader]:
    folder = world.folder
    functions = {"text": "x", "full": ("s", "file", lambda: True), "none": None}
    mapping = DictLoader({"b": "1", "a": "2", "sub/c": "3"})
    return {
        "base": BaseLoader(),
        "fs": FileSystemLoader(f"{folder}/one"),
        "fs2": FileSystemLoader([f"{folder}/one", f"{folder}/two"]),
        "fs links": FileSystemLoader(f"{folder}/one", followlinks=True),
        "fs latin": FileSystemLoader(f"{folder}/one", "latin-1"),
        "fs none": FileSystemLoader([]),
        "dict": mapping,
        "function": FunctionLoader(functions.get),  # type: ignore[arg-type]
        "prefix": PrefixLoader({"p": mapping, "fs": FileSystemLoader(f"{folder}/one")}),
        "prefix colon": PrefixLoader({"p": mapping}, ":"),
        "choice": ChoiceLoader([mapping, FileSystemLoader(f"{folder}/two")]),
        "choice none": ChoiceLoader([]),
        "package": PackageLoader("compare_pkg"),
        "package sub": PackageLoader("compare_pkg", "./templates/sub/"),
        "zip": PackageLoader("zp"),
    }


WANTED = """a.html sub/b.html sub bad.html ../two/a.html nope c.txt link/c.txt a b sub/c text full none
p/a p/nope q/a p p/ p:a fs/a.html fs/nope p.html sub/q.html q.html z.html ../__init__.py a.html/ //a.html""".split()


def _of_loaders(world: _World) -> Iterator[tuple[str, object]]:
    for name in NAMES:
        yield f"split {name!r}", world.outcome(loaders.split_template_path, name)
    environment = Environment()
    for label, loader in _loaders(world).items():
        yield f"{label} list", world.outcome(loader.list_templates)
        for name in [*WANTED, "", "\0"]:
            yield f"{label} source {name!r}", world.outcome(loader.get_source, environment, name)
            if name != "bad.html":
                yield f"{label} load {name!r}", world.outcome(loader.load, environment, name)
    for label, call in {
        "fs path none": lambda: FileSystemLoader(None),  # type: ignore[arg-type]
        "fs path int": lambda: FileSystemLoader([1]),  # type: ignore[list-item]
        "no package": lambda: PackageLoader("there_is_no_such_package"),
        "no folder": lambda: PackageLoader("json"),
        "builtin": lambda: PackageLoader("sys"),
        "dotted": lambda: PackageLoader("compare_pkg", "../compare_pkg/templates").list_templates(),
    }.items():
        yield label, world.outcome(call)
    name = f"{world.folder}/one/sub/b.html"
    _, _, uptodate = FileSystemLoader(f"{world.folder}/one").get_source(environment, "sub/b.html")
    states = [uptodate()]
    os.utime(name, (1, 1))
    states.append(uptodate())
    os.remove(name)
    states.append(uptodate())
    yield "fs up to date", states


def _of_environments(world: _World) -> Iterator[tuple[str, object]]:
    templates = {
        "a/b.html": "hi {{ x }}",
        "c": "c",
        "m": "{% macro f(x) %}[{{ x }}]{% endmacro %}{% set q = 3 %}{% set _p = 1 %}body",
    }
    environment = Environment(loader=DictLoader(templates))
    undefined = Undefined(name="v")
    strict = Environment(undefined=StrictUndefined)
    context = environment.from_string("").new_context()
    calls: dict[str, Callable[[], object]] = {
        "same start": lambda: Environment(block_start_string="{{"),
        "newline": lambda: Environment(newline_sequence="x"),  # type: ignore[arg-type]
        "undefined class": lambda: Environment(undefined=int),  # type: ignore[type-var]
        "extension": lambda: Environment(extensions=["nope.x"]),
        "cache 0": lambda: create_cache(0),
        "cache -1": lambda: create_cache(-1),
        "cache 5": lambda: create_cache(5),
        "copy none": lambda: copy_cache(None),
        "copy dict": lambda: copy_cache({}),
        "attributes": lambda: sorted(vars(Environment())),
        "overlay attributes": lambda: sorted(vars(Environment().overlay(trim_blocks=True))),
        "overlay same start": lambda: Environment().overlay(block_start_string="{{"),
        "overlay cache": lambda: Environment(cache_size=0).overlay().cache,
        "overlay cache 3": lambda: Environment(cache_size=0).overlay(cache_size=3).cache,
        "overlay cache -1": lambda: Environment(cache_size=-1).overlay().cache,
        "overlay trim": lambda: (
            Environment().overlay(trim_blocks=True).from_string("{% if 1 %}\na{% endif %}").render()
        ),
        "overlay finalize": lambda: (
            Environment().overlay(finalize=lambda v: "f").from_string("{{ 1 }}").render()
        ),
        "overlay async": lambda: Environment().overlay(enable_async=True).is_async,
        "overlay links": lambda: [
            o := environment.overlay(),
            o.linked_to is environment,
            o.filters is environment.filters,
        ][1:],
        "get none": lambda: environment.get_template(None),  # type: ignore[arg-type]
        "get int": lambda: environment.get_template(3),  # type: ignore[arg-type]
        "get undefined": lambda: environment.get_template(undefined),  # type: ignore[arg-type]
        "get missing": lambda: environment.get_template("nope"),
        "get without loader": lambda: Environment().get_template("x"),
        "list without loader": lambda: Environment().list_templates(),
        "select empty": lambda: environment.select_template([]),
        "select text": lambda: environment.select_template("c"),
        "select missing": lambda: environment.select_template(["q", "r"]),
        "select undefined": lambda: environment.select_template(undefined),  # type: ignore[arg-type]
        "select with undefined": lambda: environment.select_template([undefined, "c"]),  # type: ignore[list-item]
        "select only undefined": lambda: environment.select_template([undefined]),  # type: ignore[list-item]
        "select int": lambda: environment.select_template(3),  # type: ignore[arg-type]
        "either undefined": lambda: environment.get_or_select_template(undefined),  # type: ignore[arg-type]
        "either tuple": lambda: environment.get_or_select_template(("x", "c")),  # type: ignore[arg-type]
        "either missing": lambda: environment.get_or_select_template("zz"),
        "list extensions": lambda: environment.list_templates(extensions=["html"]),
        "list filter": lambda: environment.list_templates(filter_func=lambda name: name == "c"),
        "list both": lambda: environment.list_templates(["html"], lambda name: True),
        "filter unknown": lambda: environment.call_filter("nope", 1),
        "filter undefined": lambda: environment.call_filter(undefined, 1),  # type: ignore[arg-type]
        "filter none": lambda: environment.call_filter(None, 1),  # type: ignore[arg-type]
        "test unknown": lambda: environment.call_test("nope", 1),
        "filter no context": lambda: environment.call_filter("map", [1]),
        "filter eval context": lambda: environment.call_filter("join", [1, 2]),
        "filter context": lambda: list(
            environment.call_filter("map", [1], ["string"], context=context)
        ),
        "filter kwargs": lambda: environment.call_filter("replace", "abc", ["b"], {"new": "x"}),
        "extend": lambda: [
            environment.extend(foo=1, cache=4),
            environment.foo,
            environment.cache == 4,
        ],  # type: ignore[attr-defined]
        "compile int": lambda: environment.compile(3),  # type: ignore[call-overload]
        "compile bad": lambda: environment.compile("{% if"),
        "code file": lambda: [
            environment.compile("x").co_filename,
            environment.compile("x", filename="f").co_filename,
        ],
        "expression end": lambda: environment.compile_expression("1 +"),
        "expression rest": lambda: environment.compile_expression("1 2"),
        "expression empty": lambda: environment.compile_expression(""),
        "expression": lambda: [
            f := environment.compile_expression("foo"),
            f(),
            f(foo=3),
            f({"foo": 4}),
        ][1:],
        "expression undefined": lambda: environment.compile_expression("foo", False)(),
        "lex": lambda: list(environment.lex("a{{ b }}")),
        "lex bad": lambda: list(environment.lex("{{ ? }}")),
        "parse bad": lambda: environment.parse("{{"),
        "string bad": lambda: environment.from_string("{% x"),
        "string int": lambda: environment.from_string(3),  # type: ignore[arg-type]
        "preprocess": lambda: environment.preprocess("x"),
        "join path": lambda: environment.join_path("a", "b"),
        "globals": lambda: type(environment.make_globals({"a": 1})),
        "shared": lambda: [
            e := Template("x").environment,
            e.shared,
            e is Template("y").environment,
        ][1:],
        "spontaneous": lambda: (
            get_spontaneous_environment(Environment) is get_spontaneous_environment(Environment)
        ),
        "strict": lambda: strict.from_string("{{ x }}").render(),
    }
    for n, (obj, key) in enumerate(
        [
            ({"a": 1}, "a"),
            ([1], 0),
            ([1], "0"),
            ([1], 5),
            ({}, "items"),
            (object(), "__class__"),
            (object(), 1),
            ({}, []),
        ]
    ):
        calls[f"getitem {n}"] = lambda obj=obj, key=key: environment.getitem(obj, key)  # type: ignore[misc]
        if isinstance(key, str):
            calls[f"getattr {n}"] = lambda obj=obj, key=key: environment.getattr(obj, key)  # type: ignore[misc]
    for label, call in calls.items():
        yield label, world.outcome(call)


def _of_templates(world: _World) -> Iterator[tuple[str, object]]:
    make = Environment().from_string
    module = make(
        "{% macro f(x) %}[{{ x }}]{% endmacro %}{% set q = 3 %}{% set _p = 1 %}body"
    ).module
    awaiting = Environment(enable_async=True).from_string("{% set q = 1 %}x{{ y }}")
    plain = make("a{{ b }}c{% for i in [1, 2, 3] %}{{ i }}{% endfor %}")

    async def inside(call: Callable[[], object]) -> object:
        return call()

    async def all_of() -> list[str]:
        return [piece async for piece in awaiting.generate_async(y=2)]

    def dumped(target: object, *args: str) -> object:
        make("é{{ 1 }}").stream().dump(target, *args)  # type: ignore[arg-type]
        return target.getvalue() if hasattr(target, "getvalue") else None

    def buffered(size: int) -> list[str]:
        stream = plain.stream(b=2)
        stream.enable_buffering(size)
        return list(stream)

    calls: dict[str, Callable[[], object]] = {
        "repr": lambda: [
            make("x"),
            make("x").module,
            Environment(loader=DictLoader({"n": ""})).get_template("n").module,
        ],
        "render": lambda: [
            plain.render(b=1),
            plain.render({"b": 1}),
            plain.render([("b", 1)]),
            plain.render({"b": 1}, b=2),
        ],
        "render two": lambda: plain.render(1, 2),
        "render int": lambda: plain.render(3),
        "module": lambda: [
            str(module),
            module.f(1),
            module.q,
            hasattr(module, "_p"),
            sorted(vars(module)),
        ],  # type: ignore[attr-defined]
        "generate": lambda: "".join(plain.generate(b=1)),
        "stream small": lambda: buffered(1),
        "stream text": lambda: "".join(buffered(3)),
        "stream dump bytes": lambda: dumped(io.BytesIO(), "utf-8"),
        "stream dump text": lambda: dumped(io.StringIO()),
        "stream dump name": lambda: [
            dumped(f"{world.folder}/out"),
            open(f"{world.folder}/out", "rb").read(),
        ],
        "stream dump ascii": lambda: dumped(f"{world.folder}/out", "ascii"),
        "stream dump replace": lambda: [
            dumped(f"{world.folder}/out", "ascii", "replace"),
            open(f"{world.folder}/out", "rb").read(),
        ],
        "not async": lambda: asyncio.run(plain.render_async()),
        "async render": lambda: [awaiting.render(y=1), asyncio.run(awaiting.render_async(y=1))],
        "async generate": lambda: ["".join(awaiting.generate(y=1)), "".join(asyncio.run(all_of()))],
        "async in loop": lambda: asyncio.run(inside(lambda: awaiting.render())),
        "async module": lambda: awaiting.module,
        "async make": lambda: awaiting.make_module(),
        "async make async": lambda: str(asyncio.run(awaiting.make_module_async({"y": 4}))),
        "constructor": lambda: [
            Template("<% x %>{{ 1 }}", block_start_string="<#", variable_start_string="{{").render()
        ],
        "constructor int": lambda: Template(3),  # type: ignore[arg-type]
        "constructor option": lambda: Template("x", loader=1),  # type: ignore[call-arg]
        "file": lambda: [Template("x").name, Template("x").filename, Template("x").is_up_to_date],
        "up to date": lambda: [
            make("x").get_corresponding_lineno(1),
            make("x").get_corresponding_lineno(99),
        ],
        "globals update": lambda: _globals_update(),
        "auto reload": lambda: _auto_reload(True),
        "no auto reload": lambda: _auto_reload(False),
        "cache size": lambda: _cache_size(),
    }
    for label, call in calls.items():
        yield label, world.outcome(call)


def _globals_update() -> object:
    environment = Environment(loader=DictLoader({"a": "x{{ g }}"}))
    first = environment.get_template("a", globals={"g": 1})
    second = environment.get_template("a", globals={"g": 2})
    return [first is second, first.render(), environment.get_template("a") is first]


def _auto_reload(value: bool) -> object:
    templates = {"a": "1"}
    environment = Environment(loader=DictLoader(templates), auto_reload=value)
    before = environment.get_template("a").render()
    templates["a"] = "2"
    return [before, environment.get_template("a").render()]


def _cache_size() -> object:
    environment = Environment(loader=DictLoader({name: name for name in "abc"}), cache_size=2)
    first = environment.get_template("a")
    environment.get_template("b")
    states = [environment.get_template("a") is first, len(environment.cache)]  # type: ignore[arg-type]
    environment.get_template("c")
    states += [environment.get_template("a") is first, len(environment.cache)]  # type: ignore[arg-type]
    return states


class _Client:
    def __init__(self, broken: bool = False) -> None:
        self.calls: list[object] = []
        self.broken = broken

    def get(self, key: str) -> None:
        self.calls.append(["get", key])
        if self.broken:
            raise OSError("down")

    def set(self, *args: object) -> None:
        self.calls.append(["set", args[0], *args[2:]])
        if self.broken:
            raise OSError("down")


def _of_caches(world: _World) -> Iterator[tuple[str, object]]:
    cache = BytecodeCache()
    yield (
        "cache keys",
        [
            cache.get_cache_key("a"),
            cache.get_cache_key("a", "/x/a"),
            cache.get_source_checksum("hé"),
        ],
    )
    yield "cache base", [world.outcome(cache.load_bytecode, None), world.outcome(cache.clear)]
    bucket = Bucket(Environment(), "k", "c")
    yield "bucket", [bucket.code, world.outcome(bucket.bytecode_to_string), sorted(vars(bucket))]
    bucket.bytecode_from_string(b"something else")
    yield "bucket of rubbish", bucket.code
    for broken in (False, True):
        for options in ({}, {"timeout": 5}, {"ignore_memcache_errors": False}):
            client = _Client(broken)
            environment = Environment(
                loader=DictLoader({"a": "x"}),
                bytecode_cache=MemcachedBytecodeCache(client, **options),  # type: ignore[arg-type]
            )
            yield (
                f"memcached {broken} {options}",
                [world.outcome(environment.get_template, "a"), client.calls],
            )
    folder = f"{world.folder}/cache"
    os.mkdir(folder)
    files = FileSystemBytecodeCache(folder, "x%sy")
    environment = Environment(loader=DictLoader({"a": "x"}), bytecode_cache=files)
    first = environment.get_template("a").render()
    names = os.listdir(folder)
    again = (
        Environment(loader=DictLoader({"a": "x"}), bytecode_cache=files).get_template("a").render()
    )
    files.clear()
    yield "files", [first, again, names, os.listdir(folder)]
    files = FileSystemBytecodeCache(f"{folder}/missing")
    yield (
        "no folder for files",
        world.outcome(
            Environment(loader=DictLoader({"a": "x"}), bytecode_cache=files).get_template, "a"
        ),
    )


def _of_modules(world: _World) -> Iterator[tuple[str, object]]:
    environment = Environment(
        loader=DictLoader({"a/b.html": "hi {{ x }}", "bad": "{% if", "c": "c"})
    )
    log: list[str] = []

    def logged(message: str) -> None:
        log.append(message.replace(world.folder, "FOLDER"))

    folder, archive = f"{world.folder}/modules", f"{world.folder}/modules.zip"
    environment.compile_templates(folder, zip=None, log_function=logged)
    environment.compile_templates(archive, extensions=["html"], log_function=logged)
    yield "precompiled log", log
    yield "precompiled files", [sorted(os.listdir(folder)), zipfile.ZipFile(archive).namelist()]
    yield (
        "precompile bad",
        world.outcome(environment.compile_templates, folder, ignore_errors=False),
    )
    yield "precompile zip", world.outcome(environment.compile_templates, archive + "x", zip="bogus")
    loader = ModuleLoader([folder, archive])
    other = Environment(loader=loader)
    yield (
        "precompiled",
        [
            other.get_template("a/b.html").render(x=3),
            other.get_template("c").filename == f"{folder}/{loader.get_module_filename('c')}",
        ],
    )
    yield "module missing", world.outcome(other.get_template, "nope")
    yield "module list", world.outcome(loader.list_templates)
    yield "module source", world.outcome(loader.get_source, other, "c")
    yield "module key", [loader.get_template_key("c"), loader.get_module_filename("c")]
    yield (
        "module choice",
        world.outcome(ChoiceLoader([loader, DictLoader({"q": "1"})]).load, other, "q"),
    )
    yield "module path", world.outcome(ModuleLoader, None)


def observations() -> Iterator[tuple[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        world = _World(folder)
        paths = [folder, f"{folder}/packed.zip"]
        sys.path[:0] = paths
        try:
            for part in (_of_loaders, _of_environments, _of_templates, _of_caches, _of_modules):
                yield from part(world)
        finally:
            for path in paths:
                sys.path.remove(path)
            for name in ("compare_pkg", "zp"):
                sys.modules.pop(name, None)
