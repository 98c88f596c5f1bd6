"""Session cookies of any content: the session opens, empty or with what was signed."""

from __future__ import annotations

from flask import Flask, session
from flask.json.tag import TaggedJSONSerializer

app = Flask("fuzz", static_folder=None)
app.secret_key = "fuzz"
_serializer = TaggedJSONSerializer()
_NOT_IN_HEADERS = {ord(char): None for char in ";\r\n\0"}


def one_input(data: bytes) -> None:
    """Open a cookie made of ``data``, and sign ``data`` and open that."""
    text = data.decode("latin-1").translate(_NOT_IN_HEADERS)
    with app.test_request_context(headers={"Cookie": f"session={text}"}):
        assert dict(session) == {}

    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = {"bytes": data, "text": data.decode("latin-1"), "tuple": (data, [data])}
    with app.test_request_context(headers={"Cookie": f"session={signer.dumps(value)}"}):
        assert dict(session) == value

    # Text that is JSON reads without an error of another kind than those of the format.
    try:
        _serializer.loads(data.decode("utf-8"))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        pass
