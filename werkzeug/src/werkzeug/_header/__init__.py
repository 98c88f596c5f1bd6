"""The grammar of HTTP headers: text to str, list and dict, and back.

Nothing here makes an object of ``datastructures``; those stand on these functions.
"""
