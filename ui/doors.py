"""Which of the application's routes can be reached: those the page needs, and no others.

Gradio brings routes that read files, fetch other hosts, take uploads and tell of its workings.
What is not listed here does not exist, also when a later version adds it.
"""

from __future__ import annotations

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OPEN = re.compile(
    r"/(?:"
    r"|config/?|theme\.css|favicon\.ico|manifest\.json|robots\.txt"
    r"|(?:assets|static|svelte)/[\w@+~./-]+"
    r"|login|logout|export/[\w-]+\.[a-z]+"
    r"|gradio_api/(?:info/?|startup-events|app_id/?|cancel|reset/?|queue/(?:join|data)"
    r"|heartbeat/\w+|(?:call|run|api)/ask/?|call/ask/\w+)"
    r")"
)


class Doors:
    """ASGI middleware that answers 404 for every route that is not open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, if its path is one of the open ones."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and is_open(scope["path"])):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def is_open(path: str) -> bool:
    """Whether a path, decoded, is that of an open route."""
    return ".." not in path and _OPEN.fullmatch(path) is not None
