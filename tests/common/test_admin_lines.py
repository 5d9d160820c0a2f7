"""A line of a form of the admin, drawn in Python, holds label and errors letter for letter as Django's own classes write them."""

import pytest
from django import forms
from django.contrib.admin.helpers import Fieldline

from kyodo_portal.common.templatetags.admin_lines import admin_line


class Boxes(forms.Form):
    line = forms.CharField(label="名前")
    asked = forms.CharField(label="どうしますか?", required=False)
    marked = forms.CharField(label="<b>と&", label_suffix="…", required=False)
    bare = forms.CharField(label="名", required=False, widget=forms.TextInput(attrs={"id": "own"}))
    ways = forms.ChoiceField(label="えらぶ", choices=[("a", "あ")], widget=forms.RadioSelect)
    tick = forms.BooleanField(label="しるし", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("data", [None, {}, {"line": "x", "ways": "z"}])
@pytest.mark.parametrize("key", ["id_%s", False])
@pytest.mark.parametrize(
    "names", [("line",), ("asked", "marked"), ("bare", "tick"), ("ways",), ("tick",), ("hidden",), ("line", "ways")]
)
def test_label_and_errors_are_as_django_writes_them(names, key, data):
    line = Fieldline(Boxes(data, auto_id=key), names)
    drawn = admin_line(line)
    for field in line:
        assert str(field.label_tag()) in drawn
        assert len(names) == 1 or str(field.errors()) in drawn
    assert str(line.errors()) in drawn if len(names) == 1 else "form-multiline" in drawn
    assert ("errors" in drawn) == any(line.form[name].errors for name in names)
