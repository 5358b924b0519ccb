r"""Which paper the address of a publisher, a venue or an archive names: one line for each form.

Pure, and no text makes it raise. A line has the host (without ``www.``, and with what may stand
before it), the form of path and query, what it names, and an example: the address and the name. In
what it names ``{1}`` is the first group of the form, ``{2:0>3}`` the second filled up with zeros;
``{host}`` is the first group of the host, and ``{site}`` the whole of it. To add a site, add its
line; the first line that fits decides. A form names its paper for sure, or has no line: where a
DOI cannot be told from the address, one page stands for all addresses of the paper, and that page
is one that opens.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from readlist.bib.wrapped_addresses import unwrapped


class Form(NamedTuple):
    """One form of address: ``scheme`` is ``url`` where the name is the page of the paper."""

    host: str
    form: str
    scheme: str
    name: str
    example: str
    named: str


_NEURIPS = r"(?:papers|proceedings)\.(?:nips\.cc|neurips\.cc)"
_NEURIPS_PAGE = "https://papers.nips.cc/paper"
_HAL = r"(?:[\w-]+\.)*(?:hal\.science|archives-ouvertes\.fr)|hal\.[\w.-]+\.(?:fr|org|eu)"
# ISSN and the word for the journal in the DOIs of MDPI.
_MDPI = {
    "1424-8220": "s", "2072-4292": "rs", "2076-3417": "app", "1099-4300": "e", "2227-7390": "math",
    "2079-9292": "electronics", "1996-1073": "en", "2071-1050": "su", "1660-4601": "ijerph",
    "1422-0067": "ijms", "1420-3049": "molecules", "2078-2489": "info", "1999-4893": "a",
    "2073-8994": "sym", "1996-1944": "ma", "2073-4441": "w", "2504-4990": "make",
    "2313-433X": "jimaging", "2218-6581": "robotics", "2072-666X": "mi",
}  # fmt: skip
# The hosts that Copernicus had for its journals, with the words for them in DOIs.
_COPERNICUS = {
    "atmos-chem-phys": "acp", "atmos-meas-tech": "amt", "biogeosciences": "bg", "clim-past": "cp",
    "earth-surf-dynam": "esurf", "earth-syst-dynam": "esd", "earth-syst-sci-data": "essd",
    "geosci-model-dev": "gmd", "hydrol-earth-syst-sci": "hess", "ocean-sci": "os",
    "nat-hazards-earth-syst-sci": "nhess", "solid-earth": "se", "the-cryosphere": "tc",
    "wind-energ-sci": "wes",
}  # fmt: skip
# Who keeps preprints at the Open Science Framework, with the prefixes of their DOIs.
_OSF = {
    "psyarxiv": "31234", "socarxiv": "31235", "edarxiv": "35542", "metaarxiv": "31222",
    "lissa": "31229", "lawarxiv": "31228", "africarxiv": "31730", "sportrxiv": "31236",
    "mediarxiv": "33767", "mindrxiv": "31231", "agrixiv": "31220", "arabixiv": "31221",
    "eartharxiv": "31223", "engrxiv": "31224", "frenxiv": "31226", "inarxiv": "31227",
    "marxiv": "31230", "nutrixiv": "31232", "paleorxiv": "31233", "thesiscommons": "31237",
    "indiarxiv": "35543", "bodoarxiv": "34055", "osf": "31219",
}  # fmt: skip
_PII = "https://www.sciencedirect.com/science/article/pii/"

TABLE = (
    # --- journals -------------------------------------------------------------------------------
    # Journals that wrote onc.2010.123 leave the dots out in addresses; Nature never had them.
    Form("nature.com",
         r"/articles/(?!nature|ncomms|srep)([a-z]{2,20})((?:19|20)[0-9]{2})([0-9]{1,4})"
         r"(?:\.e?pdf|\.ris|_reference\.pdf)?(?:[/?]|$)", "doi", "10.1038/{1}.{2}.{3}",
         "https://www.nature.com/articles/sdata201618", "10.1038/sdata.2016.18"),
    # Not /articles/6601234, whose DOI names the journal: 10.1038/sj.bjc.6601234.
    Form("nature.com",
         r"/articles/((?=[\w.-]*[a-z])[a-z0-9][\w.-]*?)(?:\.e?pdf|\.ris|_reference\.pdf)?"
         r"(?:[/?]|$)", "doi", "10.1038/{1}",
         "https://www.nature.com/articles/nature14539.pdf", "10.1038/nature14539"),
    Form("nature.com", r"/[\w-]+/journal/v[0-9]+/n[\w-]+/(?:full|abs|pdf|extref)/"
         r"((?=[\w.-]*[a-z])[\w.-]+?)(?:\.html|\.pdf|_[a-z0-9]+\.html)?(?:[/?]|$)",
         "doi", "10.1038/{1}",
         "http://www.nature.com/nature/journal/v521/n7553/full/nature14539.html",
         "10.1038/nature14539"),
    Form("elifesciences.org", r"/(?:articles|reviewed-preprints)/0*([0-9]{5,6})(?:v[0-9]+)?"
         r"(?:[./?]|$)", "doi", "10.7554/elife.{1:0>5}",
         "https://elifesciences.org/articles/85082v2", "10.7554/elife.85082"),
    Form(r"(?:elife\.)?elifesciences\.org", r"/content/[0-9]+/e([0-9]{5})",
         "doi", "10.7554/elife.{1}",
         "https://elifesciences.org/content/4/e05604", "10.7554/elife.05604"),
    Form("elifesciences.org", r"/download/\w+={0,2}/elife-([0-9]{5,6})-v[0-9]+\.pdf", "doi",
         "10.7554/elife.{1}",
         "https://elifesciences.org/download/aHR0cHM=/elife-05604-v1.pdf", "10.7554/elife.05604"),
    Form(r"cdn\.elifesciences.org", r"/articles/([0-9]{5,6})/", "doi", "10.7554/elife.{1}",
         "https://cdn.elifesciences.org/articles/85082/elife-85082-v1.pdf", "10.7554/elife.85082"),
    Form("peerj.com", r"/articles/([0-9]{1,6})(?:\.pdf|[/?]|$)", "doi", "10.7717/peerj.{1}",
         "https://peerj.com/articles/453/", "10.7717/peerj.453"),
    Form("peerj.com", r"/articles/(cs|achem|pchem|ichem|ochem|matsci)-([0-9]{1,6})(?:\.pdf|[/?]|$)",
         "doi", "10.7717/peerj-{1}.{2}",
         "https://peerj.com/articles/cs-103.pdf", "10.7717/peerj-cs.103"),
    Form("peerj.com", r"/preprints/([0-9]{1,6})(v[0-9]+)?(?:\.pdf|[/?]|$)", "doi",
         "10.7287/peerj.preprints.{1}{2}",
         "https://peerj.com/preprints/3190v2/", "10.7287/peerj.preprints.3190v2"),
    Form("pubs.rsc.org", r"/(?:[a-z-]+/)?content/article(?:landing|html|pdf)/[0-9]{4}/[a-z0-9]+/"
         r"([a-z][0-9][a-z]{2}[0-9]{5}[a-z])", "doi", "10.1039/{1}",
         "https://pubs.rsc.org/en/content/articlelanding/2019/sc/c9sc01234a", "10.1039/c9sc01234a"),
    Form("pubs.rsc.org",
         r"/(?:[a-z-]+/)?(?:content/getauthorversionpdf|doi)/([a-z][0-9][a-z]{2}[0-9]{5}[a-z])(?:[/?]|$)",
         "doi", "10.1039/{1}",
         "https://pubs.rsc.org/en/content/getauthorversionpdf/c9sc01234a", "10.1039/c9sc01234a"),
    Form("rsc.org", r"/suppdata/[\w/]+?/([a-z][0-9][a-z]{2}[0-9]{5}[a-z])/", "doi", "10.1039/{1}",
         "https://www.rsc.org/suppdata/c9/sc/c9sc01234a/c9sc01234a1.pdf", "10.1039/c9sc01234a"),
    Form("journals.plos.org",
         r"/[a-z]+/article/figure.*[?&]id=(10\.1371/journal\.[a-z]{4}\.[0-9]{7})", "doi", "{1}",
         "https://journals.plos.org/plosone/article/figure?id=10.1371/journal.pone.0012345.g001",
         "10.1371/journal.pone.0012345"),
    # Until 2011 the first page, since then the number of the article: PRL 116, 061102.
    Form(r"prl\.aps\.org",
         r"/(?:abstract|pdf)/PRL/v([0-9]{1,3})/i[0-9]{1,2}/[ep]([0-9]{1,6})(?:_1)?"
         r"(?:[/?]|$)", "doi", "10.1103/physrevlett.{1}.{2}",
         "http://prl.aps.org/abstract/PRL/v116/i6/e061102", "10.1103/physrevlett.116.061102"),
    Form(r"pr([a-e])\.aps\.org", r"/(?:abstract|pdf)/PR[A-E]/v([0-9]{1,3})/i[0-9]{1,2}/[ep]"
         r"([0-9]{1,6})(?:_1)?(?:[/?]|$)", "doi", "10.1103/physrev{host}.{1}.{2}",
         "http://prb.aps.org/abstract/PRB/v54/i16/p11169_1", "10.1103/physrevb.54.11169"),
    Form(r"(?:www\.|downloads\.)?hindawi\.com",
         r"/journals/[a-z]{2,12}/((?:19|20)[0-9]{2})/([0-9]{5,7})(?:\.pdf|[/?]|$)", "doi",
         "10.1155/{1}/{2}",
         "https://downloads.hindawi.com/journals/cin/2020/1234567.pdf", "10.1155/2020/1234567"),
    Form("pnas.org", r"/content/(?:pnas/)?early/(?:recent/)?[0-9/]+/([0-9]{10})(?:[./?]|$)", "doi",
         "10.1073/pnas.{1}",
         "https://www.pnas.org/content/early/2017/03/13/1611835114", "10.1073/pnas.1611835114"),
    Form("quantum-journal.org", r"/papers/(q-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]+)(?:[/?]|$)", "doi",
         "10.22331/{1}",
         "https://quantum-journal.org/papers/q-2018-08-06-79/", "10.22331/q-2018-08-06-79"),
    Form("scipost.org", r"/(SciPost[A-Za-z]*\.[0-9][0-9.]*[0-9])(?:[/?]|$)", "doi", "10.21468/{1}",
         "https://scipost.org/SciPostPhys.5.5.043/pdf", "10.21468/scipostphys.5.5.043"),
    Form(r"([a-z]+)\.copernicus\.org", r"/articles/([0-9]+)/([0-9]+)/((?:19|20)[0-9]{2})(?:[/?]|$)",
         "doi", "10.5194/{host}-{1}-{2}-{3}",
         "https://gmd.copernicus.org/articles/9/1937/2016/gmd-9-1937-2016.pdf",
         "10.5194/gmd-9-1937-2016"),
    *(
        Form(f"{name}.net", r"/([0-9]+)/([0-9]+)/((?:19|20)[0-9]{2})(?:[/?]|$)", "doi",
             f"10.5194/{word}-{{1}}-{{2}}-{{3}}",
             f"https://www.{name}.net/9/1937/2016/{word}-9-1937-2016.pdf",
             f"10.5194/{word}-9-1937-2016")
        for name, word in _COPERNICUS.items()
    ),
    Form(r"([a-z]+)\.copernicus\.org", r"/preprints/(?:(?:19|20)[0-9]{2}/)?"
         r"([a-z]+-(?:19|20)[0-9]{2}-[0-9]{1,5})(?:[./?]|$)", "doi", "10.5194/{1}",
         "https://egusphere.copernicus.org/preprints/2023/egusphere-2023-123/",
         "10.5194/egusphere-2023-123"),
    Form("thelancet.com",
         r"/(?:journals|pdfs|article).*?PII(S[0-9]{4}-[0-9X]{4}\([0-9]{2}\)[0-9]{5}-[0-9X])",
         "doi", "10.1016/{1}",
         "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(20)30183-5/fulltext",
         "10.1016/s0140-6736(20)30183-5"),
    Form("thelancet.com",
         r"/action/show\w+\?(?:.*&)?pii=(S[0-9]{4}-[0-9X]{4}\([0-9]{2}\)[0-9]{5}-[0-9X])",
         "doi", "10.1016/{1}",
         "https://www.thelancet.com/action/showPdf?pii=S0140-6736(20)30183-5",
         "10.1016/s0140-6736(20)30183-5"),
    Form("biomedcentral.com", r"/([0-9]{4}-[0-9]{3}[0-9X])/([0-9]{1,3})/([0-9]{1,4})(?:[/?]|$)",
         "doi", "10.1186/{1}-{2}-{3}",
         "http://www.biomedcentral.com/1471-2105/9/559/abstract", "10.1186/1471-2105-9-559"),
    Form("jmir.org", r"/[0-9]{4}/[0-9]+/e([0-9]{5,6})(?:[/?]|$)", "doi", "10.2196/{1}",
         "https://www.jmir.org/2020/6/e19273/", "10.2196/19273"),
    Form("static.ijcai.org", r"/proceedings-(201[7-9]|20[2-9][0-9])/0*([0-9]{1,4})\.pdf",
         "doi", "10.24963/ijcai.{1}/{2}",
         "https://static.ijcai.org/proceedings-2018/0045.pdf", "10.24963/ijcai.2018/45"),
    Form("ijcai.org", r"/proceedings/((?:201[7-9]|20[2-9][0-9]))/0*([0-9]{1,4})(?:\.pdf|[/?]|$)",
         "doi", "10.24963/ijcai.{1}/{2}",
         "https://www.ijcai.org/proceedings/2019/0123.pdf", "10.24963/ijcai.2019/123"),
    Form("drops.dagstuhl.de",
         r"/storage/.*/((?:LIPIcs|OASIcs|DagRep|DFU)\.[A-Za-z0-9_-]+\.[0-9.]+[0-9])/",
         "doi", "10.4230/{1}",
         "https://drops.dagstuhl.de/storage/00lipics/lipics-vol132-icalp2019/"
         "LIPIcs.ICALP.2019.1/LIPIcs.ICALP.2019.1.pdf", "10.4230/lipics.icalp.2019.1"),
    Form(r"(?:dl|portal)\.acm\.org",
         r"/(?:citation|ft_gateway)\.cfm\?(?:.*&)?(?:id|doid)=([0-9]{5,8}\.[0-9]{5,8})",
         "doi", "10.1145/{1}",
         "https://dl.acm.org/citation.cfm?id=2939672.2939785", "10.1145/2939672.2939785"),
    Form("([a-z0-9.-]+)", r"/doi/suppl/(10\.[0-9.]+/[^?#]+?)/suppl_file(?:[/?]|$)", "doi", "{1}",
         "https://www.science.org/doi/suppl/10.1126/science.abc1234/suppl_file/abc1234-sm.pdf",
         "10.1126/science.abc1234"),
    # Behind the DOI these write a number of their own, and words of the title.
    Form(r"(?:academic\.oup|pubs\.aip|pubs\.geoscienceworld)\.(?:com|org)|direct\.mit\.edu",
         r"/.*/doi/(10\.[0-9.]+/[^?#]*?)/[0-9]{4,}(?:[/?]|$)", "doi", "{1}",
         "https://academic.oup.com/bioinformatics/article/doi/10.1093/bioinformatics/btz682/5559863",
         "10.1093/bioinformatics/btz682"),
    # The numbers of BMJ are its DOIs.
    Form("bmj.com", r"/content/(?:bmj/)?[0-9]{1,4}/(bmj\.[a-z][0-9]{1,6})(?:[./?]|$)", "doi",
         "10.1136/{1}",
         "https://www.bmj.com/content/368/bmj.m1091.full.pdf", "10.1136/bmj.m1091"),
    Form("xlink.rsc.org", r"/\?(?:.*&)?doi=([a-z][0-9][a-z]{2}[0-9]{5}[a-z])(?:&|$)", "doi",
         "10.1039/{1}",
         "http://xlink.rsc.org/?DOI=c9sc01234a", "10.1039/c9sc01234a"),
    Form("cambridge.org",
         r"/core/product/identifier/(S[0-9]{15}[0-9X])(?:/|$)", "doi", "10.1017/{1}",
         "https://www.cambridge.org/core/product/identifier/S0022112019000001/type/journal_article",
         "10.1017/s0022112019000001"),
    Form("theoj.org", r"/joss-papers/(joss\.[0-9]{5})/", "doi", "10.21105/{1}",
         "https://www.theoj.org/joss-papers/joss.01370/10.21105.joss.01370.pdf",
         "10.21105/joss.01370"),
    # Between 2004 and 2007 the DOI is another number than the address.
    Form("projecteuclid.org", r"/(?:download/pdf_1/)?euclid\.(aos|aop|aoap|aoms|ss)/"
         r"(10[0-7][0-9]{7}|117[67][0-9]{6})(?:[/?]|$)", "doi", "10.1214/{1}/{2}",
         "https://projecteuclid.org/euclid.aos/1013203451", "10.1214/aos/1013203451"),
    Form("idp.nature.com", r"/authorize.*redirect_uri=https?://(?:www\.)?nature\.com/articles/"
         r"((?=[\w.-]*[a-z])[\w.-]+?)(?:\.e?pdf)?(?:[/?&]|$)", "doi", "10.1038/{1}",
         "https://idp.nature.com/authorize?redirect_uri=https://www.nature.com/articles/nature14539",
         "10.1038/nature14539"),
    Form("drops.dagstuhl.de",
         r"/opus/.*/(LIPIcs|OASIcs)-([A-Za-z0-9_]+)-([0-9]{4})-([0-9]{1,4})\.pdf", "doi",
         "10.4230/{1}.{2}.{3}.{4}",
         "http://drops.dagstuhl.de/opus/volltexte/2019/10573/pdf/LIPIcs-ICALP-2019-1.pdf",
         "10.4230/lipics.icalp.2019.1"),
    # --- archives that give DOIs ----------------------------------------------------------------
    Form("zenodo.org", r"/(?:api/)?records?/([0-9]{3,10})(?:[/?]|$)", "doi", "10.5281/zenodo.{1}",
         "https://zenodo.org/record/1234567/files/paper.pdf", "10.5281/zenodo.1234567"),
    Form(r"(?:[a-z0-9]+\.)?ssrn\.com",
         r"/(?:abstract=|.*?[?&]abstract_?id=|.*?SSRN_ID)([0-9]{5,8})(?![0-9])",
         "doi", "10.2139/ssrn.{1}",
         "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567", "10.2139/ssrn.1234567"),
    Form(r"(?:connect\.)?(?:bio|med)rxiv\.org",
         r"/content/(?:[a-z]+/)?early/[0-9/]+/((?:[0-9.]+\.)?[0-9]{6,8})"
         r"(?:v[0-9]+)?(?:\.|/|\?|$)", "doi", "10.1101/{1}",
         "https://www.biorxiv.org/content/biorxiv/early/2020/01/30/2020.01.01.123456.full.pdf",
         "10.1101/2020.01.01.123456"),
    Form(r"(?:connect\.)?(?:bio|med)rxiv\.org",
         r"/cgi/content/[a-z]+/((?:[0-9.]+\.)?[0-9]{6,8})(?:v[0-9]+)?(?:[./?]|$)",
         "doi", "10.1101/{1}",
         "https://biorxiv.org/cgi/content/short/2020.01.01.123456v1", "10.1101/2020.01.01.123456"),
    Form(r"(?:connect\.)?(?:bio|med)rxiv\.org",
         r"/content/(10\.(?:1101|64898)/[0-9.]*[0-9])(?:v[0-9]+)?(?![0-9])",
         "doi", "{1}",
         "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf+html",
         "10.1101/2020.01.01.123456"),
    Form(r"psyarxiv\.com", r"/([a-z0-9]{5})(?:_v[0-9]+)?(?:[/?]|$)", "doi", "10.31234/osf.io/{1}",
         "https://psyarxiv.com/abc12/", "10.31234/osf.io/abc12"),
    *(
        Form("osf.io", rf"/preprints/{name}/([a-z0-9]{{5}})(?:_v[0-9]+)?(?:[/?]|$)", "doi",
             f"10.{prefix}/osf.io/{{1}}",
             f"https://osf.io/preprints/{name}/abc12/download", f"10.{prefix}/osf.io/abc12")
        for name, prefix in _OSF.items()
    ),
    # A name of five letters, such as lissa, is that of a keeper.
    Form("osf.io", r"/preprints/((?=[a-z]*[0-9])[a-z0-9]{5})(?:_v[0-9]+)?(?:[/?]|$)", "doi",
         "10.31219/osf.io/{1}",
         "https://osf.io/preprints/abc12", "10.31219/osf.io/abc12"),
    *(
        Form(f"{name}.org", r"/((?=[a-z]*[0-9])[a-z0-9]{5})(?:_v[0-9]+)?(?:[/?]|$)", "doi",
             f"10.{_OSF[name]}/osf.io/{{1}}",
             f"https://{name}.org/abc12", f"10.{_OSF[name]}/osf.io/abc12")
        for name in ("socarxiv", "edarxiv", "engrxiv", "metaarxiv", "mediarxiv")
    ),
    Form(r"(?:assets(?:-eu)?\.)?researchsquare\.com",
         r"/(?:article|files)/(rs-[0-9]{4,8})/(v[0-9]+)(?:_covered\w*)?(?:[./?]|$)",
         "doi", "10.21203/rs.3.{1}/{2}",
         "https://www.researchsquare.com/article/rs-123456/v1", "10.21203/rs.3.rs-123456/v1"),
    Form("preprints.org", r"/manuscript/([0-9]{6}\.[0-9]{4})/(v[0-9]+)(?:[/?]|$)", "doi",
         "10.20944/preprints{1}.{2}",
         "https://www.preprints.org/manuscript/202001.0001/v1", "10.20944/preprints202001.0001.v1"),
    Form("nber.org",
         r"/(?:papers|system/files/working_papers)/(w[0-9]{1,6})(?:\.pdf|[/?]|$)", "doi",
         "10.3386/{1}",
         "https://www.nber.org/system/files/working_papers/w26866/w26866.pdf", "10.3386/w26866"),
    # Numbers beyond have often no DOI at all.
    Form(r"(?:links\.)?jstor\.org", r"/stable/(?:pdf/)?([0-9]{8,10})(?:\.pdf|[/?]|$)", "url",
         "https://www.jstor.org/stable/{1}",
         "http://www.jstor.org/stable/pdf/24439284.pdf", "https://www.jstor.org/stable/24439284"),
    Form(r"(?:links\.)?jstor\.org", r"/stable/(?:pdf/)?([0-9]{5,7})(?:\.pdf|[/?]|$)",
         "doi", "10.2307/{1}",
         "https://www.jstor.org/stable/pdf/2346178.pdf", "10.2307/2346178"),
    # --- archives that know the arXiv's numbers --------------------------------------------------
    Form(r"(?:ui\.)?adsabs\.harvard\.edu",
         r"/.*?(?:19|20)[0-9]{2}arXiv([0-9]{4})([0-9]{4,5})[A-Z]", "arxiv",
         "{1}.{2}",
         "https://ui.adsabs.harvard.edu/abs/2017arXiv170603762V/abstract", "1706.03762"),
    Form(r"dblp\.(?:org|uni-trier\.de|dagstuhl\.de)",
         r"/rec/.*?journals/corr/abs-([0-9]{4})-([0-9]{4,5})(?![0-9])", "arxiv", "{1}.{2}",
         "https://dblp.org/rec/journals/corr/abs-1706-03762.html", "1706.03762"),
    # --- one page for all addresses of a paper ---------------------------------------------------
    # Its numbers look like the arXiv's.
    Form("vixra.org", r"/(?:abs|pdf)/([0-9]{4}\.[0-9]{4})", "url", "https://vixra.org/abs/{1}",
         "http://vixra.org/pdf/1208.0077v2.pdf", "https://vixra.org/abs/1208.0077"),
    Form("proceedings.mlr.press", r"/(v[0-9]+)/([\w-]+?)(?:/\2(?:-supp)?\.pdf|\.html|\.pdf|[/?]|$)",
         "url", "https://proceedings.mlr.press/{1}/{2}.html",
         "http://proceedings.mlr.press/v97/houlsby19a/houlsby19a.pdf",
         "https://proceedings.mlr.press/v97/houlsby19a.html"),
    Form("mlresearch.github.io", r"/(v[0-9]+)/([\w-]+?)(?:/\2\.pdf|\.html|[/?]|$)",
         "url", "https://proceedings.mlr.press/{1}/{2}.html",
         "https://mlresearch.github.io/v119/chen20j.html",
         "https://proceedings.mlr.press/v119/chen20j.html"),
    Form("github.com", r"/mlresearch/(v[0-9]+)/(?:blob|raw)/[\w-]+/(?:assets/)?([\w-]+)/\2\.pdf",
         "url", "https://proceedings.mlr.press/{1}/{2}.html",
         "https://github.com/mlresearch/v119/blob/gh-pages/chen20j/chen20j.pdf",
         "https://proceedings.mlr.press/v119/chen20j.html"),
    Form("raw.githubusercontent.com", r"/mlresearch/(v[0-9]+)/[\w-]+/(?:assets/)?([\w-]+)/\2\.pdf",
         "url", "https://proceedings.mlr.press/{1}/{2}.html",
         "https://raw.githubusercontent.com/mlresearch/v235/main/assets/dao24a/dao24a.pdf",
         "https://proceedings.mlr.press/v235/dao24a.html"),
    Form("jmlr.org", r"/proceedings/papers/(v[0-9]+)/([\w-]+?)(?:/\2\.pdf|\.html|\.pdf|$)", "url",
         "https://proceedings.mlr.press/{1}/{2}.html",
         "http://www.jmlr.org/proceedings/papers/v9/glorot10a/glorot10a.pdf",
         "https://proceedings.mlr.press/v9/glorot10a.html"),
    Form(r"jmlr\.org|jmlr\.csail\.mit\.edu|ai\.mit\.edu",
         r"/(?:beta/|projects/jmlr/)?papers/v(?:olume)?([0-9]+)/([\w-]+?)"
         r"(?:/\2\.pdf|\.html|\.pdf|\.bib|[/?]|$)", "url", "https://jmlr.org/papers/v{1}/{2}.html",
         "http://www.jmlr.org/papers/volume3/bengio03a/bengio03a.pdf",
         "https://jmlr.org/papers/v3/bengio03a.html"),
    Form(_NEURIPS, r"/paper(?:_files/paper)?/([0-9]{4})/(?:hash|file)/([0-9a-f]{32})(?:-|[/?]|$)",
         "url",
         f"{_NEURIPS_PAGE}/{{1}}/hash/{{2}}-Abstract.html",
         "https://proceedings.neurips.cc/paper_files/paper/2017/file/"
         "3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf",
         "https://papers.nips.cc/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html"),
    Form(_NEURIPS, r"/paper/([0-9]{1,5}-[\w-]+?)(?:-supplemental\.\w+|\.pdf|\.bib|[/?]|$)",
         "url",
         f"{_NEURIPS_PAGE}/{{1}}",
         "http://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf",
         "https://papers.nips.cc/paper/7181-attention-is-all-you-need"),
    Form(r"(proceedings\.iclr\.cc|proceedings\.mlsys\.org|datasets-benchmarks-proceedings\.neurips\.cc)",
         r"/paper(?:_files/paper)?/([0-9]{4})/(?:hash|file)/([0-9a-f]{32})-[A-Za-z]+((?:-\w+)?)\.",
         "url", "https://{host}/paper_files/paper/{1}/hash/{2}-Abstract{3}.html",
         "https://proceedings.iclr.cc/paper_files/paper/2024/file/"
         "0123456789abcdef0123456789abcdef-Paper-Conference.pdf",
         "https://proceedings.iclr.cc/paper_files/paper/2024/hash/"
         "0123456789abcdef0123456789abcdef-Abstract-Conference.html"),
    Form("openaccess.thecvf.com", r"/(content[\w/]*?)/(?:html|papers|supplemental)/([\w.-]+?)"
         r"_(?:paper|supplemental)\.(?:html|pdf|zip)", "url",
         "https://openaccess.thecvf.com/{1}/html/{2}_paper.html",
         "http://openaccess.thecvf.com/content_cvpr_2016/papers/"
         "He_Deep_Residual_Learning_CVPR_2016_paper.pdf",
         "https://openaccess.thecvf.com/content_cvpr_2016/html/"
         "He_Deep_Residual_Learning_CVPR_2016_paper.html"),
    Form("cv-foundation.org",
         r"/openaccess/(content[\w/]*?)/(?:html|papers)/([\w.-]+?)_paper\.", "url",
         "https://openaccess.thecvf.com/{1}/html/{2}_paper.html",
         "http://www.cv-foundation.org/openaccess/content_cvpr_2015/papers/"
         "Long_Fully_Convolutional_Networks_2015_CVPR_paper.pdf",
         "https://openaccess.thecvf.com/content_cvpr_2015/html/"
         "Long_Fully_Convolutional_Networks_2015_CVPR_paper.html"),
    Form("isca-speech.org", r"/archive/(?:pdfs/)?([a-z]\w+_[0-9]{4}\w*)/(\w+)\.(?:html|pdf)", "url",
         "https://www.isca-archive.org/{1}/{2}.html",
         "https://www.isca-speech.org/archive/pdfs/interspeech_2020/gulati20_interspeech.pdf",
         "https://www.isca-archive.org/interspeech_2020/gulati20_interspeech.html"),
    Form("isca-archive.org", r"/([a-z]\w+_[0-9]{4}\w*)/(\w+)\.(?:html|pdf)", "url",
         "https://www.isca-archive.org/{1}/{2}.html",
         "https://www.isca-archive.org/interspeech_2020/gulati20_interspeech.pdf",
         "https://www.isca-archive.org/interspeech_2020/gulati20_interspeech.html"),
    Form("ieeexplore.ieee.org", r"/(?:abstract/|rest/|mobile/)?document/0*([0-9]{4,9})(?:[/?]|$)",
         "url",
         "https://ieeexplore.ieee.org/document/{1}",
         "https://ieeexplore.ieee.org/abstract/document/7780459/",
         "https://ieeexplore.ieee.org/document/7780459"),
    Form("ieeexplore.ieee.org", r"/.*[?&]arnumber=0*([0-9]{4,9})(?:&|$)", "url",
         "https://ieeexplore.ieee.org/document/{1}",
         "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=7780459",
         "https://ieeexplore.ieee.org/document/7780459"),
    Form("ieeexplore.ieee.org", r"/ielx?[0-9]+/[0-9/]+/0*([0-9]{4,9})\.pdf", "url",
         "https://ieeexplore.ieee.org/document/{1}",
         "https://ieeexplore.ieee.org/iel7/7776647/7780329/07780459.pdf",
         "https://ieeexplore.ieee.org/document/7780459"),
    Form("dl.acm.org", r"/(?:citation|ft_gateway)\.cfm\?(?:.*&)?id=([0-9]{4,8})(?:&|$)", "url",
         "https://dl.acm.org/citation.cfm?id={1}",
         "http://dl.acm.org/citation.cfm?id=3065386&preflayout=flat",
         "https://dl.acm.org/citation.cfm?id=3065386"),
    Form("pdf.sciencedirectassets.com", r"/[0-9]+/1-s2\.0-S[0-9X]{16}/1-s2\.0-(S[0-9X]{16})/",
         "url",
         f"{_PII}{{1}}",
         "https://pdf.sciencedirectassets.com/271585/1-s2.0-S0004370221X00016/"
         "1-s2.0-S0004370221000862/main.pdf?X-Amz-Date=1", f"{_PII}S0004370221000862"),
    Form("linkinghub.elsevier.com", r"/retrieve/(?:pii/)?"
         r"(S)([0-9]{4})-([0-9X]{4})\(([0-9]{2})\)([0-9]{5})-([0-9X])", "url",
         f"{_PII}{{1}}{{2}}{{3}}{{4}}{{5}}{{6}}",
         "https://linkinghub.elsevier.com/retrieve/pii/S0092-8674(20)30001-1",
         f"{_PII}S0092867420300011"),
    Form("sciencedirect.com", r"/science\?.*[?&]_piikey=(S[0-9X]{16})(?:&|$)",
         "url", f"{_PII}{{1}}",
         "http://www.sciencedirect.com/science?_ob=GatewayURL&_piikey=S0004370221000862",
         f"{_PII}S0004370221000862"),
    Form(r"sciencedirect\.com|(?:api|linkinghub|pdf|reader)\.(?:elsevier|sciencedirectassets)\.com",
         r"/.*?(?:pii|retrieve/pii|sd/pii)/(S[0-9X]{16})", "url", f"{_PII}{{1}}",
         "https://www.sciencedirect.com/science/article/abs/pii/S0004370221000862/pdfft?md5=1",
         f"{_PII}S0004370221000862"),
    # S0092-8674(20)30001-1 is what ScienceDirect writes without its punctuation.
    Form("cell.com",
         r"/(?:[\w-]+/)+(S)([0-9]{4})-([0-9X]{4})\(([0-9]{2})\)([0-9]{5})-([0-9X])", "url",
         f"{_PII}{{1}}{{2}}{{3}}{{4}}{{5}}{{6}}",
         "https://www.cell.com/cell/fulltext/S0092-8674(20)30001-1", f"{_PII}S0092867420300011"),
    Form("cell.com", r"/action/show\w+\?(?:.*&)?pii="
         r"(S)([0-9]{4})-([0-9X]{4})\(([0-9]{2})\)([0-9]{5})-([0-9X])", "url",
         f"{_PII}{{1}}{{2}}{{3}}{{4}}{{5}}{{6}}",
         "https://www.cell.com/action/showPdf?pii=S0092-8674(20)30001-1",
         f"{_PII}S0092867420300011"),
    # The article of a journal, or the chapter of a book; its PDF has the same number.
    Form("cambridge.org", r"/core/(?:.*/)?([0-9A-F]{32})(?:[/?]|$)", "url",
         "https://www.cambridge.org/core/product/{1}",
         "https://www.cambridge.org/core/journals/journal-of-fluid-mechanics/article/abs/pipes/"
         "0123456789ABCDEF0123456789ABCDEF",
         "https://www.cambridge.org/core/product/0123456789ABCDEF0123456789ABCDEF"),
    Form("jamanetwork.com",
         r"/journals/([\w-]+)/(?:fullarticle|article-abstract|articlepdf)/([0-9]{5,9})(?:[/?]|$)",
         "url", "https://jamanetwork.com/journals/{1}/fullarticle/{2}",
         "https://jamanetwork.com/journals/jama/article-abstract/2761044",
         "https://jamanetwork.com/journals/jama/fullarticle/2761044"),
    Form("f1000research.com", r"/articles/([0-9]{1,3}-[0-9]{1,5})(?:/v[0-9]+)?(?:[/?]|$)", "url",
         "https://f1000research.com/articles/{1}",
         "https://f1000research.com/articles/5-123/v2", "https://f1000research.com/articles/5-123"),
    Form(r"(?:science\.)?sciencemag\.org",
         r"/content/(?:sci/)?([0-9]{1,4})/([0-9]{1,5})/(\w{1,12})(?:\.|[/?]|$)", "url",
         "https://science.sciencemag.org/content/{1}/{2}/{3}",
         "http://www.sciencemag.org/content/349/6245/255.abstract",
         "https://science.sciencemag.org/content/349/6245/255"),
    Form("roboticsproceedings.org", r"/rss([0-9]{2})/p([0-9]{2,3})\.(?:html|pdf)", "url",
         "https://www.roboticsproceedings.org/rss{1}/p{2}.html",
         "http://www.roboticsproceedings.org/rss15/p01.pdf",
         "https://www.roboticsproceedings.org/rss15/p01.html"),
    Form("aaai.org", r"/ocs/index\.php/([A-Z0-9-]+)/(\w+)/paper/"
         r"(?:view|viewPaper|viewFile|download)/([0-9]{1,6})(?:[/?]|$)", "url",
         "https://www.aaai.org/ocs/index.php/{1}/{2}/paper/view/{3}",
         "http://www.aaai.org/ocs/index.php/AAAI/AAAI17/paper/download/14806/14311",
         "https://www.aaai.org/ocs/index.php/AAAI/AAAI17/paper/view/14806"),
    # Others on the same platform, who always write a number of their own behind it.
    Form(r"direct\.mit\.edu|pubs\.aip\.org|rupress\.org|ashpublications\.org|portlandpress\.com|"
         r"journals\.biologists\.com|read\.dukeupress\.edu|iwaponline\.com|"
         r"pubs\.geoscienceworld\.org|asmedigitalcollection\.asme\.org",
         r"/((?:[\w-]+/){1,2})article(?:-abstract|-pdf|-standard)?/([0-9]+)/([\w-]+)/(\w+)/[0-9]{3,}"
         r"(?:[/?]|$)",
         "url", "https://{site}/{1}article/{2}/{3}/{4}",
         "https://direct.mit.edu/neco/article-pdf/9/8/1735/813796/neco.1997.9.8.1735.pdf",
         "https://direct.mit.edu/neco/article/9/8/1735"),
    Form("aanda.org", r"/articles/aa/(?:abs|pdf|full|full_html|ref|olm)/([0-9]{4}/[0-9]{2})/"
         r"(aa[0-9]+-[0-9]{2})(?:[./?]|$)", "url",
         "https://www.aanda.org/articles/aa/abs/{1}/{2}/{2}.html",
         "https://www.aanda.org/articles/aa/pdf/2013/10/aa22068-13.pdf",
         "https://www.aanda.org/articles/aa/abs/2013/10/aa22068-13/aa22068-13.html"),
    Form("nowpublishers.com", r"/article/(?:details|download|bookdetails)/([a-z]{3}-[0-9]{3,4})"
         r"(?:[/?]|$)", "url", "https://www.nowpublishers.com/article/Details/{1:u}",
         "https://nowpublishers.com/article/Download/MAL-006",
         "https://www.nowpublishers.com/article/Details/MAL-006"),
    Form("distill.pub", r"/(20[0-9]{2})/([\w-]+)(?:/index\.html)?/?(?:\?|$)", "url",
         "https://distill.pub/{1}/{2}/",
         "http://distill.pub/2017/momentum/index.html", "https://distill.pub/2017/momentum/"),
    Form(r"academic\.oup\.com",
         r"/([\w-]+)/article(?:-abstract|-pdf)?/([0-9]+)/(\w+)/(\w+)(?:[/?]|$)",
         "url", "https://academic.oup.com/{1}/article/{2}/{3}/{4}",
         "https://academic.oup.com/bioinformatics/article-pdf/36/4/1234/32527770/btz682.pdf",
         "https://academic.oup.com/bioinformatics/article/36/4/1234"),
    *(
        Form("mdpi.com", rf"/{issn}/([0-9]+)/([0-9]+)/([0-9]+)(?:[/?]|$)", "doi",
             f"10.3390/{word}{{1}}{{2:0>2}}{{3:0>4}}",
             f"https://www.mdpi.com/{issn}/20/1/123/pdf", f"10.3390/{word}20010123")
        for issn, word in _MDPI.items()
    ),
    Form("mdpi.com", r"/([0-9]{4}-[0-9]{3}[0-9X])/([0-9]+)/([0-9-]+)/([0-9]+)(?:[/?]|$)", "url",
         "https://www.mdpi.com/{1}/{2}/{3}/{4}",
         "https://www.mdpi.com/2673-2688/1/2/12/pdf?version=1577",
         "https://www.mdpi.com/2673-2688/1/2/12"),
    Form("ia.cr", r"/((?:19|20)[0-9]{2})/([0-9]{1,4})(?![0-9])", "url",
         "https://eprint.iacr.org/{1}/{2:0>3}",
         "https://ia.cr/2017/12", "https://eprint.iacr.org/2017/012"),
    Form(r"eprint\.iacr\.org",
         r"/cgi-bin/\w+\.pl\?(?:.*&)?entry=((?:19|20)[0-9]{2})/([0-9]{1,4})(?![0-9])",
         "url", "https://eprint.iacr.org/{1}/{2:0>3}",
         "http://eprint.iacr.org/cgi-bin/getfile.pl?entry=2019/953",
         "https://eprint.iacr.org/2019/953"),
    Form(r"eprint\.iacr\.org",
         r"/(?:archive/)?(?:versions/)?((?:19|20)[0-9]{2})/([0-9]{1,4})(?![0-9])",
         "url", "https://eprint.iacr.org/{1}/{2:0>3}",
         "https://eprint.iacr.org/2017/1234.pdf", "https://eprint.iacr.org/2017/1234"),
    Form(_HAL, r"/(?:[a-z-]+/)?((?:[a-z]+[-_])?[a-z]+-[0-9]{8})(?:v[0-9]+)?(?:[/?]|$)", "url",
         "https://hal.science/{1}",
         "https://hal.archives-ouvertes.fr/hal-01234567v2/document",
         "https://hal.science/hal-01234567"),
    Form(r"(?:api\.|pdfs\.)?semanticscholar\.org",
         r"/(?:.*/)?(?:CorpusID:|p/)([0-9]{1,12})(?![0-9])",
         "url", "https://api.semanticscholar.org/CorpusID:{1}",
         "https://www.semanticscholar.org/CorpusID:13756489",
         "https://api.semanticscholar.org/CorpusID:13756489"),
    Form(r"(?:pdfs\.)?semanticscholar\.org",
         r"/(?:reader/)?([0-9a-f]{4})/?([0-9a-f]{36})(?![0-9a-f])",
         "s2", "{1}{2}",
         "https://pdfs.semanticscholar.org/204e/3073870fae3d05bcbc2f6a8e263d9b72e776.pdf",
         "204e3073870fae3d05bcbc2f6a8e263d9b72e776"),
    Form("connectedpapers.com", r"/main/([0-9a-f]{40})(?:/|$)", "s2", "{1}",
         "https://www.connectedpapers.com/main/204e3073870fae3d05bcbc2f6a8e263d9b72e776/graph",
         "204e3073870fae3d05bcbc2f6a8e263d9b72e776"),
    Form(r"(?:(?:api|explore)\.)?openalex\.org",
         r"/(?:works/)?(?:https?:/+openalex\.org/)?(W[0-9]{4,12})(?:[/?]|$)", "url",
         "https://openalex.org/{1:u}",
         "https://api.openalex.org/works/W2741809807", "https://openalex.org/W2741809807"),
    Form(r"dblp[0-9]?\.(?:org|uni-trier\.de|dagstuhl\.de)",
         r"/rec/(?:html/|bib(?:tex)?[0-9]?/|xml/|rdf/)?"
         r"((?:conf|journals|books|phd|series|reference)/[\w/-]+?)(?:\.(?:html|bib|xml|rdf|nt|ris))?"
         r"(?:\?|$)",
         "url", "https://dblp.org/rec/{1}",
         "https://dblp.uni-trier.de/rec/bibtex/conf/nips/VaswaniSPUJGKP17.bib",
         "https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17"),
    Form(r"(?:old\.)?inspirehep\.net", r"/(?:api/)?(?:literature|record)/([0-9]{1,9})(?:[/?]|$)",
         "url",
         "https://inspirehep.net/literature/{1}",
         "https://inspirehep.net/record/451647", "https://inspirehep.net/literature/451647"),
    Form(r"(?:ui\.)?adsabs\.harvard\.edu|cdsads\.u-strasbg\.fr",
         r"/(?:link_gateway/)?(?:abs/|full/)?([12][0-9]{3}[A-Za-z&.0-9]{15})(?:[/?]|$)",
         "url", "https://ui.adsabs.harvard.edu/abs/{1}",
         "http://adsabs.harvard.edu/abs/2013A&A...558A..33A",
         "https://ui.adsabs.harvard.edu/abs/2013A&A...558A..33A"),
    Form("citeseerx.ist.psu.edu", r"/.*[?&]doi=(10(?:\.[0-9]+){4})(?:&|$)", "url",
         "https://citeseerx.ist.psu.edu/viewdoc/summary?doi={1}",
         "http://citeseerx.ist.psu.edu/viewdoc/download?doi=10.1.1.31.3487&rep=rep1&type=pdf",
         "https://citeseerx.ist.psu.edu/viewdoc/summary?doi=10.1.1.31.3487"),
    Form("numdam.org", r"/(?:item|articles)/([A-Z]+_[\w.]*?)(?:\.pdf|[/?]|$)", "url",
         "http://www.numdam.org/item/{1}/",
         "http://www.numdam.org/item/AIHPB_1991__27_2_117_0.pdf",
         "http://www.numdam.org/item/AIHPB_1991__27_2_117_0/"),
    Form(r"([a-z]+)\.episciences\.org", r"/([0-9]{3,7})(?:/pdf|[/?]|$)", "url",
         "https://{host}.episciences.org/{1}",
         "https://lmcs.episciences.org/1234/pdf", "https://lmcs.episciences.org/1234"),
    Form("philpapers.org", r"/(?:rec|archive)/([A-Z]{3,8}(?:-[0-9]+)?)(?:v[0-9]+)?(?:\.pdf|[/?]|$)",
         "url", "https://philpapers.org/rec/{1}",
         "https://philpapers.org/archive/CHAFUT.pdf", "https://philpapers.org/rec/CHAFUT"),
    Form("escholarship.org", r"/(?:uc/item/|content/qt)([0-9a-z]{8})(?:[/?]|$)", "url",
         "https://escholarship.org/uc/item/{1}",
         "https://escholarship.org/content/qt1ab2c3d4/qt1ab2c3d4.pdf",
         "https://escholarship.org/uc/item/1ab2c3d4"),
    Form("chemrxiv.org",
         r"/engage/(?:api-gateway/)?chemrxiv/(?:article-details|assets/orp/resource/item)"
         r"/([0-9a-f]{24})(?:[/?]|$)", "url",
         "https://chemrxiv.org/engage/chemrxiv/article-details/{1}",
         "https://chemrxiv.org/engage/api-gateway/chemrxiv/assets/orp/resource/item/"
         "60c741a50f50db0a5d3951b4/original/a-title.pdf",
         "https://chemrxiv.org/engage/chemrxiv/article-details/60c741a50f50db0a5d3951b4"),
    Form("usenix.org",
         r"/system/files/(?:conference/\w+/)?(osdi|nsdi|atc|fast|soups|hotos)([0-9]{2})(?:_slides)?"
         r"[-_]([a-z-]+)\.pdf", "url",
         "https://www.usenix.org/conference/{1}{2}/presentation/{3}",
         "https://www.usenix.org/system/files/osdi20-sinha.pdf",
         "https://www.usenix.org/conference/osdi20/presentation/sinha"),
    Form("usenix.org", r"/system/files/(?:conference/\w+/)?"
         r"sec([0-9]{2})(?:spring|summer|fall|winter)?(?:_slides)?[-_]([a-z-]+)\.pdf", "url",
         "https://www.usenix.org/conference/usenixsecurity{1}/presentation/{2}",
         "https://www.usenix.org/system/files/sec21-carlini-extracting.pdf",
         "https://www.usenix.org/conference/usenixsecurity21/presentation/carlini-extracting"),
    Form("researchgate.net", r"/(?:profile/[^/]+/)?publication/([0-9]{5,10})(?![0-9])", "url",
         "https://www.researchgate.net/publication/{1}",
         "https://www.researchgate.net/publication/319770291_Attention_Is_All_You_Need",
         "https://www.researchgate.net/publication/319770291"),
    # HighWire, whoever uses it: volume, number and first page; not what a blog wrote on a day, nor
    # what is not yet in a number: /content/2020/01/30/title, /content/early/2017/03/13/1611835114.
    Form(r"([a-z0-9.-]+)",
         r"/content/(?!early/|[a-z]+/early/|(?:19|20)[0-9]{2}/[01][0-9]/[0-3][0-9](?:[/?]|$))"
         r"(?:[a-z]+/)?([0-9]{1,4})/([\w-]{1,12})/(\w{1,12})"
         r"(?:\.(?:full|abstract|short|long|extract|e?pdf)(?:[.+-]\w+)*)?(?:[/?]|$)",
         "url", "https://{site}/content/{1}/{2}/{3}",
         "https://www.pnas.org/content/pnas/116/1/1.full.pdf", "https://www.pnas.org/content/116/1/1"),
    # Two that have moved: aaai.org/ojs, transacl.org/ojs.
    Form(r"(?:wvvw\.)?aaai\.org",
         r"/ojs/(index\.php/[\w-]+)/article/(?:view|download|viewFile)/([0-9]{1,7})(?:[/?]|$)",
         "url",
         "https://ojs.aaai.org/{1}/article/view/{2}",
         "https://www.aaai.org/ojs/index.php/AAAI/article/view/5347",
         "https://ojs.aaai.org/index.php/AAAI/article/view/5347"),
    Form("transacl.org",
         r"/(?:ojs/)?(index\.php/tacl)/article/(?:view|download|viewFile)/([0-9]{1,7})"
         r"(?:[/?]|$)", "url", "https://transacl.org/{1}/article/view/{2}",
         "https://www.transacl.org/ojs/index.php/tacl/article/viewFile/999/224",
         "https://transacl.org/index.php/tacl/article/view/999"),
    # Open Journal Systems, whoever runs it: the number behind is that of a file.
    Form(r"([a-z0-9.-]+)",
         r"/((?:[\w-]+/)*index\.php/[\w-]+)/article/(?:view|download|viewFile|viewPDFInterstitial)"
         r"/([0-9]{1,7})(?:[/?]|$)", "url", "https://{site}/{1}/article/view/{2}",
         "https://ojs.aaai.org/index.php/AAAI/article/download/11604/11463",
         "https://ojs.aaai.org/index.php/AAAI/article/view/11604"),
)  # fmt: skip
"""The forms of addresses, in the order in which they are tried."""

# "https://" and "//"; not "arxiv.org/abs".
_SCHEME = re.compile(r"(?i)(?:https?:)?//")
# The same pages for small screens: m.nature.com.
_OTHER_SITES = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


class _Word(str):
    """What a form found; ``{1:l}`` is in small letters, ``{1:u}`` in capitals."""

    __slots__ = ()

    def __format__(self, said: str, /) -> str:
        """Return the word as the name of a form wants it."""
        match said:
            case "l":
                return self.lower()
            case "u":
                return self.upper()
        return super().__format__(said)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=500)
def _forms_at(host: str) -> tuple[tuple[Form, str], ...]:
    """Return the forms of a host, each with what its host says: ``gmd`` of gmd.copernicus.org."""
    by_name, by_pattern = _hosts()
    found = [(place, "") for place in by_name.get(host, ())]
    found += [
        (place, (match.groups() or ("",))[0] or "")
        for place in by_pattern
        if (match := _pattern(TABLE[place].host).fullmatch(host))
    ]
    return tuple((TABLE[place], word) for place, word in sorted(found))


@cache
def _hosts() -> tuple[dict[str, list[int]], list[int]]:
    """Return the places of forms in the table, by the name of a host, and those of a pattern."""
    by_name: dict[str, list[int]] = {}
    by_pattern = []
    for place, form in enumerate(TABLE):
        if re.fullmatch(r"[a-z0-9.-]+", form.host):
            by_name.setdefault(form.host, []).append(place)
        else:
            by_pattern.append(place)
    return by_name, by_pattern


def named_by(address: str) -> tuple[str, str] | None:
    """Return scheme and value of what an address names, with or without ``https://`` before it."""
    address = unwrapped(address).replace("/#abs/", "/abs/")  # as ADS wrote its addresses
    start = _SCHEME.match(address)
    host, slash, rest = address[start.end() if start else 0 :].partition("/")
    if not slash:
        return None
    site = host.lower().rpartition("@")[2].partition(":")[0]
    target = slash + rest.partition("#")[0].lstrip("/")
    for form, word in _forms_at(_OTHER_SITES.sub("", site)):
        if match := _pattern(form.form).match(target):
            groups = [_Word(group or "") for group in match.groups()]
            return form.scheme, form.name.format("", *groups, host=word, site=site)
    return None


def page_of(address: str) -> str:
    """Return the page of the paper that an address names, or the address itself."""
    named = named_by(address)
    return named[1] if named and named[0] == "url" else address


def folded_address(address: str) -> str:
    """Return what all spellings of an address have in common.

    They differ by scheme, ``www.``, a slash at the end and the order of the query; a paper's page
    and PDF differ by what the table says.
    """
    _, _, rest = page_of(unwrapped(address)).partition("://")
    rest = _case_folded(rest)
    rest, mark, query = rest.partition("?")
    query = "&".join(sorted(query.split("&")))
    return rest.removeprefix("www.").rstrip("/") + mark + query


def _case_folded(rest: str) -> str:
    """Return an address whose case tells nothing where its server takes both.

    ``openaccess.thecvf.com/content_ICCV_2017`` is also written ``content_iccv_2017``.
    """
    return rest.lower() if rest.startswith("openaccess.thecvf.com/content_") else rest


def spellings(address: str) -> list[str]:
    """Return the spellings under which an address may be kept, without those of its query."""
    found = {address: None}
    bases = (address, page_of(address), unwrapped(address, copies=False))
    for base in dict.fromkeys(bases):
        rest, mark, query = base.partition("://")[2].partition("?")
        rest = rest.removeprefix("www.").rstrip("/")
        queries = dict.fromkeys((query, "&".join(sorted(query.split("&")))))
        for start in ("https://", "http://", "https://www.", "http://www."):
            for end in ("", "/"):
                found.update((f"{start}{rest}{end}{mark}{one}", None) for one in queries)
    return list(found)
