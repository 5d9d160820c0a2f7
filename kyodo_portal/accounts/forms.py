"""What sign-up asks beyond the e-mail address."""
from django import forms


class SignupFields(forms.Form):
    """The extra fields of the sign-up page; allauth mixes them into its own form."""

    name = forms.CharField(label="お名前", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    agree = forms.BooleanField(label="利用規約に同意します")

    def signup(self, request, user):
        """Called by allauth after the user was written."""
