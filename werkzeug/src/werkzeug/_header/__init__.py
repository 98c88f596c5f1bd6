"""Parsing and writing the text of HTTP headers, with plain ``str``, ``list`` and ``dict``.

The classes of ``datastructures`` are built on these functions.
"""
