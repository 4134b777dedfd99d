from __future__ import annotations

import pytest

from assistant.errors import SettingsError
from assistant.settings import ChatSettings, load_settings


def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_RETRIEVAL__PASSAGES", "3")
    assert load_settings().retrieval.passages == 3


def test_a_misspelt_setting_is_an_error_that_suggests_the_right_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_RETRIEVAL__PASAGES", "3")
    with pytest.raises(SettingsError, match="Did you mean ASSISTANT_RETRIEVAL__PASSAGES"):
        load_settings()


def test_a_name_without_a_section_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_XYZZY", "3")
    with pytest.raises(SettingsError, match="There is no setting ASSISTANT_XYZZY"):
        load_settings()


def test_an_impossible_value_is_named_with_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_RETRIEVAL__PASSAGES", "none")
    with pytest.raises(SettingsError, match=r"ASSISTANT_RETRIEVAL__PASSAGES is 'none'"):
        load_settings()


def test_the_id_changes_with_any_value(monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_settings().id
    monkeypatch.setenv("ASSISTANT_RETRIEVAL__PASSAGES", "3")
    assert load_settings().id != before


def test_a_password_that_is_too_short_is_refused_without_telling_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_PAGE__PASSWORD", "tiny")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "ASSISTANT_PAGE__PASSWORD" in str(refused.value)
    assert "tiny" not in str(refused.value)


@pytest.mark.parametrize(
    ("chat", "host"),
    [
        (ChatSettings(), None),
        (ChatSettings(model="ollama:llama3.2"), None),
        (ChatSettings(model="openai:small", base_url="http://127.0.0.1:8080/v1"), None),
        (
            ChatSettings(model="openai:small", base_url="https://models.example.org/v1"),
            "models.example.org",
        ),
        (ChatSettings(model="anthropic:claude"), "anthropic"),
    ],
)
def test_it_is_known_where_questions_go(chat: ChatSettings, host: str | None):
    assert chat.host == host
