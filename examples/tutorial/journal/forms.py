"""Forms that only the pages of the journal itself can send.

A browser adds the session's cookie to forms of other sites, too. What those cannot know is
the token in the session, so each form carries it and no answer to a POST goes without.
"""

from __future__ import annotations

import hmac
import secrets

from flask import Flask, abort, request, session
from markupsafe import Markup


def form_token() -> Markup:
    """Return the hidden field with this visitor's token, for the start of each form."""
    token = session.setdefault("form_token", secrets.token_urlsafe(16))
    return Markup('<input type="hidden" name="form_token" value="{}">').format(token)


def check_token() -> None:
    if request.method != "POST":
        return
    sent = request.form.get("form_token", "")
    if not hmac.compare_digest(sent.encode(), session.get("form_token", "-").encode()):
        abort(400, "This form is too old, or was sent from elsewhere. Load it again.")


def init_app(app: Flask) -> None:
    app.before_request(check_token)
    app.add_template_global(form_token)
