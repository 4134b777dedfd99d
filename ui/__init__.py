"""The chat page: ask on the left, check on the right.

page           the values that the page is rendered from
desk           puts questions to the assistant and tells how the conversation grows
conversations  the conversations that are kept, in a SQLite file of their own
pack           an exchange as JSON, its documents apart
layout         a document as blocks of marked and unmarked words
markup         the one place where text becomes HTML
language       what the page says, one file of strings/ for each language
wording        what documents and answers are called
render_*       each part of the page as HTML
export         a conversation as Markdown, HTML or JSON
theme          colours and shapes, for Gradio's parts and ours
blocks         the parts of the page and which event goes where
events         what each use of the page leads to
routes         the routes of ours beside the page
doors          which routes can be reached
visitors       the cookie by which a browser's conversations are its own
login          the password, where one is set
headers        the response headers that keep the page to itself
app            assembles them: Gradio inside a FastAPI application of ours
serve          takes the port and runs the server
"""
