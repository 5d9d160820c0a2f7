"""The page that asks what a table with people's data is taken out for, before a working table outside the admin's lists leaves."""

from django.shortcuts import render

from kyodo_portal.common.forms.purpose import TAKE, PurposeForm


def ask_purpose(request, *, title, count, back, button=(TAKE, "エクセルで取り出す")):
    """(purpose, None) once it was said; until then ("", the page that asks). The caller records the purpose with the taking out.

    count: rows that leave; back: the page from where it was asked; button: (name, words) of what hands it out, which the page sends again.
    """
    form = PurposeForm(request.POST if "purpose" in request.POST else None)
    form.buttons = [(*button, "")]
    if form.is_bound and form.is_valid():
        return form.cleaned_data["purpose"], None
    return "", render(request, "parts/take_out.html", {"form": form, "title": title, "count": count, "back": back})
