"""One page of each sort that somebody fills in, refused in every way there is: what was typed comes back under the words of its box,
and nothing internal is listed. What each matter's pages do in each of its states stands in test_text_survives.py."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kyodo_portal.common.forms.box_words import NAME
from kyodo_portal.common.web import too_large
from projects.models import Committee, CommitteeMeeting
from tests import build, newer_doors, year_presses
from tests.partners.requests import build as requests
from tests.projects.voices import build as voices
from tests.sent import opened, text_of
from tests.test_text_survives import given_back

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TEXT = "冬のあいだ、三日おきに声をかけて回りました。"
LATER = "あとで書きなおした、べつの文です。"


def page_of_a_draft():
    person = build.user()
    row = build.registration(person, status="draft")
    return person, f"{row.get_absolute_url()}activity/", "activities", {"next": "1"}


def page_of_the_admin():
    return build.office("secretariat")[1], f"/admin/projects/call/{build.call().pk}/change/", "summary", {}


def step():
    (_, clerk), (body, leader, _) = build.office("secretariat"), build.group()
    row = build.submitted(body, leader)
    return clerk, f"/admin/projects/proposal/{row.pk}/step/not_accept/", "reason", {}


def page_with_a_file():
    press = year_presses.meeting_paper()
    return press.by, press.url, "label", {"is_public": "on"}


def page_of_a_guest():
    voices.World()
    return None, "/voices/send/", "text", {"theme": str(voices.theme().pk), "checked": "on"}


def signed_in(by, **options):
    client = Client(**options)
    if by is not None:
        client.force_login(by)
    return client


def refusals(client, by, page, sent, monkeypatch):
    """(status, the answer) of each way to be refused that writes nothing."""
    yield 400, client.post(f"{page}?a=%00", sent)
    yield 405, client.post("/partners/", sent)
    with monkeypatch.context() as patch:
        patch.setattr(too_large, "MOST_OF_WORDS", len(sent[NAME]) + 3000)
        yield 413, client.post(page, sent | {"more": "長" * 3000})
    careful = signed_in(by, enforce_csrf_checks=True)
    careful.get(page)
    yield 403, careful.post(page, sent | {"csrfmiddlewaretoken": "a" * 64})


def letter():
    world = requests.World()
    return world.head, world.send().get_absolute_url(), "text"


def meeting():
    office, clerk = build.office("secretariat")
    body = Committee.objects.create(name="見本の会議", is_public=True, department=office)
    row = CommitteeMeeting.objects.create(committee=body, on=build.days(20), place="市役所", announced_at=build.timezone.now())
    return clerk, f"/committees/meetings/{row.pk}/cancel/", "why"


def list_of_groups():
    return build.office("secretariat")[1], "/staff/imports/read/", "pasted"


def guideline():
    return build.office("secretariat")[1], "/admin/guidelines/guideline/add/", "summary"


def list_of_an_old_year():
    press = year_presses.old_list()
    return press.by, press.url, "pasted"


def list_of_events():
    press = year_presses.event_list()
    return press.by, press.url, "pasted"


ROOMS = {one.__name__: one for one in (letter, meeting, list_of_groups, guideline, list_of_an_old_year, list_of_events)}


def newer(name):
    """(who, page, box, what is typed besides) of a page of one of the newer rooms."""
    if name in ROOMS:
        return (*ROOMS[name](), {})
    door = next(door for door in newer_doors.DOORS if door.__name__ == name)()
    return door.by, door.address, door.prose, {**door.more, **door.typed}


@pytest.mark.parametrize("name", [*(door.__name__ for door in newer_doors.DOORS), *ROOMS])
def test_the_newer_rooms_give_back_what_is_refused(name, monkeypatch):
    by, page, box, more = newer(name)
    client = signed_in(by)
    sent = {each: value for each, value in opened(client, page, **more | {box: TEXT}).items() if each not in ("file", "table")}
    label = json.loads(sent[NAME][0])[box][0]
    for status, answer in refusals(client, by, page, sent | {NAME: sent[NAME][0]}, monkeypatch):
        said = given_back(answer)
        assert answer.status_code == status and said.get(label) == TEXT, (status, answer.status_code, said)
        assert not [word for word in said if re.search(r"[a-z]{3}", word)], (status, [*said])


def file_of(make):
    return {"file": SimpleUploadedFile("shiryo.pdf", b"%PDF-1.4 shiryo", "application/pdf")} if make is page_with_a_file else {}


@pytest.mark.parametrize(
    "make", [page_of_a_draft, page_of_the_admin, step, page_with_a_file, page_of_a_guest], ids=lambda make: make.__name__
)
def test_what_is_refused_comes_back_whatever_refuses_it(make, monkeypatch):
    by, page, box, more = make()
    client = signed_in(by)
    sent = {name: value for name, value in opened(client, page, **more, **{box: TEXT}).items() if name != "file"}
    label = json.loads(sent[NAME][0])[box][0]
    for status, answer in refusals(client, by, page, sent | {NAME: sent[NAME][0]}, monkeypatch):
        said = given_back(answer)
        assert answer.status_code == status and said.get(label) == TEXT, (status, answer.status_code, said)
        assert not [word for word in said if re.search(r"[a-z]{3}", word)], (status, [*said])
    if by is not None:
        answer = signed_in(build.user()).post(page, sent)  # another person at the screen meanwhile
        assert answer.status_code in (403, 404) and given_back(answer)[label] == TEXT
    assert client.post(page, sent | file_of(make)).status_code == 302
    late = client.post(page, sent | {box: LATER} | file_of(make))
    assert late.status_code == 409
    assert LATER in text_of(late) and label in text_of(late) and re.search("直されました|先に", text_of(late))
