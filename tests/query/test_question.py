"""Questions in plain words, told apart from queries."""

import pytest

from readlist.query import parse
from readlist.query.question import as_words, is_prose, plain_words, telling


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("time (sharing - of", "time sharing of"),
        ('what is "attention', "what is attention"),
        ("grammar::fa", "grammar fa"),
        ("BERT: Pre-training of deep) nets", "BERT Pre-training of deep nets"),
        ("multi-targeted compilers -- TCOLL", "multi-targeted compilers TCOLL"),
        ("C++ (and C#", "C++ and C#"),
        ("titel:bert (x", ""),
        ("journal:nature (x", ""),
        ("title: BERT", ""),
        ("a OR", ""),
        ('"chain of thought -arithmetic', ""),
        ("year>=2020", ""),
        ("((", ""),
    ],
)
def test_what_was_no_query_is_words(text, words):
    """Signs of prose are left out; what was meant as a query keeps its error."""
    assert as_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("papers about graph networks", "graph networks"),
        ("how do I train a network", "train network"),
        ("what is attention?", "attention?"),
        ("I am interested in articles written by Pooch", "Pooch"),
        ("list decoding", "list decoding"),
        ("deep deep learning", "deep learning"),
        ("the who", "the who"),
    ],
)
def test_words_that_carry_nothing_are_left_out(text, words):
    """Words of grammar always, words that ask only in a question, and never all."""
    assert " ".join(word.text for word in telling(plain_words(parse(text).where))) == words


@pytest.mark.parametrize(
    "text", ["a b year:2020", "a OR b", '"a b" c', "a b*", "a NOT b", "a (b OR c)", "2401.00001 a"]
)
def test_fields_and_operators_make_a_query(text):
    """Such a text is taken at its word."""
    assert plain_words(parse(text).where) == ()


def test_quotation_marks_of_a_sentence_are_no_operators():
    """Prose has words of grammar; a query of phrases and groups has few."""
    assert is_prose('What is the type of a module (not "abstract types") in a language?')
    assert not is_prose('"chain of thought" (bert OR gpt) year:2020 NOT survey of')
    assert not is_prose('author:wei "large language models" "in context learning" tag:nlp')
