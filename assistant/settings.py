"""Settings: validated once at the start, then passed along as an argument.

Each is read from the environment or from a ``.env`` file beside ``pyproject.toml``, as
``ASSISTANT_SECTION__NAME``, for instance ``ASSISTANT_RETRIEVAL__PASSAGES=12``.
"""

from __future__ import annotations

import difflib
import hashlib
import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
DATA = ROOT / ".data"

PREFIX = "ASSISTANT_"
DOTENV = ROOT / ".env"


class Section(BaseModel):
    """A group of settings; a name it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EmbeddingSettings(Section):
    """Which model embeds. A name that is not packaged is fetched from the hub."""

    model: str = "sentence-transformers/all-MiniLM-L6-v2"
    batch_size: int = Field(default=32, ge=1)


class ChunkingSettings(Section):
    """How long passages are, in tokens of the embedding model."""

    max_tokens: int = Field(default=192, ge=32)
    """The rest of the model's window holds the title and headings embedded with a passage."""


class RetrievalSettings(Section):
    """How passages are found."""

    retriever: Literal["hybrid", "dense", "lexical"] = "hybrid"
    candidates: int = Field(default=40, ge=1)
    """Passages taken from each retriever before fusion."""
    passages: int = Field(default=20, ge=1)
    """Passages kept after fusion."""
    dense_weight: float = Field(default=0.8, ge=0, le=1)
    """What the cosine weighs beside BM25, where both are searched."""


class AnsweringSettings(Section):
    """How evidence is judged."""

    encoded_sentences: int = Field(default=20, ge=1)
    """Sentences encoded per question."""
    reader: str = "packaged"
    """Which cross-encoder judges them: ``packaged``, ``none``, or a folder or name on the hub."""


class ChatSettings(Section):
    """Which chat model words the answers; its key comes from its provider's own variable."""

    model: str = Field(default="", pattern=r"^$|^[\w-]+:.+$")
    """``provider:model`` as LangChain names them, for instance ``ollama:llama3.2``; empty: none."""
    base_url: str = ""
    """Where the provider's interface is served, if not at its usual place."""
    timeout: float = Field(default=30, gt=0)
    """Seconds from asking to the end of the reply."""
    max_tokens: int = Field(default=400, ge=16)
    """The longest reply."""

    @property
    def host(self) -> str | None:
        """Where questions and evidence go when they leave this machine: host or provider."""
        provider, _, model = self.model.partition(":")
        host = urlsplit(self.base_url).hostname or (
            "localhost" if provider == "ollama" else provider
        )
        return host if model and host not in {"localhost", "127.0.0.1", "::1"} else None


class PageSettings(Section):
    """The chat page."""

    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Host names under which the page is served; a request for another is refused."""
    password: SecretStr | None = Field(default=None, min_length=8)
    """Asked for by the page; without one it is served to this machine only."""


class Settings(BaseSettings):
    """All settings, by section."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file=DOTENV,
        extra="ignore",
    )

    embedding: EmbeddingSettings = EmbeddingSettings()
    chunking: ChunkingSettings = ChunkingSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answering: AnsweringSettings = AnsweringSettings()
    chat: ChatSettings = ChatSettings()
    page: PageSettings = PageSettings()

    @property
    def id(self) -> str:
        """A short digest of every value, stamped on each answer."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a name is unknown (the nearest known one is suggested) or a value is wrong.
    """
    known = _known_names()
    for name in sorted({*os.environ, *dotenv_values(DOTENV)}):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(_unknown(name, known))
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "__".join(str(part) for part in first["loc"][:2]).upper()
        value = "hidden" if name.endswith("PASSWORD") else repr(first["input"])
        message = f"{name} is {value}: {first['msg']}. Correct it or unset it."
        raise SettingsError(message) from error


def _known_names() -> set[str]:
    return {
        f"{PREFIX}{section}__{name}".upper()
        for section, field in Settings.model_fields.items()
        for name in type(field.default).model_fields
    }


def _unknown(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else f"Known names: {', '.join(sorted(known))}."
    return f"There is no setting {name}. {hint}"
