"""What the migration makes of the free texts of before: a row a line, nothing lost."""

from importlib import import_module

import pytest

moved = import_module("partners.migrations.0041_texts_become_offers")


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("・除雪機 2台\n\n- 集会所の和室（水曜の夜）。\r\n", [("除雪機 2台", ""), ("集会所の和室（水曜の夜）", "")]),
        (
            "体育館と校庭を使えます。ただし、" + "平日の夜は部活動があるので、" * 5,
            [("体育館と校庭を使えます", "体育館と校庭を使えます。ただし、" + "平日の夜は部活動があるので、" * 5)],
        ),
        ("あ" * 70, [("あ" * 59 + "…", "あ" * 70)]),
        ("  \n", []),
    ],
)
def test_a_text_in_lines(text, things):
    assert moved.things_in(text) == things


@pytest.mark.parametrize(
    ("words", "side", "kind"),
    [
        ("除雪の人手", "give", "people"), ("集会所", "give", "place"), ("発電機2台", "give", "things"), ("やさしい日本語の教室", "give", "know"),
        ("写真を撮れる人", "seek", "pr"), ("会費の寄付", "seek", "money"), ("何でも", "give", "know"), ("何か", "seek", "people"),
    ],
)  # fmt: skip
def test_the_kind_that_words_speak_of(words, side, kind):
    assert moved.kind_of(words, side) == kind
