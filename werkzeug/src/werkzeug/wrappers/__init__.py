"""Request and response over WSGI. Only re-exports."""

from __future__ import annotations

from .request import Request as Request
from .response import Response as Response
from .response import ResponseStream as ResponseStream
