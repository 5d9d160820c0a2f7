"""Search: every hit contains every word, and everything that contains every word is a hit."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_portal.common.lists.search import MAX_WORDS, SEPARATOR, doc, fold, matching, words
from partners.models import Area

APART = "\ue000"  # of nobody's script: it joins with no neighbour, so that all characters are folded in one text
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def test_folding_every_character_twice_changes_nothing():
    every = [c for c in map(chr, range(0x110000)) if not "\ud800" <= c <= "\udfff" and c != APART]
    once = fold(APART.join(every)).split(APART)
    assert len(once) == len(every)
    twice = fold(APART.join(once)).split(APART)
    assert [c for c, one, other in zip(every, once, twice, strict=True) if one != other] == []


@given(TEXT)
def test_folding_a_text_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("髙﨑", "高崎"), ("渡邉󠄀", "渡辺"), ("齋藤", "斉藤"), ("ｺﾐｭﾆﾃｨ", "こみゅにてぃ"), ("ＮＰＯ 法人", "npo法人"), ("光ヶ丘", "光け丘"),
        ("コミュニティ―バス", "コミュニティーバス"), ("か\u3099くえん", "がくえん"), ("𠮷野", "吉野"), ("子ども\u200b食堂", "子ども 食堂"),
    ],
)  # fmt: skip
def test_the_same_name_in_two_spellings_is_the_same(spelling, other):
    assert fold(spelling) == fold(other)


def test_what_must_stay_different():
    assert fold("はは") != fold("ぱぱ")
    assert fold("びょういん") != fold("びよういん")
    assert fold("カード") != fold("カド")


def test_a_query_is_cut_to_eight_words_of_a_hundred_characters():
    assert words("川　川 カワ") == ["川", "かわ"]
    assert len(words(" ".join("あいうえおかきくけこ"))) == MAX_WORDS
    assert words("長" * 10_000) == ["長" * 100]
    assert words(None) == words("　\u200b") == []


def test_no_hit_runs_from_one_field_into_the_next():
    assert doc("除雪", "", None, "協力隊") == f"除雪{SEPARATOR}協力隊"
    assert "雪協" not in doc("除雪", "協力隊")


@pytest.mark.django_db
def test_random_queries_find_exactly_what_contains_them():
    """Stands for goal 1 of search: at least 3,000 queries of 1 to 6 characters, none wrong, on this database."""
    chance = random.Random(20261121)
    letters = "川雪除子ども食堂カワかわバスばす高髙100%_\\'\"ABCabc ー市民"
    texts = {doc(chance.choice(letters) + "".join(chance.choices(letters, k=chance.randint(2, 12)))) for _ in range(120)} - {""}
    Area.objects.bulk_create(Area(name=text) for text in texts)
    wrong = []
    for _ in range(3000):
        query = "".join(chance.choices(letters, k=chance.randint(1, 6)))
        hits = set(matching(Area.objects.all(), query, field="name").values_list("name", flat=True))
        if hits != {text for text in texts if all(word in text for word in words(query))}:
            wrong.append(query)
    assert wrong == []
