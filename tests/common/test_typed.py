"""What was typed into a form that comes too late is shown again, in the form's words."""

from django import forms
from django.http import QueryDict

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, MultipleChoiceField, TickField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.rowsets import rowset
from kyodo_portal.common.forms.typed import typed_in, typed_in_post


class SampleForm(KyodoForm):
    name = LineField(label="団体名")
    kind = ChoiceField(label="種類", choices=[("", "選んでください"), ("npo", "NPO法人")])
    areas = MultipleChoiceField(label="地域", choices=[("1", "岩沢"), ("2", "東小千谷")])
    reason = TextField(label="理由")
    agreed = TickField(label="約束")
    secret = LineField(label="合言葉", widget=forms.PasswordInput)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RowForm(KyodoForm):
    item = LineField(label="費目")
    amount = LineField(label="金額")


def test_a_form_gives_back_its_words_with_their_labels():
    sent = QueryDict(
        "name=%20わかばの会%20&kind=npo&areas=2&areas=9&reason=一行目%0A二行目&agreed=on&secret=himitsu&version=3", mutable=True
    )
    assert typed_in(SampleForm(sent)) == [
        ("団体名", "わかばの会"),
        ("種類", "NPO法人"),
        ("地域", "東小千谷"),
        ("理由", "一行目\n二行目"),
    ]
    assert typed_in(SampleForm(), None) == []
    assert typed_in(SampleForm(sent), but=["name", "areas"]) == [("種類", "NPO法人"), ("理由", "一行目\n二行目")]


def test_rows_are_given_back_one_line_each():
    row_set = rowset(RowForm)
    sent = {"r-TOTAL_FORMS": "3", "r-INITIAL_FORMS": "0", "r-0-item": "会場", "r-0-amount": "5000円", "r-2-item": "花苗"}
    assert typed_in(row_set(sent, prefix="r")) == [("行 1", "会場 / 5000円"), ("行 3", "花苗")]


def test_where_the_form_is_unknown_keys_and_codes_are_left_out():
    sent = [
        ("csrfmiddlewaretoken", "a" * 64), ("form_key", "0f0f"), ("etag", "9" * 32), ("version", "12"), ("roles-TOTAL_FORMS", "12"),
        ("sort", "npo"), ("password1", "himitsu"), ("code", "ABC123"), ("draft", "1"),
        ("phone", "0258-83-3512"), ("name", "わかばの会"), ("mail", "wakaba@example.jp"), ("show_contact", "on"),
    ]  # fmt: skip
    assert [line.value for line in typed_in_post(sent)] == ["0258-83-3512", "わかばの会", "wakaba@example.jp"]
