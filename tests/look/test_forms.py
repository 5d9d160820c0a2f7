"""The form pack's contract: whatever is wrong is said once in words, and every link of the summary leads somewhere."""

import uuid

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from lxml import html

from kyodo_portal.common.forms.base import KyodoForm, all_errors
from kyodo_portal.common.forms.messages import name_in_sentence
from kyodo_portal.common.forms.rowsets import rowset


class Plan(KyodoForm):
    with_key = True
    buttons = [("next", "保存して次へ進む", ""), ("draft", "下書きを保存して終える", "kp-btn--sub")]
    name = forms.CharField(label="企画の名前", max_length=4, help_text="短く。")
    fields_of = forms.MultipleChoiceField(
        label="分野（いくつでも）", widget=forms.CheckboxSelectMultiple, choices=[("a", "福祉"), ("b", "防災")]
    )
    way = forms.ChoiceField(label="すすめ方", widget=forms.RadioSelect, choices=[("1", "いっしょに"), ("2", "別々に")])
    nothing = forms.ChoiceField(label="選べるものがない欄", widget=forms.RadioSelect, choices=[])
    text = forms.CharField(label="どんなことをしますか", widget=forms.Textarea)
    area = forms.ChoiceField(label="地域", choices=[("", "選んでください"), ("1", "東")])
    mail = forms.EmailField(label="連絡先")
    money = forms.IntegerField(label="予算", max_value=100)
    paper = forms.FileField(label="資料")
    agree = forms.BooleanField(label="公開に同意します")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("終わる日を、始める日より後にしてください。")


class Row(KyodoForm):
    who = forms.CharField(label="だれが", max_length=10)


def draw(form):
    page = render_to_string("kyodo/error_summary.html", {"form": form}) + render_crispy_form(form)
    return html.fromstring(f"<div>{page}</div>")


def test_every_error_is_listed_and_every_link_resolves():
    form = Plan({"version": "x", "form_key": "y"}, {})
    tree = draw(form)
    links = tree.xpath("//section[@id='error-summary']//a")
    assert len(links) == len(form.error_list) == 13
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in links:
        assert link.get("href")[1:] in ids
    assert links[0].text == "終わる日を、始める日より後にしてください。"
    assert {link.get("href") for link in links} >= {"#id_name", "#id_fields_of_0", "#id_way_0", "#id_nothing_field", "#id_agree"}


def test_a_button_never_stands_for_a_field_of_its_name():
    """The browser sends both, and the last one counts."""
    form = Plan()
    form.buttons = [("way", "送る", "")]
    with pytest.raises(ValueError, match="送る"):
        draw(form)


def test_a_name_with_brackets_in_a_label_is_said_whole():
    assert [name_in_sentence(label) for label in ("見本の会（米山）の返事", "分野（いくつでも）", "（株）見本", "")] == [
        "見本の会（米山）の返事", "分野", "（株）見本", "この欄",
    ]  # fmt: skip


def test_the_words_beside_the_field_are_the_words_of_the_summary():
    tree = draw(Plan({"name": "長すぎる名前", "mail": "a", "money": "500"}, {}))
    listed = tree.xpath("//section[@id='error-summary']//a/text()")
    for name in ("name", "fields_of", "way", "text", "area", "mail", "money", "paper", "agree"):
        said = tree.xpath(f"//*[@id='id_{name}_error']//li/text()")
        assert said and said[0] in listed
        if name not in ("fields_of", "way"):
            control = tree.xpath(f"//*[@id='id_{name}']")[0]
            assert control.get("aria-invalid") == "true"
            assert f"id_{name}_error" in control.get("aria-describedby").split()


@pytest.mark.parametrize(
    "field, value, message",
    [
        ("name", "", "企画の名前を入れてください。"),
        ("name", "長すぎる名前", "企画の名前は4字までにしてください。いまは6字です。"),
        ("name", "a\x00b", "企画の名前の2文字目に、使えない文字が入っています。その文字を消してください。"),
        ("fields_of", "", "分野を選んでください。"),
        ("text", "", "「どんなことをしますか」を入れてください。"),
        ("area", "9", "地域を、ここにあるものの中から選び直してください。"),
        ("mail", "wakaba", "連絡先を確かめてください。@の前と後ろの両方が要ります。例：wakaba@example.jp"),
        ("money", "たくさん", "予算は数字だけで入れてください。例：120000"),
        ("money", "101", "予算は100以下にしてください。"),
        ("agree", "", "「公開に同意します」に印を付けてください。"),
    ],
)
def test_messages_name_the_field_and_say_what_to_do(field, value, message):
    form = Plan({field: value} if value else {}, {})
    assert form.errors[field] == [message]


def test_unreadable_characters_in_a_hidden_field_are_refused_too():
    form = Plan({"version": "1\x00"}, {})
    assert "使えない文字" in form.errors["version"][0]
    assert any("使えない文字" in message and target == "id_name" for target, message in form.error_list)


def test_no_control_cuts_what_is_pasted():
    assert not draw(Plan()).xpath("//@maxlength")
    assert not draw(Plan()).xpath("//@required")
    assert draw(Plan()).xpath("//form/@action") == ["#error-summary"]
    assert draw(Plan()).xpath("//form/@novalidate")


def test_the_one_time_key_is_new_per_page_and_kept_over_an_error():
    key = draw(Plan()).xpath("//input[@name='form_key']/@value")[0]
    assert uuid.UUID(key) != uuid.UUID(draw(Plan()).xpath("//input[@name='form_key']/@value")[0])
    assert draw(Plan({"form_key": key}, {})).xpath("//input[@name='form_key']/@value") == [key]


def test_a_broken_key_is_replaced_so_that_the_next_try_can_succeed():
    shown = draw(Plan(QueryDict("form_key=broken"), {})).xpath("//input[@name='form_key']/@value")[0]
    assert uuid.UUID(shown)


def test_rows_grow_without_a_script_and_keep_what_was_typed():
    data = QueryDict("rows-TOTAL_FORMS=2&rows-INITIAL_FORMS=0&rows-0-who=市&rows-1-who=とても長い名前の団体です", mutable=True)
    row_set = rowset(Row).with_new_row(data, "rows")
    tree = html.fromstring(f"<div>{render_to_string('kyodo/rows.html', {'formset': row_set})}</div>")
    assert tree.xpath("//input[@type='text']/@value") == ["市", "とても長い名前の団体です"]
    assert len(tree.xpath("//fieldset")) == 3
    assert not tree.xpath("//*[contains(@class, 'kp-error')]")
    assert tree.xpath("//button/@name") == ["rows-add"]


def test_errors_of_rows_lead_to_their_controls():
    row_set = rowset(Row)(QueryDict("rows-TOTAL_FORMS=1&rows-INITIAL_FORMS=0&rows-0-who=とても長い名前の団体です"), prefix="rows")
    assert not row_set.is_valid()
    assert all_errors(Plan({}, {}), row_set)[-1] == (
        "id_rows-0-who",
        "行 1：「だれが」は10字までにしてください。いまは12字です。",
    )


def test_a_torn_row_count_is_an_error_in_japanese():
    row_set = rowset(Row)(QueryDict("rows-TOTAL_FORMS=x"), prefix="rows")
    assert not row_set.is_valid()
    assert (
        row_set.error_list[0][1]
        == "行の数を読み取れませんでした。入れた内容は、下に残っています。見直して、もう一度送ってください。"
    )
    assert len(rowset(Row).with_new_row(QueryDict("rows-TOTAL_FORMS=99999999"), "rows").forms) < 31
