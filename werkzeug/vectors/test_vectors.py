"""Bodies and URLs that others collected, and what is right for them here.

In come the sdists of ``requirements.txt``, unpacked in the folder that the variable VECTORS names;
``deviations.json`` is ours: by the name of a body our answer, where it is another one, and why.
Without the variable the file is skipped, and says why.
"""

from __future__ import annotations

import json
import os
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import pytest

from werkzeug.sansio.form import MultipartForm
from werkzeug.urls import iri_to_uri, uri_to_iri

FOLDER = os.environ.get("VECTORS")
if not FOLDER:
    pytest.skip("VECTORS does not name the folder of the unpacked sdists", allow_module_level=True)

DATA = "python_multipart-*/tests/test_data/http/*.http"
BODIES = {path.stem: path for path in Path(FOLDER).glob(DATA)}
DEVIATIONS = json.loads(Path(__file__).with_name("deviations.json").read_text("utf-8"))
[TABLE] = Path(FOLDER).glob("whatwg-url-*/tests/testdata.json")
ROWS = [row for row in json.loads(TABLE.read_text("utf-8")) if isinstance(row, dict)]
URLS = sorted({row["href"] for row in ROWS if "href" in row})
# A host with an empty label, and a password that without its escape holds half of an address.
REFUSED = {"http://&a:foo(b%5Dc@d:2/", "http://./", "http://../", "http://0..0x300/"}


def wanted(path: Path) -> tuple[bytes, object]:
    """The boundary of a body, and its fields and files; None where it is to be refused."""
    import yaml  # a run that skips this file does without it

    said = yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
    boundary = said["boundary"].encode()
    if "error" in said["expected"]:
        return boundary, None
    form: dict[str, list[list[str]]] = {"fields": [], "files": []}
    for part in said["expected"]:
        data = part["data"].decode("latin-1")
        if part["type"] == "file":
            form["files"].append([part["name"], part["file_name"], data])
        else:
            form["fields"].append([part["name"], data])
    return boundary, form


def found(boundary: bytes, body: bytes, size: int) -> object:
    form = MultipartForm(boundary, lambda *_: BytesIO())
    try:
        for start in range(0, len(body), size):
            form.feed(body[start : start + size])
        form.close()
    except ValueError:
        return None
    files = [[name, file.filename, file.read().decode("latin-1")] for name, file in form.files]
    return {"fields": [list(field) for field in form.fields], "files": files}


@pytest.mark.parametrize("name", sorted(BODIES))
def test_body(name: str) -> None:
    """The same as a whole and byte by byte."""
    boundary, expected = wanted(BODIES[name])
    if name in DEVIATIONS:
        answer, reason = DEVIATIONS[name]
        assert answer != expected and reason
        expected = answer
    body = BODIES[name].read_bytes()
    assert found(boundary, body, len(body)) == expected
    assert found(boundary, body, 1) == expected


def test_nothing_is_left_out() -> None:
    assert len(BODIES) == 33 and set(DEVIATIONS) < set(BODIES)
    assert len(URLS) == 300 and set(URLS) > REFUSED


def meaning(url: str) -> list[bytes]:
    """The five parts of a URL without escapes; an empty part is like none."""
    return [unquote_to_bytes(part).lower() for part in urlsplit(url)]


def is_plain(url: str) -> bool:
    """Browsers write empty parts and capitals in hosts, and some characters no URI may hold."""
    parts = urlsplit(url)
    forbidden = set(" \\^`{|}").intersection(url) or set("[]").intersection(parts.path)
    return parts.geturl() == url and parts.netloc == parts.netloc.lower() and not forbidden


def has_needless_escapes(url: str) -> bool:
    """RFC 3986 lets these characters stand for themselves, and asks for capital digits."""
    escapes = re.findall("%[0-9A-Fa-f]{2}", url)
    bare = re.compile(r"[\w.~!$&'()*+,;=:@-]", re.ASCII)
    return any(escape != escape.upper() or bare.match(unquote(escape)) for escape in escapes)


def foreign(url: str) -> list[str]:
    """The characters beyond ASCII outside of the host, escaped or not, where they are UTF-8."""
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0]
    text = unquote_to_bytes(f"{user} {parts.path} {parts.query} {parts.fragment}")
    return [letter for letter in text.decode("utf-8", "ignore") if not letter.isascii()]


@pytest.mark.parametrize("url", [url for url in URLS if url not in REFUSED])
def test_url(url: str) -> None:
    uri, iri = iri_to_uri(url), uri_to_iri(url)
    back = iri_to_uri(iri)
    assert uri.isascii() and iri_to_uri(uri) == uri and uri_to_iri(iri) == iri
    assert meaning(uri) == meaning(url) == meaning(back)
    if is_plain(url):
        assert uri == url
        assert back == url or has_needless_escapes(url)
    host = urlsplit(iri).netloc.rpartition("@")[2]
    assert [letter for letter in iri.replace(host, "") if not letter.isascii()] == foreign(url)


@pytest.mark.parametrize("url", sorted(REFUSED))
def test_refused_url(url: str) -> None:
    with pytest.raises(ValueError):
        iri_to_uri(uri_to_iri(url))
