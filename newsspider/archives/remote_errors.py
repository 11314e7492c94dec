"""What an error of a remote file means: whether asking again may help, how often that is done, what is told."""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from newsspider.errors import RemoteError, printable, without_secrets

logger = logging.getLogger(__name__)

_LONGEST_PAUSE_S = 10.0
_REFUSALS_S = 3.0  # so long a host is asked that has no server
# A server's answers that asking again does not change, but for time-outs, "too early" and "too many requests".
_TEMPORARY_STATUSES = frozenset({408, 425, 429})
# How OpenSSL names a server that does not speak TLS, or none that is still spoken. Others come of broken lines.
_TLS_REASONS = frozenset(
    {"WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL", "HTTP_REQUEST", "TLSV1_ALERT_PROTOCOL_VERSION"}
)
_FINAL_ERRORS = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError, ImportError)
_T = TypeVar("_T")


class RangesIgnoredError(Exception):
    """The server sends the whole file where a range was asked for."""


@dataclass(frozen=True, slots=True)
class Retries:
    """How often something that fails is asked for again, with longer and longer pauses."""

    count: int = 8
    pause_s: float = 0.5

    def call(self, path: str, ask: Callable[[], _T], has_progress: Callable[[], bool] = lambda: False) -> _T:
        """Return what `ask` returns; it is called again after errors that may pass. Raises RemoteError.

        Calls that fail after some progress do not count.
        """
        failures, since_s = 0, time.monotonic()
        while True:
            try:
                return ask()
            except (RangesIgnoredError, RemoteError):
                raise
            except Exception as error:  # each file system raises the errors of its own library
                failures = 0 if has_progress() else failures + 1
                since_s = since_s if failures else time.monotonic()
                has_no_one = _is_refused(error) and time.monotonic() - since_s > _REFUSALS_S
                if _is_final(error) or failures > self.count or has_no_one:
                    raise RemoteError(path, reason_of(error)) from error
                pause_s = min(self.pause_s * 2 ** (failures - 1), _LONGEST_PAUSE_S) if failures else 0.0
                # A connection that drops on its way is nothing to tell; a wait is.
                line = without_secrets(f"{path}: {reason_of(error)}; trying again in {pause_s:g} s")
                logger.log(logging.WARNING if failures else logging.INFO, "%s", printable(line))
                time.sleep(pause_s)


def _is_final(error: BaseException) -> bool:
    """Return whether asking again cannot help: there is no such file, it may not be read, a package is missing."""
    status = _status(error)
    if status is not None:
        return 400 <= status < 500 and status not in _TEMPORARY_STATUSES
    if _tls_fault(error) is not None:
        return True
    # fsspec says "not found" over HTTP of whatever failed; its cause tells.
    return isinstance(error, _FINAL_ERRORS) and not isinstance(error.__cause__, (OSError, TimeoutError))


def _tls_fault(error: BaseException) -> str | None:
    """Return why no connection by TLS can be had with a server, now or later; None for other errors."""
    for one in _causes(error):
        # aiohttp's own errors of TLS have these types too, and not their attributes; their causes do.
        verified, reason = getattr(one, "verify_message", None), getattr(one, "reason", None)
        if isinstance(one, ssl.SSLCertVerificationError) and verified:
            return f"its certificate is not trusted: {verified}; SSL_CERT_FILE=FILE names those to trust"
        if isinstance(one, ssl.SSLError) and reason in _TLS_REASONS:
            return f"no TLS connection can be made: {str(reason).replace('_', ' ').lower()}"
    return None


def _is_refused(error: BaseException) -> bool:
    """Return whether there is no server, or no such host: it may just be starting, but hardly is."""
    *_, last = _causes(error)
    is_no_host = isinstance(last, socket.gaierror) and last.errno == socket.EAI_NONAME
    return isinstance(last, ConnectionRefusedError) or is_no_host


def is_missing(error: BaseException) -> bool:
    """Return whether an error says that there is no such file, rather than that nobody could be asked."""
    status = _status(error)
    if status is not None:
        return status in (404, 410)
    # Over HTTP the cause of "not found" may be any failure of the network; other file systems tell these apart.
    *_, last = _causes(error)
    of_network = isinstance(last, (OSError, TimeoutError)) and not isinstance(last, FileNotFoundError)
    is_of_http = type(last).__module__.partition(".")[0] == "aiohttp"
    return isinstance(error, FileNotFoundError) and not of_network and not is_of_http


def _status(error: BaseException) -> int | None:
    statuses = (getattr(one, "status", None) for one in _causes(error))
    return next((found for found in statuses if isinstance(found, int)), None)


def reason_of(error: BaseException) -> str:
    """Return what went wrong, in one line."""
    *_, last = _causes(error)
    if fault := _tls_fault(error):
        return fault
    status = getattr(last, "status", None)
    if isinstance(last, FileNotFoundError) or status in (404, 410):
        return "no such file or folder"
    if isinstance(status, int):
        return f"the server answered {status} {getattr(last, 'message', '') or ''}".strip()
    if isinstance(last, PermissionError):
        return f"reading it is not allowed: {last}"
    if isinstance(last, ConnectionRefusedError):
        return "the connection was refused: no server answers there"
    said = " ".join(str(last).split())
    return said or type(last).__name__


def _causes(error: BaseException) -> list[BaseException]:
    causes = [error]
    while (cause := causes[-1].__cause__ or _context_of(causes[-1])) is not None and len(causes) < 9:
        causes.append(cause)
    return causes


def _context_of(error: BaseException) -> BaseException | None:
    """Return what an error was raised for without saying so, as botocore raises its error of a connection."""
    context = error.__context__
    return context if isinstance(context, ConnectionError) or type(context).__module__[:8] == "aiohttp." else None
