"""The progress bar: counts, readings of the clock, and one function that draws them.

In a terminal one line is drawn again and again; elsewhere only the label is printed.
"""

from __future__ import annotations

import math
import os
import time
from operator import length_hint

from .._ansi import term_len
from .._output import echo
from .._streams import default_text_stdout, isatty
from . import live

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import Generic, TextIO, TypeVar

    V = TypeVar("V")
else:
    from .._generic import Subscriptable as Generic

    V = None

#: goes to the start of the line and hides the cursor
BEFORE_BAR = "\r" if os.name == "nt" else "\r\x1b[?25l"
#: shows the cursor again
AFTER_BAR = "\n" if os.name == "nt" else "\x1b[?25h\n"

#: how many readings of the speed are averaged
_READINGS = 7


class ProgressBar(Generic[V]):
    """Shows how far work has got; parameters as for :func:`click.progressbar`.

    :raises TypeError: there is neither iterable nor length.
    """

    __module__ = "click._termui_impl"

    def __init__(
        self,
        iterable: Iterable[V] | None,
        length: int | None = None,
        fill_char: str = "#",
        empty_char: str = " ",
        bar_template: str = "%(bar)s",
        info_sep: str = "  ",
        hidden: bool = False,
        show_eta: bool = True,
        show_percent: bool | None = None,
        show_pos: bool = False,
        item_show_func: Callable[[V | None], str | None] | None = None,
        label: str | None = None,
        file: TextIO | None = None,
        color: bool | None = None,
        update_min_steps: int = 1,
        width: int = 30,
    ) -> None:
        self.hidden = hidden
        self.bar_template = bar_template
        self.info_sep = info_sep
        self.empty_char = empty_char
        self.fill_char = fill_char
        self.item_show_func = item_show_func
        self.show_pos = show_pos
        self.show_percent = show_percent
        self.show_eta = show_eta
        self.label: str = label or ""
        if file is None:
            file = live("_default_text_stdout", default_text_stdout)()
            if file is None:
                # A program without console.
                import io

                file = io.StringIO()
        self.file = file
        self.color = color
        self.update_min_steps = update_min_steps
        self.width: int = width
        #: the bar fills the width of the terminal
        self.autowidth: bool = width == 0
        if length is None and iterable is not None:
            hint = length_hint(iterable, -1)
            length = None if hint == -1 else hint
        if iterable is None:
            if length is None:
                raise TypeError("iterable or length is required")
            iterable = range(length)  # type: ignore[assignment]
        self.iter: Iterable[V] = iter(iterable)  # type: ignore[arg-type]
        self.length = length
        self.pos: int = 0
        self.current_item: V | None = None
        # In a ``with`` block, and through all items.
        self.entered: bool = False
        self.finished: bool = False
        # Readings of the clock.
        self.start: float = time.time()
        self.last_eta: float = self.start
        self.avg: list[float] = []
        self.eta_known: bool = False
        #: the widest line so far
        self.max_width: int | None = None
        self._is_atty = live("isatty", isatty)(self.file)
        self._last_line: str | None = None
        #: what the line on the screen was made of
        self._look: tuple[object, ...] | None = None
        #: steps that wait for ``update_min_steps``
        self._completed_intervals = 0

    def __enter__(self) -> ProgressBar[V]:
        self.entered = True
        self.render_progress()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._apply_waiting()
        self.render_finish()

    def __iter__(self) -> Iterator[V]:
        if not self.entered:
            raise RuntimeError("You need to use progress bars in a with block.")
        self.render_progress()
        return self.generator()

    def __next__(self) -> V:
        # Kept, so that one ``for`` can go on where another one stopped.
        return next(iter(self))

    # -- facts -----------------------------------------------------------------------------

    @property
    def pct(self) -> float:
        """The share that is done, from 0 to 1."""
        if self.finished:
            return 1.0
        return min(self.pos / (float(self.length or 1) or 1), 1.0)

    @property
    def time_per_iteration(self) -> float:
        """Seconds that a step takes."""
        return sum(self.avg) / float(len(self.avg)) if self.avg else 0.0

    @property
    def eta(self) -> float:
        """Seconds that are left."""
        if self.length is None or self.finished:
            return 0.0
        return self.time_per_iteration * (self.length - self.pos)

    def format_eta(self) -> str:
        """Return the time that is left, as ``2d 03:04:05`` or ``03:04:05``."""
        if not self.eta_known:
            return ""
        minutes, seconds = divmod(int(self.eta), 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        clock = f"{hours:02}:{minutes:02}:{seconds:02}"
        return f"{days}d {clock}" if days > 0 else clock

    def format_pos(self) -> str:
        """Return the steps that are done, and how many there are."""
        return str(self.pos) if self.length is None else f"{self.pos}/{self.length}"

    def format_pct(self) -> str:
        """Return the share that is done."""
        return f"{int(self.pct * 100): 4}%"[1:]

    def format_bar(self) -> str:
        """Return the bar; without a length something that moves."""
        if self.length is not None:
            done = int(self.pct * self.width)
            return self.fill_char * done + self.empty_char * (self.width - done)
        if self.finished:
            return self.fill_char * self.width
        cells = list(self.empty_char * (self.width or 1))
        if self.time_per_iteration != 0:
            swing = math.cos(self.pos * self.time_per_iteration) / 2.0 + 0.5
            cells[int(swing * self.width)] = self.fill_char
        return "".join(cells)

    def format_progress_line(self) -> str:
        """Return the whole line."""
        percent = self.show_percent
        if self.length is not None and percent is None:
            percent = not self.show_pos
        infos = []
        if self.show_pos:
            infos.append(self.format_pos())
        if percent:
            infos.append(self.format_pct())
        if self.show_eta and self.eta_known and not self.finished:
            infos.append(self.format_eta())
        if self.item_show_func is not None:
            item = self.item_show_func(self.current_item)
            if item is not None:
                infos.append(item)
        fields = {
            "label": self.label,
            "bar": self.format_bar(),
            "info": self.info_sep.join(infos),
        }
        return (self.bar_template % fields).rstrip()

    # -- drawing ---------------------------------------------------------------------------

    def render_progress(self) -> None:
        """Draw, if there is something new to show."""
        if self.hidden:
            return
        if not self._is_atty:
            # Nobody can draw over a line here.
            self._put(self.label, end=True)
            return
        if self._shows_the_same():
            return
        wipe = self._fit() if self.autowidth else ""
        shown = self.format_progress_line()
        width = term_len(shown)
        longest = self.max_width
        # Overwrite the rest of a longer line.
        padding = " " * ((self.width if longest is None else longest) - width)
        if longest is None or longest < width:
            self.max_width = width
            # The same line needs another padding next time.
            self._look = None
        self._put(f"{wipe}{BEFORE_BAR}{shown}{padding}", end=False)

    def _put(self, line: str, end: bool) -> None:
        """Write ``line``, if it is not the one that was written last."""
        if line != self._last_line:
            self._last_line = line
            echo(line, file=self.file, color=self.color, nl=end)

    def _shows_the_same(self) -> bool:
        """Return whether nothing in the line has changed since it was drawn.

        A false answer only costs time, so whatever is hard to compare counts as changed: items, the
        width of the terminal, an unknown length, methods of a subclass.
        """
        length = self.length
        if (
            length is None
            or self.autowidth
            or self.item_show_func is not None
            or type(self) is not ProgressBar
        ):
            return False
        finished = self.finished
        pos = self.pos
        share = 1.0 if finished else min(pos / (length or 1), 1.0)
        left = int(self.eta) if self.eta_known and self.show_eta and not finished else None
        look = (
            int(share * self.width),
            int(share * 100),
            left,
            pos if self.show_pos else None,
            self.label,
            length,
            self.width,
            self.fill_char,
            self.empty_char,
            self.bar_template,
            self.info_sep,
            self.show_pos,
            self.show_percent,
        )
        if look == self._look:
            return True
        self._look = look
        return False

    def _fit(self) -> str:
        """Set the width of the bar to fill the terminal; return text that erases a longer line."""
        import shutil

        before = self.width
        self.width = 0
        columns = shutil.get_terminal_size().columns
        left = max(0, columns - term_len(self.format_progress_line()))
        # Characters of the bar may be wide.
        self.width = left // max(term_len(self.fill_char), term_len(self.empty_char), 1)
        if self.width >= before or self.max_width is None:
            return ""
        wipe = f"{BEFORE_BAR}{' ' * self.max_width}"
        self.max_width = self.width
        return wipe

    def render_finish(self) -> None:
        """End the line."""
        if self.hidden or not self._is_atty:
            return
        self.file.write(AFTER_BAR)
        self.file.flush()

    # -- counting --------------------------------------------------------------------------

    def make_step(self, n_steps: int) -> None:
        """Count ``n_steps`` and read the clock, at most once in a second."""
        self.pos += n_steps
        if self.length is not None and self.pos >= self.length:
            self.finished = True
        now = time.time()
        if now - self.last_eta < 1.0:
            return
        self.last_eta = now
        elapsed = now - self.start
        self.avg = [*self.avg[1 - _READINGS :], elapsed / self.pos if self.pos else elapsed]
        self.eta_known = self.length is not None

    def update(self, n_steps: int, current_item: V | None = None) -> None:
        """Count ``n_steps``, and draw when enough have come together.

        :param current_item: what is being worked on.
        """
        if current_item is not None:
            self.current_item = current_item
        self._completed_intervals += n_steps
        if self._completed_intervals >= self.update_min_steps:
            self._apply_waiting()

    def _apply_waiting(self) -> None:
        waiting, self._completed_intervals = self._completed_intervals, 0
        if waiting:
            self.make_step(waiting)
            self.render_progress()

    def finish(self) -> None:
        """Show the bar as complete."""
        self.eta_known = False
        self.current_item = None
        self.finished = True

    def generator(self) -> Iterator[V]:
        """Yield the items, and count them one by one."""
        if not self.entered:
            raise RuntimeError("You need to use progress bars in a with block.")
        if not self._is_atty:
            yield from self.iter
            return
        for item in self.iter:
            self.current_item = item
            if self._completed_intervals == 0:
                # Show the item before work on it begins.
                self.render_progress()
            yield item
            self.update(1)
        self.finish()
        self.render_progress()
