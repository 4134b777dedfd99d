from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Route

from assistant.settings import PageSettings, Settings
from tests.ui.scripted import ScriptedAssistant, serving
from ui.app import build_app
from ui.login import FREE_TRIES, LONGEST_WAIT, Backoff

PASSWORD = "correct horse battery"
SETTINGS = Settings(page=PageSettings.model_validate({"password": PASSWORD}))
OPEN = {"/login"}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, FastAPI]]:
    built: list[FastAPI] = []

    def build() -> FastAPI:
        built.append(build_app(ScriptedAssistant, SETTINGS))  # type: ignore[arg-type]
        return built[0]

    with serving(build) as address:
        httpx.get(address, timeout=60)
        yield address, built[0]


@pytest.fixture(scope="module")
def url(served: tuple[str, FastAPI]) -> str:
    return served[0]


def log_in(url: str, password: str = PASSWORD) -> httpx.Response:
    return httpx.post(f"{url}/login", data={"password": password})


def every_route(app: FastAPI) -> set[tuple[str, str]]:
    """Each route of the application and of what it includes, with something for its places."""
    found, left = set(), [(route, "") for route in app.routes]
    while left:
        route, prefix = left.pop()
        if isinstance(route, Route):
            path = re.sub(r"\{[^}]*\}", "x", prefix + route.path)
            found |= {(method, path) for method in route.methods or ()}
        included = getattr(route, "original_router", None) or getattr(route, "app", None)
        left += [(inner, prefix) for inner in getattr(included, "routes", [])]
    return found


def test_no_route_gives_anything_to_who_is_not_logged_in(served: tuple[str, FastAPI]) -> None:
    url, app = served
    routes = every_route(app)
    assert len(routes) > 70
    assert {("POST", "/gradio_api/queue/join"), ("GET", "/export/x.x")} <= routes
    with httpx.Client() as client:
        for method, path in sorted(routes):
            if path.rstrip("/") in OPEN:
                continue
            given = client.request(method, url + path)
            assert given.status_code in {303, 401, 404, 405}, (method, path)
            assert len(given.text) < 200, (method, path)


def test_the_password_opens_the_page_and_logging_out_closes_it(url: str) -> None:
    assert httpx.get(url).headers["location"] == "/login"
    answered = log_in(url)
    assert answered.status_code == 303
    cookie = answered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert httpx.get(f"{url}/config", cookies=answered.cookies).status_code == 200
    httpx.post(f"{url}/logout", cookies=answered.cookies)
    assert httpx.get(f"{url}/config", cookies=answered.cookies).status_code == 401


def test_the_form_speaks_french_and_carries_the_policy(url: str) -> None:
    form = httpx.get(f"{url}/login", headers={"accept-language": "fr"})
    assert "Mot de passe" in form.text
    assert "content-security-policy" in form.headers


def test_after_wrong_passwords_even_the_right_one_has_to_wait() -> None:
    with serving(lambda: build_app(ScriptedAssistant, SETTINGS)) as url:  # type: ignore[arg-type]
        wrong = [log_in(url, "wrong").status_code for _ in range(FREE_TRIES + 2)]
        assert wrong == [401] * FREE_TRIES + [429] * 2
        refused = log_in(url)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1


def test_fifty_wrong_passwords_take_far_longer_than_half_a_minute() -> None:
    now = [0.0]
    backoff = Backoff(lambda: now[0])
    for _ in range(50):
        now[0] += backoff.wait("caller")
        backoff.failed("caller")
    assert now[0] > 30
    assert backoff.wait("caller") <= LONGEST_WAIT
    assert backoff.wait("another") == 0


def test_a_form_that_is_too_large_is_wrong(url: str) -> None:
    assert log_in(url, "x" * 10_000).status_code == 401


def test_a_password_is_not_told_where_settings_are(url: str) -> None:
    assert PASSWORD not in SETTINGS.model_dump_json()
    config = httpx.get(f"{url}/config", cookies=log_in(url).cookies)
    assert PASSWORD not in config.text
