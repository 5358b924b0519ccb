"""Which line of a text is the header of a table of papers, and what its columns hold.

Headers are English; the usual ones also German, French, Spanish, Italian, Portuguese, Dutch,
Polish, Russian, Chinese and Japanese.

Known are the exports of Scopus, Web of Science, IEEE Xplore, Google Scholar, Publish or Perish,
PubMed, Lens, Semantic Scholar, OpenReview and Notion; those in ``programs`` use words of their own.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from readlist.bib import ids
from readlist.errors import UsageError
from readlist.formats.tables.programs import program_of
from readlist.formats.tables.rows import DELIMITERS, Row, rows
from readlist.model import FACTS

# Names in lower case without blanks and punctuation, the best name of a field first: where two
# columns hold the same, the better name wins. A fact without other names goes by its own.
_NAMES = {name: name.replace("_", "") for name in FACTS} | {
    "title": "title papertitle pagetitle titel titre 标题 論文標題 论文标题 论文题目 题目 篇名 "
    "documenttitle articletitle publicationtitel titleofpaper papername titles name papers "
    "paper article 论文 论文名 论文名称 名称 名字 work publicationname titulo titolo tytuł "
    "tittel titulek название заглавие タイトル 題名 論文名",
    "authors": "authorfullnames authors author autoren autorinnen auteurs autor auteur 作者 "
    "authorss authornames authorlist listofauthors creators creator names writers by autores "
    "autori autorzy autorka авторы автор 著者 forfattere",
    "first_author": "firstauthor leadauthor erstautor premierauteur 第一作者",
    "author_count": "authorcount numberofauthors",
    "year": "year publicationyear publishedyear yearpublished pubyear jahr erscheinungsjahr "
    "annee anneedepublication 年份 年 出版年 发表年份 发表时间 dateyear ano anno jaar rok год "
    "発行年",
    "published": "published publicationdate datepublished publisheddate pubdate "
    "dateofpublication releasedate submitteddate date datum 日期 时间 issuedate onlinedate "
    "coverdate fecha fechadepublicacion fechapublicacion datadepublicacao dataopublikacji",
    "day": "day publicationday",
    "month": "month publishedmonth publicationmonth monat mois 月份",
    "venue": "venue journalbook journal journaltitle journalname conference booktitle "
    "sourcetitle publication publicationvenue publishedin containertitle proceedings "
    "publicationtitle zeitschrift konferenz revue conferencejournal journalconference "
    "venuename 期刊 会议 来源 刊名 conferencename where source revista rivista tijdschrift "
    "czasopismo журнал 雑誌 雑誌名 掲載誌",
    "abstract": "abstract zusammenfassung resume 摘要 summary summaries abstracts abstractnote "
    "resumen resumo riassunto abstrakt streszczenie аннотация 要旨 概要 samenvatting",
    "arxiv": "arxiv arxivid arxivnumber arxivurl arxivlink eprint arxividentifier",
    "doi": "doi doilink doiurl digitalobjectidentifier dois bookdoi",
    "openreview": "openreview openreviewid openreviewurl openreviewlink forum forumid",
    "acl": "acl aclid aclanthology anthologyid",
    "isbn": "isbn isbns isbn13 isbn10",
    "pmid": "pmid pubmedid pubmed",
    "pmcid": "pmcid pmc",
    "s2": "s2 s2id paperid semanticscholarid",
    "links": "links",
    "url": "url link urls externalurl pageurl website webpage paperurl paperlink "
    "articleurl ee absurl linktopaper urllink href entryid adresse lien 链接 地址 论文链接 "
    "semanticscholarurl uri sourceurls enlace collegamento verweis webseite ссылка リンク",
    "id": "id identifier identifiers",
    "pdf": "pdf pdflink pdfurl linktopdf fulltexturl fulltext",
    "code": "code codeurl codelink github repo repository sourcecode implementation 代码 "
    "代码链接",
    "project": "project projectpage projecturl homepage 项目 项目主页",
    "video": "video videourl youtube talk 视频",
    "slides": "slides slidesurl",
    "notes": "notes note mynotes comment comments remark kommentar kommentare notiz notizen "
    "bemerkung bemerkungen remarque remarques commentaire commentaires 备注 笔记 评论 thoughts "
    "tldr notas notities uwagi заметки комментарии メモ",
    "remarks": "remarks",
    "tags": "tags tag keywords keyword authorkeywords labels label topics topic categories "
    "category subject subjects area areas schlagworte schlagwoerter stichworte motscles "
    "etiquettes 标签 关键词 关键字 分类 subjectareas fieldsofstudy palabrasclave palavraschave "
    "parolechiave trefwoorden słowakluczowe schlusselworter etiquetas ключевыеслова キーワード "
    "タグ",
    "status": "status readingstatus readstatus state progressstatus lesestatus statut 状态 "
    "阅读状态 estado stato статус 状態",
    "done": "read done isread haveread alreadyread gelesen lu 已读 leido letto lido gelezen "
    "przeczytane прочитано 既読",
    "favourite": "favourite favorite favourited favorited starred isfavourite isfavorite important",
    "rating": "rating stars score myrating bewertung 评分 评级 valoracion calificacion "
    "avaliacao valutazione beoordeling ocena оценка 評価",
    "priority": "priority prioritat importance prio priorite 优先级",
    "progress": "progress fortschritt 进度",
    "key": "key citationkey citekey bibtexkey bibkey citationid refkey bibtexcitationkey",
    "added": "added created creationdate createdtime datecreated createdat dateadded addedon "
    "addedat dateofaddition timeadded hinzugefugt 添加日期",
    "started": "started startdate datestarted startedon",
    "finished": "finished dateread readon finishedon datefinished completed completedon "
    "readdate gelesenam lule fechadelectura",
    "due": "due duedate duedatetime deadline faellig falligam",
    "wait": "wait snoozeduntil",
    "organization": "organization organisation institution lab company group institute 机构 单位",
    "lists": "lists",
    "kind": "kind documenttype publicationtype itemtype articletype entrytype doctype type",
    "categories": "arxivcategories terms primarycategory primaryclass",
    "volume": "volume vol band 卷 volumen tom 巻",
    "number": "issue issuenumber number heft 期 numero nummer 号",
    "pages": "pages seiten page pagerange 页码 页 paginas pagine pagina strony страницы ページ",
    "start_page": "pagestart startpage beginningpage firstpage",
    "end_page": "pageend endpage endingpage lastpage",
    "publisher": "publisher verlag editeur 出版社 editorial editora editore uitgever wydawca "
    "wydawnictwo издательство 出版者",
    "editor": "editors editor herausgeber",
    "translator": "translators translator ubersetzer traducteur",
    "series": "series bookseriestitle",
    "issn": "issn issns eissn",
    "language": "language languageoforiginaldocument sprache langue 语言 idioma lingua taal "
    "jezyk язык",
    "shortjournal": "shortjournal abbreviatedsourcetitle journalabbreviation journalabbreviated",
    "edition": "edition auflage",
    "eid": "artno articlenumber",
    "eventtitle": "eventtitle conferencetitle",
    "location": "conferencelocation location address",
    "row": "no nr row rownumber index sno 序号 编号",
}  # fmt: skip
# Web of Science, tab-delimited export: field tags of two letters.
_TAGS = {
    "PT": "kind", "AU": "authors", "AF": "authors", "TI": "title", "SO": "venue", "LA": "language",
    "DT": "kind", "CT": "eventtitle", "CL": "location", "DE": "tags", "AB": "abstract",
    "PU": "publisher", "SN": "issn", "EI": "issn", "BN": "isbn", "JI": "shortjournal",
    "PY": "year", "PD": "month", "VL": "volume", "IS": "number", "BP": "start_page",
    "EP": "end_page", "AR": "eid", "DI": "doi", "PM": "pmid", "SE": "series", "BE": "editor",
}  # fmt: skip


def folded(header: str) -> str:
    """Return a header without case, accents, blanks and punctuation."""
    plain = unicodedata.normalize("NFKD", header.casefold()[:200])
    return "".join(char for char in plain if char.isalnum())


_BEST_TAGS = {"AF": 0, "DT": 0}
_MEANINGS = {
    folded(name): (field, rank)
    for field, names in _NAMES.items()
    for rank, name in enumerate(names.split())
}
PAPERS = frozenset(
    {
        "title", "arxiv", "doi", "openreview", "acl", "isbn", "pmid", "pmcid", "s2", "url", "pdf",
        "links",
    }
)  # fmt: skip
"""Fields one of which a table must have: what else could say which paper a row is?"""
FIELDS = tuple(field for field in _NAMES if field != "row")
"""What a column can hold; ``--map`` names these."""
_SCHOLARLY = PAPERS - {"title", "url", "pdf", "links"} | {"abstract", "venue"}
_STRANGERS = frozenset(
    "email phone telephone mobile company employer salary price amount quantity artist album genre "  # noqa: SIM905
    "telefon firma preis betrag menge prix montant 邮箱 电话 公司 价格".split()
)
"""Headers of people, goods and records, beside which a title is a job's, an invoice's, a song's."""
_SAMPLE = 200
_SAMPLE_LINES = 60
_SAMPLE_ROWS = 25
_SAMPLE_ABOVE = 8
_SAMPLE_CHARACTERS = 400_000
# The line below the header of a table in Markdown, a heading, a link.
_MARKDOWN = re.compile(r"(?m)^[ |:]{0,9}-{3,}[-|: ]*+$|^#{1,6} \S|^[ ]{0,9}[-*+] \[")
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)


class Column(NamedTuple):
    """A column: where it stands, what it holds (nothing where that is unknown), its header."""

    at: int
    field: str
    header: str
    rank: int = 0


def columns(header: Sequence[str], mapped: Mapping[str, str]) -> list[Column]:
    """Return the columns, the best of each field first; raises ``UsageError`` on a wrong map."""
    said = {folded(name): field for field, name in _checked(header, mapped).items()}
    found = []
    for at, (cell, meant) in enumerate(zip(header, _meanings(header), strict=True)):
        field, rank = meant
        if own := said.get(folded(cell)):
            field, rank = own, -1
        elif field in mapped:
            field = ""
        found.append(Column(at, field, " ".join(cell.split()), rank))
    return sorted(found, key=lambda column: column.rank)


def known(cells: Sequence[str], mapped: Mapping[str, str]) -> set[str]:
    """Return the fields that a row of cells names, where it is a header."""
    wanted = {folded(name): field for field, name in mapped.items()}
    cells = cells[:_SAMPLE]
    said = zip(cells, _meanings(cells), strict=True)
    return {wanted.get(folded(cell)) or field for cell, (field, _) in said} - {""}


def _meanings(header: Sequence[str]) -> list[tuple[str, int]]:
    """Return what each cell of a header says, in the words of the program that wrote it."""
    if sum(cell.strip() in _TAGS for cell in header) >= max(4, len(header) // 3):
        codes = [cell.strip() for cell in header]
        return [(_TAGS.get(code, ""), _BEST_TAGS.get(code, 1)) for code in codes]
    program = program_of(map(folded, header))
    if program is None:
        return [meaning(cell) for cell in header]
    own = {name: (field, rank) for rank, (name, field) in enumerate(program.means.items())}
    return [own.get(folded(cell)) or meaning(cell) for cell in header]


@lru_cache(maxsize=1024)
def meaning(header: str) -> tuple[str, int]:
    """Return what a header says that a column holds, and how good a name that is (0: the best)."""
    if len(header) > 80:
        return "", 0
    # As a whole, then without what stands in brackets: "Year (published)".
    bare = re.sub(r"\s*[(\[（][^()\[\]（）]{0,60}[)\]）]", "", header)
    return _MEANINGS.get(folded(header)) or _MEANINGS.get(folded(bare)) or ("", 0)


def _checked(header: Sequence[str], mapped: Mapping[str, str]) -> Mapping[str, str]:
    """Return the map; raises ``UsageError`` where it names what is not there."""
    headers = {folded(cell): " ".join(cell.split()) for cell in header if cell.strip()}
    for field, name in mapped.items():
        if field not in FIELDS:
            raise UsageError(f"--map knows no field {field!r}.{_near(field, FIELDS)}")
        if folded(name) not in headers:
            near = _near(name, list(headers.values()))
            raise UsageError(
                f"The table has no column {name!r}, which --map says is {field}.{near}"
            )
    return mapped


def _near(word: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    low = {name.lower(): name for name in names[:_SAMPLE]}
    near = [low[name] for name in get_close_matches(word.lower()[:100], low, 3, 0.5)]
    if near:
        return f" Did you mean {' or '.join(near)}?"
    return f" There are {', '.join(names[:40])}."


class Shape(NamedTuple):
    """How a table is written; ``fields`` is what its header is known to name."""

    delimiter: str
    header: Row
    fields: frozenset[str]


def sniff(head: str, name: str, delimiters: Sequence[str]) -> float:
    """Return how surely a text is a table of papers with one of these delimiters."""
    found = _shape(head)
    if found is None or found.delimiter not in delimiters:
        return 0.0
    cells = found.header.cells
    is_of_papers = not found.fields.isdisjoint(PAPERS)
    if name.lower().endswith((".csv", ".tsv", ".tab")):
        # More than a list of references has, so that the person learns which headers there are.
        unknown = 0.6 if _is_header(cells) else 0.0
        return 0.8 if is_of_papers else unknown
    if not is_of_papers or _may_be_markdown(found, head):
        return 0.0
    # "Title, authors and year" is a header, "Title, and some words of a sentence" is none.
    told = sum(bool(cell.strip()) for cell in cells)
    mostly_known = 2 * len(found.fields) >= told
    return 0.75 if mostly_known and min(told, len(found.fields)) > 1 else 0.0


def _shape(head: str) -> Shape | None:
    """Return the shape of a text that no other format has a better right to."""
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start in ("", "{", "[", "@", "%", "<", "|") or "\0" in head:
        return None
    found = shape_of(sample_of(iter(head.split("\n"))), {})
    return None if found and _is_of_others(found) else found


def _may_be_markdown(found: Shape, head: str) -> bool:
    """Say whether lines above a header, or bars, are those of a list in Markdown with a table."""
    if found.header.line == 1 and found.delimiter != "|":
        return False
    return found.header.line > _SAMPLE_ABOVE or bool(_MARKDOWN.search(head))


def _is_header(cells: Sequence[str]) -> bool:
    """Say whether a row can be a header: a paper in it makes it a row of a table without one."""
    return len(cells) > 1 and not any(ids.parse(cell) for cell in cells)


def _is_of_others(found: Shape) -> bool:
    """Say whether Zotero wrote a table, which another format reads, or it is of no papers."""
    header = found.header.cells
    if [cell.strip('\ufeff "') for cell in header[:2]] == ["Key", "Item Type"]:
        return True
    return not found.fields & _SCHOLARLY and bool(_STRANGERS & set(map(folded, header)))


def sample_of(lines: Iterator[str]) -> list[str]:
    """Return the lines in which the header is looked for."""
    sample: list[str] = []
    size = 0
    for line in islice(lines, _SAMPLE_LINES):
        sample.append(line.lstrip("\ufeff") if not sample else line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    return sample


def shape_of(sample: list[str], mapped: Mapping[str, str]) -> Shape | None:
    """Return the delimiter and the header that say most; of equals the one with more cells."""
    said = filter(None, map(_SEPARATOR.fullmatch, sample[:3]))
    best: Shape | None = None
    best_line, best_score = 0, (-1, -1)
    for delimiter in [match[1] for match in said][:1] or DELIMITERS:
        for row in islice(rows(sample, delimiter), _SAMPLE_ROWS):
            if row.unclosed or is_separator(row.cells, delimiter):
                continue
            fields = frozenset(known(row.cells, mapped))
            score = (len(fields) if fields & PAPERS else 0, len(row.cells))
            is_better = row.line == best_line and score > best_score
            if score[0] > best_score[0] or is_better:
                best, best_line, best_score = Shape(delimiter, row, fields), row.line, score
    return best


def is_separator(cells: Sequence[str], delimiter: str) -> bool:
    """Say whether a row is Excel's line that names the delimiter."""
    return bool(_SEPARATOR.fullmatch(delimiter.join(cells)))
