"""Cut a command line that may be unfinished into words."""

from __future__ import annotations


def split_arg_string(string: str) -> list[str]:
    """The words of *string*, as a POSIX shell cuts it.

    The last word may lack its closing quote or what its backslash escapes.
    """
    import shlex

    reader = shlex.shlex(string, posix=True)
    reader.whitespace_split = True
    reader.commenters = ""
    words: list[str] = []
    try:
        words.extend(reader)
    except ValueError:
        # Unfinished: what has been read of it is the word so far.
        words.append(reader.token)
    return words
