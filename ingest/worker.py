"""The child process of ``ingest.sandbox``: reads documents that may be broken or hostile.

Requests come on standard input: a line of JSON (``Request``), then the bytes of the document.
Replies go to standard output: eight bytes of length, then JSON (``Reply``).
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import LoadError
from assistant.types import Document, Value
from ingest.clean import clean
from ingest.limits import Limits
from ingest.load import parse

_SPENT = 0.5
"""A worker that holds this part of its memory makes room for a fresh one."""
_GRACE = 5
"""Seconds of work beyond its limit after which a worker ends itself, its parent being gone."""

_STATM = (
    os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC) if sys.platform == "linux" else None
)
"""Opened in time: later this process may open nothing but code."""

_REFUSED = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.kill", "shutil.", "ftplib.", "urllib."),
)
_ACCESS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Request(Value):
    """What to read: ``size`` bytes follow it."""

    id: str
    suffix: str
    size: int
    declared: str | None = None
    limits: Limits


class Reply(Value):
    """The document, or why there is none; a ``spent`` worker takes no further request."""

    document: Document | None = None
    error: str | None = None
    spent: bool = False


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more, or until this process is spent."""
    while line := requests.readline():
        request = Request.model_validate_json(line)
        _limit(request.limits)
        reply = answer(request, requests.read(request.size))
        data = reply.model_dump_json().encode("utf-8", "replace")
        replies.write(len(data).to_bytes(8, "big") + data)
        replies.flush()
        if reply.spent:
            return


def answer(request: Request, data: bytes) -> Reply:
    """Return the document that the bytes hold; whatever goes wrong is part of the reply."""
    try:
        document = clean(parse(data, request.suffix, declared=request.declared), request.id)
    except LoadError as error:
        return Reply(error=str(error).removeprefix(f"{request.id}: "), spent=_is_spent(request))
    except MemoryError:
        most = request.limits.memory_bytes // 1_000_000
        return Reply(error=f"reading it takes more than {most} MB of memory; split it.", spent=True)
    except Exception as error:
        name = type(error).__name__
        return Reply(error=f"reading it failed ({name}); open and save it anew.", spent=True)
    return Reply(document=document, spent=_is_spent(request))


def _is_spent(request: Request) -> bool:
    return _held() > _SPENT * request.limits.memory_bytes


def _held() -> int:
    """Bytes of memory this process holds; 0 where the system does not tell.

    Not ``ru_maxrss``: Linux carries the peak of the parent over into the child, and a parent that
    has loaded its models would make every child look spent.
    """
    if _STATM is None:
        return 0
    _, resident, *_ = os.pread(_STATM, 200, 0).split()
    return int(resident) * resource.getpagesize()


def _limit(limits: Limits) -> None:
    """Have the kernel stop this process where it would use too much."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + _GRACE
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS knows no limit on memory; there the limits on sizes have to do.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def confine() -> None:
    """Refuse this process what no parser needs: network, other programs, other files.

    It holds for what runs as Python. Files cannot be written by anything, for the kernel limits
    their size to nothing.
    """
    # Of the folder this program lies in only the code: beside it there may be keys and documents.
    home = Path(__file__).resolve().parents[1]
    installed = (Path(p).resolve() for p in (sys.prefix, sys.base_prefix, *sys.path) if p)
    code = {home / "assistant", home / "ingest", *(path for path in installed if path != home)}
    roots = tuple(f"{path}{os.sep}" for path in code)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            inside = isinstance(path, int) or os.path.realpath(os.fsdecode(path)).startswith(roots)
            if inside and not (flags or 0) & _ACCESS:
                return
        elif not event.startswith(_REFUSED):
            return
        raise PermissionError(f"a parser may not do this: {event}")

    sys.addaudithook(hook)


def _main() -> None:
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    # Whatever a parser prints must not land among the replies.
    silent = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silent, descriptor)
    confine()
    serve(requests, replies)


if __name__ == "__main__":
    _main()
