"""A committee that everybody reads of, its office, a member with an account."""

import datetime
import uuid

from projects.committees.meeting_actions import announce_meeting
from projects.committees.meeting_models import CommitteeMeeting
from projects.committees.models import Committee, CommitteeSeat
from projects.committees.recruit_actions import begin_seat_call
from tests import build
from tests.partners.requests.build import old


class World:
    """clerk of the secretariat, which is the committee's office; official of another office; member of the committee; resident."""

    def __init__(self):
        self.office, self.clerk = build.office("secretariat", "市民協働課")
        self.elsewhere, self.official = build.office("department", "土木課")
        self.member, self.resident = build.user("委員 一郎"), old(build.user("川上 花"))
        said = {"purpose": "協働に意見を出します。", "basis": "設置要綱", "department": self.office}
        self.committee = Committee.objects.create(name="協働推進委員会", is_public=True, seats_limit=8, **said)
        self.inside = Committee.objects.create(name="庁内連絡会議", nature="internal")
        self.seat = CommitteeSeat.objects.create(
            committee=self.committee, user=self.member, name="委員 一郎", category="group", since=build.days(-100)
        )

    def meeting(self, on=20, *, announced=False, **fields):
        """`on` days from today, 13:30 to 15:00; announced fourteen days ahead unless it is near."""
        said = {"starts": datetime.time(13, 30), "ends": datetime.time(15), "place": "市役所", "agenda": "年のまとめ"}
        row = CommitteeMeeting.objects.create(committee=self.committee, on=build.days(on), **{**said, **fields})
        if announced:
            CommitteeMeeting.objects.filter(pk=row.pk).update(on=build.days(max(on, 1)))
            announce_meeting(row, by=self.clerk, late_why="会場が決まるのがおそくなったため")
            CommitteeMeeting.objects.filter(pk=row.pk).update(on=build.days(on))
        row.refresh_from_db()
        return row

    def recruit(self, seats=1, **fields):
        """Seats that everybody may apply for until ten days from today."""
        said = {"title": "委員を募集しています", "text": "年に4回です。", "until": build.days(10), "answers_on": build.days(25)}
        term = {"term_since": build.days(30), "term_until": build.days(700)}
        return begin_seat_call(self.committee, by=self.clerk, form_key=uuid.uuid4(), seats=seats, **{**said, **term, **fields})
