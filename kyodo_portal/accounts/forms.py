"""What sign-up asks beyond the e-mail address. allauth mixes this into its own form, so it stands apart from entrance.py."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.fields import LineField


class NameAndYes(forms.Form):
    """The name, and agreement to the terms."""

    name = LineField(
        label="お名前",
        max_length=100,
        help_text="やりとりのときに、市や団体の人に見えます。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agree = forms.BooleanField(
        label="利用規約と個人情報の取り扱いに同意します",
        help_text='先に<a href="/policies/terms/">利用規約</a>と<a href="/policies/privacy/">個人情報の取り扱い</a>を読んでください。',
    )


class SignupFields(NameAndYes):
    """Name and agreement. The adapter writes the name."""

    def signup(self, request, user):
        """allauth asks for this method; everything was written by the adapter."""


class NameForm(KyodoForm, NameAndYes):
    """The same, asked of somebody whose account has no name: whoever signed up with the address before said yes for nobody else."""

    buttons = [("save", "この名前で始める", "")]
