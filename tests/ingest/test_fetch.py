"""Fetching a page that a user named: what comes back, and what is never connected to."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.errors import LoadError
from ingest.addresses import is_public
from ingest.fetch import Fetched, fetch, look_up
from ingest.intake import Intake, WebPage

PAGE = '<html lang="en"><title>Pier</title><p>The pier of Vellmar was built in {}.</p></html>'
Answer = tuple[int, dict[str, str], bytes]


class Site(ThreadingHTTPServer):
    """A web server on this machine whose pages a test sets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        self.slow = threading.Event()

    @property
    def address(self) -> str:
        return f"http://pier.example:{self.server_port}"

    def show(self, path: str, body: bytes, kind: str = "text/html; charset=utf-8") -> str:
        self.pages[path] = (200, {"Content-Type": kind}, body)
        return self.address + path

    def redirect(self, path: str, to: str) -> str:
        self.pages[path] = (302, {"Location": to}, b"")
        return self.address + path


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Host", "")))
        if self.path == "/slow":
            self.server.slow.wait(20)
        code, headers, body = self.server.pages.get(self.path, (404, {}, b"gone"))
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.02,))
        thread.start()
        yield made
        made.slow.set()
        made.shutdown()
        thread.join()


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


local = partial(fetch, resolve=here, allows=lambda address: address == "127.0.0.1")


def failure(act: Callable[[], object]) -> str:
    with pytest.raises(LoadError) as caught:
        act()
    assert "\n" not in str(caught.value)
    return str(caught.value)


# What comes back


def test_a_page_is_fetched_under_its_own_name(site):
    url = site.show("/pier", b"words")

    assert local(url) == Fetched(data=b"words", suffix=".html", declared="utf-8")
    assert site.asked == [("/pier", f"pier.example:{site.server_port}")]


@pytest.mark.parametrize(
    ("path", "kind", "suffix", "declared"),
    [
        ("/a", "text/html", ".html", None),
        ("/a", "application/xhtml+xml; charset=ISO-8859-1", ".html", "iso-8859-1"),
        ("/a.pdf", "application/pdf", ".pdf", None),
        ("/a.pdf", "application/octet-stream", ".pdf", None),
        ("/notes.md", "text/plain", ".md", None),
        ("/notes", "text/plain", ".txt", None),
    ],
)
def test_the_kind_is_what_the_server_says(site, path, kind, suffix, declared):
    fetched = local(site.show(path, b"words", kind))

    assert (fetched.suffix, fetched.declared) == (suffix, declared)


def test_three_redirects_are_followed(site):
    site.show("/d", b"words")
    site.redirect("/c", "/d")
    site.redirect("/b", site.address + "/c")
    url = site.redirect("/a", "b")

    assert local(url).data == b"words"


def test_more_redirects_are_not(site):
    url = site.redirect("/round", "/round")

    assert "redirects" in failure(lambda: local(url))
    assert len(site.asked) == 4


def test_what_is_wrong_is_said_in_one_line(site):
    site.pages["/packed"] = (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"x")
    picture = site.show("/a.png", b"x", "image/png")
    large = site.show("/large", bytes(10_000_001))

    assert "404" in failure(lambda: local(site.address + "/none"))
    assert "packed" in failure(lambda: local(site.address + "/packed"))
    assert "image/png" in failure(lambda: local(picture))
    assert "10 MB" in failure(lambda: local(large, seconds=120))
    assert "fetched" in failure(lambda: local("http://pier.example:9/"))


def test_a_server_that_does_not_answer_is_not_waited_for(site):
    began = time.monotonic()

    assert "longer than 0.3 s" in failure(lambda: local(site.address + "/slow", seconds=0.3))
    assert time.monotonic() - began < 10


# What is never connected to

LITERAL = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
    "017700000001", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "169.254.169.254",
    "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "100.100.100.200", "168.63.129.16",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "[fe80::1]", "[fc00::1]",
    "224.0.0.1", "255.255.255.255", "[ff02::1]", "198.18.0.1", "240.0.0.1", "localhost",
]  # fmt: skip
OTHER = [
    "file:///etc/passwd", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/", "data:text/html,x",
    "http://user@127.0.0.1:{port}/", "http://example.org:80@127.0.0.1:{port}/", "http:///x",
    "http://[::1", "http://exa mple/", "//127.0.0.1:{port}/", "http://" + "a" * 3000 + ".example/",
]  # fmt: skip
ALL = [f"http://{host}:{{port}}/" for host in LITERAL] + OTHER


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """A listener on this machine that must not hear anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening
        with pytest.raises(BlockingIOError):
            listening.accept()


def port(canary: socket.socket) -> int:
    return int(canary.getsockname()[1])


def test_there_are_forty_addresses_to_refuse():
    assert len(ALL) >= 40


@pytest.mark.parametrize("url", ALL)
def test_an_address_that_is_not_public_is_refused(canary, url):
    message = failure(lambda: fetch(url.format(port=port(canary))))

    assert "public internet" in message or "address" in message


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.1.2.3"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["fe80::1%eth0"], []],
)
def test_a_name_that_leads_inside_is_refused(canary, addresses):
    async def inside(host: str, port: int) -> list[str]:
        return addresses

    url = f"http://rebind.example:{port(canary)}/"

    assert "public internet" in failure(lambda: fetch(url, resolve=inside))


def test_a_redirect_inside_is_refused(site, canary):
    """The first host may be connected to, as if it were public; the second may not."""

    async def by_name(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "pier.example" else ["127.0.0.2"]

    url = site.redirect("/out", f"http://inside.example:{port(canary)}/")
    act = partial(fetch, url, resolve=by_name, allows=lambda address: address == "127.0.0.1")

    assert "inside.example is not on the public internet" in failure(act)


@pytest.mark.parametrize("scheme", ["file:///etc/passwd", "ftp://pier.example/"])
def test_a_redirect_to_another_scheme_is_refused(site, scheme):
    url = site.redirect("/out", scheme)

    assert "http and https" in failure(lambda: local(url))


def test_a_name_that_changes_its_address_is_checked_at_each_connection(site, canary):
    said = iter([["127.0.0.1"], ["127.0.0.9"]])

    async def changing(host: str, port: int) -> list[str]:
        return next(said)

    url = site.redirect("/first", "/second")
    act = partial(fetch, url, resolve=changing, allows=lambda address: address == "127.0.0.1")

    assert "public internet" in failure(act)
    assert [path for path, _ in site.asked] == ["/first"]


def test_settings_for_a_proxy_are_not_heeded(site, canary, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port(canary)}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{port(canary)}")

    assert local(site.show("/a", b"words")).data == b"words"


def test_the_check_is_on_by_default(site):
    """With the real resolver and nothing replaced, this machine is out of bounds."""
    url = f"http://localhost:{site.server_port}/"

    assert "public internet" in failure(lambda: Intake().read(WebPage(url=url)))
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", ["", "example.org", "1.2.3", "fe80::1%eth0"])
def test_what_is_no_address_is_not_public(address):
    assert not is_public(address)


def test_this_machine_is_found_by_its_name():
    assert "127.0.0.1" in asyncio.run(look_up("localhost", 80))


# Web pages as documents


def test_a_fetched_page_is_a_document_by_its_address_and_is_compared_when_fetched_again(
    site, take_in_pages, assistant
):
    url = site.show("/pier", PAGE.format(1871).encode())

    assert take_in_pages(url + "#top").added == (url,)
    assert take_in_pages(url).unchanged == (url,)
    site.show("/pier", PAGE.format(1872).encode())
    assert take_in_pages(url).changed == (url,)
    answer = assistant.ask("When was the pier of Vellmar built?")
    assert "1872" in answer.text
    assert answer.citations[0].document.metadata.url == url


def test_a_page_that_is_gone_is_named_and_goes_on_answering(site, take_in_pages, assistant):
    url = site.show("/pier", PAGE.format(1871).encode())
    take_in_pages(url)
    site.pages.clear()

    assert [failed.name for failed in take_in_pages(url).failed] == [url]
    assert "1871" in assistant.ask("When was the pier of Vellmar built?").text


@pytest.fixture
def take_in_pages(target, sandbox):
    from ingest.pipeline import ingest  # noqa: PLC0415

    def run(*urls: str):
        intake = Intake(sandbox=sandbox, fetch=local)
        return ingest(urls, target, intake=intake)

    return run
