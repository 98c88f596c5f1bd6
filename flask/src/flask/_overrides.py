"""The one question about overridden methods.

A fast path skips a public method that does nothing special for most programs. It gives the same
result only while the method is the one defined here, overridden neither by a subclass, nor by an
attribute of one object, nor by a patch of the class. So each fast path asks
:meth:`Originals.kept_by` first and calls the method otherwise. The test of this module lists all
uses and what each gains.
"""

from __future__ import annotations


class Originals:
    """Methods of a class as they are defined, before a program could replace them.

    :param cls: the class.
    :param names: the names of the methods.
    """

    __slots__ = ("_methods",)

    def __init__(self, cls: type, *names: str) -> None:
        self._methods = tuple([(name, getattr(cls, name)) for name in names])

    def kept_by(self, obj: object) -> bool:
        """Return whether each of the methods is still what a call on ``obj`` reaches."""
        kind = type(obj)
        for name, method in self._methods:
            if getattr(kind, name, None) is not method or name in obj.__dict__:
                return False
        return True
