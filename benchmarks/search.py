"""How well search answers what people type: judged questions, known items, scripts without blanks.

    python benchmarks/search.py [LIBRARY.db]

Questions and papers are those of ``../shared/data``; what is absent is left out. With a library
(``benchmarks/generate.py``, 100,000 papers) the time of the process's own CPU is measured in it.
"""

import gzip
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import log2
from pathlib import Path
from typing import Any, NamedTuple

import readlist
from readlist.library.papers import search as finding
from readlist.store.connection import Library, open_library

NOW = "2026-01-05T08:00:00Z"
SHARED = Path(__file__).resolve().parents[2] / "shared/data"
CACM = SHARED / "search-truth/cacm"
PAPERS = SHARED / "papers/arxiv-17k.jsonl.gz"
SEED = 20_170_612
ITEMS = 40
DEEP = 10
# Titles of ours, without blanks; each word stands inside a longer run.
UNSPACED = {
    "基于深度学习的医学图像分割方法研究": "学习 医学 图像分割 方法",
    "面向大规模语言模型的知识蒸馏综述": "语言模型 知识 蒸馏 综",
    "利用强化学习优化机器人抓取策略": "强化学习 机器人 抓取 优化",
    "一种用于时间序列预测的卷积网络": "时间序列 预测 卷积 网络",
    "图神经网络在推荐系统中的应用": "神经网络 推荐系统 应用 图神",
    "自然言語処理における事前学習の効果": "言語処理 事前学習 効果 自然",
    "深層学習による画像認識のサーベイ": "学習 画像認識 サーベイ による",
    "音声合成のための生成モデルの比較": "合成 生成モデル 比較 音",
    "強化学習を用いた自動運転の安全性評価": "自動運転 安全性 評価 用いた",
    "大規模データからの知識グラフ構築手法": "データ 知識グラフ 構築 手法",
    "딥러닝기반의료영상분할기법에관한연구": "의료영상 분할 기법 연구",
    "대규모언어모델의지식증류에대한고찰": "언어모델 지식증류 고찰 대규",
    "강화학습을이용한로봇제어정책최적화": "로봇 제어 최적화 학습",
    "시계열예측을위한합성곱신경망구조": "예측 합성곱 신경망 구조",
    "그래프신경망기반추천시스템의설계": "신경망 추천 시스템 설계",
}


class Line(NamedTuple):
    """A line of the table: what was measured, before this search, wanted, and found now."""

    what: str
    before: str
    aim: str
    now: str


def filled(folder: Path, name: str, papers: Sequence[dict[str, Any]]) -> Library:
    """Return a library of these papers."""
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), "utf-8")
    with readlist.open(folder / f"{name}.db") as library:
        library.import_file(path)
    return open_library(folder / f"{name}.db", "bench")


def answers(library: Library, text: str, most: int = DEEP) -> list[int]:
    """Return the first papers that ``search --any`` gives."""
    found = finding.with_meaning(library, finding.ask(library, [text], now=NOW))
    first = finding.ids(library, found, most)
    if len(first) < most and found.words:
        first += [one.id for one in finding.nearest(library, found, most, now=NOW)]
    return first[:most]


def cacm(folder: Path) -> Iterator[Line]:
    """Yield how well the judged questions are answered as they were typed."""
    corpus = [json.loads(line) for line in (CACM / "corpus.jsonl").open(encoding="utf-8")]
    papers = [
        {"title": one["title"], "authors": one["authors"], "abstract": one["text"],
         "doi": f"10.9999/cacm.{one['_id']}"}
        for one in corpus
    ]  # fmt: skip
    library = filled(folder, "cacm", papers)
    rows = library.db.execute("SELECT value, paper_id FROM identifiers WHERE scheme = 'doi'")
    number = {value.rpartition(".")[2]: paper for value, paper in rows}
    judged: dict[str, set[int]] = {}
    for line in (CACM / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        question, document, _ = line.split("\t")
        if document in number:
            judged.setdefault(question, set()).add(number[document])
    questions = [json.loads(line) for line in (CACM / "queries.jsonl").open(encoding="utf-8")]
    gains, empty = [], 0
    for question in questions:
        found = answers(library, question["text"])
        empty += not found
        if wanted := judged.get(question["_id"]):
            gain = sum(1 / log2(at + 2) for at, paper in enumerate(found) if paper in wanted)
            gains.append(gain / sum(1 / log2(at + 2) for at in range(min(DEEP, len(wanted)))))
    yield Line("CACM, nDCG@10", ".053", ">= .49", f"{sum(gains) / len(gains):.3f}")
    yield Line(f"of {len(questions)} questions without an answer", "61", "0", str(empty))
    library.close()


def known_items(folder: Path) -> Iterator[Line]:
    """Yield how often a paper that is known to be there is the first that is found."""
    with gzip.open(PAPERS, "rt", encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    library = filled(folder, "known", papers)
    spread = Counter(word for paper in papers for word in set(_words(paper["title"])))
    rng = random.Random(SEED)
    chosen = [
        paper for paper in rng.sample(papers, 200)
        if len(set(_words(paper["title"]))) >= 6 and len(paper["authors"][0].split()) > 1
    ][:ITEMS]  # fmt: skip

    def rarest(paper: dict[str, Any], most: int) -> list[str]:
        return sorted(set(_words(paper["title"])), key=lambda word: (spread[word], word))[:most]

    def misspelled(paper: dict[str, Any]) -> str:
        one, other = rarest(paper, 2)
        at = rng.randrange(1, len(one) - 1)
        return f"{one[:at]}{one[at + 1 :]} {other}"

    def one_wrong(paper: dict[str, Any]) -> str:
        wrong = rng.choice([word for word, papers in spread.items() if 3 < papers < 300])
        return " ".join([*rarest(paper, 4), wrong])

    kinds: list[tuple[str, str, str, Callable[[dict[str, Any]], str]]] = [
        ("exact title", "40", "40", lambda p: " ".join(p["title"].split())),
        ("three rarest words", "38", ">= 38", lambda p: " ".join(rarest(p, 3))),
        ("surname and a rare word", "34", ">= 34",
         lambda p: f"{p['authors'][0].split()[-1]} {rarest(p, 1)[0]}"),
        ("one letter lost in one of two words", "1 of 36", ">= 32 of 36", misspelled),
        ("one wrong word of five", "0", ">= 36", one_wrong),
        ("papers about three rare words", "1", ">= 36",
         lambda p: "papers about " + " ".join(rarest(p, 3))),
        ("plural for singular", "35", ">= 39",
         lambda p: " ".join(f"{word.rstrip('s')}s" for word in rarest(p, 3))),
    ]  # fmt: skip
    for what, before, aim, typed in kinds:
        first = 0
        for paper in chosen:
            found = answers(library, typed(paper), 1)
            sql = "SELECT title FROM papers WHERE id = ?"
            title = library.db.execute(sql, found).fetchone()[0] if found else ""
            first += title == " ".join(paper["title"].split())
        yield Line(f"first of {len(chosen)}: {what}", before, aim, str(first))
    library.close()


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]{5,}", text.lower()) if word not in _EMPTY]


_EMPTY = frozenset(("about", "their", "through", "under", "using", "towards", "within", "without"))


def unspaced(folder: Path) -> Iterator[Line]:
    """Yield how many words of Chinese, Japanese and Korean are found inside longer runs."""
    papers: list[dict[str, Any]] = []
    for at, title in enumerate(UNSPACED):
        papers.append({"title": title} if at % 2 else {"title": f"Paper {at}", "abstract": title})
    library = filled(folder, "unspaced", papers)
    asked = [(number, w) for number, ws in enumerate(UNSPACED.values(), 1) for w in ws.split()]
    found = sum(number in finding.ids(library, finding.ask(library, [w], now=NOW))
                for number, w in asked)  # fmt: skip
    yield Line(f"of {len(asked)} CJK words inside runs", "1 of 5", "60", str(found))
    library.close()


def times(library: Library) -> Iterator[Line]:
    """Yield the CPU time of single searches, without the start of the program."""
    asked = {
        "a rare word": ("0.3 ms", "<= 1 ms", "photovoltaic"),
        "a common word": ("50 ms", "<= 60 ms", "model"),
        "two common words": ("60 ms", "<= 60 ms", "language model"),
        "nothing found and relaxed": ("-", "<= 120 ms", "language model zebra image learning"),
    }
    for what, (before, aim, text) in asked.items():
        took: list[float] = []
        for _ in range(5):
            start = time.process_time()
            found = finding.ask(library, [text], now=NOW)
            if not finding.ids(library, found, 50):
                finding.nearest(library, found, 50, now=NOW)
            took.append((time.process_time() - start) * 1000)
        yield Line(f"CPU of {what}", before, aim, f"{min(took):.1f} ms")


def main() -> None:
    """Print the table."""
    print(f"{'what':<46} {'before':>9} {'aim':>12} {'now':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = [unspaced(folder)]
        parts += [cacm(folder)] if CACM.is_dir() else []
        parts += [known_items(folder)] if PAPERS.is_file() else []
        parts += [times(open_library(Path(sys.argv[1]), "bench"))] if len(sys.argv) > 1 else []
        for part in parts:
            for line in part:
                print(f"{line.what:<46} {line.before:>9} {line.aim:>12} {line.now:>9}", flush=True)


if __name__ == "__main__":
    main()
