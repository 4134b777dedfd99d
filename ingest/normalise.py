"""One form for text that looks the same: composed, visible, with plain spaces."""

from __future__ import annotations

import re
import unicodedata

# Zero-width spaces and invisible operators, bidirectional controls, deprecated format controls,
# annotation anchors, tag characters and soft hyphens: nothing a reader sees, and room to hide text.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# A variation selector varies the character before it; a second one has nothing to vary.
_EXTRA_SELECTORS = re.compile(
    "(?<=[\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_JOINER = re.compile("(.?)([\u200c\u200d])")

_JOINING = {"Lo", "Lm", "Mn", "Mc", "So", "Sk"}
"""Categories after which a joiner shapes what is seen: scripts without case, marks, emoji."""


def normalise(text: str) -> str:
    """Return ``text`` on one line, in Unicode normal form C, without invisible characters.

    Joiners stay where they shape a script or an emoji; a lone surrogate becomes U+FFFD.
    """
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    text = _EXTRA_SELECTORS.sub("", _INVISIBLE.sub("", _CONTROL.sub("", text)))
    text = _JOINER.sub(_keep_joiner, text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def raise_digits(text: str) -> str:
    """Return ``text`` as it looks in superscript: its digits raised."""
    return text.translate(_SUPERSCRIPTS)


def _keep_joiner(match: re.Match[str]) -> str:
    before, joiner = match.groups()
    return before + joiner if before and unicodedata.category(before) in _JOINING else before
