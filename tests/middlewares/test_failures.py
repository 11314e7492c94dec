"""Hosts that do not answer are described in plain words, with what is wrong with their certificates."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from newsspider.middlewares.failures import certificate_fault, failure_of, is_certificate_error
from tests.crawls.certificates import serving_tls, write_certificate
from tests.crawls.crawling import crawl

# As they are in Twisted's failures.
_EXPIRED = "[<Failure OpenSSL.SSL.Error: [('SSL routines', '', 'certificate verify failed')]>]"
_FOREIGN = "[<Failure service_identity.exceptions.VerificationError: VerificationError(errors=[])>]"
_NO_TLS = "[<Failure OpenSSL.SSL.Error: [('SSL routines', '', 'wrong version number')]>]"


@pytest.mark.parametrize(
    ("error", "kind", "is_final"),
    [
        (DownloadTimeoutError(), "time-out", False),
        (CannotResolveHostError(), "unknown-name", True),
        (ResponseDataLossError(), "cut-off", False),
        (DownloadFailedError(_NO_TLS), "tls", True),
        (DownloadFailedError("[<Failure twisted.internet.error.ConnectionLost>]"), "broken-off", False),
        (None, "broken-off", False),
    ],
)
def test_failures_are_told_apart(error: Exception | None, kind: str, is_final: bool) -> None:
    failure = failure_of(error)
    assert (failure.kind, failure.is_final) == (kind, is_final)


def test_certificates_are_told_from_other_failures() -> None:
    assert is_certificate_error(DownloadFailedError(_EXPIRED))
    assert is_certificate_error(DownloadFailedError(_FOREIGN))
    assert not is_certificate_error(DownloadFailedError(_NO_TLS))
    assert not is_certificate_error(OSError(_EXPIRED))


def fault(
    certificate: Path | None, trusted: Path, monkeypatch: pytest.MonkeyPatch, *, refused: bool = False
) -> str:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving_tls(certificate) as port:
        return asyncio.run(certificate_fault("127.0.0.1", port, lambda _: refused))


def test_what_is_wrong_with_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = write_certificate(tmp_path / "mine.pem", "127.0.0.1")
    expired = write_certificate(tmp_path / "expired.pem", "127.0.0.1", days=-1)
    foreign = write_certificate(tmp_path / "foreign.pem", "10.0.0.1")
    assert fault(mine, trusted=expired, monkeypatch=monkeypatch) == "self-signed certificate"
    assert fault(expired, trusted=expired, monkeypatch=monkeypatch) == "certificate has expired"
    assert "not valid for '127.0.0.1'" in fault(foreign, trusted=foreign, monkeypatch=monkeypatch)
    unknown = "it cannot be verified"
    assert fault(mine, trusted=mine, monkeypatch=monkeypatch) == unknown  # nothing that Python objects to
    assert fault(None, trusted=mine, monkeypatch=monkeypatch) == unknown
    assert fault(expired, trusted=expired, monkeypatch=monkeypatch, refused=True) == unknown


def test_without_a_loop_of_asyncio_nobody_is_greeted() -> None:
    looking = certificate_fault("127.0.0.1", 1, lambda _: False)
    with pytest.raises(StopIteration, match="it cannot be verified"):
        looking.send(None)


@pytest.mark.slow
def test_a_crawl_names_an_invalid_certificate_once(tmp_path: Path) -> None:
    expired = write_certificate(tmp_path / "expired.pem", "127.0.0.1", days=-1)
    with serving_tls(expired) as port:
        url = f"https://127.0.0.1:{port}/"
        done = crawl(
            tmp_path / "out",
            [url],
            ("--quiet", "-s", "DOWNLOAD_VERIFY_CERTIFICATES=True"),
            environment={"SSL_CERT_FILE": str(expired)},
        )
    told = f"127.0.0.1:{port} has an invalid certificate: certificate has expired"
    assert done.log.splitlines() == [f"ERROR: {url}: could not be read: {told}"]
    assert done.exit_code == 1


@pytest.mark.slow
def test_a_certificate_that_is_not_checked_is_named_once(tmp_path: Path) -> None:
    foreign = write_certificate(tmp_path / "foreign.pem", "10.0.0.1")
    with serving_tls(foreign) as port:
        done = crawl(tmp_path / "out", [f"https://127.0.0.1:{port}/"], ("--quiet",))
    warnings = [line for line in done.log.splitlines() if "certificate is not valid" in line]
    assert len(warnings) == 1, done.log
    assert done.log.splitlines()[-1].endswith("could not be read: the server answered with status 404")
