"""Why a request brought no answer: a short stable word for counts, and plain words for people."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

# How errors of OpenSSL and of service-identity read, inside Twisted's.
_CERTIFICATE_SIGNS = ("certificate verify failed", "VerificationError", "CertificateError")
_TLS_SIGN = "OpenSSL.SSL.Error"
_LOOK_TIMEOUT_S = 10.0


class InvalidCertificateError(DownloadFailedError):
    """A host's certificate is not valid; the message is OpenSSL's: "certificate has expired"."""


@dataclass(frozen=True, slots=True)
class HostFailure:
    """What a host does instead of answering; the wording stands behind its name."""

    kind: str
    wording: str
    is_final: bool = False  # asking again soon would change nothing


_KINDS: tuple[tuple[type[Exception], HostFailure], ...] = (
    (DownloadTimeoutError, HostFailure("time-out", "does not answer in time")),
    (CannotResolveHostError, HostFailure("unknown-name", "has no address", is_final=True)),
    (DownloadConnectionRefusedError, HostFailure("refused", "refuses connections", is_final=True)),
    (ResponseDataLossError, HostFailure("cut-off", "closes connections before its answers are complete")),
)


def failure_of(error: BaseException | None) -> HostFailure:
    """Return what a host did, by the exception of the download.

    >>> failure_of(DownloadConnectionRefusedError("111")).wording
    'refuses connections'
    >>> failure_of(InvalidCertificateError("certificate has expired")).wording
    'has an invalid certificate: certificate has expired'
    >>> failure_of(OSError("reset")).wording
    'breaks off connections (OSError)'
    """
    for kind, failure in _KINDS:
        if isinstance(error, kind):
            return failure
    if isinstance(error, InvalidCertificateError):
        return HostFailure("certificate", f"has an invalid certificate: {error}", is_final=True)
    if _TLS_SIGN in str(error):
        return HostFailure("tls", "has a faulty TLS configuration", is_final=True)
    return HostFailure("broken-off", f"breaks off connections ({type(error).__name__})")


def is_certificate_error(error: BaseException) -> bool:
    """Return whether a download failed since the host's certificate is not valid."""
    return isinstance(error, DownloadFailedError) and any(sign in str(error) for sign in _CERTIFICATE_SIGNS)


async def certificate_fault(host: str, port: int, is_refused: Callable[[str], bool]) -> str:
    """Return what is wrong with the certificate of a host, in OpenSSL's words.

    Twisted's errors do not tell an expired certificate from a self-signed one, so its host is greeted once more,
    without a request. Addresses that are refused are not.
    """
    with suppress(OSError, TimeoutError, ValueError, RuntimeError):  # the last where the reactor is not asyncio's
        async with asyncio.timeout(_LOOK_TIMEOUT_S):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [address[4][0] for address in found if not is_refused(str(address[4][0]))]
            if addresses:
                return await _fault(str(addresses[0]), port, host)
    return "it cannot be verified"


async def _fault(address: str, port: int, host: str) -> str:
    try:
        _, writer = await asyncio.open_connection(
            address, port, ssl=ssl.create_default_context(), server_hostname=host
        )
    except ssl.SSLCertVerificationError as error:
        return error.verify_message.rstrip(".")
    writer.close()
    return "it cannot be verified"
