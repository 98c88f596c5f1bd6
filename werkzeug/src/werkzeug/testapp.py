"""A small application that shows what a server passes to it.

The page has the environ, versions and the import path. ``python -m werkzeug.testapp`` serves it on port
5000.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from textwrap import wrap

from markupsafe import escape

from .wrappers.request import Request
from .wrappers.response import Response

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>WSGI Information</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
h1, h2 {{ color: #0b5d74; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #bbb; padding: .2em .5em; text-align: left; vertical-align: top; }}
td, li {{ font-family: monospace; overflow-wrap: anywhere; }}
.missing {{ color: #999; }}
.expanded {{ color: #070; }}
</style>
</head>
<body>
<h1>WSGI Information</h1>
<p>What this page shows was collected while the server ran this application.</p>
<h2>Python Interpreter</h2>
<table>
<tr><th>Python Version</th><td>{python_version}</td></tr>
<tr><th>Platform</th><td>{platform} [{os}]</td></tr>
<tr><th>API Version</th><td>{api_version}</td></tr>
<tr><th>Byteorder</th><td>{byteorder}</td></tr>
<tr><th>Werkzeug Version</th><td>{werkzeug_version}</td></tr>
</table>
<h2>WSGI Environment</h2>
<table>{wsgi_env}</table>
<h2>Installed Eggs</h2>
<p>The distributions that this interpreter can import.</p>
<ul>{python_eggs}</ul>
<h2>System Path</h2>
<p>Where modules are looked for. Entries in green were expanded, those in grey do not exist.</p>
<ul>{sys_path}</ul>
</body>
</html>
"""


def iter_sys_path() -> Iterator[tuple[str, bool, bool]]:
    """Return the entries of ``sys.path``: what to show, whether it does not exist, and whether it
    was made absolute.
    """
    home = os.path.expanduser("~")
    in_home = "" if os.name == "nt" else home + os.sep
    for entry in sys.path:
        path = os.path.join(os.getcwd(), entry) if entry else os.getcwd()
        missing = not os.path.isdir(path)
        shown = path
        if in_home and path.startswith(in_home):
            shown = f"~{os.sep}{path[len(in_home) :]}"
        yield shown, missing, entry != path


def _environ_rows(request: Request) -> str:
    return "".join(
        f"<tr><th>{escape(key)}</th><td>{' '.join(wrap(str(escape(repr(value)))))}</td></tr>"
        for key, value in sorted(request.environ.items())
    )


def _distribution_items() -> str:
    found = {
        (item.metadata["Name"] or "unknown", item.version)
        for item in importlib.metadata.distributions()
    }
    return "".join(
        f"<li>{escape(name)} <small>[{escape(version)}]</small></li>"
        for name, version in sorted(found, key=lambda item: item[0].lower())
    )


def _path_items() -> str:
    items = []
    for path, missing, expanded in iter_sys_path():
        kind = "missing" if missing else "expanded" if expanded else ""
        mark = f' class="{kind}"' if kind else ""
        items.append(f"<li{mark}>{escape(path)}</li>")
    return "".join(items)


def _werkzeug_version() -> str:
    try:
        return importlib.metadata.version("werkzeug")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


@Request.application
def test_app(req: Request) -> Response:
    """The application."""
    page = TEMPLATE.format(
        python_version="<br>".join(str(escape(line)) for line in sys.version.splitlines()),
        platform=escape(sys.platform),
        os=escape(os.name),
        api_version=sys.api_version,
        byteorder=sys.byteorder,
        werkzeug_version=escape(_werkzeug_version()),
        wsgi_env=_environ_rows(req),
        python_eggs=_distribution_items(),
        sys_path=_path_items(),
    )
    return Response(page, mimetype="text/html")


if __name__ == "__main__":
    from .serving import run_simple

    run_simple("localhost", 5000, test_app, use_reloader=True)
