"""Applications that wrap applications."""

from __future__ import annotations
