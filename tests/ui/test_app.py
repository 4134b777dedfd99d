import logging
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from gradio_client import Client
from gradio_client.exceptions import AppError
from pydantic import SecretStr

from assistant.settings import ChatSettings, PageSettings, Settings
from assistant.types import record
from tests.ui.scripted import DOME, ScriptedAssistant, serving
from ui.app import LARGEST_REQUEST, build_app
from ui.blocks import ANSWERED_AT_ONCE, QUEUED_AT_MOST, REMEMBERED_AT_ONCE

SETTINGS = Settings(page=PageSettings(allowed_hosts=("localhost", "127.0.0.1", "[::1]", "press")))


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def url(assistant: ScriptedAssistant) -> Iterator[str]:
    with serving(lambda: build_app(lambda: assistant, SETTINGS)) as address:  # type: ignore[arg-type,return-value]
        yield address


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False, analytics_enabled=False)


def test_the_assistant_is_warmed_in_the_background(url: str, assistant: ScriptedAssistant) -> None:
    assert assistant.warmed.wait(timeout=10)


@pytest.mark.parametrize(
    "path", ["/", "/config", "/theme.css", "/gradio_api/info", "/nothing/here", "/static/missing"]
)
def test_every_response_carries_the_policy(url: str, path: str) -> None:
    headers = httpx.get(url + path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:80", "127.0.0.1:7860", "[::1]:7860", "press"]
)
def test_a_known_host_name_is_served(url: str, host: str) -> None:
    assert httpx.get(url, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]", "a b", ""],
)
def test_any_other_host_name_is_refused(url: str, host: str) -> None:
    refused = httpx.get(url, headers={"host": host})
    assert refused.status_code == 400
    assert "content-security-policy" in refused.headers


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/monitoring"])
def test_what_the_frameworks_tell_of_themselves_is_closed(url: str, path: str) -> None:
    assert httpx.get(url + path).status_code in {401, 403, 404}


def test_a_request_that_is_too_large_is_refused(url: str) -> None:
    sent = httpx.post(f"{url}/gradio_api/queue/join", content=b"x" * (LARGEST_REQUEST + 1))
    assert sent.status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        *("file=/etc/passwd", "file=../../../etc/passwd", "file/etc/passwd", "upload_progress"),
        *("proxy=http://127.0.0.1:1/", "stream/a/1/2/playlist-file", "custom_component/a/b/c/d"),
        *("component_server", "runs", "deep_link", "openapi.json", "vibe-code", "dev/reload"),
    ],
)
def test_routes_of_gradio_that_the_page_does_not_need_do_not_exist(url: str, path: str) -> None:
    assert httpx.get(f"{url}/gradio_api/{path}").status_code == 404
    assert httpx.get(f"{url}/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("static/../../../../../etc/passwd", "static/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
        *("assets/..%2f..%2f..%2fetc/passwd", "static/%252e%252e/etc/passwd"),
        *("static//etc/passwd", "assets//etc/passwd", "svelte/..%5c..%5cetc%5cpasswd"),
        *("export/../../etc/passwd", "export/%2e%2e%2fcatalog.sqlite", "export/x.sqlite"),
        *("static/%00", "assets/.", "svelte/file:///etc/passwd"),
    ],
)
def test_no_path_leads_out_of_the_folders_that_are_served(url: str, path: str) -> None:
    target = httpx.URL(url).copy_with(raw_path=f"/{path}".encode())
    answered = httpx.get(target)
    assert answered.status_code in {400, 403, 404}
    assert "root:" not in answered.text
    assert str(Path(__file__).parents[2]) not in answered.text


def test_nothing_can_be_uploaded(url: str) -> None:
    sent = httpx.post(f"{url}/gradio_api/upload", files={"files": ("a.txt", b"some text")})
    assert sent.status_code == 404


def test_a_browser_gets_one_cookie_that_no_script_and_no_other_site_can_use(url: str) -> None:
    first = httpx.get(url)
    cookie = first.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/"))
    assert "set-cookie" not in httpx.get(url, cookies=first.cookies).headers


def test_the_page_names_no_other_host_to_fetch_from(url: str) -> None:
    styles = httpx.get(f"{url}/theme.css").text
    assert re.findall(r"""@import|url\(["']?(?:https?:)?//""", styles) == []
    assert "fonts.g" not in httpx.get(url).text


def test_ask_is_the_only_endpoint_shown(url: str) -> None:
    described = httpx.get(f"{url}/gradio_api/info").json()
    assert list(described["named_endpoints"]) == ["/ask"]
    assert described["unnamed_endpoints"] == {}


def test_the_endpoint_returns_the_record_of_the_answer(client: Client) -> None:
    given = client.predict("When?", api_name="/ask")
    assert given == record(DOME.model_copy(update={"question": "When?"}))


def test_the_endpoint_asks_earlier_questions_first(
    client: Client, assistant: ScriptedAssistant
) -> None:
    client.predict("And the mirror?", ["When?"], api_name="/ask")
    assert assistant.asked[-2:] == [("When?", []), ("And the mirror?", ["When?"])]


@pytest.mark.parametrize(
    ("question", "history", "line"),
    [
        ("x" * 8_001, None, "8,001 characters"),
        ("", None, "is empty"),
        ("And?", ["x"] * 51, "51 earlier questions"),
        (5, None, "as text"),
        ("And?", [{"a": 1}], "as text"),
    ],
)
def test_the_endpoint_tells_in_one_line_what_is_wrong(
    client: Client, question: object, history: object, line: str
) -> None:
    with pytest.raises(AppError, match=line):
        client.predict(question, history, api_name="/ask")


def test_a_page_of_another_site_may_read_nothing(url: str) -> None:
    answered = httpx.get(f"{url}/config", headers={"origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answered.headers


class Waiting(ScriptedAssistant):
    """Answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()

    def stream(self, *asked: object, **named: object) -> Iterator[object]:  # type: ignore[override]
        self.may_answer.wait(timeout=60)
        yield from super().stream(*asked, **named)  # type: ignore[arg-type]


def test_a_flood_of_questions_is_cut_off_and_those_who_hang_up_hold_no_worker() -> None:
    assistant = Waiting()
    with (
        serving(lambda: build_app(lambda: assistant, Settings())) as url,  # type: ignore[arg-type,return-value]
        httpx.Client(base_url=f"{url}/gradio_api/call", timeout=60) as client,
    ):
        sent = [client.post("/ask", json={"data": ["When?", []]}) for _ in range(200)]
        accepted = [one.json()["event_id"] for one in sent if one.status_code == 200]
        for event in accepted:
            with client.stream("GET", f"/ask/{event}") as answer:
                assert answer.status_code == 200
        before = threading.active_count()
        assistant.may_answer.set()
        last = client.post("/ask", json={"data": ["And now?", []]}).json()["event_id"]
        answered = client.get(f"/ask/{last}").text
    assert len(accepted) <= QUEUED_AT_MOST + ANSWERED_AT_ONCE
    assert {one.status_code for one in sent} == {200, 503}
    assert "event: complete" in answered
    assert threading.active_count() <= before


def test_of_all_visits_only_so_many_are_remembered() -> None:
    built: list[FastAPI] = []

    def build() -> FastAPI:
        built.append(build_app(ScriptedAssistant, Settings()))  # type: ignore[arg-type]
        return built[0]

    with serving(build) as url:
        assert httpx.get(url).status_code == 200
        mounted = [getattr(route, "app", None) for route in built[0].routes]
        (visits,) = [part.state_holder for part in mounted if hasattr(part, "state_holder")]
        for number in range(REMEMBERED_AT_ONCE + 5):
            assert visits[f"visit {number}"] is not None
        assert len(visits.session_data) == REMEMBERED_AT_ONCE
        assert "visit 0" not in visits


def test_nothing_secret_is_told_by_any_open_route_or_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    planted = "sesame-4711"
    monkeypatch.setenv("OPENAI_API_KEY", planted)
    chat = ChatSettings(model="openai:any", base_url=f"https://user:{planted}@models.example/v1")
    settings = Settings(chat=chat, page=PageSettings(password=SecretStr(planted)))
    assistant = ScriptedAssistant(RuntimeError(planted))
    told = []
    with (
        caplog.at_level(logging.INFO),
        serving(lambda: build_app(lambda: assistant, settings)) as url,  # type: ignore[arg-type,return-value]
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        client.post("/login", data={"password": planted})
        for path in ("/", "/config", "/theme.css", "/gradio_api/info", "/manifest.json"):
            told.append(client.get(path))
        event = client.post("/gradio_api/call/ask", json={"data": ["When?", []]}).json()
        told.append(client.get(f"/gradio_api/call/ask/{event['event_id']}"))
        told.append(client.post("/login", data={"password": f"{planted}x"}))
    assert {one.status_code for one in told} == {200, 401}
    assert [one.url.path for one in told if planted in one.text] == []
    assert planted not in caplog.text
