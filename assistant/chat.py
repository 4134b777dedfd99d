"""The chat model that a setting names: any that LangChain's ``init_chat_model`` knows."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from assistant.errors import ChatUnavailable, ModelError
from assistant.settings import ChatSettings

PACKAGES = {
    "openai": "langchain-openai",
    "anthropic": "langchain-anthropic",
    "ollama": "langchain-ollama",
}
"""Those that ``pip install 'colloquy[PROVIDER]'`` brings."""
_DONE = object()


class Chat:
    """A chat model with a limit on the time that a whole reply may take."""

    def __init__(self, model: BaseChatModel, *, name: str, timeout: float) -> None:
        self.name = name
        self._model = model
        self._timeout = timeout

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the reply as it is written.

        Raises:
            ChatUnavailable: the model cannot be reached, fails, or takes too long; what was
                yielded before stands.
        """
        pieces: queue.Queue[object] = queue.Queue()
        stopped = threading.Event()
        # A provider that hangs cannot be interrupted, only left behind.
        worker = threading.Thread(
            target=self._write, args=(messages, pieces, stopped), name="chat", daemon=True
        )
        worker.start()
        deadline = time.monotonic() + self._timeout
        try:
            while True:
                piece = self._next(pieces, deadline)
                if piece is _DONE:
                    return
                if isinstance(piece, Exception):
                    # Only the kind: what a provider writes may hold addresses and keys.
                    kind = type(piece).__name__
                    raise ChatUnavailable(f"The chat model {self.name} failed ({kind}).")
                yield str(piece)
        finally:
            stopped.set()

    def _next(self, pieces: queue.Queue[object], deadline: float) -> object:
        try:
            return pieces.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ChatUnavailable(
                f"The chat model {self.name} took longer than {self._timeout:g} s."
            ) from None

    def _write(
        self, messages: Sequence[BaseMessage], pieces: queue.Queue[object], stopped: threading.Event
    ) -> None:
        try:
            for chunk in self._model.stream(list(messages)):
                if stopped.is_set():
                    return
                pieces.put(str(chunk.text))
        except Exception as error:
            pieces.put(error)
        else:
            pieces.put(_DONE)


def load_chat(settings: ChatSettings) -> Chat | None:
    """Return the chat model that the settings name, None if they name none.

    Raises:
        ModelError: its provider is unknown, its package is missing, or it lacks its key.
    """
    if not settings.model:
        return None
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 (takes a second)

    provider = settings.model.partition(":")[0]
    try:
        model = init_chat_model(settings.model, **_options(provider, settings))
    except ImportError as error:
        package = PACKAGES.get(provider)
        command = f"pip install 'colloquy[{provider}]'" if package else f"see: {error}"
        raise ModelError(
            f"The package for chat models of {provider} is missing. Run: {command}"
        ) from error
    except Exception as error:  # each provider raises errors of its own
        raise ModelError(
            f"The chat model {settings.model} cannot be used: {_reason(error)}. "
            "Correct ASSISTANT_CHAT__MODEL or the provider's own variables, such as OPENAI_API_KEY."
        ) from error
    return Chat(model, name=settings.model, timeout=settings.timeout)


def _options(provider: str, settings: ChatSettings) -> dict[str, Any]:
    options: dict[str, Any] = {"temperature": 0}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if provider == "ollama":
        limits = {
            "num_predict": settings.max_tokens,
            "client_kwargs": {"timeout": settings.timeout},
        }
        return options | limits
    limits = {"max_tokens": settings.max_tokens, "timeout": settings.timeout, "max_retries": 1}
    return options | limits


def _reason(error: Exception) -> str:
    """Return an error's first words on one line."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:160].rstrip(" .")
