"""Every form of every page, pressed by one person in two of their own tabs with the same words: the second press is answered by what the
first one did (it is never refused), and does nothing more. A page with a key of its own may make a second row: each is one."""

import re
from collections import Counter
from html import unescape

import pytest
from django.db import transaction
from django.utils import timezone

from partners.models import Event
from tests import build, tabs, test_two_tabs
from tests.access import world
from tests.release import WHOLE
from tests.sent import opened, text_of
from tests.test_two_tabs import Undo, went

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

# Written anew with every save, the same words in a new row.
ANEW = {"GrantLine", "EvaluationAnswer"}
# Pressed again it is another one, or leads further: by address, why.
OTHERWISE = {
    "takeover-stays": "that the same person stays is noted each time somebody confirms it",
    "zone-ring": "each press makes another pair of keys in the place of the former, by its owner alone",
    "registration-page": "another kind of body asks for more: the page of the old tab comes back with the boxes that it lacked",
    "photo-correct": "a picture that is a decoration now has no words: the page of the old tab still holds them, and asks which of both is meant",
    "own-data-again": "signs out first: the second press is a visitor's, who is asked to sign in",
}


def pressed_twice(person, address, number, button, tables):
    """((status of the first press, of the second one), [what is wrong]); what they wrote is rolled back."""
    found, answers = [], (0, 0)
    try:
        with transaction.atomic(), tables.watched():
            client = tabs.signed_in(person)
            first, second = (tabs.Tab(client.get(address), number, button, 0) for _ in range(2))
            answer = first.press(client)
            tables.changed()
            answers = (answer.status_code, 0)
            if went(answer):
                second.typed, second.otherwise = first.typed, first.otherwise
                again = second.press(client, turns=1)
                answers = (answer.status_code, again.status_code)
                found = judged(answer, again, second, tables.changed())
            raise Undo
    except Undo:
        tables.back()
    return answers, found


def judged(answer, again, second, written):
    if test_two_tabs.name_of(second.action) in OTHERWISE:
        return []
    if not went(again):
        return [f"refused, {again.status_code}: {tabs.errors_of(again) or said(again)}"]
    if "form_key" in second.drawn:
        return []
    more = sorted({f"{table}.{column}" for table, _, column in written if table not in ANEW})
    elsewhere = again.status_code == 302 and again["Location"] != answer.get("Location")
    return ([f"written: {', '.join(more)}"] if more else []) + ([f"leads to {again['Location']}"] if elsewhere else [])


def said(answer):
    main = unescape(answer.content.decode()).rpartition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))[:200]


def test_the_second_tab_of_one_person_is_answered_by_what_the_first_one_did(monkeypatch):
    monkeypatch.setattr(test_two_tabs, "two", pressed_twice)
    seen, wrong, ends = Counter(), [], Counter()
    walked = test_two_tabs.walk(world.people(), seen, wrong, ends)
    assert wrong == []
    assert ends[302, 302] >= (380 if WHOLE else 20), ends
    assert len(walked) >= (150 if WHOLE else 8), (len(walked), ends)


def test_whoever_did_anything_else_since_is_told_the_true_cause(client_for):
    """Signed up, given up, called off meanwhile: the old tab says so, and not that one has signed up."""
    host, _, _ = build.group()
    event, person = build.event(host, "朝市", signup="web", capacity=3), build.user()
    client, address = client_for(person), f"/events/{event.pk}/signup/"
    tabs_of_one = [opened(client, address, name="川上 花") for _ in range(2)]
    assert [client.post(address, data).status_code for data in tabs_of_one] == [302, 302]
    assert event.signups.count() == 1
    assert "この操作は、もう行われています" in text_of(client.get(event.get_absolute_url()))
    client.post(f"/events/{event.pk}/signup/own/", {"leave": "1"})
    Event.objects.filter(pk=event.pk).update(cancelled_at=timezone.now(), cancelled_why="大雪のため")
    late = client.post(address, tabs_of_one[1])
    answer = client.get(late["Location"]) if late.status_code == 302 else late
    assert "この操作は、もう行われています" not in text_of(answer) and event.signups.exclude(state="out").count() == 0
