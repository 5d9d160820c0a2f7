"""ことば of libraries that are each their own: what a word's page says of one document, and how often the pages ask."""

import pytest

from tests.guidelines.build import NIIGATA, OWN, item, put, term

from .test_terms import read, said

pytestmark = pytest.mark.django_db


def test_a_word_that_names_a_desk_says_how_to_reach_it(client, tmp_path):
    chapters = [{"number": 1, "title": "章", "lead": "要点。", "body": "[[用語]]\n\n[[相談先]]"}]
    desk = item("desk", "こしゃる", actor="intermediary", purpose="迷ったとき", phone="070-2209-2483")
    other = item("other", "別の窓口", actor="government", purpose="迷ったとき", phone="0258-83-3512")
    words = [term("kosharu", "支援団体こしゃる", "しえんだんたいこしゃる", also="こしゃる"), term("kyodo", "協働", "きょうどう")]
    put(tmp_path, OWN, "ojiya", chapters=chapters, terms=words, contacts=[desk, other])
    page = read(client, "/guidelines/terms/kosharu/")
    main = page[page.index("<main") : page.index("</main>")]
    assert 'href="tel:070-2209-2483"' in main and "0258-83-3512" not in main
    page = read(client, "/guidelines/terms/kyodo/")
    assert "tel:" not in page[page.index("<main") : page.index("</main>")]


def test_an_edition_that_ends_the_title_is_not_said_twice(client, tmp_path):
    put(
        tmp_path,
        NIIGATA,
        "niigata",
        guideline={"title": "協働の指針（案）", "edition": "案"},
        terms=[term("sodo", "総働", "そうどう")],
    )
    assert "出典：新潟市「協働の指針（案）」発行年の記載なし、第1章" in said(read(client, "/guidelines/terms/sodo/"))


@pytest.mark.parametrize("count", [1, 3])
def test_pages_are_constant(client, tmp_path, django_assert_num_queries, count):
    terms = [term("kyodo", "協働", "きょうどう", family="組", related="w1")]
    put(tmp_path, OWN, "ojiya", terms=[*terms, *(term(f"w{n}", f"ことば{n}", "ことば", family="組") for n in range(count))])
    for address, queries in {"/guidelines/terms/": 1, "/guidelines/terms/?q=こ": 1, "/guidelines/terms/kyodo/": 4}.items():
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
