"""A few papers that golden files show in each format."""

from readlist.bib.names import parse_authors
from readlist.model import (
    Author,
    Identifier,
    Link,
    ListEntry,
    ListInfo,
    Note,
    Paper,
    Reading,
    Status,
)

LISTS = (ListInfo(title="Deep learning", name="deep", source="deep.txt", added="2026-11-01"),)
PAPERS = (
    Paper(
        id=1,
        key="vaswani2017attention",
        title="Attention Is All You Need",
        authors=parse_authors("Ashish Vaswani, Noam Shazeer, Niki Parmar"),
        author_count=8,
        abstract='The dominant "sequence transduction" models\nare based on recurrence.',
        year=2017,
        published="2017-06-12",
        identifiers=(Identifier("arxiv", "1706.03762"),),
        links=(Link("code", "https://github.com/tensorflow/tensor2tensor"),),
        extra={"categories": ["cs.CL", "cs.LG"], "comment": "15 pages, 5 figures"},
        ranks={"title": ("arxiv", 70)},
        reading=Reading(
            Status.READ, 3, 5, "100 %", "2026-10-01T08:00:00Z", "2026-10-02T09:00:00Z", "ada"
        ),
        others=(Reading(Status.TO_READ, reader="bob"),),
        tags=("nlp/transformers", "classic"),
        notes=(Note("Read **section 3** again.", "2026-10-02T09:00:00Z", "ada"),),
        lists=(ListEntry(("Tier 1", "NLP", "2017"), 4, "The one with $QK^T$.\nRead it.", "deep"),),
        aliases=("vaswani17",),
        titles=("attentionisallyouneed",),
        added="2026-09-30T07:00:00Z",
    ),
    Paper(
        id=2,
        key="gpt4",
        title="GPT-4 Technical Report",
        authors=(Author("OpenAI"),),
        year=2023,
        published="2023-03",
        venue="arXiv preprint arXiv:2303.08774",
        kind="article",
        identifiers=(Identifier("arxiv", "2303.08774"),),
    ),
    Paper(
        id=3,
        key="kaiser2020l",
        title=r"On $\ell_1$-LoRA & 3D Poincaré Embeddings: 80% of {BERT}_x for \input{/etc/passwd}",
        authors=parse_authors("Łukasz Kaiser and Martin Luther King, Jr. and {Barnes and Noble}"),
        year=2020,
        published="2019-12-01",
        venue="Advances in Neural Information Processing Systems",
        identifiers=(
            Identifier("arxiv", "1912.00001"),
            Identifier("doi", "10.1000/a_b%c"),
            Identifier("acl", "2020.acl-main.447"),
        ),
        extra={
            "primary_class": "cs.LG",
            "bibtex": {"pages": "1--12", "publisher": r"A \& B", "DOI": "x", "bad name": "x"},
        },
        tags=("a_b",),
    ),
    Paper(
        id=4,
        key="knuth1984tex",
        title="=The TeXbook",
        authors=parse_authors("Donald E. Knuth"),
        year=1984,
        venue="Addison-Wesley",
        kind="book",
        identifiers=(Identifier("isbn", "9780201134476"),),
    ),
    Paper(
        id=5,
        key="he2016deep",
        title="Unbalanced } {brace and \\",
        authors=parse_authors("Kaiming He"),
        author_count=4,
        venue="IEEE Transactions on Pattern Analysis and Machine Intelligence",
        year=2016,
    ),
    Paper(id=6, key="hf", title="Report of a lab", organization="Lab & Co", venue="A blog"),
    Paper(id=7, key="empty"),
)
