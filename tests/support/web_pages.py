"""Curated lists as web pages: as GitHub shows them, and as an annotated list is saved."""

import html as escapes
from itertools import pairwise

ARXIV = "https://arxiv.org/abs/2301.00001"


GITHUB = """\
<!DOCTYPE html>
<html lang="en"><head><title>GitHub - ann/awesome-counting: Papers</title>
<script>var x = "<li><a href='https://arxiv.org/abs/2301.00009'>No</a>";</script></head>
<body><header><nav><ul><li><a href="https://arxiv.org/abs/2301.00009">No</a></li></ul></nav>
</header><main><div id="repo"><table><tr><td><a href="/ann/x/src">src</a></td></tr></table>
<article class="markdown-body entry-content container-lg" itemprop="text">
<div class="markdown-heading"><h1 tabindex="-1" class="heading-element">Awesome Counting</h1>
<a id="user-content-a" class="anchor" aria-label="Link" href="#a"><svg></svg></a></div>
<ul><li><a href="#sheep">Sheep</a></li></ul>
<h2><a class="anchor" aria-hidden="true" href="#sheep"><svg></svg></a>Sheep</h2>
<ul dir="auto">
<li><p dir="auto"><strong>Counting sheep at night</strong>, <em>Ann Lee et al.</em>, ICML 2020.
[<a href="https://arxiv.org/abs/2301.00001" rel="nofollow">paper</a>]
[<a href="https://github.com/a/b">code</a>]</p>
<ul><li>A remark on it.</li></ul></li>
<li><a href="https://arxiv.org/abs/2301.00002"><g-emoji>🔥</g-emoji> Counting cows by day</a></li>
</ul>
<details><summary>Older</summary>
<ul><li><a href="https://arxiv.org/abs/2301.00003">Counting hens of old</a></li></ul></details>
<ul><li><a href="https://arxiv.org/abs/2301.00004">Counting pigs of today</a></li></ul>
<div class="snippet-clipboard-content"><pre><code>- [No paper](https://arxiv.org/abs/2301.00009)
</code></pre></div>
<p hidden><a href="https://arxiv.org/abs/2301.00009">Hidden words here</a></p>
<!-- <a href="https://arxiv.org/abs/2301.00009">A comment</a> -->
</article></div></main><footer><a href="https://docs.github.com">Docs</a></footer></body></html>
"""


def page(body, title="Page"):
    return f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body>{body}</body></html>"


ANNOTATED = """\
Gardening Reads
- Gardening Reads
- Start here
- Soil
- 2001
- Digging Without a Spade
- 2004
- Compost Heaps in Small Towns
Start here
Soil
2001
Digging Without a Spade
- This paper by Moss et al. from Fern University in ICML 2001 digs.
- Every hole is round.
2004
Compost Heaps in Small Towns
- This paper by Leaf et al. warms.
"""


HEADINGS = {"Gardening Reads": 1, "Start here": 2, "Soil": 3, "2001": 4, "2004": 4}


def annotated_page(text, headings, links):
    """Return the page of an annotated list that a browser would save as this text."""
    lines = text.split("\n")
    body = next(n for n, line in enumerate(lines[1:], 1) if line and not line.startswith("- "))
    out = [f"<h1>{lines[0]}</h1>", '<ul id="markdown-toc">']
    out += [f'<li><a href="#x">{escapes.escape(line[2:])}</a></li>' for line in lines[1:body]]
    out.append("</ul>")
    bulleted = [line.startswith("- ") for line in lines[body:]]
    for (line, bullet), (_, after) in pairwise(
        [*zip(lines[body:], bulleted, strict=True), ("", 0)]
    ):
        words = escapes.escape(line.removeprefix("- "))
        if line in links:
            out.append(f'<h5 id="x"><a href="{links[line]}">{words}</a></h5>')
        elif line in headings:
            out.append(f"<h{headings[line]}>{words}</h{headings[line]}>")
        else:
            is_first = bullet and not out[-1].endswith("</li>")
            out.append(("<ul>" if is_first else "") + (f"<li>{words}</li>" if bullet else words))
            out += ["</ul>"] if bullet and not after else []
    return page(
        f"<nav><a href='/'>Home</a></nav><main><article>{chr(10).join(out)}</article></main>"
    )
