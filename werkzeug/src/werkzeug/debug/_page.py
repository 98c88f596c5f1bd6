"""The pages of the debugger: tracebacks in, HTML out.

Every value that reaches a page passes through `escape` here or comes as HTML from a module that
escaped it. The page reads well without scripts; the script adds variables and consoles.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import traceback
import typing as t

from markupsafe import escape

from ._source import excerpt
from ._text import text_of

if t.TYPE_CHECKING:
    from traceback import TracebackException

    from .tbtools import DebugFrameSummary

HEADER = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>%(title)s · Werkzeug Debugger</title>
<link rel="stylesheet" href="?__debugger__=yes&amp;cmd=resource&amp;f=style.css">
<link rel="icon" href="?__debugger__=yes&amp;cmd=resource&amp;f=console.png">
<script>var CONSOLE_MODE = %(console)s, EVALEX = %(evalex)s, \
EVALEX_TRUSTED = %(evalex_trusted)s, SECRET = %(secret)s;</script>
<script src="?__debugger__=yes&amp;cmd=resource&amp;f=debugger.js" defer></script>
</head>
<body>
"""

FOOTER = """\
<dialog id="pin" aria-labelledby="pin-title">
<form method="dialog">
<h2 id="pin-title">Unlock with the PIN</h2>
<p>Variables and consoles can read and run anything this program can, so they need the PIN that
the terminal of the server shows.</p>
<p><label for="pin-field">PIN</label>
<input id="pin-field" inputmode="numeric" autocomplete="off" size="14" required></p>
<p id="pin-answer" role="status"></p>
<p class="buttons"><button type="submit" class="main">Unlock</button>
<button type="button" id="pin-cancel">Cancel</button></p>
</form>
</dialog>
</body>
</html>
"""

PAGE_HTML = (
    HEADER
    + """\
<header class="error">
<h1>%(exception_type)s</h1>
<div class="errormsg">%(exception)s</div>
%(notes)s
</header>
<main>
%(summary)s
%(more)s
<section class="plain">
<details>
<summary><h2>Plain text</h2></summary>
<div class="tools"></div>
<pre id="plaintext" tabindex="0">%(plaintext)s</pre>
</details>
</section>
</main>
"""
    + FOOTER
    + """
<!--

%(plaintext_cs)s

-->
"""
)

CONSOLE_HTML = (
    HEADER
    + """\
<header class="error"><h1>Console</h1>
<p>Python with the application at hand, as <code>app</code>. Try <code>dump()</code> for what has a
name, <code>dump(value)</code> for what is in a value, and <code>help(value)</code>.</p></header>
<main><section class="frame" id="frame-0"></section></main>
"""
    + FOOTER
)

SUMMARY_HTML = """\
<section class="traceback %(classes)s">
%(title)s
<div class="frames">
%(frames)s
</div>
%(description)s
</section>
"""

FRAME_HTML = """\
<details class="frame%(class)s" id="frame-%(id)s"%(open)s>
<summary><span class="function">%(function)s</span> \
<span class="file"><span class="folder">%(folder)s</span><span class="name">%(filename)s</span>\
:%(lineno)s</span></summary>
%(info)s<pre class="source%(class)s" tabindex="0">%(source)s</pre>
</details>
"""


def _between(te: TracebackException, cause: str, context: str) -> tuple[str | None, t.Any]:
    """Return the error that led to this one, and the sentence between both."""
    if te.__cause__ is not None:
        return cause, te.__cause__
    if te.__context__ is not None and not te.__suppress_context__:
        return context, te.__context__
    return None, None


def chain(
    te: TracebackException, cause: str, context: str
) -> t.Iterator[tuple[str | None, TracebackException]]:
    """Yield an error and those that led to it, latest first, with the sentences between them."""
    current: TracebackException | None = te
    while current is not None:
        sentence, before = _between(current, cause, context)
        yield sentence, current
        current = before


def all_frames(te: TracebackException) -> t.Iterator[t.Any]:
    """Yield the frames of an error, of those that led to it, and of the members of groups."""
    for _, link in chain(te, "", ""):
        yield from link.stack
        for member in link.exceptions or ():
            yield from all_frames(member)


def message_lines(te: TracebackException) -> tuple[str, str]:
    """Return the message as Python prints it, without notes, and its first line without the place."""
    notes = te.__notes__
    te.__notes__ = None
    try:
        parts = list(te.format_exception_only())
    finally:
        te.__notes__ = notes
    title = next((part for part in parts if not part.startswith(" ")), "")
    return "".join(parts).rstrip("\n"), title.rstrip("\n")


def notes_html(te: TracebackException) -> str:
    notes: t.Any = te.__notes__
    if isinstance(notes, (str, bytes)):
        notes = [notes]
    try:
        items = [_note_html(text_of(note)) for note in notes or ()]
    except Exception:  # something else was put where the notes belong
        return ""
    return f'<ul class="notes">{"".join(items)}</ul>' if items else ""


def _note_html(note: str) -> str:
    # Lines of several may point at each other: an excerpt of source with a caret below it.
    return f"<li><pre>{escape(note)}</pre></li>" if "\n" in note else f"<li>{escape(note)}</li>"


def frame_html(frame: DebugFrameSummary, library: bool, opened: bool) -> str:
    info = frame.info
    filename = frame.filename
    at = max(filename.rfind("/"), filename.rfind("\\")) + 1
    return FRAME_HTML % {
        "id": frame.frame_id,
        "class": " library" if library else "",
        "open": " open" if opened else "",
        "folder": escape(filename[:at]),
        "filename": escape(filename[at:]),
        "lineno": frame.lineno,
        "function": escape(frame.name),
        "info": "" if info is None else f'<p class="info">{escape(text_of(info))}</p>\n',
        "source": excerpt(frame) or "<em>The source of this code is not available.</em>",
    }


def frames_html(frames: t.Sequence[DebugFrameSummary]) -> str:
    """Return all frames. The last one, and the last one of the program itself, are open."""
    own = [at for at, frame in enumerate(frames) if not frame.is_library]
    opened = {len(frames) - 1, *own[-1:]}
    mark = bool(own)
    return "".join(
        frame_html(frame, mark and frame.is_library, at in opened)
        for at, frame in enumerate(frames)
    )


HEADINGS = {
    "cause": "Raised directly because of",
    "context": "Raised while this was being handled",
}


def tracebacks_html(te: TracebackException, include_title: bool, described: bool = True) -> str:
    """Return the HTML of an error, of what led to it, and of the members of groups.

    :param described: whether the message of the error itself is shown.
    """
    parts: list[str] = []
    heading = "Traceback <small>most recent call last</small>" if include_title else ""
    classes = ""
    for link, current in chain(te, "cause", "context"):
        message = message_lines(current)[0]
        description = ""
        if parts or described:
            description = f'<div class="errormsg">{escape(message)}</div>{notes_html(current)}'
        title = f"<h2>{heading}</h2>" if heading else ""
        if parts:  # the message of a cause comes before its frames
            title, description = title + description, ""
        parts.append(
            SUMMARY_HTML
            % {
                "classes": classes,
                "title": title,
                "frames": frames_html(t.cast("t.Any", current.stack)),
                "description": description + _members_html(current),
            }
        )
        heading = HEADINGS.get(link or "", "")
        classes = "exc-divider"
    return "".join(parts)


def _members_html(te: TracebackException) -> str:
    members = te.exceptions or []
    return "".join(
        _member_html(member, f"{at} of {len(members)}") for at, member in enumerate(members, 1)
    )


def _member_html(member: TracebackException, place: str) -> str:
    message, title = message_lines(member)
    whole = f'<div class="errormsg">{escape(message)}</div>' if message != title else ""
    return (
        f'<details class="member" open><summary><b>{place}</b> {escape(title)}</summary>'
        f"{whole}{notes_html(member)}{tracebacks_html(member, False, described=False)}</details>"
    )


def comment_text(text: str) -> str:
    """Return text that cannot end an HTML comment: no two hyphens follow each other."""
    return re.sub("--+", "-", text)


def _facts(console: bool, evalex: bool, secret: str, evalex_trusted: bool) -> dict[str, str]:
    # No text of a script may end its element.
    return {
        "console": json.dumps(console),
        "evalex": json.dumps(evalex),
        "evalex_trusted": json.dumps(evalex_trusted),
        "secret": json.dumps(secret).replace("<", "\\u003c"),
    }


def page_html(
    te: TracebackException,
    *,
    text: str,
    evalex: bool,
    secret: str,
    evalex_trusted: bool,
    more: str = "",
) -> str:
    message, title = message_lines(te)
    kind, _, rest = title.partition(": ")
    in_code = message != title  # a place in source that cannot be compiled comes first
    return PAGE_HTML % {
        **_facts(False, evalex, secret, evalex_trusted),
        "title": escape(title.partition("\n")[0][:200]),
        "exception_type": escape(kind),
        "exception": f'<pre class="syntaxerror">{escape(message)}</pre>'
        if in_code
        else escape(title if rest else kind),
        "notes": notes_html(te),
        "summary": tracebacks_html(te, True, described=False),
        "more": more,
        "plaintext": escape(text),
        "plaintext_cs": comment_text(text),
    }


def fallback_page(error: BaseException, problem: BaseException) -> tuple[str, str]:
    """Return a page, and a text, about an error that cannot be shown in full.

    :param problem: what was raised by the attempt to show it.
    """
    kind = type(error).__qualname__
    reason = f"The error could not be shown in full: {type(problem).__qualname__} was raised."
    frames = "".join(traceback.format_tb(error.__traceback__))
    text = f"Traceback (most recent call last):\n{frames}{kind}\n{reason}\n"
    page = HEADER % {"title": escape(kind), **_facts(False, False, "", False)}
    page += (
        f'<header class="error"><h1>{escape(kind)}</h1><p>{escape(reason)}</p></header>\n'
        f'<main><section class="plain"><pre>{escape(text)}</pre></section></main>\n{FOOTER}'
    )
    return page, text


def render_console_html(secret: str, evalex_trusted: bool) -> str:
    """Return the page of a console that belongs to no error.

    :param secret: what the page must send along with each command.
    :param evalex_trusted: whether the PIN was given already.
    """
    return CONSOLE_HTML % {"title": "Console", **_facts(True, True, secret, evalex_trusted)}


INLINE_SCRIPT = re.compile("<script>(.*?)</script>", re.DOTALL)


def content_policy(page: str) -> str:
    """Return a policy that allows only the scripts and styles of the debugger itself in a page.

    If a value ever got into a page unescaped, it would not run.
    """
    script = INLINE_SCRIPT.search(page)
    allowed = "'self'"
    if script is not None:
        digest = hashlib.sha256(script[1].encode()).digest()
        allowed += f" 'sha256-{base64.b64encode(digest).decode()}'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'"
    )
