"""What a redirect of a web server may do: neither learn what is secret, nor lead into the user's own network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from functools import cache
from typing import TYPE_CHECKING

from newsspider.errors import RemoteError
from newsspider.private_addresses import is_private

if TYPE_CHECKING:
    from types import SimpleNamespace

    from aiohttp import ClientSession, TraceConfig, TraceRequestRedirectParams

# What another host may see; a header of the user's may be a key, whatever its name is.
_FOR_ANY_HOST = frozenset({"accept", "accept-encoding", "if-match", "range", "user-agent"})


@cache  # a file system of fsspec is found again by its options: they must be the same object
def redirect_rules() -> TraceConfig:
    """Return what watches the redirects of a session of aiohttp."""
    from aiohttp import TraceConfig  # noqa: PLC0415  # of an extra

    rules = TraceConfig()
    rules.on_request_redirect.append(_on_redirect)
    rules.freeze()
    return rules


async def _on_redirect(
    _session: ClientSession, _context: SimpleNamespace, redirect: TraceRequestRedirectParams
) -> None:
    """Drop the user's headers on the way to another origin. Raises RemoteError if that is a private address."""
    from yarl import URL  # noqa: PLC0415  # of an extra

    response = redirect.response
    here = response.url
    there = here.join(URL(response.headers.get("Location", "")))
    if not there.host or there.origin() == here.origin():
        return
    for name in {*redirect.headers} - {name for name in redirect.headers if name.lower() in _FOR_ANY_HOST}:
        redirect.headers.popall(name, None)
    if await leads_inside(here.host or "", there.host):
        response.close()
        raise RemoteError(str(here.with_query(None)), f"redirects to {there.host}, which is a private address")


async def leads_inside(here: str, there: str) -> bool:
    """Return whether a redirect leads from a public host to one of a private network."""
    return await _has_private_address(there) and not await _has_private_address(here)


async def _has_private_address(host: str) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:  # the request will say so
        return False
    addresses = {str(address[0]).partition("%")[0] for *_, address in found}
    return any(is_private(ipaddress.ip_address(address)) for address in addresses)
