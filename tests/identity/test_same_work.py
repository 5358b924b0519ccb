"""The evidence: what keeps two accounts apart, with what looks like it and does not."""

from dataclasses import replace
from itertools import permutations

import pytest

from identity.test_absorb import shelf
from readlist.formats import bibtex
from readlist.formats.base import LoadOptions, TextDocument
from readlist.identity.absorb import Kind
from readlist.identity.differences import correct
from readlist.identity.merge import account_of, draft_of
from readlist.model import STATED, Author, Identifier, Link, Rank, Record


def entries(*texts: str) -> list[Record]:
    """Return the records of BibTeX entries, written ``article|title=T;year=2000``."""
    written = []
    for number, text in enumerate(texts):
        kind, _, fields = text.partition("|")
        said = (field.partition("=") for field in fields.split(";"))
        inside = ", ".join(f"{name.strip()} = {{{value.strip()}}}" for name, _, value in said)
        written.append(f"@{kind}{{key{number}, {inside}}}")
    found = bibtex.FORMAT.load(TextDocument("\n".join(written), "x.bib"), LoadOptions())
    return [one for one in found if isinstance(one, Record)]


TPAMI = "IEEE Transactions on Pattern Analysis and Machine Intelligence"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("article|title=A letter;author=Watson, J.;journal=Nature;volume=10;year=1950",
         "article|title=A letter;author=Watson, J.;journal=Science;volume=77;year=1951",
         "another journal"),
        ("article|title=On rain;author=Roe, J;journal=Nature;pages=10--12;year=1950",
         "article|title=On rain;author=Roe, J;journal=Science;pages=301--302;year=1950",
         "another journal"),
        ("article|title=On rain;author=Roe, J;journal=Nature;volume=10;number=1",
         "article|title=On rain;author=Roe, J;journal=Nature;volume=10;number=2",
         "another issue or pages"),
        ("article|title=Book Review;author=Roe, J;journal=Nature;volume=3;pages=10",
         "article|title=Book Review;author=Roe, J;journal=Nature;volume=3;pages=90",
         "another issue or pages"),
        ("article|title=Foreword;journal=Physical Review A;year=2001",
         "article|title=Foreword;journal=Physical Review B;year=2001",
         "another journal"),
        ("incollection|title=Introduction;author=Roe, J;booktitle=Lectures, Volume A",
         "incollection|title=Introduction;author=Roe, J;booktitle=Lectures, Volume B",
         "another book"),
        ("incollection|title=Introduction;author=Roe, J;booktitle=Handbook of Optics",
         "incollection|title=Introduction;author=Roe, J;booktitle=Handbook of Acoustics",
         "another book"),
        ("inproceedings|title=Ranking;author=Roe, J;booktitle=SIGIR;year=2010",
         "inproceedings|title=Ranking;author=Roe, J;booktitle=ECIR;year=2010",
         "another book"),
        ("inproceedings|title=Overview of the Track;author=Hersh, B;booktitle=TREC 2019;year=2019",
         "inproceedings|title=Overview of the Track;author=Hersh, B;booktitle=TREC 2020;year=2020",
         "another book"),
        ("inproceedings|title=Overview of the Track;author=Hersh, B;booktitle=TREC;year=2019",
         "inproceedings|title=Overview of the Track;author=Hersh, B;booktitle=TREC;year=2020",
         "a title that comes again"),
        ("book|title=Programming;author=Knuth, D;volume=1;year=1968",
         "book|title=Programming;author=Knuth, D;volume=II;year=1969", "another volume"),
        ("article|title=On rain;author=Roe, J;journal=Phys. Rev. A;volume=9",
         "article|title=On rain;author=Roe, J;journal=Physical Review B;volume=9",
         "another journal"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=2008;pages=12-15",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=2009;pages=12-15",
         "another issue or pages"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=Winter 2001",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=Spring 2001",
         "another issue or pages"),
        ("book|title=Algebra;author=Lang, S;edition=Second;year=1984",
         "book|title=Algebra;author=Lang, S;edition=3rd;year=1985", "another edition"),
        ("techreport|title=On rain;author=Roe, J;number=TR-1;year=1990",
         "techreport|title=On rain;author=Roe, J;number=TR-2;year=1990", "another number"),
        ("techreport|title=The outlook;author={The Bank};year=2019",
         "techreport|title=The outlook;author={The Bank};year=2020",
         "another year of a report"),
        ("article|title=Preface;journal=Nature;year=2000",
         "article|title=Preface;journal=Science;year=2000", "another journal"),
        ("phdthesis|title=On rain;author=Roe, J;school=Oxford;year=2000",
         "article|title=On rain;author=Roe, J;journal=Nature;year=2001",
         "a thesis and another publication"),
        ("book|title=Rain;author=Roe, J;year=2000",
         "inbook|title=Rain;author=Roe, J;year=2000;chapter=3", "the whole and a part of it"),
        ("online|title=Links of the week;author=Roe, J;url=https://a.org/1;date=2020-01-01",
         "online|title=Links of the week;author=Roe, J;url=https://a.org/2;date=2020-01-08",
         "another page of one site"),
        ("misc|title=Paper;url=https://a.org/1", "misc|title=Paper;url=https://b.org/2",
         "a title that says nothing"),
        ("misc|title=A survey of graphs;author=Zhang, Wei and Liu, Y.;year=2021",
         "article|title=A survey of graphs;author=Zhang, Min and Chen, X.;journal=JMLR;year=2021",
         "another first author"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=ICCV;pages=2961--2969;year=2017",
         f"article|title=On rain;author=Roe, J;journal={TPAMI};volume=42;pages=386--397;year=2018",
         "another journal"),
        ("article|title=On rain;author=Roe, J;journal=APSR;pages=1--20;year=1961",
         "incollection|title=On rain;author=Roe, J;booktitle=Weather Then;pages=33--60;year=1962",
         "another journal"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=Workshop on Deep Weather;year=2019",
         "inproceedings|title=On rain;author=Roe, J;booktitle=Conference on Robotics;year=2019",
         "another book"),
        ("misc|title=On control;author=Roe, J;howpublished=RFC 761;year=1980",
         "misc|title=On control;author=Roe, J;howpublished=RFC 793;year=1981", "another number"),
        ("book|title=World Weather Outlook;author={The Agency};year=2019",
         "book|title=World Weather Outlook;author={The Agency};year=2020",
         "a title that comes again"),
        ("phdthesis|title=Essays on Rain;author=Roe, Jane;school=MIT;year=2001",
         "phdthesis|title=Essays on Rain;author=Roe, Jill;school=Harvard;year=2001",
         "another first author"),
        ("phdthesis|title=On rain;author=Roe, J;school=ETH;year=2008",
         "book|title=On rain;author=Roe, J;publisher=MIT Press;year=2009",
         "a thesis and another publication"),
        ("dataset|title=A corpus of rain;author=Roe, J;year=2020",
         "article|title=A corpus of rain;author=Roe, J;journal=Scientific Data;year=2020",
         "data or a program and a publication"),
        ("software|title=rainpy;author=Roe, J;version=2.0;year=2020",
         "software|title=rainpy;author=Roe, J;version=3.0;year=2021", "another version"),
        ("misc|title=rainpy;author=Roe, J;version=1.2.0", "misc|title=rainpy;version=1.3.0",
         "another version"),
        ("article|title=On rain;author=Roe, J;journal=Nature;year=1950",
         "article|title=On rain;author=Roe, J;journal=Science;year=1950", "another journal"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=INFOCOM;year=2010",
         "article|title=On rain;author=Roe, J;journal=IEEE/ACM Transactions on Networking;volume=2",
         "another journal"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=SIGCOMM Posters;pages=1--2",
         "inproceedings|title=On rain;author=Roe, J;booktitle=NSDI;pages=100--113",
         "another book"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=NeurIPS Workshop on Climate",
         "inproceedings|title=On rain;author=Roe, J;booktitle=NeurIPS", "another book"),
        ("suppbook|title=Rain;author=Roe, J;type=foreword;pages=v--x",
         "book|title=Rain;author=Roe, J", "the whole and a part of it"),
        ("article|title=The end of rain;author=Roe, J;journal=Interests;number=16;year=1989",
         "book|title=The end of rain;author=Roe, J;publisher=Free Press;year=1990",
         "an article and a book"),
        ("collection|title=Handbook of Optics;editor=Bass, M;year=1995",
         "collection|title=Handbook of Optics;editor=Driscoll, W;year=1994",
         "other editors or translators"),
        ("book|year=1911", "book|year=1911", "another work without a title"),
        ("book|title=Rain;author=Roe, J;publisher=The Sage Press;year=2009",
         "collection|title=Rain;editor=Poe, B;publisher=Knopf Press;year=2009",
         "other editors or translators"),
        ("book|title=Faust;author=Goethe, J;translator=Kaufmann, W;year=1961",
         "book|title=Faust;author=Goethe, J;translator=Arndt, W;year=1961",
         "other editors or translators"),
        ("article|title=The rain at large;author=Roe, J;journal=The Times;date=2020-01-05",
         "article|title=The rain at large;author=Roe, J;journal=The Times;date=2020-01-12",
         "another day"),
        ("book|title=Treatise;author=Roe, J;volume=1;part=1",
         "book|title=Treatise;author=Roe, J;volume=1;part=2", "another volume"),
        ("misc|title=A study of rain;author=Roe, Jane;year=2001",
         "misc|title=A study of rain;author=Roe, John;year=2001", "another first author"),
        ("misc|title=World Population Prospects;author={{United Nations}};year=2018",
         "misc|title=World Population Prospects;author={{United Nations}};year=2019",
         "a title that comes again"),
        ("book|title=Education at Hand;author={{OECD}};year=2019",
         "book|title=Education at Hand;author={{OECD}};year=2020", "another year of a body's book"),
        ("inproceedings|title=General Chair's Message;author=Roe, J;booktitle=CHI;year=2000",
         "inproceedings|title=General Chair's Message;author=Roe, J;booktitle=CHI;year=2001",
         "a title that comes again"),
        ("article|title=From the Editor;author=Roe, J;journal=CACM;month=jan;year=2000",
         "article|title=From the Editor;author=Roe, J;journal=CACM;month=feb;year=2000",
         "a title that comes again"),
        ("online|title=Transformers;url=https://a.org/t",
         "online|title=Transformers;url=https://b.org/2020/transformers",
         "a short title on another site"),
        ("mastersthesis|title=On rain;author=Roe, J;school=University of Oslo;year=2001",
         "mastersthesis|title=On rain;author=Roe, J;school=Kyoto University;year=2002",
         "a thesis at another school"),
        ("video|title=On rain;author=Roe, J;year=2020",
         "inproceedings|title=On rain;author=Roe, J;booktitle=CHI;year=2020",
         "a recording and a publication"),
        ("music|title=The rain at night;author=Roe, J;year=2020",
         "movie|title=The rain at night;author=Roe, J;year=2020",
         "a recording and a publication"),
        ("misc|title=Dates and times;author={{ISO}};howpublished=ISO 8601-1:2019;year=2019",
         "misc|title=Dates and times;author={{ISO}};howpublished=ISO 8601-2:2019;year=2019",
         "another number"),
        ("patent|title=Drying rain;author=Roe, J;number={US 7,123,456 B2}",
         "patent|title=Drying rain;author=Roe, J;number=US7654321", "another patent"),
        ("patent|title=Drying rain;author=Roe, J;number=US7654321;year=2001",
         "article|title=Drying rain;author=Roe, J;journal=Mind;year=2001",
         "a patent and a publication"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=3;pages=1--9;doi=10.1093/a",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=3;pages=1--9;doi=10.1017/b",
         "another identifier"),
        ("article|title=Editorial;author=Roe, J;journal=Mind;volume=3;pages=90--91;doi=10.1093/a",
         "article|title=Editorial;author=Roe, J;journal=Mind;volume=3;pages=90--91;doi=10.1017/b",
         "another identifier"),
        ("unpublished|title=Personal communication;author=Roe, J;date=2020-01-03",
         "unpublished|title=Personal communication;author=Roe, J;date=2020-05-03",
         "a title that comes again"),
        ("misc|title=A survey of rain;author=Smith;year=2020",
         "misc|title=A survey of rain;author=Roe, Jane and others;year=2020",
         "another first author"),
    ],
)  # fmt: skip
def test_one_title_and_two_works(one, other, why):
    """Both stay, in either order, and the reason is kept."""
    for first, second in ((one, other), (other, one)):
        filled = shelf()
        outcome = filled.absorb(*entries(first, second)).outcomes[1]
        assert len(filled.papers) == 2
        assert (outcome.kind, [apart.why for apart in outcome.apart]) == (Kind.NEW, [why])


NIPS = "Advances in Neural Information Processing Systems"
JMLR = "Journal of Machine Learning Research"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("misc|title=On rain;author=Roe, J;eprint=1706.03762;archiveprefix=arXiv;year=2017",
         "article|title=On rain;author=Roe, J;journal=Nature;volume=3;pages=1-9;year=2020"),
        ("article|title=On rain;author=Roe, J;journal=arXiv preprint arXiv:1706.03762;year=2017",
         "inproceedings|title=On rain;author=Roe, J;booktitle=NIPS;pages=5998--6008;year=2017"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=NIPS;year=2017",
         f"inproceedings|title=On rain;author=Roe, J;pages=5998-6008;booktitle={NIPS} 30"),
        ("article|title=On rain;author=Roe, J;journal=J. Mach. Learn. Res.;volume=3;pages=234-41",
         f"article|title=On rain;author=Roe, J;journal={JMLR};volume=3;pages=234--241"),
        ("article|title=On rain;author=Roe, J;journal=Nature;pages=1--14",
         "article|title=On rain;author=Roe, J;journal=Nature;volume=3;pages=1234--1247"),
        ("article|title=On rain;author=Roe, J;journal=Nature",
         "article|title=On rain;author=Roe, J;journal=Nature;volume=3;number=4"),
        ("book|title=Algebra;author=Lang, S;edition=2nd;year=1984",
         "book|title=Algebra;author=Lang, S;edition=Second;year=1985"),
        ("book|title=Algebra;author=Lang, S;volume=Vol. I", "book|title=Algebra;volume=1"),
        ("article|title=Editorial;journal=Nature;year=2000", "misc|title=Editorial;year=2000"),
        ("article|title=On rain;author=Oord, A", "article|title=On rain;author=van den Oord, A"),
        ("misc|title=On rain;url=https://a.org/x/", "misc|title=On rain;url=http://www.a.org/x"),
        ("article|title=On rain;author=Roe, J;doi=10.1101/2020.01.01.123456;year=2020",
         "article|title=On rain;author=Roe, J;doi=10.1038/s41586-020-1;journal=Nature;year=2020"),
        ("article|title=On rain;author=Roe, J;journal=bioRxiv;pages=2020--01;year=2020",
         "article|title=On rain;author=Roe, J;journal=Cell;volume=181;pages=100--110;year=2021"),
        ("misc|title=On rain;author=Roe, J;howpublished=Cryptology ePrint Archive;year=2018",
         "inproceedings|title=On rain;author=Roe, J;booktitle=CRYPTO;pages=3--20;year=2020"),
        ("techreport|title=On rain;author=Roe, J;institution=The Bank;number=7;year=2017",
         "article|title=On rain;author=Roe, J;journal=Econometrica;volume=88;year=2020"),
        (r"book|title=On rain;author=Sch{\"o}lkopf, B;year=2001",
         "book|title=On rain;author=Schoelkopf, Bernhard;year=2002"),
        ("misc|title=On rain;author=Jun-Yan, Zhu;year=2017",
         "misc|title=On rain;author=Zhu, Jun-Yan;year=2017"),
        ("misc|title=On rain;author=Zhu, JY;year=2017",
         "misc|title=On rain;author=Zhu, Jun-Yan;year=2017"),
        ("article|title=On rain;author=Gates, Bill and Allen, Paul;journal=CACM",
         "article|title=On rain;author=Gates, William H. and Allen, P. G.;journal=CACM"),
        ("article|title=On rain;author={{ATLAS Collaboration}};journal=Phys. Lett. B;volume=716",
         "article|title=On rain;author=Aad, G. and others;journal=Phys.Lett.;volume=B716"),
        ("article|title=On rain;author=Roe, J;journal=JHEP;volume=03;pages=099;year=2010",
         "article|title=On rain;author=Roe, J;journal=JHEP;volume=2010;number=3;pages=1-9"),
        ("article|title=On rain;author=Roe, J;journal=Weather;volume=400;pages=109012",
         "article|title=On rain;author=Roe, J;journal=Weather;volume=400;pages=1--18"),
        ("article|title=On rain;author=Roe, J;journal=ACM Trans. Graph.;volume=3;pages=65:1--65:14",
         "inproceedings|title=On rain;author=Roe, J;booktitle=SIGGRAPH;pages=1--14"),
        ("phdthesis|title=On rain;author=Roe, J;school=Stanford University;year=2000",
         "book|title=On rain;author=Roe, J;publisher=Stanford University;year=2000"),
        ("dataset|title=A corpus of rain;author=Roe, J;year=2020",
         "online|title=A corpus of rain;author=Roe, J;year=2020"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=Conf. on Agile Rain;pages=201--216",
         "inproceedings|title=On rain;author=Roe, J;booktitle=Extreme Wetness;pages=201-216"),
        ("article|title=On rain;author=Roe, J;journal=Z. Phys.;volume=33",
         "article|title=On rain;author=Roe, J;journal=Zeitschrift für Physik;volume=33"),
        ("article|title=On rain;author=Roe, J;journal=Proc. R. Soc. Lond. A",
         "article|title=On rain;author=Roe, J;journal=Proceedings of the Royal Society of London"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=ICLR (Poster)",
         "inproceedings|title=On rain;author=Roe, J;booktitle=Learning Representations, ICLR 2015"),
        ("misc|title=On rain;author=Roe, J;doi=10.2307/12345",
         "article|title=On rain;author=Roe, J;doi=10.1093/mind/1.1"),
        ("misc|title=On rain;author=Roe, J;doi=10.3386/w1234",
         "article|title=On rain;author=Roe, J;doi=10.1093/qje/1.1"),
        ("article|title=On rain;author=Roe, J;journal=JHEP;volume=2010;number=3",
         "article|title=On rain;author=Roe, J;journal=JHEP;volume=1003"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=LIX;number=236",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=59;number=236"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=WMT",
         "inproceedings|title=On rain;author=Roe, J;booktitle=Workshop on Machine Translation"),
        ("software|title=rainpy;author=Roe, J;version=v2.0", "misc|title=rainpy;version=Version 2"),
        ("misc|title=Search & Rescue;author=Roe, J", "misc|title=Search and Rescue;author=Roe, J"),
        ("misc|title=A & B of C and D", "misc|title=A and B of C & D"),
        ("book|title=Rain;author=Roe, J;publisher=Sage;year=2009",
         "book|title=Rain;editor=Poe, B;publisher=Sage Press;year=2009"),
        ("book|title=Sein & Zeit;author=Roe, J", "book|title=Sein und Zeit;author=Roe, J"),
        ("misc|title=On rain;author=Roe, J;doi=10.12688/f1000research.7678.1",
         "misc|title=On rain;author=Roe, J;doi=10.12688/f1000research.7678.2"),
        ("misc|title=On rain;author=Roe, J;doi=10.21203/rs.3.rs-123456/v1",
         "misc|title=Rain, anew;author=Roe, J;doi=10.21203/rs.3.rs-123456/v3"),
        ("article|title=On rain;author=Roe, J;journal=eLife;doi=10.7554/eLife.85604.1",
         "article|title=On rain;author=Roe, J;journal=eLife;volume=12;doi=10.7554/eLife.85604"),
        ("article|title=On rain;author=Roe, J;journal=ACP Discussions;doi=10.5194/acp-2019-123",
         "article|title=On rain;author=Roe, J;journal=ACP;volume=20;doi=10.5194/acp-20-1-2020"),
        ("book|title=On rain;author=Mitchell, Tom", "book|title=On rain;author=Mitchell, Thomas"),
        ("misc|title=On rain;author=Nesterov, Yu.", "misc|title=On rain;author=Nesterov, Yurii"),
        ("misc|title=On rain;author=Đorđević, Z", "misc|title=On rain;author=Djordjevic, Z"),
        ("misc|title=On rain;author=Lyapunov, A", "misc|title=On rain;author=Liapunov, A"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=PLDI;pages=1--12",
         "article|title=On rain;author=Roe, J;journal=ACM SIGPLAN Notices;volume=49;pages=79--90"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=ICML",
         "article|title=On rain;author=Roe, J;journal=Proceedings of Machine Learning Research"),
        ("article|title=On rain;author=Roe, J;journal=submitted to Nature",
         "article|title=On rain;author=Roe, J;journal=Science;volume=3"),
        ("article|title=On rain;author=Roe, J;journal=Foundations and Trends in Rain;volume=3",
         "book|title=On rain;author=Roe, J;publisher=Now Publishers"),
        ("collection|title=Handbook;editor=Bass, M and Driscoll, W",
         "collection|title=Handbook;editor=Driscoll, W. and Bass, Michael"),
        ("online|title=The unreasonable wetness of rain;url=https://a.org/t",
         "online|title=The unreasonable wetness of rain;url=https://b.org/rain"),
        ("phdthesis|title=On rain;author=Roe, J;school=TU München",
         "phdthesis|title=On rain;author=Roe, J;school=Technical University of Munich"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=3;pages=10--19;doi=10.1093/a",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=3;pages=10--19;doi=10.1017/b"),
        ("article|title=On rain;author=Roe, J;journal=ESDD;doi=10.5194/esd-2021-5;year=2021",
         "article|title=On rain;author=Roe, J;journal=ESD;doi=10.5194/esd-12-621-2021;year=2021"),
        ("article|title=On rain;author=Roe, J;journal=ApJ;volume=62;pages=L45",
         "article|title=On rain;author=Roe, J;journal=Astrophysical Journal;volume=62;pages=45-8"),
        ("article|title=On rain;author=Roe, J;journal=JChPh;volume=620",
         "article|title=On rain;author=Roe, J;journal=Journal of Chemical Physics;volume=620"),
        ("article|title=On rain;author=Roe, J;journal=Zh. Eksp. Teor. Fiz.;volume=6",
         ("article|title=On rain;author=Roe, J;volume=6;"
         "journal=Zhurnal Eksperimental'noi i Teoreticheskoi Fiziki")),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=Suppl 3",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=S3"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=March",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=3"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=March",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=Mar."),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=Mai",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=5"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=Winter 2001",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=9;number=4"),
        ("article|title=On rain;author=Roe, J;journal=Phys. Lett.;volume=110B;pages=501",
         "article|title=On rain;author=Roe, J;journal=Phys. Lett.;volume=B110;pages=501"),
        ("article|title=On rain;author=Roe, J;journal=Phys. Lett. B;volume=92",
         "article|title=On rain;author=Roe, J;journal=Phys. Lett.;volume=92B"),
        ("article|title=On rain;author=Roe, J;journal=Mind;volume=2008;number=3;pages=12-15",
         "article|title=On rain;author=Roe, J;journal=Mind;volume=39;number=3;pages=12-15"),
        ("book|title=On rain;author=Roe, J;isbn={978-0-13-468599-1, 978-0-13-235088-4}",
         "book|title=On rain;author=Roe, J;isbn=978-0-13-235088-4"),
        ("misc|title=On rain;author=Yudkowsky E", "misc|title=On rain;author=Yudkowsky, Eliezer"),
        ("techreport|title=On rain;author=Roe, J;doi=10.17016/FEDS.2015.010;year=2015",
         "article|title=On rain;author=Roe, J;journal=Mind;doi=10.1016/j.x.2017.01;year=2017"),
        ("misc|title=On rain;author=Roe, J;doi=10.1002/essoar.10501234.1;year=2021",
         "article|title=On rain;author=Roe, J;journal=Mind;doi=10.1029/2021GL092500;year=2021"),
        ("misc|title=On rain;author=Fei-Fei, L.", "misc|title=On rain;author=Li, Fei-Fei"),
        ("misc|title=On rain;author=Roe, J and Poe, E",
         "misc|title=On rain;author=Poe, E and Roe, J"),
        ("misc|title=On rain;author={{OpenAI}};year=2023",
         ("misc|title=On rain;author=Achiam, J and others;eprint=2303.08774;archiveprefix=arXiv;"
         "year=2023")),
        ("patent|title=Drying rain;author=Roe, J;number={US 7,123,456 B2}",
         "patent|title=Drying rain;author=Roe, J;number=7123456"),
        ("inproceedings|title=On rain;author=Roe, J;booktitle=Lattice 2010",
         "article|title=On rain;author=Roe, J;journal=PoS;volume=LATTICE2010;pages=12"),
    ],
)  # fmt: skip
def test_one_title_and_one_work(one, other):
    """Preprint and publication, two spellings of one place, and what is missing."""
    for first, second in ((one, other), (other, one)):
        assert len(shelf(*entries(first, second)).papers) == 1


DOI = "10.1007/978-3-540-92828-7"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (f"incollection|title=Weather in the mountains;author=Adams, Ann;doi={DOI}",
         f"incollection|title=Rivers of the south;author=Brown, Bob;doi={DOI}",
         "other title and authors"),
        (f"collection|title=Handbook;editor=Lewin, K;doi={DOI}",
         f"incollection|title=Rivers of the south;author=Brown, Bob;booktitle=Handbook;doi={DOI}",
         "the whole and a part of it"),
        (f"incollection|title=Weather;author=Adams, Ann;pages=1--20;doi={DOI}",
         f"incollection|title=Rivers of the south;author=Adams, Ann;pages=21--40;doi={DOI}",
         "other title and pages"),
        (f"misc|title=On lists;author=Lee, A;eprint=2507.90001;archiveprefix=arXiv;doi={DOI}",
         f"misc|title=On lists;author=Doe, A;eprint=2508.90002;archiveprefix=arXiv;doi={DOI}",
         "another arXiv id"),
        ("book|title=Programming;author=Knuth, D;volume=1;isbn=978-0-13-468599-1",
         "book|title=Programming;author=Knuth, D;volume=2;isbn=978-0-13-468599-1",
         "another volume"),
        ("article|title=Rain. Part I;author=Roe, J;doi=10.1000/rain",
         "article|title=Rain. Part II;author=Roe, J;doi=10.1000/rain", "another part"),
        ("book|title=Algebra;author=Lang, S;edition=2;isbn=978-0-13-468599-1",
         "book|title=Algebra;author=Lang, S;edition=Third;isbn=978-0-13-468599-1",
         "another edition"),
        ("article|title=On rain in Spain;author=Roe, J;doi=10.1000/rain",
         "article|title=Erratum to: On rain in Spain;author=Roe, J;doi=10.1000/rain",
         "one is about the other"),
        ("article|title=Rain in Spain;author=Roe, J;doi=10.1000/rain",
         "article|title=Comment on: Rain in Spain;author=Poe, E;doi=10.1000/rain",
         "one is about the other"),
        ("inproceedings|title=Weather of the north;author=Roe, J and Lee, A;doi=10.1145/3292500",
         "inproceedings|title=Rivers and lakes;author=Roe, J and Kim, B;doi=10.1145/3292500",
         "parts of one book"),
        ("article|title=Weather of the north;doi=10.1000/rain",
         "article|title=Rivers and lakes of Spain;doi=10.1000/rain",
         "other title, and no authors"),
        ("misc|title=Labour force;author={{Eurostat}};url=https://ec.europa.eu/eurostat/data",
         "misc|title=Household budgets;author={{Eurostat}};url=https://ec.europa.eu/eurostat/data",
         "other title at one address"),
        ("article|title=On rain in Spain;author=Roe, J;doi=10.1017/rain",
         "article|title=On rain in Spain – CORRIGENDUM;author=Roe, J;doi=10.1017/rain",
         "one is about the other"),
        ("article|title=On rain in Spain;author=Roe, J;doi=10.1017/rain",
         "misc|title=On rain in Spain: Online Appendix;author=Roe, J;doi=10.1017/rain",
         "one is about the other"),
        ("article|title=Rain and wages;author=Roe, J;doi=10.1257/rain",
         "article|title=Rain and wages: Comment;author=Poe, E;doi=10.1257/rain",
         "one is about the other"),
        ("book|title=Classical Rain;author=Roe, J;isbn=978-0-13-468599-1",
         ("book|title=Student Solutions Manual for Classical Rain;author=Roe, J;"
         "isbn=978-0-13-468599-1"),
         "a book and what goes with it"),
        ("book|title=Algebra and You;author=Roe, J;isbn=978-0-13-468599-1",
         "book|title=Algebra and You, Teacher's Edition;author=Roe, J;isbn=978-0-13-468599-1",
         "a book and what goes with it"),
        ("article|title=Tea in the north;author=Roe, J;pmid=12345678",
         "article|title=Coffee of the south;author=Roe, J;pmid=12345678",
         "other title under the number of a template"),
        ("article|title=Tea in the north;author=Roe, J;doi=10.1000/xyz123",
         "article|title=Coffee of the south;author=Roe, J;doi=10.1000/xyz123",
         "other title under the number of a template"),
        ("article|title=Rain in finches;author=Roe, J;doi=10.1111/evo.1",
         "dataset|title=Data from: Rain in finches;author=Roe, J;doi=10.1111/evo.1",
         "one is about the other"),
        ("article|title=Tea in the north;author=Roe, J;journal=Leaf;year=2010;doi=10.1111/leaf",
         "article|title=Coffee, south;author=Roe, J;journal=Bean;year=2014;doi=10.1111/leaf",
         "other title and journal"),
        ("book|title=Words at Work, Level A;author=Roe, J;isbn=978-0-13-468599-1",
         "book|title=Words at Work, Level B;author=Roe, J;isbn=978-0-13-468599-1", "another part"),
        ("article|title=雨的研究（上）;author=王伟;doi=10.3969/rain",
         "article|title=雨的研究（下）;author=王伟;doi=10.3969/rain", "another part"),
        ("article|title=Studies in resins. XIV;author=Roe, J;doi=10.1039/rain",
         "article|title=Studies in resins. XV;author=Roe, J;doi=10.1039/rain", "another part"),
        ("article|title=Novae. I. What is seen;author=Roe, J;doi=10.1051/rain",
         "article|title=Novae. II. What is thought;author=Roe, J;doi=10.1051/rain", "another part"),
        ("incollection|title=Weather of the north;author=Roe, J;doi=10.1201/b14859",
         "incollection|title=Rivers and lakes;author=Roe, J;doi=10.1201/b14859",
         "parts of one book"),
        ("incollection|title=Weather of the north;author=Roe, J;doi=10.1090/conm/123",
         "incollection|title=Rivers and lakes;author=Roe, J;doi=10.1090/conm/123",
         "parts of one book"),
    ],
)  # fmt: skip
def test_one_identifier_and_two_works(one, other, why):
    """Two papers and a question; the identifier stays with the first, and is not forgotten."""
    for first, second in ((one, other), (other, one)):
        records = entries(first, second)
        filled = shelf()
        outcome = filled.absorb(*records).outcomes[1]
        assert len(filled.papers) == 2
        assert [(asked.paper_id, asked.why) for asked in outcome.asked] == [(1, why)]
        stated = filled.papers[2].extra[STATED]
        assert list(stated) == [str(outcome.asked[0].identifier)]
        assert set(filled.papers[1].identifiers).isdisjoint(filled.papers[2].identifiers)
        again = filled.absorb(*records)
        assert [outcome.kind for outcome in again.outcomes] == [Kind.UNCHANGED] * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            f"article|title=LLaMA;author=Touvron, H;doi={DOI}",
            f"article|title=LLaMA: Open Foundation Models;author=Lavril, T;doi={DOI}",
        ),
        (
            f"article|title=A wrong tilte;author=Roe, J;doi={DOI}",
            f"article|title=Rivers of the south;author=Brown, Bob and Roe, Jane;doi={DOI}",
        ),
        (
            f"article|title=Rivers of the south;doi={DOI}",
            f"article|title=Weather in the mountains;author=Adams, Ann;doi={DOI}",
        ),
        (
            "misc|title=Rain, Part I;author=Roe, J;eprint=2001.00001;archiveprefix=arXiv",
            "misc|title=Rain, Part II;author=Roe, J;eprint=2001.00001;archiveprefix=arXiv",
        ),
        (
            "article|title=BERT;doi=10.1000/rain",
            "article|title=Rivers and lakes of Spain;doi=10.1000/rain",
        ),
        (
            "online|title=How rain works;author=Roe, J;url=https://a.org/rain",
            "online|title=How rain works | A Blog;author=Roe, J;url=https://a.org/rain",
        ),
        (
            "article|title=Rain in Spain;author=Roe, J;doi=10.1000/rain",
            "article|title=Letter: Rain in Spain;author=Roe, J;doi=10.1000/rain",
        ),
        (
            "article|title=Rain in Spain;author=Roe, J;doi=10.1000/rain",
            "article|title=RETRACTED: Rain in Spain;author=Roe, J;doi=10.1000/rain",
        ),
        (
            "article|title=Rain in Spain;author=Roe, J;pmid=9000001",
            (
                "article|title=Rain in Spain [published erratum appears in Mind 3:4];author=Roe, J;"
                "pmid=9000001"
            ),
        ),
        (
            "article|title=Rain in Spain;author=Roe, J;doi=10.1000/rain",
            "article|title=Rain in Spain: a review;author=Roe, J;doi=10.1000/rain",
        ),
        (
            "article|title=Three ways to rain;author=Roe, J;doi=10.1017/rain",
            "article|title=3 ways to rain;author=Roe, J;doi=10.1017/rain",
        ),
        (
            "article|title=Studies in rain, Part XIV;author=Roe, J;doi=10.1039/rain",
            "article|title=Studies in rain, Part 14;author=Roe, J;doi=10.1039/rain",
        ),
        (
            "article|title=雨的研究（一）;author=王伟;doi=10.3969/rain",
            "article|title=雨的研究（1）;author=王伟;doi=10.3969/rain",
        ),
        (
            "book|title=Classical Rain;author=Roe, J;isbn=978-0-13-468599-1",
            (
                "book|title=Classical Rain (International Student Edition);author=Roe, J;"
                "isbn=978-0-13-468599-1"
            ),
        ),
        (
            "article|title=Tea in the north;author=Roe, J;pmid=12345678",
            "article|title=Tea in the North: A First Look;author=Roe, J;pmid=12345678",
        ),
        (
            f"article|title=О погоде;author=Иванов, И;doi={DOI}",
            f"article|title=On the weather;author=Ivanov, I;doi={DOI}",
        ),
    ],
)
def test_one_identifier_and_one_work(one, other):
    """A title or an author that is written otherwise is told, and merges."""
    assert len(shelf(*entries(one, other)).papers) == 1


def test_a_guessed_title_alone_is_no_paper():
    """Two theses of a university; the same file twice is one."""
    one, other = (
        Record(
            source="pdf",
            rank=Rank.GUESS,
            title="University of Saxony",
            links=(Link("file", name),),
        )
        for name in ("a.pdf", "b.pdf")
    )
    assert len(shelf(one, other, one).papers) == 2
    assert len(shelf(one, Record(title="University of Saxony", year=2020)).papers) == 2


def test_a_person_is_no_title():
    """A name that was taken for a title does not bring two works together."""
    jane = (Author("Jane Doe", "Doe", "Jane"),)
    records = (Record(title="Jane Doe", authors=jane, year=year) for year in (2000, 2001))
    assert len(shelf(*records).papers) == 2


def test_a_merge_of_two_that_state_one_identifier_holds():
    """What a person made one stays one when its file comes again, and the question is settled."""
    from readlist.identity.merge import draft_of, merge_drafts

    records = entries(
        f"incollection|title=Weather in the mountains;author=Adams, Ann;doi={DOI}",
        f"incollection|title=Rivers of the south;author=Brown, Bob;doi={DOI}",
    )
    filled = shelf(*records)
    kept = draft_of(filled.papers[1])
    merge_drafts(kept, draft_of(filled.papers.pop(2)))
    filled.papers[1] = kept.paper()
    assert STATED not in filled.papers[1].extra
    filled.absorb(*records)
    assert list(filled.papers) == [1]
    assert filled.papers[1].identifiers == (Identifier("doi", DOI),)


def test_a_file_that_is_preferred_replaces_a_doi_in_whatever_version():
    """The one that was wrong goes, also where its issuer counts versions."""
    wrong, right = "10.12688/f1000research.7678.2", "10.12688/f1000research.9999.1"
    one, other = (
        replace(record, key="roe")
        for record in entries(
            *(f"article|title=On rain;author=Roe, J;doi={d}" for d in (wrong, right))
        )
    )
    filled = shelf(one)
    draft = draft_of(filled.papers[1])
    assert correct(draft, account_of(other)) == [Identifier("doi", wrong)]
    assert list(draft.identifiers) == []


ARXIV = "eprint=1708.02002;archiveprefix=arXiv"


@pytest.mark.parametrize(
    ("papers", "texts"),
    [
        (2, (f"misc|title=On rain;author=Lin, T;{ARXIV};year=2017",
             "inproceedings|title=On rain;author=Lin, T;booktitle=ICCV;pages=2980--2988;year=2017",
             (f"article|title=On rain;author=Lin, T;journal={TPAMI};volume=42;pages=318--327;"
             "year=2020"))),
        (2, ("misc|title=On rain;author=Lin, T",
             "inproceedings|title=On rain;author=Lin, T;booktitle=ICCV;pages=2980--2988;year=2017",
             f"article|title=On rain;author=Lin, T;journal={TPAMI};volume=42;year=2018")),
        (2, ("misc|title=On rain;author=Lin, T;year=2017",
             "dataset|title=On rain;author=Lin, T;year=2017",
             "article|title=On rain;author=Lin, T;journal=Nature;year=2017")),
        (3, ("book|title=Classical Rain;author=Roe, J;isbn=978-0-13-468599-1",
             "book|title=Test Bank for Classical Rain;author=Roe, J;isbn=978-0-13-468599-1",
             ("book|title=Solutions Manual for Classical Rain;author=Roe, J;"
             "isbn=978-0-13-468599-1"))),
        (1, ("article|title=On rain;author=Lin, T;journal=Mind;volume=3;pages=10--19;doi=10.1093/a",
             "article|title=On rain;author=Lin, T;journal=Mind;volume=3;pages=10--19;doi=10.1017/b",
             "article|title=On rain;author=Lin, T;journal=Mind;volume=3")),
        (1, ("misc|title=On rain models;author={{OpenAI}};year=2023",
             "misc|title=On rain models;author=Achiam, J and others;year=2023",
             "misc|title=On rain models;author={{OpenAI}} and Achiam, J and Adler, S;year=2023")),
    ],
)  # fmt: skip
def test_the_order_in_which_works_come_in_does_not_matter(papers, texts):
    """What comes first says least, and what is told later tells two publications apart."""
    records = entries(*texts)
    for order in permutations(records):
        filled = shelf(*order)
        assert len(filled.papers) == papers
        again = [filled.absorb(record).outcomes[0].kind for record in order]
        assert (len(filled.papers), set(again)) == (papers, {Kind.UNCHANGED})


@pytest.mark.parametrize(
    ("address", "one", "other", "papers"),
    [
        ("http://roe.org/", "Rain: Clouds Made Simple", "Deep Editing of Snow", 2),
        ("https://proceedings.mlr.press/v139/", "Tea Leaves of Spain", "Coffee of the South", 2),
        ("https://roe.org/rain", "Rain explained by example", "How clouds make water", 1),
        ("https://rain.roe.org/", "Rain", "An Open World of Clouds", 1),
        ("https://rain.roe.org/", "Rain: An Open World", "An Open World", 1),
    ],
)
def test_a_page_that_lists_papers_is_no_paper(address, one, other, papers):
    """In curated lists, where a work may be called by a nickname."""
    records = (
        Record(rank=Rank.LIST, title=title, identifiers=(Identifier("url", address),))
        for title in (one, other)
    )
    assert len(shelf(*records).papers) == papers


def test_a_preprint_gets_the_kind_of_its_publication():
    """From whatever bibliography says where it appeared; not from one that says no place."""
    preprint, bare, placed = entries(
        f"misc|title=On rain;author=Lin, T;{ARXIV}",
        "article|title=On rain;author=Lin, T",
        "inproceedings|title=On rain;author=Lin, T;booktitle=ICCV",
    )
    assert shelf(preprint, bare).only().kind == "preprint"
    assert shelf(preprint, placed, preprint).only().kind == "inproceedings"
