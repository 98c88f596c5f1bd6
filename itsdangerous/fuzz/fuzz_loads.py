"""Any bytes: as a token, as a signed payload, and as the input of every decoder."""

from __future__ import annotations

import hashlib

from itsdangerous import (
    BadData,
    BadSignature,
    Serializer,
    TimedSerializer,
    URLSafeSerializer,
    URLSafeTimedSerializer,
    base64_decode,
    base64_encode,
)

SERIALIZERS = [
    cls(["old", "new"], fallback_signers=[{"digest_method": hashlib.sha512}])
    for cls in (Serializer, TimedSerializer, URLSafeSerializer, URLSafeTimedSerializer)
]


def one_input(data: bytes) -> None:
    """Raise only if a promise is broken."""
    try:
        decoded = base64_decode(data)
    except BadData:
        pass
    else:
        assert base64_decode(base64_encode(decoded)) == decoded

    text = data.decode("utf-8", "surrogateescape")

    for serializer in SERIALIZERS:
        for token in (data, text):
            try:
                serializer.loads(token)
            except BadSignature:
                assert serializer.loads_unsafe(token)[0] is False
            else:
                raise AssertionError("a forged token was accepted")

        signer = serializer.make_signer()
        signed = signer.sign(data)
        assert signer.unsign(signed) == data

        try:
            serializer.loads(signed)
        except BadData:
            pass

        changed = bytearray(signed)
        changed[len(data) // 2] ^= 1
        assert not signer.validate(bytes(changed))
