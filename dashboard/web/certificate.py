"""The certificate with which the server speaks HTTPS itself: two files, refused by name before it starts."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import read_text
from jiaosuo.model.core.words import N_

KIND = "PEM"
UNMATCHED = ("KEY_VALUES_MISMATCH", "KEY_TYPE_MISMATCH", "NO_CERTIFICATE_ASSIGNED")
"""What OpenSSL calls a key of another certificate: of the same kind, and of another kind."""

NEEDS_KEY = N_("a certificate needs its key: give --keyfile too")
NEEDS_CERTIFICATE = N_("a key needs its certificate: give --certfile too")
NO_CERTIFICATE = N_("must be a PEM file with a certificate (BEGIN CERTIFICATE)")
NO_KEY = N_("must be a PEM file with a private key (BEGIN PRIVATE KEY)")
LOCKED = N_("must be a key without a password: nobody is there to type it when the server starts")
OTHERS = N_("is not the key of that certificate; give the two that were made together")


@dataclass(frozen=True)
class Certificate:
    """A certificate, those that vouch for it below it, and its private key: two PEM files."""

    certfile: Path
    keyfile: Path


class _Asked(Exception):
    """A key that asks for a password."""


def read_certificate(certfile: Path | None, keyfile: Path | None) -> Certificate | None:
    """The certificate of these files; None where neither is given.

    InputError for one without the other, files that cannot be read or are something else, a key with a
    password, and a key of another certificate.
    """
    if certfile is None and keyfile is None:
        return None
    if keyfile is None:
        raise InputError("certfile", str(certfile), NEEDS_KEY)
    if certfile is None:
        raise InputError("keyfile", str(keyfile), NEEDS_CERTIFICATE)
    for field, file in (("certfile", certfile), ("keyfile", keyfile)):
        read_text(file, field, KIND)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_verify_locations(cafile=certfile)
    except ssl.SSLError:
        raise InputError("certfile", str(certfile), NO_CERTIFICATE) from None
    _check_key(context, certfile, keyfile)
    return Certificate(certfile, keyfile)


def _check_key(context: ssl.SSLContext, certfile: Path, keyfile: Path) -> None:
    def ask() -> str:
        raise _Asked

    try:
        context.load_cert_chain(certfile, keyfile, password=ask)
    except _Asked:
        raise InputError("keyfile", str(keyfile), LOCKED) from None
    except ssl.SSLError as error:
        unmatched = error.reason in UNMATCHED
        raise InputError("keyfile", str(keyfile), OTHERS if unmatched else NO_KEY) from None
