"""Text in lines that fit, counted by what a terminal takes for each letter."""

from readlist.views.wrap import cells, cropped


def test_letters_take_the_columns_that_they_are_shown_in():
    assert cells("attention") == 9
    assert cells("深度学习") == 8
    assert cells("e\u0301") == 1
    assert cells("zero\u200bwidth") == 9
    assert cells("soft\u00adhyphen") == 11


def test_what_is_cropped_fits_whatever_its_letters():
    assert cropped("attention", 5) == "atte…"
    assert cropped("attention", 9) == "attention"
    assert cropped("深度学习综述", 8) == "深度学…"
    assert cells(cropped("深度a学习综述", 8)) <= 8
    assert cropped("e\u0301te\u0301", 3) == "e\u0301te\u0301"
    assert cropped("anything", 0) == "anything"
