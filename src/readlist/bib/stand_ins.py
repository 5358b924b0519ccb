"""Numbers that people type where they have none, and templates bring, though a paper may have them.

Pure. Such a number names a paper only where the title says so too: the PubMed id 12345678 is that
of a paper, and of everybody's example.
"""

import re

from readlist.model import Identifier

# "10.1234/abcd.5678", "10.1038/abc123", "10.1000/xyz123", "10.1145/123456"; not "10.1145/1327452",
# nor "10.1000/182".
_DOIS = re.compile(
    r"10\.(?:1234|12345|9999|99999)/.*|[^/]+/(?:(?:xyz|abcd?)(?:def)?[0-9.]*|(?:j\.)?123456?7?8?9?)"
)


def is_stand_in(identifier: Identifier) -> bool:
    """Say whether an identifier looks like one that was typed to have one."""
    scheme, value = identifier
    if scheme == "doi":
        return _DOIS.fullmatch(value) is not None
    if scheme in ("pmid", "pmcid"):
        figures = value.removeprefix("PMC")
        return "123456789".startswith(figures) or len(set(figures)) == 1
    return False
