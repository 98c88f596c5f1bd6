"""The WSGI edge: iterables, streams, and calling an application in memory."""

from __future__ import annotations
