"""What one event of a visitor means for another that is still under way."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.ui.scripted import ScriptedAssistant
from ui.conversations import Conversations
from ui.desk import Desk
from ui.events import Events
from ui.page import Conversation
from ui.visitors import COOKIE

VISIT = SimpleNamespace(cookies={COOKIE: "c" * 43}, headers={})
UNKNOWN = SimpleNamespace(cookies={}, headers={})


@pytest.fixture
def events(tmp_path) -> Events:
    return Events(Desk(ScriptedAssistant), Conversations(tmp_path / "kept.sqlite"))


def test_an_answer_that_is_stopped_says_no_more(events):
    asking = events.typed(Conversation(), None, "When was the dome finished?", VISIT)
    conversation = next(asking)[0]
    stopped = events.stop(conversation, VISIT)[0]

    assert stopped.exchanges[-1].stopped
    assert list(asking) == []


def test_after_a_stop_the_next_question_is_answered(events):
    conversation = next(events.typed(Conversation(), None, "When was it finished?", VISIT))[0]
    stopped = events.stop(conversation, VISIT)[0]
    *_, last = events.typed(stopped, None, "When was the dome finished?", VISIT)

    assert last[0].exchanges[-1].answer is not None


def test_who_stops_without_a_cookie_stops_nobody_else(events):
    asking = events.typed(Conversation(), None, "When was the dome finished?", UNKNOWN)
    events.stop(next(asking)[0], UNKNOWN)

    *_, last = asking
    assert last[0].exchanges[-1].answer is not None
