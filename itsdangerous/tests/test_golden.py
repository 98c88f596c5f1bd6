"""Tokens that ItsDangerous 2.2.0 wrote: we write the same bytes, and read them."""

from __future__ import annotations

import hashlib
from typing import Any

from itsdangerous import (
    Serializer,
    Signer,
    TimedSerializer,
    URLSafeSerializer,
    URLSafeTimedSerializer,
)

SERIALIZERS: dict[str, Any] = {
    cls.__name__: cls
    for cls in (Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer)
}


def test_golden(golden_row: dict[str, Any], clock: Any) -> None:
    row = golden_row
    settings = {
        "sep": row["sep"],
        "key_derivation": row["derivation"],
        "digest_method": getattr(hashlib, row["digest"]),
    }
    clock.now = row.get("time")

    if "value" in row:
        cls = clock if "time" in row else Signer
        signer = cls(row["keys"], salt=row["salt"], **settings)

        for _ in range(2):
            assert signer.sign(row["value"]).decode() == row["token"]
            assert signer.unsign(row["token"]).decode() == row["value"]
    else:
        timed = {"signer": clock} if "Timed" in row["class"] else {}
        serializer = SERIALIZERS[row["class"]](
            row["keys"], salt=row["salt"], signer_kwargs=settings, **timed
        )

        for _ in range(2):
            assert serializer.dumps(row["object"]) == row["token"]
            assert serializer.loads(row["token"]) == row["object"]
