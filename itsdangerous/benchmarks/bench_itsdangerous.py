"""The cost of signing, verifying, refusing, and starting a program."""

from __future__ import annotations

from collections.abc import Callable

import itsdangerous

SESSION = {
    "_permanent": True,
    "user_id": "1234567",
    "csrf_token": "c6d1e4f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4",
    "_fresh": True,
    "lang": "en_GB",
    "cart": [11, 22, 33],
    "theme": "dark",
    "next": "/account/orders?page=2",
}
TEN_KEYS = [f"secret-of-the-year-{year}" for year in range(2017, 2027)]

PROCESSES = {
    "import itsdangerous": "import itsdangerous",
    "import the serializer": "from itsdangerous import BadSignature, URLSafeTimedSerializer",
    "sign once": "import itsdangerous; itsdangerous.Signer('secret').sign('value')",
    "dump once": "import itsdangerous; itsdangerous.URLSafeTimedSerializer('secret').dumps([1])",
}


def refused(check: Callable[[object], object], token: object) -> Callable[[], None]:
    """Return a function that checks a token and expects a refusal."""

    def attempt() -> None:
        try:
            check(token)
        except itsdangerous.BadSignature:
            return

        raise AssertionError("accepted")

    return attempt


def workloads() -> dict[str, Callable[[], object]]:
    signer = itsdangerous.Signer("secret")
    timed = itsdangerous.TimestampSigner("secret")
    rotated = itsdangerous.Signer(TEN_KEYS)
    flask_like = {"key_derivation": "hmac"}
    sessions = itsdangerous.URLSafeTimedSerializer("secret")
    plain = itsdangerous.URLSafeSerializer("secret")
    basic = itsdangerous.Serializer("secret")
    rotated_sessions = itsdangerous.URLSafeTimedSerializer(TEN_KEYS)
    value = b"value" * 20
    signed = signer.sign(value)
    signed_timed = timed.sign(value)
    oldest = itsdangerous.Signer(TEN_KEYS[0]).sign(value)
    session = sessions.dumps(SESSION)
    oldest_session = itsdangerous.URLSafeTimedSerializer(TEN_KEYS[0]).dumps(SESSION)
    big = {"rows": [{"id": n, "name": f"name {n}"} for n in range(200)]}
    big_token = plain.dumps(big)
    plain_token = plain.dumps({"id": 5})
    basic_token = basic.dumps(SESSION)

    def once_dumps() -> object:
        return itsdangerous.URLSafeTimedSerializer(
            "secret", salt="cookie-session", signer_kwargs=flask_like
        ).dumps(SESSION)

    flask_token = once_dumps()

    def once_loads() -> object:
        return itsdangerous.URLSafeTimedSerializer(
            "secret", salt="cookie-session", signer_kwargs=flask_like
        ).loads(flask_token, max_age=10**6)

    return {
        "Signer.sign": lambda: signer.sign(value),
        "Signer.unsign": lambda: signer.unsign(signed),
        "Signer.unsign, wrong": refused(signer.unsign, signed[:-4] + b"AAAA"),
        "Signer.sign, ten keys": lambda: rotated.sign(value),
        "Signer.unsign, ten keys, oldest": lambda: rotated.unsign(oldest),
        "Signer.unsign, ten keys, wrong": refused(rotated.unsign, signed),
        "TimestampSigner.sign": lambda: timed.sign(value),
        "TimestampSigner.unsign": lambda: timed.unsign(signed_timed),
        "TimestampSigner.unsign, max_age": lambda: timed.unsign(signed_timed, max_age=10**6),
        "TimestampSigner.unsign, dated": lambda: timed.unsign(signed_timed, return_timestamp=True),
        "TimestampSigner.unsign, wrong": refused(timed.unsign, signed_timed[:-4] + b"AAAA"),
        "Serializer.dumps": lambda: basic.dumps(SESSION),
        "Serializer.loads": lambda: basic.loads(basic_token),
        "URLSafeSerializer.dumps, tiny": lambda: plain.dumps({"id": 5}),
        "URLSafeSerializer.loads, tiny": lambda: plain.loads(plain_token),
        "URLSafeTimedSerializer.dumps, session": lambda: sessions.dumps(SESSION),
        "URLSafeTimedSerializer.loads, session": lambda: sessions.loads(session),
        "URLSafeTimedSerializer.loads, max_age": lambda: sessions.loads(session, max_age=10**6),
        "URLSafeTimedSerializer.loads, wrong": refused(sessions.loads, session[:-4] + "AAAA"),
        "URLSafeTimedSerializer.dumps, ten keys": lambda: rotated_sessions.dumps(SESSION),
        "URLSafeTimedSerializer.loads, ten keys": lambda: rotated_sessions.loads(oldest_session),
        "made for one dumps": once_dumps,
        "made for one loads": once_loads,
        # Last: they leave memory in which a compressor is set up without page faults.
        "URLSafeSerializer.dumps, 7 kB": lambda: plain.dumps(big),
        "URLSafeSerializer.loads, 7 kB": lambda: plain.loads(big_token),
    }
