"""The colours and shapes of the page, given to Gradio so that its parts and ours agree."""

from __future__ import annotations

import gradio as gr

_LIGHT = {
    "body_background_fill": "#fbfaf7",
    "body_text_color": "#1c1b19",
    "body_text_color_subdued": "#67635b",
    "border_color_primary": "#e0dbd0",
    "block_background_fill": "#ffffff",
    "input_background_fill": "#ffffff",
    "input_border_color": "#8a8478",
    "input_placeholder_color": "#757067",
    "button_primary_background_fill": "#1f4e79",
    "button_primary_background_fill_hover": "#173d60",
    "button_primary_text_color": "#ffffff",
    "link_text_color": "#1f4e79",
}
_DARK = {
    "body_background_fill": "#15171a",
    "body_text_color": "#e9e6df",
    "body_text_color_subdued": "#a29d93",
    "border_color_primary": "#33373d",
    "block_background_fill": "#1c1f23",
    "input_background_fill": "#1c1f23",
    "input_border_color": "#6f747c",
    "input_placeholder_color": "#918c82",
    "button_primary_background_fill": "#8ab8e6",
    "button_primary_background_fill_hover": "#a9cbee",
    "button_primary_text_color": "#15171a",
    "link_text_color": "#8ab8e6",
}

# Named fonts that may be installed, never one that is fetched.
THEME = gr.themes.Base(font=["Segoe UI", "Roboto", "Liberation Sans", "sans-serif"]).set(
    **_LIGHT,
    **{f"{name}_dark": colour for name, colour in _DARK.items()},
)
