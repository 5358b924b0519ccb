"""What is kept apart and may be one is a question in ``dupes``, with its reason."""

import pytest

from readlist.identity.duplicates import Titled, find_pairs


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("On the colour of rain", "On the color of rain", "the same title in another spelling"),
        ("Search & Rescue", "Search and Rescue", "the same title in another spelling"),
        ("Rain, Part II of all", "Rain, Part 2 of all", "the same title in another spelling"),
        ("On the rain in Spain (Extended Version)", "On the rain in Spain",
         "the same title but for what is in brackets"),
        ("On the rain [version 2; peer review: 2 approved]", "On the rain",
         "the same title but for what is in brackets"),
        ("RETRACTED: On rain", "On rain", "the same title but for what is in brackets"),
        ("基于深度学习的降雨预测方法 (Rain forecast)", "基于深度学习的降雨预测方法",
         "the same title but for what is in brackets"),
        ("BERT", "BERT: Pre-training of Transformers", "the same title without its subtitle"),
        ("Deep rain", "Deep rain - a review", "the same title without its subtitle"),
        ("Why rain? A study", "Why rain?", "the same title without its subtitle"),
        ("Война и мир = War and Peace", "Война и мир", "the same title without its subtitle"),
        ("Pre-training of Transformers", "BERT: Pre-training of Transformers",
         "the same title without its name"),
    ],
)  # fmt: skip
def test_titles_of_one_author_that_may_be_one(one, other, why):
    """Whichever came first."""
    for first, second in ((one, other), (other, one)):
        papers = [Titled(1, first, "Roe et al."), Titled(2, second, "Roe & Poe")]
        assert [(pair.one, pair.other, pair.reason) for pair in find_pairs(papers, ())] == [
            (1, 2, why)
        ]
        assert find_pairs(papers, [(1, 2)]) == []


@pytest.mark.parametrize(
    ("one", "other", "byline"),
    [
        ("BERT", "BERT: Pre-training of Transformers", "Poe"),
        ("BERT", "BERT: Pre-training of Transformers", ""),
        ("BERT", "BERT: Pre-training of Transformers", "5 authors"),
        ("BERT: Pre-training", "BERT: A review", "Roe"),
        ("On rain, Part I, with many words", "On rain, Part II, with many words", "Roe"),
    ],
)
def test_titles_that_say_too_little(one, other, byline):
    """A name alone, another author, and parts are no question."""
    assert find_pairs([Titled(1, one, "Roe"), Titled(2, other, byline)], ()) == []
