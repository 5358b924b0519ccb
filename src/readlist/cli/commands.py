"""Every command with its place in the help; a test holds the summaries to the docstrings."""

from typing import NamedTuple


class Command(NamedTuple):
    """Where a command lives, and its line in the help."""

    module: str
    function: str
    summary: str


COMMANDS = {
    "add": Command("adding", "add", "Add papers by reference, or one by its facts."),
    "feed": Command("feeds", "APP", "The feeds that you follow."),
    "pull": Command("pulling", "pull", "Bring what is new in the feeds into the inbox."),
    "pulls": Command("pulls", "APP", "Show what each pull did, and why nothing came."),
    "inbox": Command(
        "inbox", "inbox", "Show what arrived and is undecided, best first, or decide."
    ),
    "triage": Command(
        "triage", "triage", "Decide about the inbox paper by paper, one key each, best first."
    ),
    "follow": Command(
        "following", "follow", "Follow an author, a word or a list: such papers come first."
    ),
    "mute": Command(
        "following", "mute", "Mute an author, a word or a list: such papers come last."
    ),
    "digest": Command(
        "digest",
        "digest_command",
        "Show what is new: papers by feed and topic, changes, what is due.",
    ),
    "enrich": Command(
        "enriching", "enrich", "Complete papers: identifiers, abstracts, dates, venues, code."
    ),
    "questions": Command(
        "deciding", "questions", "Show titles that may be several papers, or none for sure."
    ),
    "accept": Command("deciding", "accept", "Say which candidate a paper is."),
    "reject": Command(
        "deciding", "reject", "Say that a paper is not its candidates, or not one of them."
    ),
    "import": Command("importing", "import_files", "Import papers from files."),
    "export": Command("exporting", "export", "Write papers for other programs and people."),
    "list": Command("finding", "list_papers", "List papers."),
    "ls": Command("finding", "list_papers", "List papers."),
    "search": Command("finding", "search", "Search titles, authors, abstracts, notes and remarks."),
    "show": Command("showing", "show", "Show everything about papers."),
    "open": Command("showing", "open_papers", "Open the page of papers, or their PDFs."),
    "pdf": Command("pdfs", "pdf", "Download the PDFs of papers."),
    "index": Command("fulltext", "index", "Make the full text of PDFs searchable."),
    "seen": Command("seeing", "seen", "Say which references of a file the library knows."),
    "cited": Command("citing", "cited", "Check the citations of a manuscript against the library."),
    "status": Command("standing", "status", "Show the state of your reading, or mark papers."),
    "next": Command("overview", "next_papers", "Say what to read now, and why."),
    "tag": Command("marking", "tag", "Put tags on papers, or show all tags."),
    "note": Command("noting", "note", "Write a note on a paper, or show its notes."),
    "rate": Command("marking", "rate", "Rate papers from 1 to 5."),
    "priority": Command("marking", "priority", "Say how urgent papers are."),
    "edit": Command("editing", "edit", "Change the facts of a paper."),
    "key": Command("keys", "key", "Give a paper the citation key that you want."),
    "keys": Command("keys", "keys", "Show citation keys, or check them."),
    "rm": Command("editing", "remove", "Remove papers from the library."),
    "lists": Command("lists", "APP", "Show curated lists and how far you are with each."),
    "refresh": Command(
        "refreshing", "refresh", "See what became of papers: versions, publication, withdrawal."
    ),
    "news": Command("refreshing", "news", "Show what changed about papers that you know."),
    "dupes": Command("merging", "dupes", "Show papers that may be the same work."),
    "merge": Command("merging", "merge", "Make several papers one."),
    "undo": Command("undoing", "undo", "Take the last command back."),
    "redo": Command("undoing", "redo", "Do again what was undone."),
    "history": Command("undoing", "history", "Show what was done, to the library or to a paper."),
    "db": Command("database", "APP", "Where the library is, its backups and its health."),
    "config": Command("settings", "APP", "Show and change settings."),
    "completion": Command("settings", "completion", "Print the completion script for a shell."),
    "help": Command("settings", "help_on", "Explain the query language, formats and more."),
}
SECTIONS = {
    "Collect": ("add", "import", "export", "enrich", "pdf", "refresh", "news"),
    "Follow": ("feed", "pull", "pulls", "inbox", "triage", "follow", "mute", "digest"),
    "Find": ("list", "search", "show", "open", "seen", "cited"),
    "Read": ("status", "next", "tag", "note", "rate", "priority", "lists"),
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
