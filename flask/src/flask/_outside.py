"""What is said when the context that somebody asked for is not there.

In: nothing but where the call runs (thread, task).  Out: text.  It knows no application
except whether one was ever made.
"""

from __future__ import annotations

import sys

app_was_made = False
"""Set by the first application of the process."""

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
_APP_WAYS = """\
  with app.app_context():       # a script, a job, a setup step
      ...
  @app.cli.command()            # a command of the flask tool gets one by itself"""
_REQUEST_WAYS = """\
Views and the functions
they call have one by themselves; a test makes one:
  with app.test_request_context("/path"):
      ..."""
_REQUEST_THREAD = """\
A request
stays in the thread that handles it; hand it over explicitly:
  Thread(target=copy_current_request_context(work)).start()   # decorate inside the view"""


def _place() -> tuple[str, bool]:
    """Where this code runs, and whether that is another thread than the main one."""
    threading = sys.modules.get("threading")
    task_name = ""
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None:
        try:
            task = asyncio.current_task()
        except RuntimeError:
            task = None
        if task is not None:
            task_name = f", task {task.get_name()!r}"
    if threading is None:
        return f"This is the main thread{task_name}.", False
    here = threading.current_thread()
    if here is threading.main_thread():
        return f"This is the main thread{task_name}.", False
    return f"This is thread {here.name!r}{task_name}.", True


class OutsideMessage(str):
    """A text that is completed at the moment it is shown.

    The proxies of Werkzeug take the message when they are made, long before anybody
    knows the thread in which the mistake will happen.
    """

    __slots__ = ()

    def render(self) -> str:
        """The message for the place of this very call."""
        place, in_thread = _place()
        if self == "app":
            return _APP.format(way=_APP_WAYS if app_was_made else _NO_APP, place=place)
        return _REQUEST.format(way=_REQUEST_THREAD if in_thread else _REQUEST_WAYS, place=place)

    def __str__(self) -> str:
        return self.render()

    def __repr__(self) -> str:
        return repr(self.render())


def needs_request(function: str, tail: str = "such as in a view function.") -> str:
    """The message of a function that works only while a request is handled."""
    return f"{function!r} can only be used when a request context is active, {tail}\n{_place()[0]}"
