"""Languages: the codes of CSL, Zotero and RIS, and what biblatex calls the same (babel's names).

Source: the biblatex manual, 3.1 (``langid``); the babel manual, 1.26. A variety that is not here
goes by its language: ``fr-LU`` is ``french``.
"""

import re

# "en", "pt-BR", "zh_Hans"; "english" is a name.
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LANGIDS = {
    "af": "afrikaans", "ar": "arabic", "bg": "bulgarian", "br": "breton", "ca": "catalan",
    "cs": "czech", "cy": "welsh", "da": "danish", "de": "german", "de-at": "austrian",
    "de-ch": "swissgerman", "el": "greek", "en": "english", "en-au": "australian",
    "en-ca": "canadian", "en-gb": "british", "en-nz": "newzealand", "en-uk": "british",
    "en-us": "american", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "fr-ca": "canadien", "ga": "irish",
    "gd": "scottish", "gl": "galician", "he": "hebrew", "hi": "hindi", "hr": "croatian",
    "hu": "magyar", "hy": "armenian", "id": "indonesian", "is": "icelandic", "it": "italian",
    "ja": "japanese", "ko": "korean", "la": "latin", "lt": "lithuanian", "lv": "latvian",
    "mk": "macedonian", "mr": "marathi", "nb": "norsk", "nl": "dutch", "nn": "nynorsk",
    "no": "norsk", "pl": "polish", "pt": "portuguese", "pt-br": "brazilian",
    "pt-pt": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene",
    "sq": "albanian", "sr": "serbian", "sv": "swedish", "th": "thai", "tr": "turkish",
    "uk": "ukrainian", "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip
BABEL = frozenset(_LANGIDS.values())
"""The names by which babel knows languages."""
_OF_THREE = {
    "ara": "ar", "ces": "cs", "chi": "zh", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl",
    "ell": "el", "eng": "en", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gre": "el",
    "heb": "he", "hun": "hu", "ita": "it", "jpn": "ja", "kor": "ko", "lat": "la", "nld": "nl",
    "nor": "no", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "spa": "es",
    "swe": "sv", "tur": "tr", "ukr": "uk", "zho": "zh",
}  # fmt: skip
"""ISO 639-2, as PubMed and libraries write it."""


def is_code(text: str) -> bool:
    """Say whether a language is given by a code: ``en-US``, ``deu``; not ``English``."""
    return bool(_CODE.fullmatch(text))


def langid(text: str) -> str:
    """Return what biblatex calls a language that a code names; the code where it knows none.

    Empty where the text is no code.
    """
    if not _CODE.fullmatch(text):
        return ""
    code = text.lower().replace("_", "-")
    language, _, _ = code.partition("-")
    language = _OF_THREE.get(language, language)
    return _LANGIDS.get(code) or _LANGIDS.get(language, code)
