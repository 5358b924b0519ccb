r"""Simple mathematics as Unicode, for places where TeX stays as it is: ``$\alpha_1$`` is ``α₁``.

A formula that has no such form is left as it was written.
"""

import re

from readlist.text import latex_accents

# A dollar sign of money: a blank inside, or a digit behind (pandoc's tex_math_dollars).
_FORMULA = re.compile(r"(?<![\\$])\$(?![\s$])([^$\n]{1,200}?)(?<![\s\\])\$(?![0-9$])")
_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi "
    "Omega varepsilon vartheta varphi varrho varsigma"
)
_GREEK = dict(zip(_LETTERS.split(), "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩεϑφϱς", strict=True))
_SIGNS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "~", "infty": "∞", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "Rightarrow": "⇒", "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩",
    "ell": "ℓ", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "circ": "∘", "degree": "°",
    "ldots": "…", "dots": "…", "cdots": "⋯", "ll": "≪", "gg": "≫", "equiv": "≡", "propto": "∝",
    "forall": "∀", "exists": "∃", "star": "⋆", "ast": "∗", "prime": "′", "%": "%", "&": "&",
    "#": "#", "$": "$", "{": "❴", "}": "❵", ",": " ", ";": " ", ":": " ", "!": "",
    " ": " ", "quad": " ", "sqrt": "√", "langle": "⟨", "rangle": "⟩", "dagger": "†", "oplus": "⊕",
    "otimes": "⊗", "log": "log ", "exp": "exp ", "min": "min ", "max": "max ", "arg": "arg ",
    "slash": "/",
}  # fmt: skip
# "\mathbf{x}" is x; "\frac{a}{b}" is more than its letters.
_DRESSED = re.compile(
    r"\\(?:math(?:rm|bf|cal|it|sf|tt|bb)|text(?:it|bf|rm|tt|sc)?|boldsymbol|bm|operatorname)"
    r"\s*+\{([^{}\\]{0,60}+)\}"
)
# "4^{\textrm{ème}}" and "T_{\mathrm{eff}}": a word that stands raised or lowered.
_WORD_SCRIPT = re.compile(
    r"([\^_])\s*+\{?\s*+\\(?:text(?:rm|up)?|mathrm|mbox|operatorname)\s*+\{([^{}\\^_]{1,60})\}\s*+\}?"
)
_DRESS = frozenset({"rm", "bf", "it", "cal", "left", "right", "mathcal", "mathbf", "mathbb"})
_RAISED = str.maketrans("0123456789+-=()nixTktho*′∗", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣᵀᵏᵗʰᵒ*′*")
_LOWERED = str.maketrans("0123456789+-=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ")
# "H<sub>2</sub>O"; not "<sub>a<i>b</i></sub>".
_TAGGED = r"<(su[bp])>([^<>]{1,12})</\1>"
_BRACES = str.maketrans({"{": "", "}": "", "❴": "{", "❵": "}"})
# "\alpha" and "\%"; not "alpha".
_COMMAND = re.compile(r"\\(?:([A-Za-z]++)\s*+|(.))")
# "x^2", "x_{ij}"; nothing within another script.
_SCRIPT = re.compile(r"([\^_])\s*+(?:\{([^{}\\^_]{1,12}+)\}|([^\s{}\\^_]))")


def with_unicode(text: str) -> str:
    """Return text with its simple formulas as plain characters."""
    return _FORMULA.sub(_formula, text) if "$" in text else text


def with_scripts(text: str) -> str:
    """Return text with tags of raised and lowered letters as such letters: ``H₂O``."""
    return re.sub(_TAGGED, _tagged, text) if "<su" in text else text


def _tagged(match: re.Match[str]) -> str:
    table = _RAISED if match[1] == "sup" else _LOWERED
    word = match[2]
    return word.translate(table) if all(ord(letter) in table for letter in word) else word


def _formula(match: re.Match[str]) -> str:
    try:
        text = latex_accents(match[1]) if "\\" in match[1] else match[1]
        text = _WORD_SCRIPT.sub(_word_script, text)
        shown = _COMMAND.sub(_command, _DRESSED.sub(r"\1", text))
        shown = _SCRIPT.sub(_script, shown)
    except KeyError:
        return match[0]
    if any(sign in shown for sign in "\\^_"):
        return match[0]
    return " ".join(shown.translate(_BRACES).split())


def _word_script(match: re.Match[str]) -> str:
    """Return a raised or lowered word as a script, in the line where Unicode lacks its letters."""
    word = match[2].strip()
    table = _RAISED if match[1] == "^" else _LOWERED
    has_letters = all(ord(letter) in table for letter in word)
    return f"{match[1]}{{{word}}}" if has_letters else word


def _command(match: re.Match[str]) -> str:
    name = match[1] or match[2]
    if name in _DRESS:
        return ""
    return _GREEK.get(name) or _SIGNS[name]


def _script(match: re.Match[str]) -> str:
    """Return a raised or lowered text; raises ``KeyError`` where Unicode has no such letter."""
    text = (match[2] or match[3]).replace(" ", "")
    table = _RAISED if match[1] == "^" else _LOWERED
    if any(ord(letter) not in table for letter in text):
        raise KeyError(text)
    return text.translate(table)
