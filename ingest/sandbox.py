"""Reads documents in a child process, so that none can take this one down."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Self, cast

from pydantic import ValidationError

from assistant.errors import LoadError
from assistant.types import Document
from ingest.limits import LIMITS, Limits
from ingest.worker import Reply, Request

_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "SYSTEMROOT")
"""Variables a Python may need; the others, which may hold keys, are no parser's business."""
_REPLY_BYTES = 4
"""A reply may be this many times as long as the text allowed, for escapes and offsets."""


class Sandbox:
    """A child process that reads documents, one after another; a lost one is replaced.

    Use it in a ``with`` statement. It serves one thread.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(
        self, data: bytes, *, suffix: str, document_id: str, declared: str | None = None
    ) -> Document:
        """Return the document that ``data`` holds, parsed and cleaned.

        Args:
            data: the bytes of the file.
            suffix: what tells its kind, with its dot.
            document_id: the id that the document gets.
            declared: the encoding that a server named.

        Raises:
            LoadError: it is damaged or empty, or reading it went beyond a limit.
        """
        request = Request(
            id=document_id,
            suffix=suffix,
            size=len(data),
            declared=declared,
            limits=self._limits,
        )
        reply = self._ask(request, data)
        if reply.spent:
            self.close()
        if reply.document is None:
            raise LoadError(reply.error or "it could not be read; open and save it anew.")
        return reply.document

    @property
    def running(self) -> int | None:
        """The process id of the child, ``None`` while there is none."""
        return self._worker.pid if self._worker else None

    def close(self) -> None:
        """End the child, if there is one."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        for stream in (worker.stdin, worker.stdout):
            # Closing flushes, which a dead child does not take.
            with suppress(OSError):
                cast(IO[bytes], stream).close()
        worker.wait()

    def _ask(self, request: Request, data: bytes) -> Reply:
        worker = self._worker = self._worker or _started()
        requests = cast(IO[bytes], worker.stdin)
        overdue = Timer(self._limits.seconds, worker.kill)
        overdue.start()
        try:
            requests.write(request.model_dump_json().encode() + b"\n" + data)
            requests.flush()
            return Reply.model_validate_json(self._received(worker))
        except (BrokenPipeError, EOFError, ValidationError) as error:
            late = overdue.finished.is_set()
            self.close()
            raise LoadError(self._lost(late=late)) from error
        except BaseException:
            self.close()
            raise
        finally:
            overdue.cancel()

    def _received(self, worker: subprocess.Popen[bytes]) -> bytes:
        replies = cast(IO[bytes], worker.stdout)
        size = int.from_bytes(replies.read(8), "big")
        if not 0 < size <= _REPLY_BYTES * self._limits.characters:
            raise EOFError
        data = replies.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def _lost(self, *, late: bool) -> str:
        if late:
            return f"reading it takes longer than {self._limits.seconds:g} s; split or remove it."
        return "it makes its parser crash; open and save it anew, or remove it."


def _started() -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[1]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    # Each thread of a numerical library takes address space, which is limited.
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    # -P: the folder one happens to be in may hold anything under the name of a module.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
