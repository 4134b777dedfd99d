"""Who is asking: a random cookie that a browser keeps, known to nobody else."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "colloquy_visitor"
_A_YEAR = 365 * 24 * 3600
_LENGTH = 24
"""Bytes of chance in a cookie."""


def visitor_of(cookies: Mapping[str, str]) -> str:
    """Return the name under which a visitor's conversations are kept; empty without a cookie.

    It is a digest, so that nobody who reads the file of conversations can pass for a visitor.
    """
    given = cookies.get(COOKIE, "")
    return hashlib.sha256(given.encode()).hexdigest() if len(given) >= _LENGTH else ""


class Visitors:
    """ASGI middleware that gives a browser its cookie with the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the page of a new browser comes back with a cookie."""
        new = scope["type"] == "http" and scope["path"] == "/" and not _known(scope)

        async def send_with_cookie(message: Message) -> None:
            if new and message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", _cookie(scope["scheme"]))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _known(scope: Scope) -> bool:
    return bool(visitor_of(HTTPConnection(scope).cookies))


def _cookie(scheme: str) -> str:
    value = secrets.token_urlsafe(_LENGTH)
    secure = "; Secure" if scheme == "https" else ""
    return f"{COOKIE}={value}; Max-Age={_A_YEAR}; Path=/; HttpOnly; SameSite=Strict{secure}"
