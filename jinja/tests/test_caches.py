"""The cache that forgets what was unused longest."""

from __future__ import annotations

import copy
import pickle
import random
import threading
from collections import OrderedDict
from collections.abc import MutableMapping

import pytest

from jinja2 import _caches
from jinja2.utils import LRUCache


def cache_of(items: str, capacity: int = 3) -> LRUCache:
    cache = LRUCache(capacity)
    for item in items:
        cache[item] = item.upper()
    return cache


def test_mapping() -> None:
    cache = cache_of("abc")
    assert isinstance(cache, MutableMapping)
    assert (len(cache), "a" in cache, "x" in cache) == (3, True, False)
    assert cache["a"] == "A"
    assert cache.get("x") is None
    assert cache.get("x", 1) == 1
    with pytest.raises(KeyError, match="x"):
        cache["x"]
    with pytest.raises(KeyError):
        del cache["x"]
    assert repr(cache_of("a")) == "<LRUCache {'a': 'A'}>"


def test_order() -> None:
    cache = cache_of("abc")
    assert list(cache) == ["c", "b", "a"]
    assert list(reversed(cache)) == ["a", "b", "c"]
    cache["a"]
    assert cache.keys() == ["a", "c", "b"]
    assert cache.values() == ["A", "C", "B"]
    assert cache.items() == [("a", "A"), ("c", "C"), ("b", "B")]
    cache["d"] = "D"
    assert list(cache) == ["d", "a", "c"]
    cache["c"] = "new"
    assert list(cache) == ["c", "d", "a"]


def test_setdefault() -> None:
    cache = cache_of("ab", 2)
    assert cache.setdefault("a", 1) == "A"
    assert cache.setdefault("x", 1) == 1
    assert list(cache) == ["x", "a"]


def test_clear() -> None:
    cache = cache_of("abc")
    cache["a"]
    cache.clear()
    assert (len(cache), list(cache)) == (0, [])


@pytest.mark.parametrize(
    "how", [copy.copy, lambda cache: pickle.loads(pickle.dumps(cache)), LRUCache.copy]
)
def test_copies(how: object) -> None:
    cache = cache_of("abc")
    cache["a"]
    twin = how(cache)  # type: ignore[operator]
    assert (twin.capacity, twin.items()) == (3, cache.items())
    twin["x"] = 1
    assert "x" not in cache
    assert list(twin) == ["x", "a", "c"]


@pytest.mark.parametrize("patience", [0, 2, 1000])
def test_as_an_ordered_dict(patience: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_caches, "_PATIENCE", patience)
    source = random.Random(1)
    cache, model = LRUCache(4), OrderedDict[int, int]()
    for step in range(3000):
        key, action = source.randrange(7), source.randrange(8)
        if action == 0:
            cache[key] = step
            if key not in model and len(model) == 4:
                model.popitem(last=False)
            model[key] = step
            model.move_to_end(key)
        elif action == 1 and key in model:
            del cache[key], model[key]
        elif action == 2:
            assert list(reversed(cache)) == list(model)
        else:
            assert cache.get(key) == model.get(key)
            if key in model:
                model.move_to_end(key)
    assert dict(cache.items()) == model


def test_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_caches, "_PATIENCE", 5)
    cache = LRUCache(10)
    wrong: list[object] = []

    def work(seed: int) -> None:
        source = random.Random(seed)
        try:
            for _ in range(2000):
                key = source.randrange(15)
                value = cache.get(key)
                if value is None:
                    cache[key] = value = str(key)
                if value != str(key):
                    wrong.append((key, value))
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(cache) <= 10
