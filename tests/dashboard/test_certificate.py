"""HTTPS by itself: two files are taken, anything else is refused by field and file, in both languages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from jiaosuo.dashboard.web import certificate
from jiaosuo.dashboard.web.certificate import Certificate, read_certificate
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told

KINDS = {"a": ["rsa:2048"], "b": ["rsa:2048"], "c": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]}


def made(folder: Path, name: str) -> None:
    """A certificate for this machine, NAME.crt, with its key, NAME.key."""
    words = ["openssl", "req", "-x509", "-newkey", *KINDS[name], "-nodes", "-days", "2"]
    words += ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    words += ["-keyout", f"{name}.key", "-out", f"{name}.crt"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl: no certificate can be made here")
    found = tmp_path_factory.mktemp("certificates")
    for name in KINDS:
        made(found, name)
    words = ["openssl", "pkey", "-aes256", "-passout", "pass:horse", "-in", "a.key", "-out", "locked.key"]
    subprocess.run(words, cwd=found, check=True, capture_output=True)
    (found / "junk.key").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    return found


def test_a_certificate_with_its_key_is_taken(folder):
    assert read_certificate(folder / "a.crt", folder / "a.key") == Certificate(
        folder / "a.crt", folder / "a.key"
    )
    assert read_certificate(folder / "c.crt", folder / "c.key")
    assert read_certificate(None, None) is None


REFUSED = {
    "no key": ("a.crt", None, "certfile", certificate.NEEDS_KEY),
    "no certificate": (None, "a.key", "keyfile", certificate.NEEDS_CERTIFICATE),
    "another key": ("a.crt", "b.key", "keyfile", certificate.OTHERS),
    "a key of another kind": ("a.crt", "c.key", "keyfile", certificate.OTHERS),
    "a key in place of a certificate": ("a.key", "a.key", "certfile", certificate.NO_CERTIFICATE),
    "a certificate in place of a key": ("a.crt", "a.crt", "keyfile", certificate.NO_KEY),
    "a key that is none": ("a.crt", "junk.key", "keyfile", certificate.NO_KEY),
    "a key with a password": ("a.crt", "locked.key", "keyfile", certificate.LOCKED),
    "a file that is not there": ("nothing.crt", "a.key", "certfile", "there is no such file in"),
    "a folder": ("a.crt", ".", "keyfile", "must be a PEM file of at most 1,000,000 bytes"),
}


@pytest.mark.parametrize(("cert", "key", "field", "allowed"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_by_name(folder, cert, key, field, allowed):
    with pytest.raises(InputError) as refused:
        read_certificate(cert and folder / cert, key and folder / key)
    assert refused.value.field == field
    assert refused.value.allowed.startswith(allowed)
    assert str(folder) in str(refused.value)
    chinese = told(refused.value, "zh")
    assert chinese.startswith(f"{field}：")
    assert allowed not in chinese, "it is told in Chinese"
