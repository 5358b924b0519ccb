"""Kinds of PDFs that people have, each with what it is: made by hand, to be told apart."""

from collections.abc import Iterator
from typing import NamedTuple

from support.pdf_files import Text, lines, pdf

BODY = (
    "We study how long lists of papers are read, and what is left of them in the end.\n"
    "The reader of a list takes what is near to the top and leaves the rest for later days.\n"
    "Our model has three parts, of which the first is the list and the last is the reader.\n"
    "It is shown that no list is read to its end, and that this is a good thing to know.\n"
    "A method for this is given below, with proofs for all of the cases that we know of."
)
OTHER = "10.1007/s11263-015-0816-y"
"""The identifier of another work, which some of the pages quote."""


class Kind(NamedTuple):
    """A PDF and what it is; an empty title means that the page shows none."""

    name: str
    data: bytes
    title: str = ""
    authors: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    file: str = "paper.pdf"
    words: str = ""


TITLE = "Long Lists and Their Readers"
AUTHORS = ("Jane Q. Roe", "Ed Poe")


def front(
    title: str = TITLE, names: str = "Jane Q. Roe, Ed Poe", size: float = 17.0, top: float = 690
) -> list[Text]:
    """Return a title, names, a school and an abstract as most papers have them."""
    rows = title.split("\n")
    shown = [Text(row, size, 120, top - 20 * at) for at, row in enumerate(rows)]
    below = top - 20 * len(rows) - 10
    return [
        *shown,
        Text(names, 12, 200, below),
        Text("Institute of Lists, University of Lower Saxony", 10, 180, below - 16),
        Text("{roe,poe}@lists.example", 10, 230, below - 30),
        Text("Abstract", 11, 280, below - 60),
        *lines(BODY, below - 80),
    ]


def foot(*texts: str, size: float = 8.0, top: float = 70.0) -> list[Text]:
    """Return small lines at the foot of a page."""
    return [Text(text, size, 72, top - 10 * at) for at, text in enumerate(texts)]


def kinds() -> Iterator[Kind]:
    """Yield every kind."""
    yield from own()
    yield from quoting()
    yield from titles()
    yield from without_text()


def made(name: str, page: list[Text], *more: list[Text], **facts: object) -> Kind:
    """Return a kind whose first page is this one."""
    info = facts.pop("info", None)
    xmp = str(facts.pop("xmp", ""))
    data = pdf(page, *(more or (lines(BODY),)), info=info, xmp=xmp)  # type: ignore[arg-type]
    said = {"title": TITLE, "authors": AUTHORS, **facts}
    return Kind(name, data, words=BODY, **said)  # type: ignore[arg-type]


def own() -> Iterator[Kind]:
    """Yield papers that say what they are."""
    stamp = Text("arXiv:2405.12345v2  [cs.CL]  21 May 2024", 20, 30, 250, turned=True)
    arxiv = ("arxiv:2405.12345",)
    yield made("arxiv", [stamp, *front()], identifiers=arxiv)
    old = Text("arXiv:hep-th/9901001v3  10 Jan 1999", 20, 30, 250, turned=True)
    yield made("arxiv-old", [*front(), old], identifiers=("arxiv:hep-th/9901001",))
    yield made("arxiv-by-name", front(), file="2405.12345v2", identifiers=arxiv)
    yield made(
        "acm",
        [
            *front(),
            *foot(
                "Permission to make digital or hard copies of all or part of this work is granted",
                "KDD '19, August 4-8, 2019, Anchorage, AK, USA",
                "© 2019 Association for Computing Machinery.",
                "ACM ISBN 978-1-4503-6201-6/19/08...$15.00",
                "https://doi.org/10.1145/3292500.3330701",
            ),
        ],
        identifiers=("doi:10.1145/3292500.3330701",),
    )
    yield made(
        "ieee",
        [
            Text("IEEE TRANSACTIONS ON LISTS, VOL. 42, NO. 1, JANUARY 2020", 7, 72, 760),
            *front(),
            *foot(
                "Manuscript received 1 March 2019; revised 2 May 2019; accepted 3 June 2019.",
                "Digital Object Identifier 10.1109/TPAMI.2020.2975798.",
                "0162-8828 © 2020 IEEE. Personal use is permitted.",
            ),
        ],
        identifiers=("doi:10.1109/tpami.2020.2975798",),
    )
    for name, end in (("lncs", ["DOI: 10.1007/978-3-319-24574-4 28"]),
                      ("lncs broken", ["DOI: 10.1007/978-3-319-24574-4", "28"])):  # fmt: skip
        yield made(
            name,
            [
                *front(),
                *foot(
                    "c Springer International Publishing Switzerland 2015",
                    "N. Navab et al. (Eds.): MICCAI 2015, Part III, LNCS 9351, pp. 234-241, 2015.",
                    *end,
                ),
            ],
            identifiers=("doi:10.1007/978-3-319-24574-4_28",),
        )
    yield made(
        "springer",
        [
            Text("Machine Learning (2019) 108:1-20", 8, 72, 760),
            Text("https://doi.org/10.1007/s10994-019-05855-6", 8, 72, 750),
            *front(),
            *foot("Received: 1 May 2018 / Accepted: 2 June 2019", "© The Author(s) 2019"),
        ],
        identifiers=("doi:10.1007/s10994-019-05855-6",),
    )
    yield made(
        "elsevier",
        [
            Text("Pattern Recognition Letters 131 (2020) 1-7", 8, 72, 760),
            Text("Contents lists available at ScienceDirect", 8, 200, 748),
            Text("Pattern Recognition Letters", 14, 200, 730),
            *front(),
            *foot(
                "* Corresponding author. E-mail address: roe@lists.example (J. Roe).",
                "",
                "https://doi.org/10.1016/j.patrec.2019.12.001",
                "Received 1 January 2019; Received in revised form 2 May 2019",
                "0167-8655/© 2019 Elsevier B.V. All rights reserved.",
            ),
        ],
        identifiers=("doi:10.1016/j.patrec.2019.12.001",),
    )
    for server in ("bioRxiv", "medRxiv"):
        yield made(
            server,
            [
                Text(
                    f"{server} preprint doi: https://doi.org/10.1101/2020.03.01.971234; this "
                    "version posted March 2, 2020. The copyright", 7, 72, 770,
                ),
                Text("holder for this preprint is the author/funder.", 7, 72, 762),
                *front(),
            ],
            identifiers=("doi:10.1101/2020.03.01.971234",),
        )  # fmt: skip
    for name, text in (
        ("neurips", "31st Conference on Neural Information Processing Systems (NIPS 2017), CA."),
        ("icml", "Proceedings of the 38th International Conference on Machine Learning, PMLR 139."),
    ):
        yield made(name, [*front(), *foot(text)])
    yield made(
        "cvf",
        [
            Text("This CVPR paper is the Open Access version, provided by the CVF.", 8, 150, 770),
            Text(
                "Except for this watermark, it is identical to the accepted version;", 8, 150, 760
            ),
            *front(),
        ],
    )
    yield made(
        "openreview",
        [Text("Under review as a conference paper at ICLR 2024", 10, 72, 760), *front()],
    )
    yield made(
        "tmlr",
        [
            *front(top=660),
            Text("Reviewed on OpenReview: https://openreview.net/forum?id=abcDEF123", 9, 72, 720),
        ],
        identifiers=("openreview:abcDEF123",),
    )
    yield made(
        "cite-this",
        [
            *front(),
            *foot(
                "To cite this article: Jane Q. Roe & Ed Poe (2020) Long Lists and Their Readers,",
                "Journal of Lists, 1:2, 3-14, DOI: 10.1080/00031305.2020.1234567",
            ),
        ],
        identifiers=("doi:10.1080/00031305.2020.1234567",),
    )
    yield made(
        "published-in",
        [
            *front(),
            Text("Published in Lists, https://doi.org/10.1007/s10994-019-05855-6.", 9, 72,
                 420),
            Text("1 Introduction", 13, 72, 390),
        ],
        identifiers=("doi:10.1007/s10994-019-05855-6",),
    )  # fmt: skip
    packet = (
        "<x:xmpmeta><rdf:RDF><rdf:Description><prism:doi>10.1007/978-3-319-24574-4&#95;28"
        "</prism:doi><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Long Lists and Their Readers"
        "</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    yield made("metadata", front(), xmp=packet, identifiers=("doi:10.1007/978-3-319-24574-4_28",))


def quoting() -> Iterator[Kind]:
    """Yield papers that name other works, and are none of them."""
    online = f"The original article can be found online at https://doi.org/{OTHER}."
    for name, title in (
        ("erratum", "Erratum to: Deep Lists and Their Use"),
        ("correction", "Correction: Deep Lists and Their Use"),
    ):
        page = [Text(online, 8, 72, 760), *front(title)]
        yield made(name, page, title=title)
    about = {
        "reply": ("Reply to Comments on Deep Lists", f"Reply to: https://doi.org/{OTHER}"),
        "comment": ("Comment on “Deep Lists and Their Use”", f"Comment on doi:{OTHER}"),
        "review": (
            "Review of “Deep Lists and Their Use”", f"The work under review: https://doi.org/{OTHER}"
        ),
        "supplement": (
            "Supplementary Material for Deep Lists", f"Supplement to https://doi.org/{OTHER}"
        ),
    }  # fmt: skip
    for name, (title, text) in about.items():
        page = [*front(title, top=650), Text(text, 9, 150, 690)]
        yield made(name, page, title=title)
    # The same line at its own place, alone: what the page is about tells that it is another's.
    page = [*front("Erratum to: Deep Lists"), *foot(f"https://doi.org/{OTHER}")]
    yield made("erratum-alone", page, title="Erratum to: Deep Lists")
    note = "1 X. Zeng et al., Simulation of Sensors, arXiv:2503.11731v1 [cs.CV] 14 Mar 2025."
    yield made("quoted-stamp", [*front(), *foot(note)])
    within = "as in\narXiv:1909.08053v4 [cs.CL]\nwhere it is shown that lists are long."
    yield made("stamp-in-text", [*front(), *lines(within, 400)])
    figure = Text("arXiv:1706.03762v7  [cs.CL]  2 Aug 2023", 7, 260, 150, turned=True)
    yield made("stamp-in-figure", [*front(), figure])
    cited = f"2 J. Roe and E. Poe. Deep lists. Int. J. Comput. Vis. 115 (2015), doi:{OTHER}."
    yield made("footnote", [*front(), *foot(cited)])
    funder = "* Funded by the German Research Foundation, https://doi.org/10.13039/501100001659."
    yield made("funder", [*front(), *foot(funder)])
    data = "Data are available at https://doi.org/10.17605/OSF.IO/ABCDE and 10.57967/hf/1234."
    yield made("data", [*front(), *foot(data)])
    template = [Text("Digital Object Identifier 10.1109/ACCESS.2017.DOI", 8, 72, 750), *front()]
    yield made("placeholder", template)
    version = f"A preliminary version was published in IJCV, https://doi.org/{OTHER}."
    yield made("preliminary", [*front(), *foot(version)])
    references = ["References", f"[1] J. Roe. Deep lists. https://doi.org/{OTHER}"]
    yield made("references", [*front(), *foot(*references, size=10)])
    stale = {"Title": "A Wholly Older Paper on Bees", "Subject": "doi:10.1016/j.older.2011.01.002"}
    yield made("stale-metadata", front(), info=stale)
    group = [*front("Reading Group Notes on Deep Lists", top=650), Text(
        f"Paper discussed this week: https://doi.org/{OTHER}", 10, 120, 690)]  # fmt: skip
    yield made("reading-group", group, title="Reading Group Notes on Deep Lists")


def titles() -> Iterator[Kind]:
    """Yield pages whose titles and names are set in ways of their own."""
    small = [
        Text("O", 17.2, 120, 690), Text("N", 13.8, 134, 690), Text("L", 17.2, 150, 690),
        Text("ONG", 13.8, 161, 690), Text("L", 17.2, 200, 690), Text("ISTS OF THE", 13.8, 211, 690),
        Text("READERS", 13.8, 120, 670),
        *front("x")[1:],
    ]  # fmt: skip
    yield made("small-capitals", small, title="ON LONG LISTS OF THE READERS")
    three = "Lists That Are Long,\nReaders That Are Few,\nand Days That End"
    yield made("three-lines", front(three), title=three.replace("\n", " "))
    yield made("two-words", front("Layer Normalization"), title="Layer Normalization")
    template = "Template-Based Named Entity Recognition Using Lists"
    yield made("template", front(template), title=template)
    accents = [
        Text("G", 17, 120, 690), Text("¨", 17, 135.2, 690), Text("odel on Lists", 17, 133.3, 690),
        *front("x")[1:],
    ]  # fmt: skip
    yield made("accents", accents, title="Gödel on Lists")
    han = [
        Text("关于长阅读清单的研究", 18, 150, 700), Text("王小明，李雷", 12, 200, 670),
        Text("清单大学计算机系", 10, 200, 650), Text("摘要", 11, 200, 620),
        *[Text("我们研究人们如何阅读很长的论文清单以及最后剩下什么内容", 10, 72, 600 - 14 * at)
          for at in range(6)],
    ]  # fmt: skip
    yield made("chinese", han, title="关于长阅读清单的研究", authors=("王小明", "李雷"))
    thesis = [
        Text("University of Lower Saxony", 24, 120, 700),
        Text("Essays on the Reading of Long Lists", 17, 120, 650),
        Text("Jane Q. Roe", 12, 200, 600),
        Text("A thesis submitted for the degree of Doctor of Philosophy", 10, 150, 560),
    ]  # fmt: skip
    yield made(
        "thesis", thesis, title="Essays on the Reading of Long Lists", authors=("Jane Q. Roe",)
    )
    mark = Text("Draft, do not distribute", 40, 100, 200, angle=45)
    yield made("watermark", [mark, *front()])
    journal = [Text("nature", 30, 72, 740), *front(top=680)]
    yield made("journal", journal)
    capitals = front(names="JANE Q. ROE and ED POE")
    yield made("shouted-names", capitals)
    columns = [
        Text(TITLE, 17, 120, 690), Text("Jane Q. Roe", 12, 120, 660), Text("Ed Poe", 12, 340, 660),
        Text("Google Brain", 10, 120, 646), Text("University of Lists", 10, 340, 646),
        Text("Abstract", 11, 280, 600), *lines(BODY, 580),
    ]  # fmt: skip
    yield made("columns", columns)
    marked = [
        Text(TITLE, 17, 120, 690), Text("Jane Q. Roe", 12, 120, 660), Text("1,*", 8, 186, 664),
        Text(", Ed Poe", 12, 198, 660), Text("2", 8, 246, 664),
        Text("1", 7, 120, 648), Text("Institute of Lists", 10, 124, 645),
        Text("Abstract", 11, 280, 600), *lines(BODY, 580),
    ]  # fmt: skip
    yield made("footnote-marks", marked)


def without_text() -> Iterator[Kind]:
    """Yield what has no text, or one that is none."""
    yield Kind("scanned", pdf([]))
    shifted = "".join(chr(ord(c) + 1) if c.isalpha() else c for c in BODY)
    yield Kind("garbage", pdf([Text("Mpoh Mjtut", 17, 120, 690), *lines(shifted, 600)] * 3))
