"""The search index finds a word in whatever way a paper writes it."""

import pytest

from readlist.model import Record
from readlist.query import parse
from readlist.store import upkeep
from readlist.store.connection import Library
from readlist.store.select import compile_query, ids_sql, run
from support.papers import absorb
from support.program import NOW


def found(library: Library, text: str) -> list[int]:
    """Return the papers that a query finds."""
    return [n for (n,) in run(library.db, ids_sql(compile_query(parse(text), 1, now=NOW)))]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("A naïve Gaußian index by Łukasiewicz", ["gaussian", "lukasiewicz", '"gaussian index"']),
        ("Sørensen on æther and œuvre, þorn, ıstanbul", ["sorensen", "aether", "thorn istanbul"]),
        ("An eﬃcient ｆｕｌｌｗｉｄｔｈ sof\u00adtware", ["efficient", "fullwidth", "software"]),
        ("Cu$_2$O on H$_{2}$O", ["cu2o", "Cu$_2$O", "H2O", "Cu₂O"]),
        ("Pre-training of nets", ["pretraining", "pre-training", "pre training", '"pre-training"']),
        ("Pretraining of nets", ["pretraining", "pre-training", "pre training"]),
        ("Pre training of nets", ["pretraining", "pre-training"]),
        ("A U-Net for cells", ["unet", "u-net", "UNet"]),
        ("UNet for cells", ["unet", "u-net"]),
        ("Go-Explore again", ["GoExplore", "go-explore", "goexplore", "go explore"]),
        ("GoExplore again", ["GoExplore", "go-explore", "goexplore", "go explore"]),
        (
            "Attention, learning and generalization of running policies",
            [
                *("attent*", "attenti*", "attentio*", "attention*", "learni*", "learnin*"),
                *("generali*", "generaliz*", "generalizat*", "runni*", "polic*", "policie*"),
            ],
        ),
        ("k-means, LeCun", ["kmeans", "k-means", "lecun", "Le Cun"]),
        ("On Müller", ["muller", "Mueller", "Müller", 'm\\"uller']),
        ("On Mueller", ["Mueller", "Müller"]),
        ("基于注意力机制的图像描述生成", ["注意力", "图像描述", "力", "生成", "title:机制", "注*"]),
        ("深層学習による画像認識のサーベイ", ["学習", "サーベイ", "画像認識", "の"]),
        ("한국어자연어처리의 방법", ["자연어", "처리", "어"]),
        ("C++ templates", ["C++", "c++ templates", "title:C++"]),
        ("Notes on C# and .NET", ["C#", ".NET", "c# .net"]),
        ("GPT-4 speaks", ["GPT-4", "gpt4", "gpt 4"]),
        ("GPT4 speaks", ["GPT-4", "gpt4", "gpt 4"]),
    ],
)  # fmt: skip
def test_finds_whatever_way_it_is_written(library, written, asked):
    """In titles and in abstracts, and nothing else with it."""
    absorb(library, Record(title="Something else in C"))
    absorb(library, Record(title=written))
    absorb(library, Record(title="An abstract", abstract=f"We saw {written} there."))
    for text in asked:
        wanted = [2] if text.startswith("title:") else [2, 3]
        assert sorted(found(library, text)) == wanted, text
    assert list(upkeep.check(library.db, library.path)) == []


def test_strangers_stay_apart(library):
    """A sign is a part of a name, and a beginning of a word is none where it means something."""
    absorb(library, Record(title="The C language"))
    absorb(library, Record(title="Robots in formation"))
    assert found(library, "C++") == found(library, "information") == []


def test_the_index_is_true_after_changes(library):
    """What goes out is what went in, for every kind of text that is folded."""
    absorb(library, Record(title="Gaußian 注意力", abstract="Cu$_2$O, pre-training, C++"))
    library.db.execute("UPDATE papers SET title = 'Plain' WHERE id = 1")
    library.db.execute("UPDATE details SET abstract = '', names = 'Le Cun' WHERE id = 1")
    assert found(library, "gaussian") == found(library, "pretraining") == found(library, "力") == []
    assert found(library, "plain lecun") == [1]
    assert list(upkeep.check(library.db, library.path)) == []
