"""Turn an exchange into JSON and back; documents are taken out, so that each is kept once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ui.page import Exchange

_DOCUMENT = "document"


def pack(exchange: Exchange) -> tuple[str, dict[str, str]]:
    """Return the exchange as JSON, and the JSON of the documents it refers to, by digest."""
    documents: dict[str, str] = {}

    def without(node: Any) -> Any:
        if isinstance(node, list):
            return [without(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {key: taken(key, value) for key, value in node.items()}

    def taken(key: str, value: Any) -> Any:
        if key != _DOCUMENT:
            return without(value)
        text = json.dumps(value, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        documents[digest] = text
        return digest

    return json.dumps(without(exchange.model_dump(mode="json"))), documents


def unpack(text: str, documents: Mapping[str, str]) -> Exchange:
    """Return the exchange that was packed.

    Raises:
        ValueError: it was packed by a program that knew other fields.
        KeyError: a document is not among those given.
    """
    known = {digest: json.loads(document) for digest, document in documents.items()}

    def restored(node: Any) -> Any:
        if isinstance(node, list):
            return [restored(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {
            key: known[value] if key == _DOCUMENT else restored(value)
            for key, value in node.items()
        }

    return Exchange.model_validate(restored(json.loads(text)))
