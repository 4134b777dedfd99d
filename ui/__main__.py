"""``python -m ui``: serve the chat page on this machine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings, load_settings
from assistant.terminal import main, parser
from ui.serve import serve

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.chain import Assistant


_HOST = "an address of this machine; any but a loopback address needs a password in the settings"


def command() -> int:
    """Serve the page until interrupted."""
    arguments = parser("ui", "Serve the chat page on this machine.")
    arguments.add_argument("--host", default="127.0.0.1", help=_HOST)
    arguments.add_argument("--port", default=7860, type=_port)
    given = arguments.parse_args()
    settings = load_settings()
    shown = f"[{given.host}]" if ":" in given.host else given.host
    try:
        serve(
            given.host,
            given.port,
            lambda: _build(given.data, settings),
            guarded=settings.page.password is not None,
            ready=f"Colloquy is ready at http://{shown}:{given.port} (Ctrl+C stops it)",
        )
    except KeyboardInterrupt:
        print()
    return 0


def _build(data: Path, settings: Settings) -> FastAPI:
    from ui.app import build_app  # noqa: PLC0415 (takes seconds, and the port is taken first)

    kept_in = data / "conversations.sqlite"
    return build_app(lambda: _open(data, settings), settings, kept_in=kept_in)


def _open(data: Path, settings: Settings) -> Assistant:
    from assistant.chain import open_assistant  # noqa: PLC0415 (takes seconds; the page is first)

    return open_assistant(data, settings)


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65_535:
        raise argparse.ArgumentTypeError(f"{port} is not a port; it lies between 1 and 65535")
    return port


if __name__ == "__main__":
    main(command)
