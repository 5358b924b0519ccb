"""What ``readlist help TOPIC`` prints."""

QUERY = """\
The query language of list, search, export, tag --where and every other command.

  attention transformer      both words, anywhere: title, authors, abstract, notes, remarks
  "chain of thought"         a phrase
  transf*                    the beginning of a word
  bert OR gpt                either
  NOT survey                 without; -survey inside quotes or after --
  (bert OR gpt) year:2019    brackets group
  vaswani 2017               a year beside other words is that of the paper, too
  17 vaswani2017attention    papers by their names, where each word is one: number, key, former key,
                             arXiv id, DOI, address

Fields:
  title: author: abstract: note: remark: venue:     words in one place
  author:"Le, Quoc"  a person, however the library has the name
  tag:nlp            the tag and everything under it, such as nlp/parsing
  status:reading     inbox, to-read, reading, skimmed, read, dropped; several with commas
  list:NAME          in a curated list;  section:speech  under a heading of one;  lists:>1
  year:2017          also year:2017.., year:2017..2019, year:>=2017
  added: published: started: finished:  added:7d, added:monday, finished:2026-01, started:2024-05..,
                     finished:march, added:last-week, added:W11, added:12 March 2024
  due: wait:         due:friday, due:<2026-12-24, due:2w (in two weeks at most, overdue or not),
                     due:overdue, due:none; wait: until when it is snoozed;  snoozed:yes
  kept: dropped:     when a paper came onto your reading list, and when you dropped it
  priority:high      high, medium, low, none        rating:>=4
  @NAME              a saved search, see 'readlist save'
  id:12 key:vaswani* kind:article feed:NAME
  similar:KEY        the hundred papers most like one (similar:KEY,KEY: like several together), the
                     nearest first where nothing else orders them
  arxiv:1706.03762 doi:10.1000/xyz openreview: acl: isbn: url:
  has:               pdf, file, note, code, doi, arxiv, link, abstract, remark, rating, tag, list,
                     authors, year, venue, due
  is:                unread, inbox, queued, reading, skimmed, read, dropped, finished, stale,
                     starred, untagged, orphan (in no list), consensus (in two lists or more),
                     duplicate, published, preprint, expired (left the inbox undecided),
                     new (came since you last looked at the inbox), overdue, snoozed
  sort:year-         also --sort year-,title; a minus turns the order: id, key, title, author,
                     year, published, added, started, finished, due, wait, status, priority,
                     rating, venue, lists, relevance, similar; score (how
                     well it fits you), announced, votes, new; foundations (what others build on)

Accents, case and LaTeX do not matter: Poincare finds Poincaré and Poincar\\'e.

search takes questions, too: papers about graph (networks - and how they learn. Words that carry
nothing, and signs that would be wrong in a query, are left out. Where few papers have all that
remain, those that have most follow on a terminal, elsewhere with --any; never with --all, and never
where the text has a field, an operator, a phrase or a star.
"""

FORMATS = """\
What can be read and written.

Read (readlist import FILE; recognised by content, --format names it):
  annotated    a curated list with tiers, areas, years and remarks, saved as text
  bibtex       BibTeX and biblatex: keys, keywords as tags, notes; unknown fields are kept and
               come out again
  bookmarks    of browsers, and links of Pocket, Instapaper, Raindrop, Readwise, Omnivore,
               wallabag, Pinboard: those that lead to papers; folders become tags
  cff          CITATION.cff: what a repository wants to be cited for
  crossref, openalex, s2, dblp, europepmc
               what these services answer in JSON, saved to a file
  csl-json     of Zotero, Better BibTeX, Mendeley, pandoc, Crossref
  csv, tsv     a table: headers are recognised, --map title=Name names others
  endnote-xml  EndNote's XML export
  hf-page      a Hugging Face papers page, saved as text
  rst          a curated list in reStructuredText
  asciidoc     a curated list in AsciiDoc
  yaml         the YAML behind a list's page: titles, authors, addresses
  html         a curated list as a web page, also an annotated one
  json         a list of papers in JSON: of Paperpile, Mendeley, your own scripts
  jsonl        the program's own full export, list --json, or other JSON lines
  markdown     a curated list: headings, bullets, tables, links; what is no paper (blogs, code,
               videos) is left out and counted, --all-links takes it
  opml         the subscriptions of a feed reader, see 'readlist feed list'
  org          a curated list or a bibliography in org-mode
  ovid         Ovid's tagged text: Medline, Embase, PsycINFO
  own-list     a list that readlist wrote as markdown, html or org: it comes back as it was
  pubmed       PubMed's .nbib files, and ERIC's
  pubmed-xml   PubMed's XML
  mods         MODS, of library catalogues and bibutils
  msbib        Word's list of sources, Sources.xml
  refer        .enw: EndNote's tagged text, of Google Scholar and the ACM
  refs         one reference a line: arXiv ids, DOIs, addresses, titles; or any text with them
  refworks     RefWorks' tagged text
  ris          of every reference manager and publisher; unknown tags are kept
  wos          Web of Science's tagged text: savedrecs.txt, .ciw
  zotero       Zotero's CSV, RDF and JSON exports with notes, tags, collections and files

Write (readlist export --format NAME, or by the name of --out):
  atom         a feed for any feed reader
  biblatex     with dates, eprints and types as biblatex has them
  bibtex       keys stay the same for ever; --latex for classic BibTeX
  csl-json     for Zotero, pandoc and other programs with citation styles
  csv, tsv     for spreadsheets; cells that would run as formulas are made harmless
  html         a list as one page that needs nothing else
  jsonl        everything, to be imported again
  keys         citation keys, one a line
  markdown     a list with its sections, remarks, links and what is read of it
  obsidian     a folder of notes, one a paper; what you write below the marker stays
  org          a list for org-mode, with TODO and DONE
  ris          for reference managers
  text         formatted references; --style apa, ieee or chicago
"""

FEEDS = """\
What can be followed, and how.

  arxiv:cs.CL+cs.LG           what arXiv announces in categories, checked against its listings
  arxiv:"cat:cs.CL AND ti:agent"      a query of arXiv's API, over what was submitted
  hf, hf:week, hf:month, hf:trending  Hugging Face's papers, with votes
  https://lab.example/blog    an RSS, Atom or JSON feed, or a page that links to one; an item is a
                              paper by the identifiers in it
  citing:vaswani2017attention         what cites a paper of yours; citing:tag:thesis for the papers
                              of a query
  https://github.com/o/awesome-things   a curated list: its new entries arrive, with their section
                              and remark; what was moved or removed is said

Rules of a feed (feed add, feed edit), in the query language:
  --keep QUERY       only papers that fit; several are alternatives
  --drop QUERY       no papers that fit, whatever --keep says
  --tag TAG          on every paper; --tag-if TAG=QUERY on those that fit
  --kinds new,cross  which of arXiv's announcements count: new, cross, replace, replace-cross
  --min-votes N, --limit N            the least votes; the most new papers of one pull
  --schedule TEXT    daily, hourly, weekly, 6h, weekdays 08:00, 'mon,thu 07:30'

Why a pull brought nothing (readlist pulls, feed show):
  weekend, holiday            arXiv announces nothing then
  not yet announced           the day's papers are not out; the feed stays due
  stale                       the feed stands still though the listing moved on, which is taken
  not modified, empty         nothing changed; there is nothing for that day
  all known, all filtered     everything was in the library; rules left everything out
  paused, not due             'feed resume', or 'pull --all'
  resting after failures      it has failed for days and is tried once a day; 'pull --all'
  rate limited, failed, gone  the service; what was fetched is kept, the next pull goes on

A paper that you removed is left out (removed here); 'add' and 'pull --since' bring it back.

What arrives waits in the inbox: 'readlist inbox', 'readlist triage', 'readlist digest'.
"""

EXIT = """\
What the program answers to its caller.

  0    done
  1    done, but some items had problems, which were named
  2    the command line or the configuration makes no sense
  3    no such paper, or several of that name
  4    the network failed
  5    the library cannot be used: locked, damaged, full, read-only, newer than the program
  130  interrupted; nothing is half done, and what services had answered is kept
"""

ENVIRONMENT = """\
Variables that the program reads.

  READLIST_DB        the library's file
  READLIST_READER    whose reading this is
  READLIST_CONFIG    the configuration file
  READLIST_NOW       the time that the program believes it is
  TZ                 where days begin and end, unless the setting timezone says it
  TZDIR              where the files of time zones are, unless the machine has its own place
  READLIST_PAGER     program for long output; then PAGER, then less, which LESS sets up
  READLIST_OFFLINE   1 asks no service; what needs one waits
  READLIST_CONTACT   your mail address, told to services, which then serve you better
  READLIST_SMTP_URL  host and port of the mail server that sends digests
  READLIST_SMTP_PASSWORD   the password there, which stands nowhere else
  READLIST_VIEWER, READLIST_PDF_FOLDER   program for PDFs, and where they are kept
  READLIST_PATIENCE  seconds after which a question to a service is given up
  READLIST_HOOKS     0 runs none of the programs in the folder 'hooks' (docs/hooks.md)
  READLIST_DEBUG     1 tells on stderr what is asked and decided, as --debug does
  VISUAL, EDITOR     program for notes and edits
  PATH               where these programs are, also for what cron runs
  TERM               'dumb' for a terminal that cannot draw
  NO_COLOR           no colour, whatever its value and that of the following
  FORCE_COLOR, CLICOLOR_FORCE        1 draws in colour also where TERM is dumb; CLICOLOR=0 in none.
                     What a pipe gets is data, which has no colour
  FORCE_HYPERLINK    1 lets titles of listings be links (OSC 8), 0 never; by default those of
                     terminals that are known to show them
  COLUMNS            the width of tables
  LOGNAME, USER, USERNAME            the reader, where READLIST_READER does not say it
  HOME               your folder, in which these lie where XDG_… names no other
  XDG_DATA_HOME, XDG_CONFIG_HOME     where the library and the configuration lie on Linux
  XDG_STATE_HOME, XDG_CACHE_HOME     where the times of requests and kept answers lie

Addresses of the services:
    READLIST_ARXIV_API_URL READLIST_ARXIV_RSS_URL READLIST_ARXIV_LIST_URL READLIST_ARXIV_PDF_URL
    READLIST_ARXIV_OAI_URL READLIST_HF_URL READLIST_CROSSREF_URL READLIST_DOI_URL
    READLIST_S2_URL READLIST_OPENALEX_URL READLIST_DBLP_URL READLIST_OPENREVIEW_URL
    READLIST_ACL_URL READLIST_DATACITE_URL READLIST_OPENCITATIONS_URL

Least seconds between two requests to one:
    READLIST_ARXIV_INTERVAL READLIST_HF_INTERVAL READLIST_CROSSREF_INTERVAL
    READLIST_DOI_INTERVAL READLIST_S2_INTERVAL READLIST_OPENALEX_INTERVAL READLIST_DBLP_INTERVAL
    READLIST_OPENREVIEW_INTERVAL READLIST_ACL_INTERVAL READLIST_DATACITE_INTERVAL
    READLIST_OPENCITATIONS_INTERVAL READLIST_WEB_INTERVAL (to any other host)

Keys of services, which stand nowhere else:
    READLIST_S2_KEY READLIST_OPENALEX_KEY READLIST_HF_TOKEN HF_TOKEN
"""

JSON = """\
What commands print with --json, as JSON Schema.

'readlist help json NAME' prints the schema of one answer. Each answer has "version": 1; fields are
added, never removed or renamed. What is not known is null, times are UTC. A paper in short has
always id, key, title and status. A failure is one line of JSON on standard error:
{"version": 1, "error": {"code": "not-found", "message": "…", "exit": 3}}.

"""

TOPICS = {
    "query": QUERY, "formats": FORMATS, "feeds": FEEDS, "exit": EXIT, "environment": ENVIRONMENT,
    "json": JSON,
}  # fmt: skip
