"""The one question about overridden methods.

A fast path skips a public method that does nothing special for most programs. It gives the same
result only while the method is the one defined here, overridden neither by a subclass nor by an
attribute of one object. So each fast path asks :func:`is_original` first and calls the method
otherwise. The test of this module lists all uses and what each gains.
"""

from __future__ import annotations


def is_original(method: object, original: object) -> bool:
    """Return whether ``method`` is ``original``.

    :param method: the bound method of an object, or the function in its class.
    :param original: the function in the class that defines it.
    """
    return getattr(method, "__func__", method) is original
