"""Every public function, method and property with ordinary input: nothing may be slower.

A row is one call. Rows that change an object change it back or start from a copy.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

from werkzeug import datastructures as ds
from werkzeug import exceptions, http, security, urls, utils, wsgi
from werkzeug.local import Local, LocalProxy, LocalStack
from werkzeug.routing import Map, Rule, Submount
from werkzeug.sansio import utils as sansio_utils
from werkzeug.sansio.multipart import Data, Epilogue, Field, MultipartEncoder, Preamble
from werkzeug.test import Client, EnvironBuilder, create_environ, run_wsgi_app
from werkzeug.user_agent import UserAgent
from werkzeug.wrappers import Request, Response

PAIRS = [(f"key{n % 8}", f"value {n}") for n in range(20)]
HEADERS = [
    ("Host", "example.org"),
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"),
    ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en-GB,en;q=0.7,de;q=0.3"),
    ("Accept-Encoding", "gzip, deflate, br"),
    ("Connection", "keep-alive"),
    ("Cookie", "session=abc.def.ghi; theme=dark"),
    ("Cache-Control", "max-age=0, no-cache"),
    ("If-None-Match", '"abc", W/"def"'),
    ("If-Modified-Since", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("X-Requested-With", "XMLHttpRequest"),
]
WHEN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
ENVIRON = create_environ("/a/b?x=1&y=2&y=3", "http://example.org/app", headers=HEADERS)


def app(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


def datastructures() -> dict[str, Callable[[], object]]:
    multi = ds.MultiDict(PAIRS)
    other = ds.MultiDict(PAIRS[:5])
    combined = ds.CombinedMultiDict([other, multi])
    headers = ds.Headers(HEADERS)
    environ = ds.EnvironHeaders(ENVIRON)
    accept = http.parse_accept_header(HEADERS[2][1], ds.MIMEAccept)
    languages = http.parse_accept_header(HEADERS[3][1], ds.LanguageAccept)
    control = http.parse_cache_control_header("max-age=5, no-cache", None, ds.RequestCacheControl)
    etags = http.parse_etags('"abc", W/"def"')
    header_set = http.parse_set_header("GET, HEAD, POST")
    range_ = http.parse_range_header("bytes=0-99,200-")
    csp = http.parse_csp_header("default-src 'self'; img-src *")
    basic = ds.Authorization("basic", {"username": "a", "password": "b"})
    challenge = ds.WWWAuthenticate("digest", {"realm": "x", "nonce": "abc"})
    converting = ds.TypeConversionDict(a="5")
    calling = ds.CallbackDict({"a": 1})
    first = http.parse_range_header("bytes=0-9")
    same = headers.copy()
    storage = ds.FileStorage(io.BytesIO(b"data"), "a.txt", "file", "text/plain")

    def changed(make: Callable[[], object], name: str, *args: object) -> Callable[[], object]:
        return lambda: getattr(make(), name)(*args)

    rows: dict[str, Callable[[], object]] = {
        "MultiDict()": lambda: ds.MultiDict(),
        "MultiDict(pairs)": lambda: ds.MultiDict(PAIRS),
        "MultiDict(dict)": lambda: ds.MultiDict({"a": 1, "b": [1, 2], "c": "x"}),
        "MultiDict(MultiDict)": lambda: ds.MultiDict(multi),
        "ImmutableMultiDict(pairs)": lambda: ds.ImmutableMultiDict(PAIRS),
        "CombinedMultiDict()": lambda: ds.CombinedMultiDict([other, multi]),
        "Headers()": lambda: ds.Headers(),
        "Headers(pairs)": lambda: ds.Headers(HEADERS),
        "Headers(dict)": lambda: ds.Headers({"A": "b", "C": ["d", "e"]}),
        "Headers(Headers)": lambda: ds.Headers(headers),
        "EnvironHeaders()": lambda: ds.EnvironHeaders(ENVIRON),
        "HeaderSet()": lambda: ds.HeaderSet(["GET", "HEAD"]),
        "ImmutableDict()": lambda: ds.ImmutableDict(a=1),
        "ImmutableList()": lambda: ds.ImmutableList([1, 2]),
        "TypeConversionDict.get": lambda: converting.get("a", type=int),
        "CallbackDict set": lambda: calling.__setitem__("a", 2),
        "MIMEAccept.best_match": lambda: accept.best_match(["application/json", "text/html"]),
        "MIMEAccept.quality": lambda: accept["text/html"],
        "MIMEAccept in": lambda: "text/html" in accept,
        "MIMEAccept.best": lambda: accept.best,
        "MIMEAccept.accept_html": lambda: accept.accept_html,
        "MIMEAccept.values": lambda: list(accept.values()),
        "MIMEAccept.to_header": accept.to_header,
        "LanguageAccept.best_match": lambda: languages.best_match(["de", "en"]),
        "RequestCacheControl.max_age": lambda: control.max_age,
        "RequestCacheControl.no_cache": lambda: control.no_cache,
        "RequestCacheControl.to_header": control.to_header,
        "ETags in": lambda: "abc" in etags,
        "ETags.contains_weak": lambda: etags.contains_weak("def"),
        "ETags.to_header": etags.to_header,
        "HeaderSet in": lambda: "post" in header_set,
        "HeaderSet.add": lambda: header_set.add("GET"),
        "HeaderSet.to_header": header_set.to_header,
        "HeaderSet iterate": lambda: list(header_set),
        "Range.range_for_length": lambda: http.parse_range_header("bytes=0-9").range_for_length(99),
        "Range.make_content_range": lambda: first.make_content_range(99),
        "Range.to_header": range_.to_header,
        "csp.default_src": lambda: csp.default_src,
        "csp.to_header": csp.to_header,
        "Authorization.to_header": basic.to_header,
        "Authorization.from_header": lambda: ds.Authorization.from_header("Basic YTpi"),
        "Authorization.username": lambda: basic.username,
        "WWWAuthenticate.to_header": challenge.to_header,
        "WWWAuthenticate.from_header": lambda: ds.WWWAuthenticate.from_header('Basic realm="x"'),
        "FileStorage()": lambda: ds.FileStorage(io.BytesIO(b""), "a.txt"),
        "FileStorage.mimetype": lambda: storage.mimetype,
        "FileStorage.content_length": lambda: storage.content_length,
        "FileStorage.read": lambda: storage.read(0),
    }
    dict_calls: dict[str, tuple[object, ...]] = {
        "__getitem__": ("key3",),
        "__contains__": ("key3",),
        "get": ("key3",),
        "getlist": ("key3",),
        "__len__": (),
        "copy": (),
        "to_dict": (),
        "__eq__": (multi,),
    }
    for name, args in dict_calls.items():
        for title, value in (("MultiDict", multi), ("CombinedMultiDict", combined)):
            rows[f"{title}.{name}"] = lambda v=value, n=name, a=args: getattr(v, n)(*a)
    for title, value in (("MultiDict", multi), ("CombinedMultiDict", combined)):
        rows[f"{title}.get type"] = lambda v=value: v.get("nothing", 5, int)
        rows[f"{title}.getlist type"] = lambda v=value: v.getlist("key3", type=str)
        rows[f"{title} missing"] = lambda v=value: v.get("nothing")
        for view in ("keys", "values", "items", "lists", "listvalues"):
            rows[f"{title}.{view}"] = lambda v=value, n=view: list(getattr(v, n)())
        rows[f"{title} iterate"] = lambda v=value: list(v)
    rows["MultiDict.items multi"] = lambda: list(multi.items(multi=True))
    rows["MultiDict.to_dict all"] = lambda: multi.to_dict(flat=False)
    for name, args in {
        "add": ("a", 1),
        "__setitem__": ("a", 1),
        "setlist": ("a", [1, 2]),
        "setdefault": ("a", 1),
        "setlistdefault": ("a", [1]),
        "update": ({"a": 1},),
        "pop": ("key0",),
        "poplist": ("key0",),
        "__delitem__": ("key0",),
    }.items():
        rows[f"MultiDict.{name}"] = changed(lambda: ds.MultiDict(PAIRS[:3]), name, *args)
    for title, value in (("Headers", headers), ("EnvironHeaders", environ)):
        for name, args in {
            "__getitem__": ("cache-control",),
            "__contains__": ("Content-Type",),
            "get": ("Content-Type",),
            "getlist": ("Accept",),
            "get_all": ("Accept",),
            "__len__": (),
            "to_wsgi_list": (),
        }.items():
            rows[f"{title}.{name}"] = lambda v=value, n=name, a=args: getattr(v, n)(*a)
        rows[f"{title} missing"] = lambda v=value: v.get("X-Nothing")
        rows[f"{title}.get type"] = lambda v=value: v.get("X-Nothing", 5, type=int)
        rows[f"{title} iterate"] = lambda v=value: list(v)
        rows[f"{title}.keys lower"] = lambda v=value: list(v.keys(lower=True))
        rows[f"{title}.items"] = lambda v=value: list(v.items())
        rows[f"{title}.values"] = lambda v=value: list(v.values())
        rows[f"{title} str"] = lambda v=value: str(v)
    rows["Headers.copy"] = headers.copy
    rows["Headers ==="] = lambda: headers == same
    for name, args in {
        "add": ("X-A", "1"),
        "set": ("X-A", "1"),
        "__setitem__": ("Accept", "*/*"),
        "setdefault": ("X-A", "1"),
        "setlist": ("X-A", ["1", "2"]),
        "update": ({"X-A": "1"},),
        "extend": ([("X-A", "1")],),
        "pop": ("Host",),
        "remove": ("Host",),
        "__delitem__": ("Host",),
    }.items():
        rows[f"Headers.{name}"] = changed(lambda: ds.Headers(HEADERS[:4]), name, *args)
    rows["Headers.add options"] = lambda: ds.Headers().add("A", "b", filename="x.txt")
    rows["Headers set add remove"] = lambda: _set_add_remove(ds.Headers(HEADERS[:4]))
    return rows


def _set_add_remove(headers: ds.Headers) -> None:
    headers["X-A"] = "1"
    headers.add("X-B", "2")
    headers.add("X-B", "3")
    headers["X-B"] = "4"
    del headers["X-A"]
    headers.remove("X-B")


def functions() -> dict[str, Callable[[], object]]:
    bidi = "http://exämple.org/pfad/ü?q=ä#x"
    encoded = "http://xn--exmple-cua.org/pfad/%C3%BC?q=%C3%A4#x"
    policy = ds.ContentSecurityPolicy({"img-src": "*"})
    client = Client(app)
    rows: dict[str, Callable[[], object]] = {
        "dump_age": lambda: http.dump_age(5),
        "dump_cookie": lambda: http.dump_cookie("a", "b"),
        "dump_cookie full": lambda: http.dump_cookie(
            "a", "b c", 5, WHEN, "/x", "example.org", True, True, samesite="Lax"
        ),
        "dump_csp_header": lambda: http.dump_csp_header(policy),
        "dump_header list": lambda: http.dump_header(["a", "b c"]),
        "dump_header dict": lambda: http.dump_header({"a": "b", "c": "d e"}),
        "dump_options_header": lambda: http.dump_options_header("text/html", {"charset": "utf-8"}),
        "dump_options_header text": lambda: http.dump_options_header("a", {"filename": "ä.txt"}),
        "generate_etag": lambda: http.generate_etag(b"x" * 100),
        "http_date": lambda: http.http_date(WHEN),
        "http_date number": lambda: http.http_date(1700000000),
        "is_byte_range_valid": lambda: http.is_byte_range_valid(0, 5, 10),
        "is_entity_header": lambda: http.is_entity_header("Content-Type"),
        "is_hop_by_hop_header": lambda: http.is_hop_by_hop_header("Connection"),
        "is_resource_modified": lambda: http.is_resource_modified(ENVIRON, "abc"),
        "parse_accept_header": lambda: http.parse_accept_header(HEADERS[2][1]),
        "parse_age": lambda: http.parse_age("5"),
        "parse_cache_control_header": lambda: http.parse_cache_control_header(
            "max-age=0, no-cache"
        ),
        "parse_content_range_header": lambda: http.parse_content_range_header("bytes 0-9/100"),
        "parse_cookie": lambda: http.parse_cookie("session=abc.def.ghi; theme=dark"),
        "parse_cookie quoted": lambda: http.parse_cookie('a="b\\054c"; d=e'),
        "parse_csp_header": lambda: http.parse_csp_header("default-src 'self'; img-src *"),
        "parse_date": lambda: http.parse_date("Tue, 14 Nov 2023 22:13:20 GMT"),
        "parse_dict_header": lambda: http.parse_dict_header('a=b, c="d e"'),
        "parse_etags": lambda: http.parse_etags('"abc", W/"def"'),
        "parse_if_range_header": lambda: http.parse_if_range_header('"abc"'),
        "parse_list_header": lambda: http.parse_list_header('a, "b, c", d'),
        "parse_list_header plain": lambda: http.parse_list_header("gzip, deflate, br"),
        "parse_options_header": lambda: http.parse_options_header("text/html; charset=utf-8"),
        "parse_options_header quoted": lambda: http.parse_options_header(
            'form-data; name="a"; filename="b c.txt"'
        ),
        "parse_options_header plain": lambda: http.parse_options_header("text/html"),
        "parse_range_header": lambda: http.parse_range_header("bytes=0-99,200-"),
        "parse_set_header": lambda: http.parse_set_header("GET, HEAD"),
        "quote_etag": lambda: http.quote_etag("abc"),
        "quote_header_value": lambda: http.quote_header_value("a b"),
        "quote_header_value token": lambda: http.quote_header_value("token"),
        "remove_entity_headers": lambda: http.remove_entity_headers(list(HEADERS)),
        "remove_hop_by_hop_headers": lambda: http.remove_hop_by_hop_headers(list(HEADERS)),
        "unquote_etag": lambda: http.unquote_etag('W/"abc"'),
        "unquote_header_value": lambda: http.unquote_header_value('"abc"'),
        "safe_join": lambda: security.safe_join("/srv/static", "css/site.css"),
        "safe_join several": lambda: security.safe_join("/srv/static", "css", "site.css"),
        "safe_join refused": lambda: security.safe_join("/srv/static", "../site.css"),
        "gen_salt": lambda: security.gen_salt(16),
        "iri_to_uri": lambda: urls.iri_to_uri(bidi),
        "iri_to_uri ascii": lambda: urls.iri_to_uri("http://example.org/path?x=1"),
        "iri_to_uri path": lambda: urls.iri_to_uri("/path/to"),
        "uri_to_iri": lambda: urls.uri_to_iri(encoded),
        "uri_to_iri ascii": lambda: urls.uri_to_iri("http://example.org/path?x=1"),
        "secure_filename": lambda: utils.secure_filename("My cool movie.mov"),
        "secure_filename path": lambda: utils.secure_filename("../../../etc/passwd"),
        "secure_filename umlaut": lambda: utils.secure_filename("i contain cool ümläuts.txt"),
        "redirect": lambda: utils.redirect("/there"),
        "append_slash_redirect": lambda: utils.append_slash_redirect(ENVIRON),
        "import_string": lambda: utils.import_string("werkzeug.http:parse_date"),
        "get_content_type": lambda: utils.get_content_type("text/html", "utf-8"),
        "get_host": lambda: sansio_utils.get_host("http", "example.org:80"),
        "host_is_trusted": lambda: sansio_utils.host_is_trusted("example.org", [".example.org"]),
        "sansio get_current_url": lambda: sansio_utils.get_current_url(
            "http", "example.org", "/app", "/a/b", b"x=1"
        ),
        "sansio get_content_length": lambda: sansio_utils.get_content_length("5", None),
        "wsgi.get_current_url": lambda: wsgi.get_current_url(ENVIRON),
        "wsgi.get_host": lambda: wsgi.get_host(ENVIRON),
        "wsgi.get_path_info": lambda: wsgi.get_path_info(ENVIRON),
        "wsgi.get_content_length": lambda: wsgi.get_content_length(ENVIRON),
        "wsgi.get_input_stream": lambda: wsgi.get_input_stream(ENVIRON),
        "wsgi.wrap_file": lambda: wsgi.wrap_file(ENVIRON, io.BytesIO(b"x")),
        "LimitedStream.read": lambda: wsgi.LimitedStream(io.BytesIO(b"x" * 50), 40).read(),
        "LimitedStream lines": lambda: list(wsgi.LimitedStream(io.BytesIO(b"x\n" * 9), 18)),
        "FileWrapper": lambda: list(wsgi.FileWrapper(io.BytesIO(b"x" * 50), 10)),
        "ClosingIterator": lambda: list(wsgi.ClosingIterator([b"x"], [lambda: None])),
        "UserAgent": lambda: UserAgent("Mozilla/5.0").string,
        "create_environ": lambda: create_environ("/a?x=1", "http://example.org"),
        "EnvironBuilder form": lambda: EnvironBuilder(
            "/", method="POST", data={"a": "b"}
        ).get_environ(),
        "EnvironBuilder json": lambda: EnvironBuilder("/", json={"a": "b"}).get_environ(),
        "run_wsgi_app": lambda: run_wsgi_app(app, ENVIRON),
        "Client.get": lambda: client.get("/"),
        "NotFound()": lambda: exceptions.NotFound(),
        "NotFound.get_response": lambda: exceptions.NotFound().get_response(),
        "NotFound.get_body": lambda: exceptions.NotFound().get_body(),
        "NotFound.name": lambda: exceptions.NotFound().name,
        "MethodNotAllowed": lambda: exceptions.MethodNotAllowed(["GET"]).get_headers(),
        "abort": _abort,
        "MultipartEncoder": _encode,
    }
    return rows


def _abort() -> None:
    try:
        exceptions.abort(404)
    except exceptions.NotFound:
        pass


def _encode() -> bytes:
    encoder = MultipartEncoder(b"boundary")
    events = (
        Preamble(data=b""),
        Field(name="a", headers=ds.Headers()),
        Data(data=b"x" * 100, more_data=False),
        Epilogue(data=b""),
    )
    return b"".join(map(encoder.send_event, events))


REQUEST_PROPERTIES = (
    "method path full_path url base_url root_url host_url url_root root_path script_root host "
    "scheme is_secure query_string args cookies headers user_agent authorization cache_control "
    "if_match if_none_match if_modified_since if_unmodified_since if_range range accept_mimetypes "
    "accept_encodings accept_languages accept_charsets content_type content_length mimetype "
    "mimetype_params content_encoding date referrer origin max_forwards pragma is_json "
    "access_route remote_addr remote_user is_multithread values stream data form files "
    "want_form_data_parsed access_control_request_headers access_control_request_method"
).split()
RESPONSE_PROPERTIES = (
    "status status_code content_type mimetype mimetype_params content_length content_encoding "
    "content_location content_language content_range content_security_policy date expires "
    "last_modified location age allow vary retry_after cache_control www_authenticate "
    "accept_ranges access_control_allow_origin access_control_allow_headers "
    "cross_origin_opener_policy is_json is_streamed is_sequence data json"
).split()


def wrappers() -> dict[str, Callable[[], object]]:
    rows: dict[str, Callable[[], object]] = {"Request()": lambda: Request(ENVIRON)}
    for name in REQUEST_PROPERTIES:
        rows[f"Request.{name}"] = lambda n=name: getattr(Request(ENVIRON), n)
    again = Request(ENVIRON)
    for name in ("args", "path", "method", "headers", "url", "content_type"):
        rows[f"Request.{name} again"] = lambda n=name: getattr(again, n)
    rows["Request repr"] = lambda: repr(again)
    rows["Request.get_data"] = lambda: Request(ENVIRON).get_data()
    kinds: dict[str, Callable[[], Response]] = {
        "": lambda: Response("hello"),
        " bytes": lambda: Response(b"hello"),
        " list": lambda: Response(["a", "b"]),
        " headers": lambda: Response("hello", 201, HEADERS[8:]),
        " type": lambda: Response("hello", mimetype="application/json"),
    }
    for title, make in kinds.items():
        rows[f"Response(){title}"] = make
        rows[f"Response{title} call"] = lambda m=make: list(m()(ENVIRON, lambda *args: None))
    response = Response('{"a": 5}', mimetype="application/json")
    response.last_modified = WHEN
    response.headers["Allow"] = response.headers["Vary"] = "GET, HEAD"
    for name in RESPONSE_PROPERTIES:
        rows[f"Response.{name}"] = lambda n=name: getattr(response, n)
    for name, value in {
        "status": "404 NOT FOUND",
        "status_code": 404,
        "mimetype": "text/html",
        "content_type": "text/html",
        "data": b"x",
        "last_modified": WHEN,
        "location": "/x",
        "content_length": 5,
    }.items():
        rows[f"Response.{name} ="] = lambda n=name, v=value: setattr(Response("x"), n, v)
    rows["Response.set_cookie"] = lambda: Response("x").set_cookie("a", "b")
    rows["Response.delete_cookie"] = lambda: Response("x").delete_cookie("a")
    rows["Response.add_etag"] = lambda: Response("x").add_etag()
    rows["Response.make_conditional"] = lambda: Response("x").make_conditional(ENVIRON)
    rows["Response.get_wsgi_headers"] = lambda: response.get_wsgi_headers(ENVIRON)
    rows["Response.get_app_iter"] = lambda: list(response.get_app_iter(ENVIRON))
    rows["Response.iter_encoded"] = lambda: list(response.iter_encoded())
    rows["Response.freeze"] = lambda: Response("x").freeze()
    rows["Response.vary add"] = lambda: Response("x").vary.add("Cookie")
    rows["Response.cache_control set"] = lambda: setattr(Response("x").cache_control, "max_age", 5)
    rows["Response.force_type"] = lambda: Response.force_type(response)
    rows["Response.from_app"] = lambda: Response.from_app(app, ENVIRON)
    rows["Response generator"] = lambda: list(
        Response(str(n) for n in range(50))(ENVIRON, lambda *args: None)
    )
    return rows


def routing() -> dict[str, Callable[[], object]]:
    rules = [Rule(f"/static{n}/", endpoint=f"s{n}") for n in range(20)]
    rules += [Rule(f"/d{n}/<int:id>/<name>", endpoint=f"d{n}") for n in range(20)]
    url_map = Map([*rules, Submount("/sub", [Rule("/<path:rest>", endpoint="rest")])])
    adapter = url_map.bind("example.org", "/app")
    adapter.match("/static0/")

    def refused(path: str, method: str | None = None) -> None:
        try:
            adapter.match(path, method)
        except exceptions.HTTPException:
            pass

    return {
        "Map(40 rules)": lambda: Map([rule.empty() for rule in rules]),
        "Rule()": lambda: Rule("/a/<int:b>", endpoint="x"),
        "Map.bind": lambda: url_map.bind("example.org"),
        "Map.bind_to_environ": lambda: url_map.bind_to_environ(ENVIRON),
        "Map.iter_rules": lambda: list(url_map.iter_rules()),
        "Map.is_endpoint_expecting": lambda: url_map.is_endpoint_expecting("d1", "id"),
        "match static": lambda: adapter.match("/static5/"),
        "match dynamic": lambda: adapter.match("/d5/7/x"),
        "match path": lambda: adapter.match("/sub/a/b/c"),
        "match rule": lambda: adapter.match("/d5/7/x", return_rule=True),
        "match slash": lambda: refused("/static5"),
        "match nothing": lambda: refused("/nothing"),
        "match method": lambda: adapter.test("/static5/", "GET"),
        "allowed_methods": lambda: adapter.allowed_methods("/static5/"),
        "build static": lambda: adapter.build("s5"),
        "build dynamic": lambda: adapter.build("d5", {"id": 7, "name": "x y"}),
        "build query": lambda: adapter.build("d5", {"id": 7, "name": "x", "q": "a b"}),
        "build external": lambda: adapter.build("s5", force_external=True),
        "dispatch": lambda: adapter.dispatch(lambda *args: None, "/static5/"),
    }


def locals_() -> dict[str, Callable[[], object]]:
    local = Local()
    local.value = 5
    proxy = local("value")
    stack: LocalStack[int] = LocalStack()
    stack.push(5)
    top = stack()
    plain = LocalProxy(lambda: [1, 2, 3])
    return {
        "Local get": lambda: local.value,
        "Local set": lambda: setattr(local, "value", 5),
        "LocalStack.top": lambda: stack.top,
        "LocalStack push pop": lambda: (stack.push(6), stack.pop()),
        "LocalProxy +": lambda: proxy + 1,
        "LocalProxy attribute": lambda: proxy.real,
        "LocalProxy of stack": lambda: top + 1,
        "LocalProxy iterate": lambda: list(plain),
        "LocalProxy bool": lambda: bool(plain),
        "LocalProxy repr": lambda: repr(plain),
    }


def workloads() -> dict[str, Callable[[], object]]:
    return {**datastructures(), **functions(), **wrappers(), **routing(), **locals_()}
