"""Take the port, then run the server on it."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from assistant.errors import PageError

if TYPE_CHECKING:
    from fastapi import FastAPI

_BACKLOG = 128
_SECONDS_TO_FINISH = 1
"""How long a stop waits for the connections that every open page keeps."""


def serve(
    host: str, port: int, build: Callable[[], FastAPI], *, ready: str, guarded: bool = False
) -> None:
    """Serve what ``build`` returns until interrupted; print ``ready`` once it is served.

    ``guarded`` tells that a password is asked for; without one only this machine is served.

    The port is taken first, so that it is refused at once and a page opened early waits for
    the program instead of failing.

    Raises:
        PageError: the host is not of this machine alone, or the port cannot be had.
    """
    with listening(host, port, guarded=guarded) as listener:
        config = uvicorn.Config(
            build,
            factory=True,  # called in the event loop; outside one Gradio leaves loops unclosed
            log_level="error",
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        _Server(config, ready).run(sockets=[listener])


def listening(host: str, port: int, *, guarded: bool = False) -> socket.socket:
    """Return a socket that listens on a loopback address, or on any where that is ``guarded``.

    Raises:
        PageError: the host is not a loopback address, or the port cannot be had.
    """
    family, address = _address(host, port, guarded=guarded)
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise PageError(
            f"Port {port} of {host} cannot be had ({error.strerror}). "
            "Stop the program that uses it, or choose another with --port."
        ) from error
    return listener


def _address(
    host: str, port: int, *, guarded: bool
) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """Return family and address of ``host``, which must be a loopback address or guarded."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise PageError(f"There is no host {host}. Use --host 127.0.0.1.") from error
    family, *_, address = found[0]
    if not guarded and not ipaddress.ip_address(address[0]).is_loopback:
        raise PageError(
            f"The page is not served at {host} without a password: others could read the "
            "documents there. Use --host 127.0.0.1, or set ASSISTANT_PAGE__PASSWORD."
        )
    return family, (str(address[0]), port)


class _Server(uvicorn.Server):
    """A server that says when it serves."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop as uvicorn does, but do not report the connections that this cuts as errors."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets=sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, then print the line."""
        await super().startup(sockets=sockets)
        if self.started:
            print(self._ready, flush=True)  # noqa: T201
