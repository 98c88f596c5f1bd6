"""The state of the code generator at one point of the tree."""

from __future__ import annotations

from ..idtracking import Symbols

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te

    from .. import nodes
    from .._autoescape import EvalContext

_HOME = "jinja2.compiler"


class MacroRef:
    """A macro or call block, and which of the special names its body reads."""

    __module__ = _HOME

    node: nodes.Macro | nodes.CallBlock
    accesses_caller: bool
    accesses_kwargs: bool
    accesses_varargs: bool

    def __init__(self, node: nodes.Macro | nodes.CallBlock) -> None:
        self.node = node
        self.accesses_caller = False
        self.accesses_kwargs = False
        self.accesses_varargs = False


class Frame:
    """One scope while its code is written."""

    __module__ = _HOME

    eval_ctx: EvalContext
    parent: Frame | None
    symbols: Symbols
    rootlevel: bool
    toplevel: bool
    loop_frame: bool
    block_frame: bool
    soft_frame: bool
    require_output_check: bool
    before_page: bool
    tracks_vars: bool
    buffer: str | None
    block: str | None

    def __init__(
        self, eval_ctx: EvalContext, parent: Frame | None = None, level: int | None = None
    ) -> None:
        self.eval_ctx = eval_ctx
        self.parent = parent
        #: Directly in the template, in no other statement.
        self.rootlevel = False
        #: In the template and not in a scope: what is assigned here is exported.
        self.toplevel = False
        #: The body of a loop, and the body of a block.
        self.loop_frame = False
        self.block_frame = False
        #: Not a scope of its own, such as the branches of a condition.
        self.soft_frame = False
        #: Output must check at run time whether the template turned out to be a child.
        self.require_output_check = False
        #: In the root of a template which may be a child, where blocks are only defined: the
        #: parent decides where they are shown.
        self.before_page = False
        #: The names that a loop or block assigns are also kept in a dict, for callables that
        #: take the context.
        self.tracks_vars = True
        #: The variable of the list which collects output; ``None`` where output leaves the
        #: function.
        self.buffer = None
        #: The name of the enclosing block.
        self.block = None
        if parent is None:
            self.symbols = Symbols(level=level)
        else:
            self.symbols = Symbols(parent.symbols, level=level)
            self.require_output_check = parent.require_output_check
            self.before_page = parent.before_page
            self.buffer = parent.buffer
            self.block = parent.block

    def copy(self) -> te.Self:
        """Return the same frame with symbols of its own."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.symbols = self.symbols.copy()
        return twin

    __copy__ = copy

    def inner(self, isolated: bool = False) -> Frame:
        """Return a frame for a scope inside; an `isolated` one sees nothing of this one."""
        if isolated:
            return Frame(self.eval_ctx, level=self.symbols.level + 1)
        return Frame(self.eval_ctx, self)

    def soft(self) -> te.Self:
        """Return a frame for a statement inside which is not a scope."""
        twin = self.copy()
        twin.rootlevel = False
        twin.soft_frame = True
        return twin
