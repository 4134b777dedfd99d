"""Fetches a web page that a user named, from the public internet and within limits."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from email.message import Message
from pathlib import PurePosixPath

import httpx

from assistant.errors import LoadError
from assistant.types import Value
from ingest.addresses import is_public
from ingest.load import SUFFIXES

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Returns the IP addresses of a host name."""
Allows = Callable[[str], bool]
"""Whether an IP address may be connected to."""

_SECONDS = 10.0
_BYTES = 10_000_000
_REDIRECTS = 3
_ADDRESS_LENGTH = 2000
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_VAGUE = {"application/octet-stream", "binary/octet-stream", ""}
_HEADERS = {"User-Agent": "Colloquy", "Accept": ", ".join(_KINDS), "Accept-Encoding": "identity"}


class Fetched(Value):
    """What a server sent: the bytes, the suffix of files of that kind, the encoding it named."""

    data: bytes
    suffix: str
    declared: str | None = None


async def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as this machine resolves its name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def fetch(
    url: str, *, resolve: Resolve = look_up, allows: Allows = is_public, seconds: float = _SECONDS
) -> Fetched:
    """Return what is at a web address.

    A connection is made to an address that was checked, and to no other; each redirect is
    checked like the first address.

    Args:
        url: an http or https address.
        resolve: how host names become IP addresses.
        allows: which of those may be connected to.
        seconds: how long all of it may take.

    Raises:
        LoadError: the address is none to fetch from, the server does not answer in time or with
            an error, or what it sends is too large or of no kind that can be read.
    """
    try:
        return asyncio.run(_fetch(url, _Pinned(resolve, allows), seconds))
    except TimeoutError as error:
        raise LoadError(f"it takes longer than {seconds:g} s; try again later.") from error
    except httpx.InvalidURL as error:
        raise LoadError("this is no web address; check it.") from error
    except httpx.HTTPError as error:
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise LoadError(f"it cannot be fetched ({reason}); check the address.") from error


async def _fetch(url: str, transport: httpx.AsyncBaseTransport, seconds: float) -> Fetched:
    async with (
        asyncio.timeout(seconds),
        httpx.AsyncClient(transport=transport, trust_env=False, headers=_HEADERS) as client,
    ):
        target = httpx.URL(url)
        for _ in range(_REDIRECTS + 1):
            _check(target)
            async with client.stream("GET", target) as response:
                if not response.has_redirect_location:
                    return await _received(response)
                target = target.join(response.headers["Location"])
    raise LoadError(f"it redirects more than {_REDIRECTS} times; give the address it leads to.")


def _check(url: httpx.URL) -> None:
    if url.scheme not in {"http", "https"} or not url.host:
        raise LoadError("only http and https addresses can be fetched; give one.")
    if url.userinfo:
        raise LoadError("it holds a user name; give the address without.")
    if len(str(url)) > _ADDRESS_LENGTH:
        raise LoadError("the address is too long; give a shorter one.")


class _Pinned(httpx.AsyncBaseTransport):
    """Connects to addresses that were checked, by number, so that no name can change meanwhile."""

    def __init__(self, resolve: Resolve, allows: Allows) -> None:
        self._resolve = resolve
        self._allows = allows
        self._network = httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        addresses = await self._addresses(request.url)
        request.extensions = {**request.extensions, "sni_hostname": host}
        for address in addresses[:-1]:
            request.url = request.url.copy_with(host=address)
            try:
                return await self._network.handle_async_request(request)
            except httpx.ConnectError:
                continue
        request.url = request.url.copy_with(host=addresses[-1])
        return await self._network.handle_async_request(request)

    async def aclose(self) -> None:
        await self._network.aclose()

    async def _addresses(self, url: httpx.URL) -> list[str]:
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        try:
            addresses = await self._resolve(url.host, port)
        except (OSError, UnicodeError) as error:
            raise LoadError(f"there is no host {url.host}; check the address.") from error
        if not addresses or not all(self._allows(address) for address in addresses):
            raise LoadError(f"{url.host} is not on the public internet; save the page as a file.")
        return addresses


async def _received(response: httpx.Response) -> Fetched:
    if response.status_code != httpx.codes.OK:
        raise LoadError(f"the server answers {response.status_code}; check the address.")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise LoadError("the server sends it packed, unasked; save the page as a file.")
    suffix, declared = _kind(response)
    data = bytearray()
    async for part in response.aiter_raw():
        data += part
        if len(data) > _BYTES:
            raise LoadError(f"it is larger than {_BYTES // 1_000_000} MB; save it as a file.")
    return Fetched(data=bytes(data), suffix=suffix, declared=declared)


def _kind(response: httpx.Response) -> tuple[str, str | None]:
    """Return the suffix of what comes, and the encoding that the server names."""
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
    said = header.get_content_type()
    own = PurePosixPath(response.request.url.path).suffix.lower()
    named = own if own in SUFFIXES else None
    suffix = _KINDS.get(said) or (named if said in _VAGUE else None)
    if suffix is None:
        raise LoadError(f"it is of the kind {said[:60]}, which cannot be read; give another page.")
    plain = suffix == ".txt" and named is not None
    return named if plain and named else suffix, header.get_content_charset()
