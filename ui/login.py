"""One password for the whole page, with a wait after wrong ones."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.language import Words, language_for
from ui.markup import NOTHING, Html, element, joined
from ui.wording import PRODUCT

COOKIE = "colloquy_session"
LASTS = 12 * 3600
"""Seconds."""
FREE_TRIES = 5
LONGEST_WAIT = 60.0
"""Seconds between two tries, however many were wrong."""
_LONGEST_FORM = 4_096
_MOST_CALLERS = 10_000

_STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-content:center;background:#fbfaf7;"
    "color:#1c1b19;font:1rem/1.5 system-ui,sans-serif}main{width:20rem;max-width:90vw}"
    "h1{font:600 1.9rem/1.2 Georgia,serif}label,input,button{display:block;width:100%;"
    "box-sizing:border-box;font:inherit}input,button{margin:.4rem 0 1rem;padding:.6rem .8rem;"
    "border:1px solid #8a8478;border-radius:8px}button{background:#1f4e79;color:#fff;border:0}"
    "[role=alert]{border-left:3px solid #8a4b12;padding-left:.8rem}"
    "@media(prefers-color-scheme:dark){body{background:#15171a;color:#e9e6df}"
    "input{background:#1c1f23;color:inherit}button{background:#8ab8e6;color:#15171a}}"
)


class Backoff:
    """How long a caller has to wait before the next try; grows with each wrong password."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def wait(self, caller: str) -> float:
        """Return the seconds until ``caller`` may try; 0 if now."""
        with self._turn:
            _, until = self._wrong.get(caller, (0, 0.0))
            return max(0.0, until - self._clock())

    def failed(self, caller: str) -> None:
        """Note a try, which counts as wrong until it has succeeded."""
        with self._turn:
            count = self._wrong.pop(caller, (0, 0.0))[0] + 1
            if len(self._wrong) >= _MOST_CALLERS:
                del self._wrong[next(iter(self._wrong))]
            pause = 0.0 if count < FREE_TRIES else min(LONGEST_WAIT, 2.0 ** (count - FREE_TRIES))
            self._wrong[caller] = (count, self._clock() + pause)

    def succeeded(self, caller: str) -> None:
        """Forget what was wrong before."""
        with self._turn:
            self._wrong.pop(caller, None)


class Login:
    """ASGI middleware that lets nobody in without the password; ``/login`` asks for it."""

    def __init__(
        self, app: ASGIApp, password: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._password = password.encode()
        self._clock = clock
        self._backoff = Backoff(clock)
        self._sessions: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request of somebody who is logged in on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if request.url.path == "/login":
            await (await self._login(request))(scope, receive, send)
        elif not self._known(request):
            await _refusal(request)(scope, receive, send)
        elif request.url.path == "/logout":
            await self._logout(request)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _login(self, request: Request) -> Response:
        words = language_for(request.headers.get("accept-language"))
        if request.method != "POST":
            return _form(words)
        caller = request.client.host if request.client else ""
        wait = self._backoff.wait(caller)
        if wait > 0:
            seconds = str(int(wait) + 1)
            line = words("login_wait", seconds=seconds)
            refused = _form(words, line, status=HTTPStatus.TOO_MANY_REQUESTS)
            refused.headers["retry-after"] = seconds
            return refused
        self._backoff.failed(caller)  # before anything is awaited, or many could try at once
        if not await self._right(request):
            return _form(words, words("login_wrong"), status=HTTPStatus.UNAUTHORIZED)
        self._backoff.succeeded(caller)
        return self._welcome(request)

    async def _right(self, request: Request) -> bool:
        sent = b""
        async for part in request.stream():
            sent += part
            if len(sent) > _LONGEST_FORM:
                return False
        given = parse_qs(sent.decode("utf-8", "replace")).get("password", [""])[0]
        return hmac.compare_digest(given.encode(), self._password)

    def _welcome(self, request: Request) -> Response:
        now = self._clock()
        self._sessions = {key: until for key, until in self._sessions.items() if until > now}
        session = secrets.token_urlsafe(32)
        self._sessions[session] = now + LASTS
        response = RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
        response.set_cookie(
            COOKIE,
            session,
            max_age=LASTS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    def _known(self, request: Request) -> bool:
        until = self._sessions.get(request.cookies.get(COOKIE, ""), 0.0)
        return until > self._clock()

    def _logout(self, request: Request) -> Response:
        if request.method == "POST":
            self._sessions.pop(request.cookies.get(COOKIE, ""), None)
        return RedirectResponse("/login", status_code=HTTPStatus.SEE_OTHER)


def _refusal(request: Request) -> Response:
    if request.method == "GET" and request.url.path == "/":
        return RedirectResponse("/login", status_code=HTTPStatus.SEE_OTHER)
    return PlainTextResponse("Log in first", status_code=HTTPStatus.UNAUTHORIZED)


def _form(words: Words, line: str = "", *, status: int = HTTPStatus.OK) -> Response:
    told = element("p", line, role="alert") if line else NOTHING
    box = element(
        "input",
        id="password",
        name="password",
        type="password",
        autocomplete="current-password",
        autofocus="",
        required="",
    )
    fields = [
        element("label", words("password"), for_="password"),
        box,
        element("button", words("login_send"), type="submit"),
    ]
    form = element("form", *fields, method="post", action="login")
    title = f"{PRODUCT}: {words('login_title')}"
    head = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Html(_STYLE)),
    ]
    body = element("body", element("main", element("h1", PRODUCT), told, form))
    page = element("html", element("head", joined(head)), body, lang=words.code)
    return HTMLResponse(f"<!doctype html>{page}", status_code=status)
