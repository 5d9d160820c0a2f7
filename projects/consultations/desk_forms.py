"""What the desk asks: which report is handed in, under which name a list is kept."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.fields import LineField


class HandInForm(KyodoForm):
    """The numbers that the page shows, by their fingerprint."""

    with_key = True
    buttons = [("send", "市に出す", "")]

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ViewForm(KyodoForm):
    """A name for the list with the conditions that it has now."""

    buttons = [("keep", "この一覧をしまう", "")]

    path = forms.CharField(widget=forms.HiddenInput, max_length=20)
    query = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)
    name = LineField(label="一覧の名前", max_length=40, help_text="例：つづいている、お金の相談")
