"""Names that programs import from modules which do not use them.

Programs import ``werkzeug.test.Headers`` or ``werkzeug.routing.map.NotFound``, because those modules
have long had these names. ``_internal.module_getattr`` answers from this table: nothing is imported
before a program asks, and no import goes up.
"""

from __future__ import annotations

# Module below ``werkzeug``, name, and the module that has it.
LATE_NAMES: dict[str, dict[str, str]] = {
    "debug": {
        "send_file": "werkzeug.utils",
    },
    "debug.tbtools": {
        "escape": "markupsafe",
        "cached_property": "werkzeug.utils",
    },
    "formparser": {
        "Data": "werkzeug.sansio.multipart",
        "Epilogue": "werkzeug.sansio.multipart",
        "Field": "werkzeug.sansio.multipart",
        "File": "werkzeug.sansio.multipart",
        "MultipartDecoder": "werkzeug.sansio.multipart",
        "NeedData": "werkzeug.sansio.multipart",
    },
    "middleware.shared_data": {
        "quote_etag": "werkzeug.http",
    },
    "routing.exceptions": {
        "cached_property": "werkzeug.utils",
        "redirect": "werkzeug.utils",
    },
    "routing.map": {
        "MultiDict": "werkzeug.datastructures",
        "HTTPException": "werkzeug.exceptions",
        "MethodNotAllowed": "werkzeug.exceptions",
        "NotFound": "werkzeug.exceptions",
        "BuildError": "werkzeug.routing.exceptions",
        "NoMatch": "werkzeug.routing.exceptions",
        "RequestAliasRedirect": "werkzeug.routing.exceptions",
        "RequestPath": "werkzeug.routing.exceptions",
        "RequestRedirect": "werkzeug.routing.exceptions",
        "WebsocketMismatch": "werkzeug.routing.exceptions",
        "Rule": "werkzeug.routing.rules",
    },
    "routing.matcher": {
        "Rule": "werkzeug.routing.rules",
        "RulePart": "werkzeug.routing.rules",
    },
    "routing.rules": {
        "iter_multi_items": "werkzeug.datastructures",
    },
    "sansio.http": {
        "parse_etags": "werkzeug.http",
        "parse_if_range_header": "werkzeug.http",
        "unquote_etag": "werkzeug.http",
    },
    "sansio.request": {
        "parse_accept_header": "werkzeug.http",
        "parse_cache_control_header": "werkzeug.http",
        "parse_etags": "werkzeug.http",
        "parse_if_range_header": "werkzeug.http",
        "parse_range_header": "werkzeug.http",
        "parse_set_header": "werkzeug.http",
    },
    "sansio.response": {
        "parse_cache_control_header": "werkzeug.http",
        "parse_content_range_header": "werkzeug.http",
        "parse_csp_header": "werkzeug.http",
        "parse_set_header": "werkzeug.http",
    },
    "sansio.utils": {
        "parse_set_header": "werkzeug.http",
        "uri_to_iri": "werkzeug.urls",
    },
    "serving": {
        "InternalServerError": "werkzeug.exceptions",
        "parse_set_header": "werkzeug.http",
        "uri_to_iri": "werkzeug.urls",
    },
    "test": {
        "Authorization": "werkzeug.datastructures",
        "CallbackDict": "werkzeug.datastructures",
        "CombinedMultiDict": "werkzeug.datastructures",
        "EnvironHeaders": "werkzeug.datastructures",
        "FileMultiDict": "werkzeug.datastructures",
        "Headers": "werkzeug.datastructures",
        "MultiDict": "werkzeug.datastructures",
        "dump_options_header": "werkzeug.http",
        "parse_cookie": "werkzeug.http",
        "parse_date": "werkzeug.http",
        "parse_options_header": "werkzeug.http",
        "Data": "werkzeug.sansio.multipart",
        "Epilogue": "werkzeug.sansio.multipart",
        "Field": "werkzeug.sansio.multipart",
        "File": "werkzeug.sansio.multipart",
        "MultipartEncoder": "werkzeug.sansio.multipart",
        "Preamble": "werkzeug.sansio.multipart",
        "iri_to_uri": "werkzeug.urls",
        "get_content_type": "werkzeug.utils",
        "ClosingIterator": "werkzeug.wsgi",
        "get_current_url": "werkzeug.wsgi",
    },
    "utils": {
        "escape": "markupsafe",
        "Headers": "werkzeug.datastructures",
        "NotFound": "werkzeug.exceptions",
        "RequestedRangeNotSatisfiable": "werkzeug.exceptions",
        "wrap_file": "werkzeug.wsgi",
    },
    "wrappers.request": {
        "FileStorage": "werkzeug.datastructures",
        "ImmutableMultiDict": "werkzeug.datastructures",
        "MultiDict": "werkzeug.datastructures",
        "default_stream_factory": "werkzeug.formparser",
        "get_input_stream": "werkzeug.wsgi",
    },
    "wrappers.response": {
        "is_resource_modified": "werkzeug.http",
        "parse_etags": "werkzeug.http",
        "get_current_url": "werkzeug.wsgi",
    },
    "wsgi": {
        "ClientDisconnected": "werkzeug.exceptions",
        "RequestEntityTooLarge": "werkzeug.exceptions",
    },
}
