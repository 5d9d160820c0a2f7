"""The admin in two tabs of two people: of every kind of row the page that adds one and the page that changes one, each filled in twice.
What the first one saved is not undone unseen, and what the second one typed is taken or given back."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from tests import tabs
from tests.furnished import furnish
from tests.release import WHOLE
from tests.security import city
from tests.test_two_tabs import two

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

EACH = 6  # of the pages one is walked; before a release all of them
# Pages that the walk cannot fill in, and where two tabs of them are tried instead.
ELSEWHERE = {
    **dict.fromkeys(
        (
            ("guidelines.Municipality", "add"),
            ("pages.AccessibilityTest", "add"),
            ("partners.Desk", "add"),
            ("partners.Desk", "change"),
            ("projects.Call", "add"),
            ("projects.GrantRule", "add"),
        ),
        "tests/test_two_tabs_by_hand.py",
    ),
    ("projects.SignOff", "add"): "the number of a draft on paper: tests/projects/proposals/test_sign_off.py",
}


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        who = city.people()
        _, samples = city.lay_out(who)
        furnish()
        return who, samples

    return lay(make)


def pages(samples):
    """[(label, "add" or "change", address)] of every kind of row of the admin."""
    found = []
    for model in admin.site._registry:
        label, name = model._meta.label, f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = samples.get(label) or model._base_manager.first()
        try:
            found.append((label, "add", reverse(f"{name}_add")))
            found += [(label, "change", reverse(f"{name}_change", args=[row.pk]))] if row is not None else []
        except NoReverseMatch:  # only read
            continue
    return found if WHOLE else found[::EACH]


def buttons(form):
    """Each button once, but those that save and then go elsewhere."""
    return [button for button in dict.fromkeys(tabs.buttons_of(form)) if button[0] not in ("_continue", "_addanother")]


def test_nobody_undoes_unseen_what_somebody_else_saved_in_the_admin(laid):
    who, samples = laid
    tables, wrong, stuck, saved = tabs.Tables(), [], set(), set()
    for label, what, address in pages(samples):
        for person in (who.jimukyoku, who.kanri):
            forms = tabs.posted_forms(tabs.signed_in(person).get(address))
            for number, button in [(number, button) for number, form in enumerate(forms) for button in buttons(form)]:
                answers, found = two(person, address, number, button, tables)
                wrong += [(label, what, button[0], each) for each in found]
                (saved if answers[0] == 302 else stuck).add((label, what))
            if any(map(buttons, forms)):
                break
    assert wrong == []
    stuck -= saved
    assert stuck <= {*ELSEWHERE} and (not WHOLE or stuck == {*ELSEWHERE}), stuck ^ {*ELSEWHERE}
    assert len(saved) >= (55 if WHOLE else 8)
