"""How large a document may be, and what reading it may cost."""

from __future__ import annotations

from assistant.types import Value


class Limits(Value):
    """Limits on one document; beyond them it is refused with an error that names the limit."""

    file_bytes: int = 50_000_000
    pages: int = 2000
    characters: int = 10_000_000
    blocks: int = 100_000
    members: int = 2000
    """Files inside a packed document."""
    member_bytes: int = 50_000_000
    unpacked_bytes: int = 100_000_000
    ratio: int = 100
    """How many times larger a packed document may get."""
    nesting: int = 200
    """Depth of elements within each other."""
    seconds: float = 60.0
    memory_bytes: int = 1_000_000_000


LIMITS = Limits()
