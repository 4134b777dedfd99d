"""The routes of ours beside the page: a conversation as a file."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException, Request, Response

from assistant.errors import PageError
from ui.conversations import Conversations
from ui.export import export
from ui.language import language_for
from ui.visitors import visitor_of


def add_routes(app: FastAPI, conversations: Conversations) -> None:
    """Add ``/export/ID.md``, ``.html`` and ``.json``, each an attachment for its visitor alone."""

    @app.get("/export/{conversation_id}.{ending}", response_class=Response)
    def exported(conversation_id: str, ending: str, request: Request) -> Response:
        visitor = visitor_of(request.cookies)
        words = language_for(request.headers.get("accept-language"))
        try:
            found = conversations.open(visitor, conversation_id) if visitor else None
            media_type, text = export(found, ending, words=words) if found else ("", "")
        except (KeyError, PageError):
            found = None
        if found is None:
            raise HTTPException(status_code=404)
        headers = {"content-disposition": f'attachment; filename="conversation.{ending}"'}
        return Response(text, media_type=f"{media_type}; charset=utf-8", headers=headers)
