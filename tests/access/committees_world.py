"""What the rows of the access table speak of in committees: one that is shown, whose office is jimukyoku's."""

import datetime
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.common.files import uploads
from partners.requests.actions import send_request
from projects.committees.meeting_actions import add_paper, announce_meeting
from projects.committees.meeting_models import CommitteeMeeting
from projects.committees.models import Committee
from projects.committees.recruit_actions import begin_seat_call
from tests import build

from .world import group_of


def _committee(who):
    return Committee.objects.create(name="見本の推進委員会", is_public=True, department=group_of(who["jimukyoku"]))


def shown_committee(who):
    return [_committee(who).pk]


def inside_committee(who):
    return [Committee.objects.create(name="見本の庁内会議", nature="internal").pk]


def _meeting(who):
    times = {"starts": datetime.time(13), "ends": datetime.time(15), "place": "市役所"}
    return CommitteeMeeting.objects.create(committee=_committee(who), on=build.days(20), agenda="年のまとめ", **times)


def planned_meeting(who):
    return [_meeting(who).pk]


def announced_meeting(who):
    return [announce_meeting(_meeting(who), by=who["jimukyoku"]).pk]


def _paper(who, meeting):
    file = uploads.accept(SimpleUploadedFile("shiryo.png", build.picture(), "image/png"))
    return add_paper(meeting, by=who["jimukyoku"], file=file, form_key=uuid.uuid4(), label="資料1", is_public=True)


def paper_of_a_planned_meeting(who):
    return [_paper(who, _meeting(who)).pk]


def paper_of_an_announced_meeting(who):
    return [_paper(who, announce_meeting(_meeting(who), by=who["jimukyoku"])).pk]


def _call(who):
    return begin_seat_call(
        _committee(who), by=who["jimukyoku"], form_key=uuid.uuid4(), title="委員を募集しています", text="年に4回です。",
        until=build.days(10), answers_on=build.days(25), seats=1, term_since=build.days(30), term_until=build.days(700),
    )  # fmt: skip


def call_for_seats(who):
    return [_call(who).pk]


def application_for_a_seat(who):
    call = _call(who)
    letter = send_request(
        by=who["jumin"], to=call.offer.partner, kind="apply", about=f"offer:{call.offer_id}", about_label="公募", text="応募します。",
        form_key=uuid.uuid4(), offer=call.offer,
    )  # fmt: skip
    return [call.pk, letter.pk]
