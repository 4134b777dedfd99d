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
from ui.desk import Desk
from ui.headers import SecurityHeaders
from ui.theme import THEME
from ui.wording import PRODUCT

if TYPE_CHECKING:
    from assistant.chain import Assistant

LARGEST_REQUEST = 2_000_000
"""Bytes; the longest question after the longest history fits."""

_STYLE = Path(__file__).with_name("page.css")


def build_app(open_assistant: Callable[[], Assistant], settings: Settings) -> FastAPI:
    """Return the application: the page at ``/`` and the endpoint ``/ask`` for programs.

    The assistant is opened in the background once the application has started, and again on
    each visit for as long as that fails.
    """
    desk = Desk(open_assistant)
    app = _application(desk, settings)
    gr.mount_gradio_app(
        app,
        build_blocks(desk),
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=THEME,
        css_paths=[_STYLE],
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        max_file_size="1b",  # nothing is uploaded through the page
    )
    return app


def _application(desk: Desk, settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=desk.warm, daemon=True).start()
        yield

    app = FastAPI(
        title=PRODUCT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=LARGEST_REQUEST,
    )
    app.add_middleware(
        TrustedHostMiddleware,
        allowed_hosts=list(settings.page.allowed_hosts),
        www_redirect=False,
    )
    app.add_middleware(SecurityHeaders)  # added last, so it is around the refusals of the other
    return app
