from __future__ import annotations

import sys

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import HumanMessage

from assistant.chat import Chat, load_chat
from assistant.errors import ModelError, SettingsError
from assistant.settings import ChatSettings, load_settings


def test_without_a_setting_there_is_no_model() -> None:
    assert load_chat(ChatSettings()) is None


def test_a_reply_is_streamed() -> None:
    chat = Chat(FakeListChatModel(responses=["one two"]), name="fake:model", timeout=5)
    pieces = list(chat.stream([HumanMessage("?")]))
    assert "".join(pieces) == "one two"
    assert len(pieces) > 1


def test_an_unknown_provider_is_one_line_that_names_the_setting() -> None:
    with pytest.raises(ModelError, match="ASSISTANT_CHAT__MODEL") as error:
        load_chat(ChatSettings(model="nobody:model"))
    assert "\n" not in str(error.value)


def test_a_missing_package_is_one_line_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ModelError, match=r"pip install 'colloquy\[anthropic\]'") as error:
        load_chat(ChatSettings(model="anthropic:model"))
    assert "\n" not in str(error.value)


def test_a_model_without_a_provider_is_an_impossible_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT__MODEL", "gpt")
    with pytest.raises(SettingsError, match="ASSISTANT_CHAT__MODEL is 'gpt'"):
        load_settings()
