"""The page that asks what a table with people's data is taken out for, before a working table outside the admin's lists leaves."""

from django import forms
from django.shortcuts import render

from kyodo_portal.common.forms.purpose import TAKE, PurposeForm


def ask_purpose(request, *, title, count, back, button=(TAKE, "エクセルで取り出す"), usual="", carried=()):
    """(purpose, None) once it was said; until then ("", the page that asks). The caller records the purpose with the taking out.

    count: rows that leave; back: the page from where it was asked; button: (name, words) of what hands it out, which the page sends again.
    usual: what stands in the box already, of a table that nearly everybody takes for one thing. carried: names of what was sent besides
    (ticks, a size), which the page sends again.
    """
    form = PurposeForm(request.POST if "purpose" in request.POST else None, initial={"purpose": usual})
    form.buttons = [(*button, "")]
    for name in carried:
        values = request.POST.getlist(name)
        form.fields[name] = forms.Field(required=False, widget=forms.MultipleHiddenInput, initial=values)
    if form.is_bound and form.is_valid():
        return form.cleaned_data["purpose"], None
    return "", render(request, "parts/take_out.html", {"form": form, "title": title, "count": count, "back": back})
