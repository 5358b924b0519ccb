"""What a DOI says by itself: who gave it, whether it counts versions, whether it is of a paper.

Pure. DOIs come in normal form, as ``bib.ids`` makes it. To add what is no paper, add its line with
an example; to add who counts versions, what stands before the number.
"""

import re
from functools import cache, lru_cache


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Return a compiled pattern, compiled at first use."""
    return re.compile(source, re.IGNORECASE | re.ASCII)


# DOIs of preprint servers: bioRxiv and medRxiv, OSF's, ChemRxiv, Research Square, Preprints.org,
# SSRN, TechRxiv, Authorea, arXiv, PeerJ's, Cambridge's, NBER, discussion papers of Copernicus, ESS
# Open Archive; 10.1101 has journals too, whose DOIs have letters. Then working papers and reports:
# of the Federal Reserve and its banks, the IMF, the World Bank, the IFS, and OSTI's.
_SERVERS = (
    r"10\.(?:1101/[0-9]{4}[.0-9]|64898/|312(?:19|2[0-9]|3[0-7])/|35542/|26434/|21203/|20944/|2139/|"
    r"36227/|22541/|48550/|7287/peerj\.preprints|33774/|3386/w|5194/(?:egusphere-20|[a-z]{2,6}-20[0-9]{2}-"
    r"[0-9]+$|(?:acp|amt|angeo|bg|cp|dwes|esd|essd|esurf|gi|gmd|hess|nhess|npg|os|se|soil|tc|wes)d-)|"
    r"2196/preprints|1002/essoar\.|17016/feds|5089/97|1596/1813-9450|1920/wp|2172/[0-9]|"
    r"2(?:1034|0955|4148|9338|1799|6509|1033|4149)/(?:wp|sr|frb))"
)
# Who gives each version of a work a DOI of its own, and what stands before its number: F1000 and
# its kin, eLife, Qeios; Research Square, Authorea, TechRxiv; Preprints.org, figshare; ChemRxiv,
# Cambridge; OSF. Not: "10.7554/eLife.05604.002", a figure.
_VERSIONED = {
    "10.12688": (r"[a-z0-9]+\.[0-9]+", r"\."),
    "10.7554": (r"elife\.[0-9]{5,6}", r"\."),
    "10.32388": (r"[a-z0-9]{6}", r"\."),
    **dict.fromkeys(("10.21203", "10.22541", "10.36227"), (r"[a-z0-9./-]+?", r"[/.]v")),
    "10.20944": (r"preprints[0-9.]+?", r"\.v"),
    "10.6084": (r"m9\.figshare\.[0-9]+", r"\.v"),
    **dict.fromkeys(("10.26434", "10.33774"), (r"[a-z0-9.-]+?", r"[.-]v")),
    **{f"10.312{number}": (r"osf\.io/[a-z0-9]+", "_v") for number in range(19, 38)},
}


def is_of_server(value: str) -> bool:
    """Say whether a DOI in normal form is one that a server of preprints gives."""
    return _pattern(_SERVERS).match(value) is not None


def unversioned(value: str) -> str:
    """Return a DOI in normal form without its version, where its issuer counts these."""
    registrant, _, suffix = value.partition("/")
    if registrant not in _VERSIONED:
        return value
    work, sign = _VERSIONED[registrant]
    found = _pattern(f"({work}){sign}[1-9][0-9]?").fullmatch(suffix)
    return f"{registrant}/{found[1]}" if found else value


def is_versioned(value: str) -> bool:
    """Say whether a DOI in normal form is of a work whose versions may have DOIs of their own."""
    return value.partition("/")[0] in _VERSIONED


# Where a DOI names something else than a paper: what it is, how it looks, an example.
_NO_PAPERS = (
    ("a funder", r"10\.13039/", "10.13039/501100001659"),
    ("a data set", r"10\.57967/hf/", "10.57967/hf/1234"),
    ("a data set", r"10\.3886/", "10.3886/E112345V1"),
    ("a data set", r"10\.15468/", "10.15468/dl.abc123"),
    ("a data set", r"10\.(?:17632|7910|5061|24433)/", "10.17632/abcdef.1"),
    # PANGAEA, Oak Ridge, NASA, Copernicus, the Geological Survey, PDB, CCDC, PhysioNet, OpenNeuro,
    # IEEE DataPort, the UK Data Archive.
    ("a data set", r"10\.(?:1594|3334|5067|24381|5066|2210|5517|13026|18112|21227|5255)/",
     "10.1594/PANGAEA.123456"),
    # Dataverses of North Carolina and Norway, TCIA, FAIRsharing, re3data.
    ("a data set", r"10\.(?:15139|18710|7937|25504|17616)/", "10.7937/K9/TCIA.2015.L4FRET6Z"),
    ("a project", r"10\.17605/osf\.io/", "10.17605/OSF.IO/ABCDE"),
    # Whoever publishes: .g001 a figure, .s001 a supplement, .t001 a table, .r001 a referee.
    ("a figure or table", r".*\.[gt][0-9]{3}$", "10.1371/journal.pone.0012345.g001"),
    ("a figure or table", r"10\.7717/peerj.*/(?:fig|table)-", "10.7717/peerj.123/fig-1"),
    ("a supplement", r".*(?:\.s[0-9]{3}|/supp-[0-9]+|sup[0-9]+\.[a-z0-9]{2,4})$",
     "10.1021/acs.jctc.0c00001.s001"),
    ("a supplement", r"10\.5194/.*-supplement$", "10.5194/acp-20-1-2020-supplement"),
    ("a review of a paper", r".*(?:\.r[0-9]{3}|\.sa[0-9]|/v[0-9]/[a-z]+[0-9]*)$",
     "10.7554/eLife.12345.sa1"),
    ("a figure or table", r"10\.7554/elife\.[0-9]{5}\.[0-9]{3}$", "10.7554/eLife.05604.002"),
    ("a review of a paper", r"10\.5256/f1000research\.", "10.5256/f1000research.7678.r12345"),
    ("a review of a paper", r"10\.5194/.*-[a-z]c[0-9]+$", "10.5194/esd-2021-5-rc1"),
    # What is left of "10.1002/(SICI)1097-0258(19970130)16:2<115::AID-SIM1>3.0.CO;2-R" and the like
    # where it was cut at the bracket that programs take for markup.
    ("an issue of a journal", r"[^/]+/\(sici\)[0-9]{4}-[0-9]{3}[0-9x]\([0-9/]*\)[0-9a-z:/-]*$",
     "10.1002/(SICI)1097-0258(19970130)16:2"),
    ("a volume of a journal", r"[^/]+/[0-9]{4}-[0-9]{3}[0-9x]\((?:1[89]|20)[0-9]{2}\)[0-9]{1,4}$",
     "10.1175/1520-0442(1997)010"),
    ("a journal", r"[^/]+/(?:s|issn[.:-]?)?[0-9]{4}-[0-9]{3}[0-9x]$", "10.1016/0004-3702"),
    ("a journal", r"[^/]+/\(issn\)", "10.1111/(ISSN)1467-9868"),
    ("a journal", r"10\.1038/s4[0-9]{4}$", "10.1038/s41586"),
    ("a journal", r"10\.1371/journal\.[a-z]{4}$", "10.1371/journal.pone"),
    ("a journal", r"10\.1007/[0-9]{3,5}\.[0-9]{4}-[0-9]{3}[0-9x]$", "10.1007/10994.1573-0565"),
    # No number at all, from those whose papers have one.
    ("a journal", r"10\.(?:3389|1093|1038|1126|1056|1103|1016|1021|1146)/[a-z.]{3,30}$",
     "10.3389/fnins"),
    ("a placeholder", r"10\.0+/", "10.0000/abc"),
    ("a placeholder", r".*[/.]doi(?: number)?$", "10.1109/ACCESS.2017.DOI"),
    ("a placeholder", r".*(?:to-?be-?assigned|to-?appear|[/.](?:tb[ad]|todo|example)$)",
     "10.1177/ToBeAssigned"),
    ("a placeholder", r".*(?:your[-_.]?doi|doi[-_.]?here|yymmnnn|yyyy\.mm)", "10.1137/YYMMNNN"),
    ("a placeholder", r".*lipics\.cvit\.", "10.4230/LIPIcs.CVIT.2016.23"),
    ("a placeholder", r".*x{4,}", "10.1073/pnas.XXXXXXXXXX"),
    ("a placeholder", r".*(?:(?<![a-z])x{3}(?![a-z])|(?<![a-z0-9])x+\.x+)", "10.1145/xxx.2020"),
    ("a placeholder", r".*/n{2,}\.n{2,}$", "10.1145/nnnnnnn.nnnnnnn"),
    ("a placeholder", r".*/1122445\.", "10.1145/1122445.1122456"),
    ("a placeholder", r"10\.1109/access\.(?:2024\.0429000|2023\.0322000|2023\.1120000)$",
     "10.1109/ACCESS.2024.0429000"),
    # One digit seven times: 10.1145/1111111.2222222; not 10.1007/BF01111111.
    ("a placeholder", r"[^/]+/([0-9])\1{6}(?:\.([0-9])\2{6})?$", "10.1145/1111111.2222222"),
    ("a placeholder", r"[^/]+/0{6}1\.0{6}1$", "10.1145/0000001.0000001"),
    ("a placeholder", r".*/(?:[0-9]?123456[0-9]?\.[0-9]?123456[0-9]?|12345\.67890|1010000)$",
     "10.1145/1234567.1234567"),
    ("a placeholder", r"10\.(?:5555/12345|12345?/[0-9]+$)", "10.5555/12345678"),
    ("a placeholder", r"10\.1007/s12345-(?:678|012)-", "10.1007/s12345-678-90123-4"),
    # The last part is nothing but zeros: 10.3389/fnins.2020.00000; not 10.1000/100000.
    ("a placeholder", r".*(?<![0-9])0{5,}$", "10.1101/2020.01.01.000000"),
    # No digit but 0, and at least three of them: the figures of a template.
    ("a placeholder", r"[^/]+/(?=[^0]*0[^0]*0[^0]*0)[^1-9]+$", "10.1007/s00000-000-00000-0"),
)  # fmt: skip


@cache
def _no_paper() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what is no paper by its beginning, and by what stands anywhere in it."""
    anywhere = [form[2:] for _, form, _ in _NO_PAPERS if form.startswith(".*")]
    beginning = [form for _, form, _ in _NO_PAPERS if not form.startswith(".*")]
    # Without their case, which is small here, they take half the time.
    return re.compile("|".join(beginning), re.ASCII), re.compile("|".join(anywhere), re.ASCII)


@lru_cache(maxsize=4096)  # 10 µs, and an entry has its DOI in several places
def of_no_paper(value: str) -> str:
    """Return what a DOI in normal form names that is no paper: ``a funder``; empty for a paper."""
    beginning, anywhere = _no_paper()
    if not (beginning.match(value) or anywhere.search(value)):
        return ""
    return next((what for what, form, _ in _NO_PAPERS if _pattern(form).match(value)), "")
