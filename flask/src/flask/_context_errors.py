"""Messages for code that runs outside of the context it needs.

The message depends on where the call runs: thread, task, test, command or prompt.
"""

from __future__ import annotations

import os
import sys

from . import _hooks

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_APP = """\
Working outside of application context.

Flask found no application for this code. Give it one where it runs:
{way}
{place}"""

_REQUEST = """\
Working outside of request context.

Flask found no HTTP request being handled by this code. {way}
{place}"""

_NO_APP = "  app = Flask(__name__)   # no application has been made in this process yet"
_BLOCK = "  with app.app_context():{where}\n      ..."
_APP_WAYS = {
    "thread": _BLOCK.format(where="       # inside the function that the thread runs"),
    "test": _BLOCK.format(where="       # in the test, or in a fixture around it"),
    "command": (
        "  @app.cli.command()            # in place of @click.command(), or below it:\n"
        "  @flask.cli.with_appcontext"
    ),
    "shell": "  app.app_context().push()      # once; flask shell does it by itself",
    "script": (
        _BLOCK.format(where="       # a script, a job, a setup step")
        + "\n  @app.cli.command()            # a command of the flask tool gets one by itself"
    ),
}

_MADE = (
    "Views and the functions\nthey call have one by themselves; {who} makes one:\n"
    '  with app.test_request_context("/path"):\n      ...'
)
_REQUEST_WAYS = {
    "thread": (
        "A request\nstays in the thread that handles it; hand it over explicitly:\n"
        "  Thread(target=copy_current_request_context(work)).start()   # decorate inside the view"
    ),
    "test": _MADE.format(who="a test")
    + '\n  with client:                  # or keep that of a call: client.get("/path")\n      ...',
    "command": (
        "A command is not\ncalled by a request: pass it what it needs as arguments. To try a view"
        ' out:\n  with app.test_request_context("/path"):\n      ...'
    ),
    "shell": ('At a prompt, make\none by hand:\n  app.test_request_context("/path").push()'),
    "script": _MADE.format(who="a test"),
}


def _task_name() -> str:
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return ""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return ""
    return "" if task is None else f", task {task.get_name()!r}"


def _test_name() -> str | None:
    """Return the name of the test that runs, if pytest or unittest runs one."""
    name = os.environ.get("PYTEST_CURRENT_TEST")
    if name is not None:
        return name.partition(" ")[0].rpartition("::")[2]
    case = getattr(sys.modules.get("unittest.case"), "TestCase", None)
    frame = None if case is None else sys._getframe()
    while frame is not None:
        owner: t.Any = frame.f_locals.get("self") if frame.f_code.co_name == "run" else None
        if owner is not None and isinstance(owner, case):  # type: ignore[arg-type]
            return str(owner._testMethodName)
        frame = frame.f_back
    return None


def _command_name() -> str | None:
    """Return the path of the command that runs, if Click runs one."""
    click = sys.modules.get("click.globals")
    context = None if click is None else click.get_current_context(silent=True)
    return None if context is None else str(context.command_path)


def _place() -> tuple[str, str]:
    """Return the kind of place where this code runs, and a sentence about it."""
    threading = sys.modules.get("threading")
    task = _task_name()
    here = None if threading is None else threading.current_thread()
    if here is not None and here is not threading.main_thread():  # type: ignore[union-attr]
        return "thread", f"This is thread {here.name!r}{task}."
    known = f"This is the main thread{task}"
    test = _test_name()
    if test is not None:
        return "test", f"{known}, in the test {test}."
    command = _command_name()
    if command is not None:
        return "command", f"{known}, in the command {command}."
    if hasattr(sys, "ps1"):
        return "shell", f"{known}, at an interactive prompt."
    return "script", f"{known}."


class OutsideMessage(str):
    """A text that is completed at the moment it is shown.

    The proxies of Werkzeug take the message when they are made, long before anybody
    knows the thread in which the mistake will happen.
    """

    __slots__ = ()

    def render(self) -> str:
        """Return the message for the place of this call."""
        kind, place = _place()
        if self == "app":
            return _APP.format(way=_APP_WAYS[kind] if _hooks.app_was_made else _NO_APP, place=place)
        return _REQUEST.format(way=_REQUEST_WAYS[kind], place=place)

    def __str__(self) -> str:
        return self.render()

    def __repr__(self) -> str:
        return repr(self.render())


def needs_request(function: str, tail: str = "such as in a view function.") -> str:
    """Return the message of a function that works only while a request is handled."""
    return f"{function!r} can only be used when a request context is active, {tail}\n{_place()[1]}"
