"""A city's own words for 市, 町内会 and コーディネーター: in sentences of the program, and in no word of people."""

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.template import engines
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.own_words import own_words, own_words_in, own_words_said, whose_turn
from kyodo_portal.common.workflow import State

VILLAGE = "市=村 町内会=区 コーディネーター="


@pytest.fixture
def village(settings):
    settings.KYODO_OWN_WORDS = VILLAGE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("市の担当がおつなぎします。", "村の担当がおつなぎします。"),
        ("市役所に電話します。市長と市民が話します。", "村役場に電話します。村長と村民が話します。"),
        ("ほかの市、砂川市、市町村、朝市、市場、市民活動団体", "ほかの市、砂川市、市町村、朝市、市場、市民活動団体"),
        ("例：若葉野市長、若葉野市役所 協働課、わかばのし", "例：若葉野村長、若葉野村役場 協働課、わかばのむら"),
        ("町内会・自治会の登録", "区の登録"),
        ("読めるのは、団体の人と、伴走するコーディネーター、担当課、事務局だけです。", "読めるのは、団体の人、担当課、事務局だけです。"),
        ("市とコーディネーターだけが見る", "村だけが見る"),
        ("{% r '町内会' 'ちょうないかい' %}", "{% r '区' '' %}"),
        ("{% r '市役所' 'しやくしょ' %}と {% r '市' 'し' %}", "{% r '村役場' 'むらやくば' %}と {% r '村' 'むら' %}"),
    ],
)  # fmt: skip
def test_a_village_reads_its_own_words(village, written, read):
    assert own_words(written) == read


def test_a_city_that_says_nothing_reads_what_is_written():
    assert own_words("市とコーディネーターだけが見る") == "市とコーディネーターだけが見る" and whose_turn(
        ("coordinator", "department")
    ) == (
        "coordinator",
        "department",
    )


def test_rows_of_tables_are_made_in_own_words_and_keep_their_codes(village):
    row = own_words_in(State("asked", "市が考えている", "department", "市の考えを示す"))
    assert (row.code, row.label, row.next_task, row.responsible) == ("asked", "村が考えている", "村の考えを示す", ("department",))
    assert whose_turn(("department", "coordinator")) == ("department",) and whose_turn(("coordinator",)) == ("coordinator",)


def test_a_template_speaks_so_and_what_people_wrote_stays(village):
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    try:
        page = get_template("pages/neighbourhood.html").template.source
    finally:
        loader.reset()
    assert "わたしの区は？" in page and "町内会" not in page
    assert engines["django"].from_string("{{ said }}").render({"said": "市の町内会"}) == "市の町内会"


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        (
            "見本県",
            "市の市民が市役所で市長と会う。副市長も来た。市外局番から。例：若葉野市長",
            "県の県民が県庁で知事と会う。副知事も来た。市外局番から。例：若葉野県知事",
        ),
        ("見本町", "市内の市役所", "町内の町役場"),
        ("横浜市鶴見区", "市の職員", "区の職員"),
        ("見本市", "市の職員", "市の職員"),
        ("", "市の職員", "市の職員"),
    ],
)
def test_the_last_character_of_the_name_says_what_the_city_is(settings, name, written, read):
    settings.KYODO_CITY = {**settings.KYODO_CITY, "name": name}
    assert own_words(written) == read
    settings.KYODO_OWN_WORDS = "市=市"
    assert own_words(written) == written


def test_a_name_within_a_sentence_stays(village):
    assert own_words_said(mark_safe("<b>市</b>")).__html__() == "<b>村</b>"
    assert own_words_said("𠮷市と葛󠄀市は市です。") == "𠮷市と葛󠄀市は村です。"
    assert (
        own_words_said("「市と町内会の会」を、川辺町内会と町内会が市に出しました。")
        == "「市と町内会の会」を、川辺町内会と区が村に出しました。"
    )


def test_what_a_form_answers_is_said_in_own_words(village):
    class Form(KyodoForm):
        name = LineField(label="市の名")

        def clean(self):
            raise ValidationError(
                {"name": ["「市」は、市の名前ではありません。", ValidationError("市に%(what)s。", params={"what": "市"})]}
            )

    form = Form({"name": "x"})
    assert (
        list(form.errors["name"]) == ["「市」は、村の名前ではありません。", "村に市。"] and form.fields["name"].label == "村の名"
    )


@pytest.mark.parametrize("words", ["市=国", "県=村", "コーディネーター=相談員", "町内会="])
def test_words_that_nobody_knows_are_refused(settings, words):
    settings.KYODO_OWN_WORDS = words
    with pytest.raises(ImproperlyConfigured, match="KYODO_OWN_WORDS"):
        own_words("市")
