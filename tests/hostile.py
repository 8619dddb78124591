"""Texts that try to be more than text. Each was written for this project; none may do anything but show as typed.

Grouped by what they try. A script of theirs would set `window.hit`, which no page of ours knows.
"""
from __future__ import annotations

_RUN = "window.hit=1"

ELEMENTS = (
    f"<script>{_RUN}</script>", f"<SCRIPT SRC=//evil.example/x.js></SCRIPT>{_RUN}", f"<script\n>{_RUN}</script\n>",
    f"<script/x>{_RUN}</script>", f"<img src=x onerror={_RUN}>", f"<img/src=x/onerror={_RUN}>", f"<IMG \"\"\"><SCRIPT>{_RUN}</SCRIPT>\">",
    f"<img src='x' onerror=\"{_RUN}\" alt=y>", f"<svg onload={_RUN}>", f"<svg/onload={_RUN}//", f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>", f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<iframe src=javascript:{_RUN}>", "<frameset><frame src=//evil.example>", f"<form action=javascript:{_RUN}><input type=submit></form>",
    f"<input autofocus onfocus={_RUN}>", f"<select autofocus onfocus={_RUN}>", f"<button formaction=javascript:{_RUN}>x</button>",
    f"<textarea autofocus onfocus={_RUN}></textarea>", "<base href=//evil.example/>",
    "<style>@import '//evil.example/x.css'; body { display: none }</style>", "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0; url=//evil.example'>", f"<object data=javascript:{_RUN}>", f"<embed src=javascript:{_RUN}>",
    f"<video><source onerror={_RUN}></video>", f"<audio src=x onerror={_RUN}>", f"<details open ontoggle={_RUN}>",
    f"<marquee onstart={_RUN}>x</marquee>", f"<body onload={_RUN}>", f"<isindex type=image src=1 onerror={_RUN}>", f"<x onclick={_RUN}>y",
    f"<a href=javascript:{_RUN}>x</a>", "<plaintext>", "<xmp>", f"<template><script>{_RUN}</script></template>",
    f"<noscript><p title=\"</noscript><img src=x onerror={_RUN}>\">",
    f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={_RUN}&gt;\">",
    f"<svg></p><style><a id=\"</style><img src=1 onerror={_RUN}>\">", f"<math href=javascript:{_RUN}>x</math>",
    f"<table background=javascript:{_RUN}><tr><td>x", "<h1>Another title</h1>", "<div class=fp>", "</div></div></article></main>",
    "</p></li></ul></td></tr></table>", "<dl><dt>x<dd>y</dl>", "<hr><br><wbr>", "<!-- a comment", "<!-- a comment --!> x -->",
    "<!--[if IE]><script>x</script><![endif]-->", "<!DOCTYPE html><html>", "<?php echo 1 ?>", "<?xml-stylesheet href='//evil.example'?>",
    "<![CDATA[ x ]]>", "<%= 7*7 %>", "<!--#exec cmd=\"id\"-->",
)
BREAKOUTS = (
    f"\" onmouseover=\"{_RUN}", f"' onmouseover='{_RUN}", f"` onmouseover=`{_RUN}", f"\"><script>{_RUN}</script>",
    f"'><img src=x onerror={_RUN}>", f"x\" autofocus onfocus={_RUN} y=\"", f"</title><script>{_RUN}</script>",
    f"</textarea><script>{_RUN}</script>", f"</style><script>{_RUN}</script>", f"</script><script>{_RUN}</script>",
    f"--><script>{_RUN}</script><!--", f"]]><script>{_RUN}</script>", f"\"; {_RUN}; \"", f"'); {_RUN}; ('", f"\\\"; {_RUN}; //",
    f"${{{_RUN}}}", "\"/><link rel=import href=\"//evil.example", "x' style='position:fixed;inset:0",
    "a\" http-equiv=\"refresh\" content=\"0",
)
ENTITIES = (
    f"&lt;script&gt;{_RUN}&lt;/script&gt;", f"&#60;script&#62;{_RUN}&#60;/script&#62;", f"&#x3c;script&#x3e;{_RUN}", "&lt&lt;b&gt",
    "&amp;lt;b&amp;gt;", f"&LT;img src=x onerror={_RUN}&GT;", "&quot; onclick=&quot;x", "&#34;&#39;&#96;",
    "&#0;&#x0;&#xD800;&#x110000;&#99999999;", "&", "&#", "&#x", "&nosuch;", "&copy", "AT&T &c. a&b", "&NewLine;&Tab;&colon;",
    "&lbrace;&lbrace; x &rbrace;&rbrace;",
)
LINKS = (
    f"[x](javascript:{_RUN})", f"[x](JaVaScRiPt:{_RUN})", f"[x](java&#115;cript:{_RUN})", f"[x](&#106avascript:{_RUN})",
    f"[x](java&Tab;script:{_RUN})", f"[x](java\\script:{_RUN})", f"[x]( javascript:{_RUN} )", f"[x](<javascript:{_RUN}>)",
    f"[x](javascript&colon;{_RUN})", f"[x](javascript%3a{_RUN})", f"[x](vbscript:{_RUN})", "[x](data:text/html,<script>x</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](blob:x)", "[x](file:///etc/passwd)", "[x](//evil.example)", "[x](\\\\evil.example)",
    "[x](/etc/passwd)", "[x](../../x)", "[x](?q=x)", "[x](#x)", "[x]()", "[x](https:evil.example)", "[x](https://user:pass@evil.example/)",
    "[x](https://example.org:8443/)", "[x](https://example.org\\@evil.example)", "[x](//[x]/)", "[x](https://[x]/)",
    f"[x](https://example.org/\"onmouseover=\"{_RUN})", f"[x](https://example.org/'onmouseover='{_RUN})",
    "[x](https://example.org/><script>)", f"[x](https://example.org/ \"\\\" onmouseover={_RUN}\")",
    f"[x](https://example.org/ 'a\" onclick=\"{_RUN}')", "[x](https://example.org/&quot;x)", f"[x](skill:kneading\"onclick=\"{_RUN})",
    "[x](skill:../../x)", "[x](skill:kneading#x)", "[x](skill:)", "[x](skill:__proto__)", "[x](constructor:x)", "[x](__proto__:x)",
    "[x](page:index)", f"[<img src=x onerror={_RUN}>](https://example.org/)", f"[\" onclick=\"{_RUN}](https://example.org/)",
    "[a [b](https://example.org/) c](https://example.org/)", "[![x](https://evil.example/y.png)](https://example.org/)",
    f"![x](javascript:{_RUN})", "![x](https://evil.example/pixel.png)", "![x][y]", "[x][y]", "[x][]", f"[x]: javascript:{_RUN}",
    f"[x]: https://example.org '\"onclick=\"{_RUN}'", f"<javascript:{_RUN}>", "<https://evil.example/>", "<a@evil.example>",
    "https://evil.example/", "www.evil.example", "[[evil]]", "[x](<https://exa mple.org>)",
)
CONSTRUCTS = (
    f"x {{: onclick=\"{_RUN}\" }}", f"x {{ onmouseover={_RUN} }}", f"*x*{{: onmouseover={_RUN} }}", "x {#other-id .other-class}",
    f"`x`{{: onclick={_RUN} }}", "*[the]: another meaning", "[^1] and [^1]: a note", "[TOC]", "--8<-- \"mkdocs.yml\"",
    "--8<--\nmkdocs.yml\n--8<--", "!!! danger \"x\"\n    y", "??? note \"x\"\n    y", "=== \"Tab\"\n    x", ":smile: :material-account:",
    "==x== ^^x^^ ~~x~~ ++ctrl++", "{--x--}{++y++}{>>z<<}", "$x$ $$y$$ \\(z\\) \\[w\\]", "H~2~O x^2^", "term\n:   meaning", "- [x] done",
    "x | y\n--- | ---\na | b", "| a | b |\n|---|---|\n| <b> | c |", "a | b", "a || b |", "# A heading", "A heading\n===", "A heading\n---",
    "* * *", "____", "    indented code", "```html\n<b>\n```", "~~~ {.x onclick=y}\nz\n~~~", "``` x", "> quoted\n> > twice",
    "1. one\n1. two", "1986. A great year.", "+ plus", "---\ntemplate: x.html\ntitle: y\n---", "---", "...", "template: 404.html",
    "title: \"x\"", "a  \nb", "a\\\nb", "***", "**", "__init__", "*a **b* c**", "a*b*c_d_e", "<div markdown=1>*x*</div>",
    "<div markdown=\"block\">", "\\<b\\>", "\\", "a\\", "\\\\", "\\`x\\`", "`` ` ``", "`x", "`<b>`", "`{{ x }}`", "``",
)
PROGRAMS = (
    "{{ 7*7 }}", "{{ config }}", "{{ self.__init__.__globals__ }}", "{% include 'x' %}", "{% raw %}", "{%- endblock %}", "{# x #}", "{{",
    "}}", "#{7*7}", "${7*7}", "<%x%>", "{0.__class__}", "{}", "{words}", "%s %(x)s %n", "{0:>9999999}", "$(id) `id`", "; id",
    "=cmd|'/c calc'!A0", "+1+1", "@SUM(1)", "../../../etc/passwd", "!!python/object/apply:os.system [id]", "&anchor x", "*alias",
    "'; DROP TABLE x; --", "null", "true", "0x1F", "1e999", "NaN", "__proto__", "constructor", "klzzwxh:0000", "wzxhzdk:0", "hlzcq:0",
    "qq3936677670287331zz", "zz1337820767766393qq",
)
CRASHES = (
    "<![x](y)>", "a <![> b", "<!", "<?", "</", "<", "<a", "<a/", "<a b=", "<a b='", "&#x;", "]]>", "-->", "<!---->", "<!-->", "[" * 80,
    "![" * 40, "[^" * 40, "](" * 40, "*" * 90, "_" * 90, "*_" * 45, "`" * 90, "(" * 90, "<" * 90, "> " * 40 + "x", "- " * 40 + "x",
    "1. " * 30 + "x", "#" * 90, "|" * 90, "\\" * 90, "{" * 90, "<b>" * 30, "</b>" * 25, "&" * 90, "a\u0301" * 40, "\u05d0\u05d1 (\u05d2)",
    "\uff1cscript\uff1e", "\u017fcript", "\u0130", "\u2039b\u203a", "\U0001f9ed\ufe0f", "x" * 108,
)

VECTORS = (*ELEMENTS, *BREAKOUTS, *ENTITIES, *LINKS, *CONSTRUCTS, *PROGRAMS, *CRASHES)
