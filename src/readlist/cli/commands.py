"""Every command with its place in the help; a test holds the summaries to the docstrings."""

from typing import NamedTuple


class Command(NamedTuple):
    """Where a command lives, and its line in the help."""

    module: str
    function: str
    summary: str


COMMANDS = {
    "add": Command("add", "add", "Add papers by reference, or one by its facts."),
    "feed": Command("feed", "APP", "The feeds that you follow."),
    "pull": Command("pull", "pull", "Bring what is new in the feeds into the inbox."),
    "pulls": Command("pulls", "APP", "Show what each pull did, and why nothing came."),
    "inbox": Command("inbox", "inbox", "Show what arrived and is undecided, or decide."),
    "triage": Command(
        "triage", "triage", "Decide about the inbox paper by paper, one key each, best first."
    ),
    "follow": Command(
        "follow", "follow", "Follow an author, a word or a list: such papers come first."
    ),
    "mute": Command("follow", "mute", "Mute an author, a word or a list: such papers come last."),
    "digest": Command(
        "digest",
        "digest_command",
        "Show what is new: papers by feed and topic, changes, what is due.",
    ),
    "enrich": Command(
        "enrich", "enrich", "Complete papers: identifiers, abstracts, dates, venues, code."
    ),
    "questions": Command(
        "questions", "questions", "Show titles that may be several papers, or none for sure."
    ),
    "accept": Command("questions", "accept", "Say which candidate a paper is."),
    "reject": Command(
        "questions", "reject", "Say that a paper is not its candidates, or not one of them."
    ),
    "import": Command("import_", "import_files", "Import papers from files."),
    "export": Command("export", "export", "Write papers for other programs and people."),
    "site": Command("site", "site", "Write papers as a site of static pages."),
    "list": Command("search", "list_papers", "List papers."),
    "ls": Command("search", "list_papers", "List papers."),
    "save": Command("saved", "save", "Save a query under a name; '@NAME' asks it again."),
    "saved": Command("saved", "APP", "Show your saved searches with counts."),
    "search": Command("search", "search", "Search titles, authors, abstracts, notes and remarks."),
    "similar": Command("similar", "similar", "Show the papers that are most like some, or a text."),
    "pick": Command("pick", "pick", "Pick papers by typing a few letters, and print them."),
    "show": Command("show", "show", "Show everything about papers."),
    "open": Command("show", "open_papers", "Open the page of papers, or their PDFs."),
    "pdf": Command("pdf", "pdf", "Download the PDFs of papers."),
    "attach": Command("attach", "attach", "Keep PDFs of your own with a paper."),
    "index": Command(
        "index", "index", "Make the full text of PDFs searchable, and what papers mean."
    ),
    "seen": Command("seen", "seen", "Say which references of a file the library knows."),
    "cited": Command("cited", "cited", "Check the citations of a manuscript against the library."),
    "refs": Command("refs", "refs", "Show what a paper cites, and what of it you have."),
    "cited-by": Command("refs", "cited_by", "Show who cites a paper, the newest first."),
    "gaps": Command("gaps", "gaps", "Show what your papers cite and you have not."),
    "before": Command(
        "refs", "before", "Show what to read before a paper: what it and its references build on."
    ),
    "ui": Command("ui", "ui", "Use the library full-screen: inbox, library, reading."),
    "status": Command("status", "status", "Show the state of your reading, or mark papers."),
    "next": Command("next", "next_papers", "Say what to read now, and why."),
    "plan": Command("plan", "plan", "Fill a session, a week or some weeks with papers."),
    "due": Command("due", "due", "Say until when papers are to be read, or show what is due."),
    "snooze": Command("due", "snooze", "Put papers off: they come back by themselves."),
    "stats": Command(
        "stats",
        "stats",
        "Show how it goes: what comes, what you read, what waits, and what becomes of it.",
    ),
    "let-go": Command(
        "let_go", "let_go", "Let papers go that have waited longest with least hope."
    ),
    "tag": Command("tag", "tag", "Put tags on papers, or show all tags."),
    "note": Command("note", "note", "Write a note on a paper, or show its notes."),
    "rate": Command("tag", "rate", "Rate papers from 1 to 5."),
    "priority": Command("tag", "priority", "Say how urgent papers are."),
    "edit": Command("edit", "edit", "Change the facts of papers."),
    "key": Command("key", "key", "Give a paper the citation key that you want."),
    "keys": Command("key", "keys", "Show citation keys, or check them."),
    "rm": Command("edit", "remove", "Remove papers from the library."),
    "lists": Command("lists", "APP", "Show curated lists and how far you are with each."),
    "refresh": Command(
        "refresh", "refresh", "See what became of papers: versions, publication, withdrawal."
    ),
    "news": Command("refresh", "news", "Show what changed about papers that you kept."),
    "dupes": Command("merge", "dupes", "Show papers that may be the same work."),
    "merge": Command("merge", "merge", "Make several papers one."),
    "undo": Command("undo", "undo", "Take the last command back."),
    "redo": Command("undo", "redo", "Do again what was undone."),
    "history": Command("undo", "history", "Show what was done, to the library or to a paper."),
    "db": Command("db", "APP", "Where the library is, its backups and its health."),
    "config": Command("config", "APP", "Show and change settings."),
    "completion": Command("config", "completion", "Print the completion script for a shell."),
    "help": Command("config", "help_on", "Explain the query language, formats and more."),
}
SECTIONS = {
    "Collect": ("add", "import", "export", "site", "enrich", "pdf", "attach", "refresh", "news"),
    "Follow": ("feed", "pull", "pulls", "inbox", "triage", "follow", "mute", "digest"),
    "Find": (
        "list",
        "search",
        "similar",
        "save",
        "saved",
        "pick",
        "show",
        "open",
        "seen",
        "cited",
        "refs",
        "cited-by",
        "gaps",
        "before",
    ),
    "Read": (
        "ui",
        "status",
        "next",
        "plan",
        "due",
        "snooze",
        "tag",
        "note",
        "rate",
        "priority",
        "lists",
        "stats",
        "let-go",
    ),
    "Repair": (
        "edit",
        "key",
        "keys",
        "rm",
        "questions",
        "accept",
        "reject",
        "dupes",
        "merge",
        "undo",
        "redo",
        "history",
    ),
    "Manage": ("db", "index", "config", "completion", "help"),
}

OTHER_WORDS = {
    **dict.fromkeys(("find", "grep", "query", "look"), "search"),
    **dict.fromkeys(("info", "view", "cat", "details", "get"), "show PAPER"),
    **dict.fromkeys(("delete", "remove", "del", "trash"), "rm PAPER"),
    **dict.fromkeys(
        ("done", "read", "finish", "finished", "complete", "mark"), "status PAPER read"
    ),
    **dict.fromkeys(("start", "reading", "begin"), "status PAPER reading"),
    **dict.fromkeys(("drop", "archive", "skip"), "status PAPER dropped"),
    **dict.fromkeys(("unread", "todo", "queue", "to-read"), "list is:unread"),
    **dict.fromkeys(("statistics", "burndown", "progress", "heatmap"), "stats"),
    **dict.fromkeys(("purge", "prune", "cull", "declutter", "clean"), "let-go"),
    **dict.fromkeys(("summary", "report"), "status"),
    **dict.fromkeys(("cite", "bibtex", "bib", "biblatex", "dump"), "export PAPER"),
    **dict.fromkeys(("sync", "update", "fetch", "reload", "crawl"), "pull"),
    **dict.fromkeys(("new", "arrivals", "unseen"), "inbox"),
    **dict.fromkeys(("load", "ingest"), "import FILE"),
    **dict.fromkeys(("download", "pdfs"), "pdf PAPER"),
    **dict.fromkeys(("addto", "file"), "attach PAPER FILE"),
    **dict.fromkeys(("annotate", "comment", "memo"), "note PAPER TEXT"),
    **dict.fromkeys(("star", "rating"), "rate PAPER 5"),
    **dict.fromkeys(("label", "tags"), "tag"),
    **dict.fromkeys(("modify", "change", "set"), "edit PAPER"),
    **dict.fromkeys(("subscribe", "feeds", "watch"), "feed add ADDRESS"),
    **dict.fromkeys(("duplicates", "dedupe", "deduplicate"), "dupes"),
    **dict.fromkeys(("log", "journal", "timeline"), "history"),
    **dict.fromkeys(("doctor", "fsck", "verify"), "db check"),
    **dict.fromkeys(("backup",), "db backup"),
    **dict.fromkeys(("settings", "preferences"), "config list"),
    **dict.fromkeys(("review", "decide"), "triage"),
    **dict.fromkeys(("rename", "rekey"), "key PAPER KEY"),
    **dict.fromkeys(("defer", "postpone", "later", "wait", "hide"), "snooze PAPER 2w"),
    **dict.fromkeys(("deadline", "schedule", "remind"), "due PAPER friday"),
    **dict.fromkeys(("wake", "unsnooze"), "snooze PAPER --wake"),
    **dict.fromkeys(("random", "suggest", "recommend"), "next"),
    **dict.fromkeys(("like", "related", "neighbours", "neighbors", "more-like"), "similar PAPER"),
    **dict.fromkeys(("revert", "rollback"), "undo"),
    **dict.fromkeys(("shelf", "shelves", "collections", "reading-lists"), "lists"),
    **dict.fromkeys(("cron", "install", "daemon"), "pull --install"),
    **dict.fromkeys(("mail", "email"), "digest --mail"),
    **dict.fromkeys(("tui", "browse", "gui"), "ui"),
    **dict.fromkeys(("web", "url", "browser"), "open PAPER"),
    "alias": "save NAME QUERY",
    "restore": "db restore FILE",
    "version": "--version",
    "list-lists": "lists",
}
"""What people of other programs type, and what does it here: by letters ``done`` is ``undo``."""
