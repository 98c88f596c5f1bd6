"""The WSGI layer: iterables, streams, and calling an application in memory."""

from __future__ import annotations
