"""Runs `scrapy` as strict_scrapy does, in a process that dies with code 97 at the first use of the network.

Any name asked for, any address connected to, bound or sent to: Python's audit events tell of each, whoever calls.
"""

import os
import sys
import warnings

# Scrapy brings it along, and as it is imported it binds to ::1 to learn whether this machine knows IPv6.
import urllib3.util.connection  # noqa: F401
from scrapy.cmdline import execute
from scrapy.exceptions import ScrapyDeprecationWarning

_NETWORK = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
}


def die(event: str, args: tuple[object, ...]) -> None:
    """End the process where it uses the network; an exception could be caught."""
    if event in _NETWORK:
        sys.stderr.write(f"NETWORK: {event} {args[1:]}\n")
        sys.stderr.flush()
        os._exit(97)


if __name__ == "__main__":
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    sys.addaudithook(die)
    execute()
