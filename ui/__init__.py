"""The chat page: ask on the left, check on the right.

page      the values that the page is rendered from
desk      puts questions to the assistant and tells how the conversation grows
layout    a document as blocks of marked and unmarked words
markup    the one place where text becomes HTML
wording   what documents and figures are called
render_*  header, opening, conversation and source as HTML
theme     colours and shapes, for Gradio's parts and ours
blocks    the parts of the page and what each use of them leads to
headers   the response headers that keep the page to itself
app       assembles them: Gradio inside a FastAPI application of ours
serve     takes the port and runs the server
"""
