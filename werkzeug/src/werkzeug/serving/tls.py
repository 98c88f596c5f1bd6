"""Certificates for development: created at run time, or read from files.

Creating them requires the cryptography package. The subject of a created certificate says that it is
not for production.
"""

from __future__ import annotations

import ssl
import typing as t
from pathlib import Path

if t.TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import (
        RSAPrivateKeyWithSerialization,
    )
    from cryptography.x509 import Certificate

__all__ = [
    "as_context",
    "generate_adhoc_ssl_context",
    "generate_adhoc_ssl_pair",
    "is_ssl_error",
    "load_ssl_context",
    "make_ssl_devcert",
]


def generate_adhoc_ssl_pair(
    cn: str | None = None,
) -> tuple[Certificate, RSAPrivateKeyWithSerialization]:
    """Create a self-signed certificate that is valid for a year, and its 2048-bit RSA key.

    :param cn: the host name that it is for; every host by default.
    :raises TypeError: the cryptography package is not installed.
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import rsa
    except ImportError:
        raise TypeError(
            "Using ad-hoc certificates requires the cryptography library."
            " Install it with: pip install cryptography"
        ) from None
    from datetime import UTC, datetime, timedelta

    from cryptography.x509.oid import ExtendedKeyUsageOID

    host = cn or "*"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    organization, common = x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME
    who = x509.Name(
        [x509.NameAttribute(organization, "Dummy Certificate"), x509.NameAttribute(common, host)]
    )
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    hosts = x509.SubjectAlternativeName([x509.DNSName(host), x509.DNSName(f"*.{host}")])
    now = datetime.now(UTC)
    unsigned = (
        x509.CertificateBuilder(issuer_name=who, subject_name=who, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365))
        .add_extension(purpose, critical=False)
        .add_extension(hosts, critical=False)
    )
    return unsigned.sign(key, hashes.SHA256()), key


def pem(certificate: Certificate, key: RSAPrivateKeyWithSerialization) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives import serialization as form

    return (
        certificate.public_bytes(form.Encoding.PEM),
        key.private_bytes(
            form.Encoding.PEM, form.PrivateFormat.TraditionalOpenSSL, form.NoEncryption()
        ),
    )


def make_ssl_devcert(
    base_path: str, host: str | None = None, cn: str | None = None
) -> tuple[str, str]:
    """Write a development certificate and its key, and return both file names.

    :param base_path: where to write, without ending: ``.crt`` and ``.key`` are added.
    :param host: the host it is for; its subdomains are included.
    :param cn: the common name itself, where no `host` is given.
    """
    certificate, key = pem(*generate_adhoc_ssl_pair(cn=cn if host is None else host))
    paths = f"{base_path}.crt", f"{base_path}.key"
    for path, content in zip(paths, (certificate, key), strict=True):
        Path(path).write_bytes(content)
    return paths


def generate_adhoc_ssl_context() -> ssl.SSLContext:
    """Return a server context with a certificate that is not kept on disk."""
    import tempfile

    certificate, key = pem(*generate_adhoc_ssl_pair())
    with tempfile.TemporaryDirectory() as folder:
        # The ssl module reads certificates from files alone.
        files = Path(folder, "adhoc.crt"), Path(folder, "adhoc.key")
        for path, content in zip(files, (certificate, key), strict=True):
            path.write_bytes(content)
        return load_ssl_context(str(files[0]), str(files[1]))


def load_ssl_context(
    cert_file: str, pkey_file: str | None = None, protocol: int | None = None
) -> ssl.SSLContext:
    """Return a server context for a certificate and its key.

    :param cert_file: PEM file of the certificate, with the chain where there is one.
    :param pkey_file: PEM file of the private key, unless `cert_file` holds it too.
    :param protocol: one of the ``PROTOCOL_*`` constants of :mod:`ssl`; TLS for servers if not given.
    :raises OSError: a file cannot be read, or is not a certificate or key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if protocol is None else protocol)
    context.load_cert_chain(cert_file, pkey_file)
    return context


def as_context(given: object) -> ssl.SSLContext | None:
    """Return a context for what `run_simple` accepts: ``None``, "adhoc", file names or a context."""
    if given == "adhoc":
        return generate_adhoc_ssl_context()
    if isinstance(given, tuple):
        return load_ssl_context(*given)
    return t.cast("ssl.SSLContext | None", given)


def is_ssl_error(error: Exception | None = None) -> bool:
    """Return whether an error, or the one that is being handled, comes from TLS."""
    import sys

    return isinstance(sys.exc_info()[1] if error is None else error, ssl.SSLError)


_public: tuple[t.Any, ...] = (
    generate_adhoc_ssl_context,
    generate_adhoc_ssl_pair,
    is_ssl_error,
    load_ssl_context,
    make_ssl_devcert,
)
for _function in _public:
    _function.__module__ = "werkzeug.serving"
del _public, _function
