"""Opens a packed office document: its parts, within limits, and nothing that acts."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from assistant.errors import LoadError
from ingest.limits import LIMITS

_SMALL = 1_000_000
"""Bytes below which it does not matter how well a part was packed."""
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGED = "it is damaged or no DOCX; open and save it anew."


class Package:
    """A packed document whose members were checked before the first was unpacked.

    Raises:
        LoadError: it is damaged, locked, or would grow beyond the limits.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise LoadError("it is locked with a password or of an old kind; save it as DOCX.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise LoadError(_DAMAGED) from error
        _check(self._archive.infolist(), len(data))
        self.names = frozenset(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """Return the bytes of a member, whatever size its header claims."""
        try:
            with self._archive.open(name) as member:
                data = member.read(LIMITS.member_bytes + 1)
        except KeyError as error:
            raise LoadError(_DAMAGED) from error
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise LoadError(_DAMAGED) from error
        except Exception as error:  # zlib, lzma and bz2 each have an error of their own
            raise LoadError(_DAMAGED) from error
        if len(data) > LIMITS.member_bytes:
            raise _too_large()
        return data

    def tree(self, name: str) -> Any:
        """Return the root element of an XML part.

        Raises:
            LoadError: it is not well-formed, nested too deeply, or declares a document type.
        """
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise LoadError(_DAMAGED) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise LoadError("it declares XML entities, as no office program does; remove it.")
        return root


def _check(members: list[zipfile.ZipInfo], packed: int) -> None:
    if len(members) > LIMITS.members:
        raise LoadError(f"it packs {len(members)} files, more than {LIMITS.members}; remove it.")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise LoadError("it is locked with a password; save a copy without one.")
    if len({member.filename for member in members}) < len(members):
        raise LoadError("it packs two files of one name; open and save it anew.")
    total = sum(member.file_size for member in members)
    large = max((member.file_size for member in members), default=0) > LIMITS.member_bytes
    if large or total > LIMITS.unpacked_bytes:
        raise _too_large()
    if total > _SMALL and total > LIMITS.ratio * packed:
        raise LoadError(f"it grows more than {LIMITS.ratio} times when unpacked; remove it.")


def _too_large() -> LoadError:
    most = LIMITS.unpacked_bytes // 1_000_000
    return LoadError(f"it is larger than {most} MB when unpacked; split it.")
