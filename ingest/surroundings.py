"""Recognises what a page carries besides its text: images, advertisements, navigation."""

from __future__ import annotations

import re

from ingest.blocks import Block

# Markdown images, with up to two levels of brackets inside the alternative text and one inside the
# address; and those of HTML. Possessive, so that no text makes the search slow.
_ALT = r"!\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*+\])*+\])*+\]"
_IMAGE = re.compile(
    _ALT + r"(?:\((?:[^()]|\([^()]*+\))*+\)|\[[^\[\]]*+\])|<img\b[^<>]*+>", re.IGNORECASE
)
_LINK = re.compile(r"\[[^\[\]]*+\]\([^()\s]*+\)")
_IMAGE_ADDRESS = re.compile(
    r"https?://\S+\.(?:apng|avif|bmp|gif|jpe?g|png|svg|webp)(?:\?\S*)?", re.IGNORECASE
)

_NETWORK = r"(?:facebook|twitter|x|linkedin|instagram|youtube|whatsapp|bluesky|mastodon|e-?mail)"
_LINE_OF_ITS_OWN = re.compile(
    rf"""
      (?:advertise?ment|advertising|sponsored(?:\ content)?|publicité|anzeige|werbung)s?
    | share(?:\ this)?(?:\ (?:article|page|story|post|news|on|via|with))?(?:[\s,|·/:]*{_NETWORK}\b)*
    | (?:follow|like|find)\ us\ on(?:[\s,|·/]+(?:and\ )?{_NETWORK}\b)+
    | partager(?:\ (?:cet\ article|cette\ page))?(?:\ sur)?(?:[\s,|·/:]*{_NETWORK}\b)*
    | suivez-nous\ sur(?:[\s,|·/]+(?:et\ )?{_NETWORK}\b)+
    | (?:read|see|view)\ more(?:\ (?:here|news|stories|articles))? | lire\ la\ suite
    | (?:read\ (?:more|also|next)|also\ read|(?:à\ )?lire\ aussi|weiterlesen)\ ?:.{{0,200}}
    | (?:related|recommended|popular|more)\ (?:articles|stories|posts|news)
    | (?:please\ )?(?:subscribe|sign\ up)\ (?:to|for)\ (?:our|the)\ (?:\w+\ ){{0,2}}newsletters?
      (?:\ (?:today|now|here))?
    | (?:abonnez|inscrivez)-vous\ à\ (?:notre|la)\ (?:newsletter|lettre\ d['’]information)
    | (?:this|our)\ (?:web)?site\ uses\ cookies\b.{{0,250}}
    | (?:we\ use|nous\ utilisons\ des)\ cookies\b.{{0,200}}
      \b(?:accept|agree|consent|continu|experience|expérience)\w*\b.{{0,100}}
    | (?:accept|reject|manage|allow)(?:\ all)?\ cookies | cookie\ settings | tout\ accepter
    | skip\ to\ (?:the\ )?(?:main\ )?content | (?:back|return)\ to\ (?:the\ )?top
    | print\ this\ (?:page|article) | haut\ de\ page | aller\ au\ contenu(?:\ principal)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ORNAMENT = re.compile(r"[\s*_=~•·|—–.…#>›»‹«/\\-]*")


def without_images(text: str) -> str:
    """Return ``text`` without images: neither their alternative text nor their address."""
    return _IMAGE.sub(" ", text)


def is_surrounding(block: Block) -> bool:
    """Whether a block belongs to the page around the text; in doubt it does not."""
    # A list of links may be what the text is about; a line of them is navigation.
    text = block.text if block.kind == "item" else _LINK.sub("", block.text)
    if _ORNAMENT.fullmatch(text) or _IMAGE_ADDRESS.fullmatch(text):
        return True
    return _LINE_OF_ITS_OWN.fullmatch(text.strip(" .!…»›>→:|*_")) is not None
