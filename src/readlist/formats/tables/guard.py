"""The apostrophe that keeps a spreadsheet from running a cell, put on and taken off again."""

import re

# OWASP, CSV injection: what makes a cell a formula, also after blanks and in its wide forms. An
# apostrophe that stands there already gets another one, so that one can always be taken off.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r])")
_NUMBER = re.compile(r"'*[+-]?[0-9]+(?:\.[0-9]+)?")
# What spreadsheets write to keep digits as text.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return a cell as it was before it was guarded."""
    if text[:1] == "'" and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return text[1:]
    if text[:2] == '="' and (bare := _TEXT_FORMULA.fullmatch(text)):
        return bare[1]
    return text
