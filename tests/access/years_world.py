"""What the rows of the access table speak of in a year: its meetings, papers, and what was decided the year before."""

import datetime
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.common.files.uploads import accept
from projects.cycles.do.meeting_actions import record_meeting
from projects.models import Cycle
from projects.papers.actions import add_paper

from .ledger_world import cycle_of_dantai


def _year(who):
    project, year = cycle_of_dantai(who)
    return Cycle.objects.get(project=project, fiscal_year=year)


def _meeting(who):
    said = {"on": datetime.date(2026, 5, 1), "attendees": "両者", "talked": "話した", "decided": "電話する"}
    return record_meeting(_year(who), by=who["dantai"], form_key=uuid.uuid4(), **said)


def meeting_of_dantai(who):
    meeting = _meeting(who)
    return [meeting.cycle.project_id, meeting.cycle.fiscal_year, meeting.pk]


def decision_of_dantai(who):
    meeting = _meeting(who)
    return [meeting.cycle.project_id, meeting.cycle.fiscal_year, f"meeting-{meeting.pk}"]


def year_paper_of_dantai(who, **more):
    year, file = _year(who), accept(SimpleUploadedFile("協定書.pdf", b"%PDF-1.4 pact"))
    paper = add_paper(year, by=who["dantai"], file=file, form_key=uuid.uuid4(), kind="pact", **more)
    return [year.project_id, year.fiscal_year, paper.pk]


def public_year_paper_of_dantai(who):
    place = year_paper_of_dantai(who, is_public=True)
    Cycle.objects.filter(project=place[0]).update(status="running")
    return place
