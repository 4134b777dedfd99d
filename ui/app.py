"""Assemble the chat page: Gradio inside a FastAPI application of ours.

Only an application of ours can send a content security policy; without one, a picture named in
a document would carry the conversation to another host.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.settings import Settings
from ui.blocks import build_blocks
from ui.conversations import Conversations
from ui.desk import Desk
from ui.doors import Doors
from ui.headers import SecurityHeaders
from ui.login import Login
from ui.routes import add_routes
from ui.theme import THEME
from ui.visitors import Visitors
from ui.wording import PRODUCT

if TYPE_CHECKING:
    from assistant.chain import Assistant

LARGEST_REQUEST = 2_000_000
"""Bytes; the longest question after the longest history fits."""

_STYLES = ("tokens", "frame", "history", "forms", "asking", "answer", "source", "why", "narrow")
"""Of ``styles/``, in the order in which later rules override earlier ones."""


def build_app(
    open_assistant: Callable[[], Assistant], settings: Settings, *, kept_in: Path | None = None
) -> FastAPI:
    """Return the application: the page at ``/`` and the endpoint ``/ask`` for programs.

    The assistant is opened in the background once the application has started, and again on
    each visit for as long as that fails. ``kept_in`` is the file of conversations; without one
    they are kept until the program ends.
    """
    chat = settings.chat
    desk = Desk(
        open_assistant,
        embedding=settings.embedding.model,
        model=chat.model or None,
        host=chat.host,
    )
    conversations = Conversations(kept_in)
    app = _application(desk, conversations, settings)
    add_routes(app, conversations)
    gr.mount_gradio_app(
        app,
        build_blocks(desk, conversations),
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=THEME,
        css_paths=[Path(__file__).with_name("styles") / f"{name}.css" for name in _STYLES],
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size="1b",  # nothing is uploaded through the page
    )
    return app


def _application(desk: Desk, conversations: Conversations, settings: Settings) -> FastAPI:
    """Return the application without the page; of its layers the one added last is outermost."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=desk.warm, daemon=True).start()
        yield
        conversations.close()

    app = FastAPI(
        title=PRODUCT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=LARGEST_REQUEST,
    )
    app.add_middleware(Visitors)
    if settings.page.password is not None:
        app.add_middleware(Login, password=settings.page.password.get_secret_value())
    app.add_middleware(Doors)
    app.add_middleware(
        TrustedHostMiddleware,
        allowed_hosts=list(settings.page.allowed_hosts),
        www_redirect=False,
    )
    app.add_middleware(SecurityHeaders)  # around the refusals of all others
    return app
