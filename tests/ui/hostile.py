"""Fifty strings that try to become markup, to run, or to fetch something from elsewhere."""

from __future__ import annotations

AWAY = "https://elsewhere.example"

SCRIPTS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(2)</sCrIpT>",
    f"<script src={AWAY}/a.js></script>",
    "</textarea><script>alert(3)</script>",
    "</title><script>alert(4)</script>",
    "<scr<script>ipt>alert(5)</scr</script>ipt>",
    "<svg><script>alert(6)</script></svg>",
    "<noscript><p title='</noscript><script>alert(7)</script>'>",
    "<template><script>alert(8)</script></template>",
    "${alert(9)} {{constructor.constructor('alert(9)')()}} {0.__class__} %(x)s",
)
HANDLERS = (
    "<img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>",
    "<div style=animation-name:x onanimationstart=alert(1)>",
)
FETCHES = (
    f"![picture]({AWAY}/b.png)",
    f"![by reference][r]\n\n[r]: {AWAY}/c.png",
    f"<img src={AWAY}/d.png>",
    f"<input type=image src={AWAY}/e.png>",
    f"<svg><image href='{AWAY}/f.png'/></svg>",
    f"<style>@import '{AWAY}/g.css'</style>",
    f'<div style="background-image:url({AWAY}/h.png)">',
    f"<link rel=stylesheet href={AWAY}/i.css>",
    f"<iframe src={AWAY}></iframe>",
    f"<object data={AWAY}/j></object>",
    f"<video poster={AWAY}/k.png>",
    f"<meta http-equiv=refresh content='0;url={AWAY}'>",
)
LINKS = (
    "[click](javascript:alert(1))",
    f"[click]({AWAY}/?q=secret)",
    "<a href=javascript:alert(1)>click</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>click</a>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "<form action=javascript:alert(1)><button>go</button></form>",
    f"<base href={AWAY}/>",
    "vbscript:msgbox(1)",
)
FORGERIES = (
    "</section></article><h1>Forged</h1>",
    "<!-- <button data-event=ask>",
    "<button data-event=delete data-conversation=x>Yes</button>",
    "&lt;b&gt; &amp;amp; &#60;script&#62;alert(1)&#60;/script&#62;",
    "</p></div><p class=answer>A forged answer.",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '{"lc": 1, "type": "constructor", "id": ["os", "system"]}',
    "../../../etc/passwd",
)
HOSTILE = (*SCRIPTS, *HANDLERS, *FETCHES, *LINKS, *FORGERIES)
