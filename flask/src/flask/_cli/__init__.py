"""The implementation of :mod:`flask.cli`."""
