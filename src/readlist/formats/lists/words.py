"""Words by which lists are read, one table a subject; a list with a new word needs a line here.

Owned here and nowhere else in ``formats.lists``: what links, columns and lines below a title are
called, which parts of a list are about itself, where papers stand, venues and houses by name.
Tables of words are strings parted by blanks; those of addresses and names are patterns.
"""

import re

YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
ET_AL = re.compile(
    r"\b(?:e[tl]\.?\s?al\b|etal\b|and others\b)|(?<=\w)\s?等(?:人|$|(?=[\s,.，。(]))", re.IGNORECASE
)

# What links are called: ``[pdf]``, ``Code:``

LABELS = {
    "paper": "paper papers pdf pdfs arxiv abs abstract preprint article publication openreview acl "
    "acm ieee doi proceedings biorxiv medrxiv springer elsevier ps eprint fulltext manuscript "
    "论文 论文链接 论文地址 原文 文章 paper链接 论文名称 논문 論文 원문 本文 articolo artículo "
    "artigo aufsatz "
    "cvf neurips nips icml iclr thesis report "
    "全文 原文链接 文章链接 论文下载 论文网址 論文連結 論文鏈接 原文連結 原論文 論文リンク "
    "論文pdf 논문링크 논문-링크 원문링크",
    "html": "html other link links url lien enlace ici texte texto read 链接 地址 here full text "
    "링크 リンク volltext online ссылка download 下载 "
    "连结 連結 鏈接 网址 網址 下载链接 下載 ダウンロード アドレス 주소 다운로드",
    "code": "code codes github repo repository implementation pytorch tensorflow tf jax keras "
    "torch official unofficial colab notebook source software toolkit gitlab star stars torch7 "
    "caffe matlab 代码 源码 代码链接 代码地址 开源 code链接 코드 コード código "
    "源代码 代码仓库 项目代码 开源代码 开源地址 仓库 程式碼 原始碼 代碼 実装 ソースコード "
    "소스코드 구현 깃허브",
    "project": "project projects website homepage page site webpage web home 主页 "
    "项目 项目主页 项目地址 projectpage",
    "video": "video videos youtube talk bilibili 视频 recording presentation lecture 讲解 哔哩哔哩 "
    "视频链接 讲解视频 影片 動画 영상 동영상",
    "slides": "slides slide ppt poster 幻灯片 keynote "
    "课件 投影片 簡報 スライド 発表資料 슬라이드 발표자료",
    "blog": "blog post blogpost tweet twitter thread medium zhihu 知乎 博客 解读 "
    "news announcement x newsletter weibo",
    "data": "dataset datasets data benchmark corpus 数据集 数据 數據集 データ データセット "
    "데이터 데이터셋",
    "model": "model models weights checkpoint checkpoints huggingface hf 模型 模型权重",
    "demo": "demo space spaces playground 演示",
    "supplement": "supp supplementary supplement supplemental appendix material materials",
    "review": "review reviews summary notes note tutorial explainer explanation wiki docs "
    "documentation discussion commentary 笔记 总结 "
    "阅读笔记 论文笔记 筆記 總結 解説 要約 まとめ メモ 해설 요약 정리 리뷰",
    "citation": "citation citations cite cited bib bibtex views badge downloads visitors hits "
    "license awesome 引用 contributions",
}
FILLERS = (
    "the a an and of in by for to on or with author authors third party version v1 v2 v3 arxiv "
    "new old original paper page no official our my short long extended main conference journal "
    "python part experimental format 1 2 3 oral spotlight poster highlight best award accepted "
    "personal user download google scholar semantic"
)
"""What may stand beside a label: ``[official code]``, ``[paper v2]``."""

# Where links lead, by the end of the host

HOSTS = {
    "code": r"github\.com gitlab\.com gitee\.com bitbucket\.org codeberg\.org gist\.github\.com "
    r"colab\.research\.google\.com sourceforge\.net code\.google\.com pypi\.(?:org|python\.org) "
    r"github\.io/awesome kaggle\.com npmjs\.com hub\.docker\.com anaconda\.org crates\.io",
    "model": r"huggingface\.co hf\.co modelscope\.cn",
    "video": r"youtube\.com youtu\.be bilibili\.com vimeo\.com videolectures\.net slideslive\.com "
    r"crossminds\.ai techtalks\.tv ted\.com coursera\.org udacity\.com udemy\.com edx\.org",
    "blog": r"twitter\.com x\.com weibo\.com reddit\.com zhihu\.com linkedin\.com medium\.com "
    r"(?:www|m)\.facebook\.com substack\.com towardsdatascience\.com wikipedia\.org "
    r"mp\.weixin\.qq\.com news\.ycombinator\.com discord\.gg discord\.com t\.me quora\.com "
    r"stackoverflow\.com",
    "slides": r"slideshare\.net docs\.google\.com speakerdeck\.com",
    "citation": r"shields\.io badge\.fury\.io scholar\.google\.[a-z.]{2,6} star-history\.com "
    r"awesome\.re creativecommons\.org badgen\.net visitor-badge\.[a-z.]+ hits\.[a-z.]+",
    "shop": r"amazon\.[a-z.]{2,6} manning\.com oreilly\.com packtpub\.com",
}
PUBLISHERS = (
    r"papers\.n(?:eur)?ips\.cc proceedings\.(?:n(?:eur)?ips\.cc|mlr\.press) "
    r"jmlr\.(?:org|csail\.mit\.edu) openaccess\.thecvf\.com cv-foundation\.org "
    r"ojs\.aaai\.org (?:aaai|ijcai)\.org dl\.acm\.org ieeexplore\.ieee\.org "
    r"link\.springer\.com sciencedirect\.com science\.org cell\.com "
    r"pnas\.org academic\.oup\.com mitpressjournals\.org direct\.mit\.edu "
    r"onlinelibrary\.wiley\.com tandfonline\.com journals\.[a-z.-]+ mdpi\.com "
    r"(?:bio|med)rxiv\.org eprint\.iacr\.org papers\.ssrn\.com ecva\.net "
    r"isca-(?:speech|archive)\.org roboticsproceedings\.org distill\.pub "
    r"transformer-circuits\.pub citeseerx?\.ist\.psu\.edu frontiersin\.org "
    r"jstage\.jst\.go\.jp persee\.fr cairn\.info scielo\.[a-z.]{2,6} dialnet\.unirioja\.es "
    r"cyberleninka\.ru nature\.com jamanetwork\.com thelancet\.com bmj\.com hindawi\.com "
    r"(?:hal|hal-[a-z]+)(?:\.archives-ouvertes|\.science)[a-z.]* epubs\.siam\.org "
    r"iopscience\.iop\.org pubs\.(?:acs|rsc|aip)\.org vldb\.org aclanthology\.org openreview\.net "
    r"proceedings\.[a-z.-]+ researchgate\.net usenix\.org queue\.acm\.org hdl\.handle\.net "
    r"reader\.elsevier\.com ndss-symposium\.org (?:[a-z-]+\.)?hal\.science "
    r"(?:[a-z-]+\.)?hal\.(?:archives-ouvertes|inria)\.fr theses\.fr cambridge\.org "
    r"degruyter(?:brill)?\.com royalsocietypublishing\.org annualreviews\.org muse\.jhu\.edu "
    r"petsymposium\.org escholarship\.org aisel\.aisnet\.org worldscientific\.com "
    r"(?:digital|scholar)(?:commons|works|ship|archive)\.[a-z.-]+ emerald(?:insight)?\.com "
    r"drops\.dagstuhl\.de projecteuclid\.org osti\.gov ntrs\.nasa\.gov "
    r"(?:ui\.)?adsabs\.harvard\.edu scirp\.org core\.ac\.uk (?:tech|chem)rxiv\.org "
    r"digital-library\.theiet\.org inderscienceonline\.com liebertpub\.com karger\.com "
    r"thieme-connect\.[a-z]+ [a-z]+\.copernicus\.org opg\.optica\.org msp\.org"
)
"""Hosts, perhaps behind ``www.``, of papers that have no identifier in their address."""

# What columns of a table, and lines below a title, say

COLUMNS = {
    "title": "title titles paper papers article articles work publication literature reading "
    "reference references référence références "
    "readings titre titres titel aufsatz literatur título titulo títulos artículo artigo titolo "
    "articolo lectura lecturas lecture-obligatoire tytuł название статья 标题 论文 名字 名称 题目 "
    "论文名 论文标题 论文名称 文章 论文题目 篇名 題名 タイトル 論文 論文名 제목 논문 논문명 "
    "texto textos texte testo "
    "论文名字 论文中文名 文章标题 文章题目 文章名称 文献 文献名 文献名称 文献标题 文献题目 "
    "题名 书名 標題 題目 "
    "論文標題 論文題目 論文名稱 文章標題 文獻 文獻名稱 書名 論文タイトル 表題 文献タイトル "
    "논문제목 논문-제목 문헌 문헌명 제목명 책제목",
    "name": "name method methods model models approach algorithm abbr acronym framework benchmark "
    "dataset system méthode methode método metodo 方法 模型 简称 手法 "
    "模型名 模型名称 方法名 方法名称 算法 算法名称 缩写 简写 名稱 簡稱 モデル モデル名 手法名 "
    "略称 모델 모델명 방법 기법 방법론 약칭",
    "year": "date year time published release released publication-date année jahr año ano anno "
    "data datum fecha rok год 年份 日期 时间 发表时间 年 出版年 年度 발행년도 연도 년도 "
    "发布时间 发布日期 发布年份 发表日期 发表年份 发表年 发表年度 出版时间 出版日期 出版年份 "
    "收录时间 時間 "
    "發表時間 發表日期 發表年份 發布時間 出版時間 発表年 発表年度 発行年 発行日 掲載年 公開年 "
    "公開日 発表日 出版日 "
    "投稿日 출판연도 출판년도 출판-연도 발표연도 발표년도 발표-연도 발행연도 게재연도 게재년도 "
    "출판일 발표일 발행일 "
    "공개일 날짜 일자",
    "venue": "venue conference conf journal pub published-in source revue zeitschrift revista "
    "rivista "
    "conférence konferenz conferencia congreso czasopismo журнал 会议 期刊 出处 来源 会议期刊 "
    "venues where "
    "会議 掲載 掲載誌 학회 저널 "
    "会议名 会议名称 期刊名 期刊名称 刊物 刊名 杂志 发表 发表于 发表会议 发表期刊 发表刊物 "
    "发表出处 会议/期刊 期刊/会议 "
    "发表会议/期刊 发表期刊/会议 会议或期刊 期刊或会议 收录 收录会议 出版社 出版物 會議 "
    "會議名稱 期刊名稱 刊物名稱 "
    "會議/期刊 期刊/會議 發表會議 發表期刊 來源 出處 会議名 学会 学会名 国際会議 雑誌 雑誌名 "
    "掲載先 掲載雑誌 掲載誌名 "
    "掲載会議 発表先 発表会議 会議/論文誌 会議・論文誌 学会・論文誌 論文誌 ジャーナル "
    "カンファレンス 出典 出版元 학회명 "
    "저널명 학술지 학술지명 학술대회 컨퍼런스 학회/저널 저널/학회 게재지 게재처 발표처 출처 출판사",
    "authors": "author authors first-author auteur auteurs autor autoren autores autora autore "
    "autori autorzy автор авторы 作者 著者 저자 "
    "第一作者 一作 论文作者 作者列表 全部作者 作者名 作者姓名 論文作者 著者名 筆者 執筆者 "
    "著者一覧 筆頭著者 第一著者 "
    "저자명 저자들 제1저자 지은이 글쓴이",
    "organization": "institute institution institutions institutes affiliation affiliations "
    "organization organisation company team lab org group 机构 单位 公司 组织 "
    "研究机构 作者单位 第一单位 团队 机构名称 机构/公司 學校 機構 單位 所属 所属機関 研究機関 "
    "機関 소속 소속기관 기관 연구기관",
    # Who speaks, and what about: the list's own affairs, as is the day beside them.
    "speaker": "presenter presenters speaker speakers leader leaders discussant host chair vortrag "
    "vortragende ponente presenta exposant intervenant apresentador apresentadora responsável "
    "responsable expositor relatore referent referentin 主讲 主讲人 报告人 发表人 発表者 担当 "
    "担当者 발표자 발표 "
    "主讲者 分享人 分享者 讲者 汇报人 汇报者 报告者 领读 领读人 講者 報告人 報告者 分享者 "
    "紹介者 司会 담당 담당자 진행자",
    "other": "topic topics theme subject notes comments status tags thema tema thème "
    "备注 備註 备考 備考 비고 메모 メモ コメント 评论 点评 笔记 筆記 感想 주제 主题 主題 テーマ",
    # No paper has these: tables of records, films, goods, people.
    "none": "artist artists album albums song genre director starring price prices amount quantity "
    "salary email e-mail phone telephone tel mobile address company-name employer employee",
}
FACTS = {
    "title": "title papertitle papername paper titre titel título titulo titolo 论文 论文名称 "
    "论文标题 "
    "论文题目 题目 标题 名称 论文名 篇名 タイトル 論文 제목 논문",
    "authors": "author authors by auteur auteurs autor autores autoren autori 作者 著者 저자",
    "venue": "venue conference conf journal publisher publication published publishedin appearedin "
    "presentedat conferenceyear venueyear yearvenue conferencejournal journalconference "
    "conferences journals publishedat pub where revue revista zeitschrift conférence 会议 期刊 "
    "发表会议 发表期刊 发表 发表于 来源 出处 会议名称 "
    "会议期刊 会議 学会 학회",
    "year": "date year publicationdate published_on année año jahr ano anno 日期 时间 年份 "
    "发表时间 "
    "发布时间 出版年 年 연도",
    "organization": "institution institutions institute institutes affiliation affiliations "
    "organization organisation organizations 机构 单位 作者单位 论文单位 研究机构 所属 소속",
}

# Headings, folded, of no part of the list

CONTENTS = (
    "contents tableofcontents tableofcontent toc tableofcontentstoc tableofcontenttoc index "
    "outline 目录 目錄 内容 导航 quicklinks navigation menu"
)
OWN = (
    "news latestnews recentnews updates update latestupdates recentupdates changelog whatsnew "
    "citation citations citing cite howtocite reference contributing contribution contributions "
    "contributors contribute howtocontribute license licence acknowledgement acknowledgements "
    "acknowledgments acknowledgment acknowledge starhistory contact contactus contacts authors "
    "maintainers projectmaintainerscontributors sponsors sponsor support disclaimer todo "
    "employment workexperience grading homework prerequisites ingredients installation install "
    "新闻 更新 最新动态 更新日志 引用 贡献 致谢 许可 联系方式 联系我们 动态"
)

# Where papers are published, and where their authors are

VENUES = (
    r"AAAI ACL ACM\sMM AISTATS BMVC CHI CIKM COLING COLM CoNLL CoRL CVPR EACL ECCV ECIR EMNLP "
    r"FAccT ICASSP ICCV ICDM ICDE ICLR ICML ICRA IJCAI IJCV INTERSPEECH Interspeech IROS JAIR JMLR "
    r"KDD LREC MICCAI MLSys NAACL NeurIPS NIPS OSDI RecSys RSS SIGIR SIGGRAPH SIGMOD SOSP TACL "
    r"TMLR TNNLS TPAMI PAMI UAI UIST VLDB WACV WSDM WWW Nature Science PNAS "
    r"SIGCOMM NSDI EuroSys ASPLOS ISCA HPCA PLDI POPL OOPSLA ICFP ICSE NDSS EUROCRYPT STOC FOCS "
    r"EDBT CSCW SIGCSE AAMAS COLT ECML GECCO IJCNN ACCV ICIP"
)
VENUE_WORDS = (
    r"proceedings proc\. conference journal transactions trans\. workshops? symposium annals "
    r"magazine lecture\snotes advances\sin communications\sof foundations\sand\strends press "
    r"revista revue annales zeitschrift cahiers rivista publishers? springer elsevier findings "
    r"bulletin quarterly thesis dissertation technical\sreport university\sof\s\w+\spress "
    r"annual\sreview review$"
)
HOUSE_WORDS = (
    r"universit\w+ institut\w* lab(?:s|oratory)? research college academy inc\.? corp\.? google "
    r"microsoft meta openai deepmind nvidia alibaba tencent baidu facebook amazon apple ibm huawei "
    r"bytedance intel adobe samsung stanford berkeley mit cmu tsinghua eth[z]? epfl anthropic "
    r"salesforce 大学 研究院 公司 阿里巴巴 阿里 华为 腾讯 百度 字节跳动 谷歌 微软 美团 京东 快手"
)


def one_of(words: str) -> str:
    """Return a pattern for any word of a table."""
    return f"(?:{'|'.join(words.split()) or '(?!)'})"


def by_word(table: dict[str, str]) -> dict[str, str]:
    """Return for each word of a table what it says."""
    return {word: said for said, words in table.items() for word in words.split()}


KNOWN_VENUES = re.compile(rf"\b{one_of(VENUES)}\b")
