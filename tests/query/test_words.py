"""What a text is to the search index: the same words, whatever way they are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.query.words import (
    forms,
    index_names,
    index_text,
    open_forms,
    other_words,
    phrase_forms,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"na{\"\i}ve Gau{\ss}ian", "naïve Gaussian"),
        ("Gaußian Sørensen Łukasz", "Gaussian Sorensen Lukasz"),
        ("eﬃcient ｆｕｌｌ sof\u00adt", "efficient full soft"),
        ("Cu$_2$O", "Cu2O"),
        (r"H\textsubscript{2}O", "H2O"),
        ("Cu₂O", "Cu2O"),
        ("注意力", "注意 意力 力"),
        ("力", "力"),
        ("β-VAE", "beta-VAE betaVAE"),
        ("Αθήνα", "Αθήνα"),
        ("The \u03a2 rule", "The \u03a2 rule"),
        ("pre-training", "pre-training pretraining"),
        ("U‑Net", "U-Net UNet"),
        ("GoExplore", "GoExplore Go Explore"),
        ("state-of-the-art", "state-of-the-art stateoftheart"),
        ("GANs IoT Shannon's 2019-2022", "GANs IoT Shannon's 2019-2022"),
        ("C++, C# and .NET", "C++, C# and .NET cplusplus csharp dotnet"),
        ("Müller", "Müller Mueller"),
        ("trans-\nformer", "trans- former transformer"),
    ],
)
def test_a_text_is_followed_by_other_ways_to_write_it(text, words):
    """Plain letters in place, everything that can be written in another way behind."""
    assert " ".join(index_text(text).split()) == words


def test_names_are_joined_to_their_particles():
    """``Le Cun`` is one word, too; no name is joined to another one."""
    assert index_names("Yann Le Cun, Ada Byron").split("\n") == ["Yann Le Cun, Ada Byron", "LeCun"]


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("network", ("network",)),
        ("GPT4", ("GPT4", "GPT 4")),
        ("GPT-4", ("GPT-4", "GPT4")),
        ("pretraining", ("pretraining", "pre training")),
        ("information", ("information",)),
        ("Müller", ("Müller", "Mueller")),
        ("C++", ("cplusplus",)),
        (".NET", ("dotnet",)),
    ],
)
def test_a_word_of_a_query_has_several_forms(word, ways):
    """Each is looked for; a sign is a part of the name alone."""
    assert forms(word) == ways


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ("attenti", ("attenting",)),
        ("attentio", ("attention", "attentious")),
        ("Generaliza", ("generalization",)),
        ("learn", ()),
        ("nets", ()),
        ("gpt4", ()),
        ("注意", ()),
    ],
)
def test_an_unfinished_word_may_become_others(begun, words):
    """Any word will do that has the stem which the finished one will have."""
    assert open_forms(begun) == words


def test_a_phrase_has_forms_as_well():
    """Its compounds as one word or apart."""
    assert phrase_forms("language pre-training") == (
        "language pre-training", "language pretraining",
    )  # fmt: skip
    assert "language pre training" in phrase_forms("language pretraining")


@given(st.text(max_size=200))
def test_any_text_has_words(text):
    """Whatever the text, the same words come out each time; a function of SQLite may not fail."""
    assert index_text(text) == index_text(text)
    assert isinstance(index_names(text) + other_words(text), str)
    forms(text)
    open_forms(text)
    phrase_forms(text)
