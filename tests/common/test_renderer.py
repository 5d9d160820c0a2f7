"""The boxes of forms are drawn in Python as Django's templates draw them."""

import datetime

import pytest
from django import forms
from django.contrib.admin import widgets
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from kyodo_portal.common.forms.renderer import DRAWN, Renderer

LOADED = {
    "class": 'a "b" <c>',
    "required": True,
    "disabled": False,
    "maxlength": 1000,
    "data-x": mark_safe("&amp;"),
    "title": lazystr("<題>"),
}
CHOICES = [("", "選んでください"), (1, "<いち>"), ("組", [(2, mark_safe("<b>に</b>")), (1234, 1234)])]


@pytest.mark.parametrize(
    ("widget", "values"),
    [
        (forms.TextInput, ["", None, "雪 \"と\" <花> & '月'", 0, 1000, mark_safe("&amp;"), (1, 2)]),
        (forms.NumberInput, [0, 500_000, "50万円"]),
        (forms.EmailInput, ["a@example.jp"]),
        (forms.URLInput, ["https://example.jp/?a=1&b=2"]),
        (forms.PasswordInput, ["見えない"]),
        (forms.HiddenInput, ["x"]),
        (forms.CheckboxInput, [True, False, "on"]),
        (forms.DateInput, [datetime.date(2026, 11, 28)]),
        (forms.DateTimeInput, [datetime.datetime(2026, 11, 28, 9, 30, tzinfo=datetime.UTC)]),
        (forms.TimeInput, [datetime.time(9, 30)]),
        (forms.Textarea, ["", None, '一行\n</textarea>二行 & "三"']),
        (widgets.AdminTextareaWidget, ["文"]),
        (lambda attrs: forms.Select(attrs, CHOICES), ["", 1, "2", 1234, "ない"]),
        (lambda attrs: forms.SelectMultiple(attrs, CHOICES), [[], [1, 2]]),
        (lambda attrs: forms.NullBooleanSelect(attrs), [None, True]),
        (lambda attrs: forms.RadioSelect(attrs, CHOICES), [1]),
    ],
)
def test_a_box_is_what_django_draws(widget, values):
    for attrs in ({}, LOADED):
        for value in values:
            drawn = widget(attrs).render("名<前>", value, renderer=Renderer())
            assert drawn == widget(attrs).render("名<前>", value, renderer=TemplatesSetting()), (attrs, value)
            assert hasattr(drawn, "__html__")


def test_an_option_with_a_template_of_its_own_is_drawn_by_it():
    class Marked(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    assert "django/forms/widgets/select.html" in DRAWN
    own = Marked(choices=CHOICES)
    assert own.render("a", 1, renderer=Renderer()) == own.render("a", 1, renderer=TemplatesSetting())


class Boxes(forms.Form):
    name = forms.CharField(label=lazystr("名前 <か>"))
    sure = forms.BooleanField(label="はい：", required=False)
    required_css_class = "required"


@pytest.mark.parametrize("data", [None, {"name": ""}])
def test_labels_and_errors_too(data):
    drawn, by_django = Boxes(data, renderer=Renderer()), Boxes(data, renderer=TemplatesSetting())
    for ours, theirs in zip(drawn, by_django, strict=True):
        assert [ours.label_tag(), str(ours.errors)] == [theirs.label_tag(), str(theirs.errors)]
        assert ours.label_tag("<題>", {"class": "a&b"}, "。") == theirs.label_tag("<題>", {"class": "a&b"}, "。")
        assert ours.legend_tag() == theirs.legend_tag()
