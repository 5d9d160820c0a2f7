"""What the rows of the access table speak of in 申請: dantai's applications, which tanto's office decides."""

from kyodo_portal.common.files import uploads
from projects.applications.actions import enter_application
from projects.applications.file_actions import add_paper
from projects.models import Application, FormSpec
from tests import build
from tests.projects.applications.build import WORDS, days, spec, step
from tests.projects.applications.build import begun as begun_by

from .world import group_of


def kind_of_application(who):
    return [spec().pk]


def kind_that_takes_none(who):
    return [FormSpec.objects.get(form=None, code="grant").pk]


def _draft(who):
    return begun_by(group_of(who["dantai"]), who["dantai"])


def _received(who):
    row = _draft(who)
    step(row, "submit", who["dantai"])
    step(row, "receive", who["jimukyoku"], department=group_of(who["tanto"]))
    return row


def draft_application(who):
    return [_draft(who).pk]


def received_application(who):
    return [_received(who).pk]


def application_of_another_office(who):
    row = _draft(who)
    step(row, "submit", who["dantai"])
    step(row, "receive", who["jimukyoku"], department=build.office("department")[0])
    return [row.pk]


def _with_file(who, row):
    accepted = uploads.Accepted("yoko.pdf", "application/pdf", b"%PDF-1.4 yoko")
    return [row.pk, add_paper(row, by=who["dantai"], file=accepted, form_key=build.uuid4(), kind="outline").pk]


def file_of_an_application(who):
    return _with_file(who, _received(who))


def file_for_another_office(who):
    return _with_file(who, Application.objects.get(pk=application_of_another_office(who)[0]))


def application_in_correction(who):
    row = _received(who)
    step(row, "ask_correct", who["tanto"], items=[{"field": "place", "reason": "どこか。"}], due=build.days(9))
    return [row.pk]


def approving_of_an_application(who):
    return [_received(who).pk, "approve"]


def withdrawing_of_an_application(who):
    return [_received(who).pk, "withdraw"]


def paper_of_dantai(who):
    return [spec().pk, group_of(who["dantai"]).pk]


def application_on_paper(who):
    said = {**WORDS, **days(), "channel": "paper", "received_on": build.days(0), "form_key": build.uuid4()}
    group, office = group_of(who["dantai"]), group_of(who["tanto"])
    return [enter_application(spec(), partner=group, department=office, by=who["tanto"], **said).pk, "approve"]


def filing_of_an_application(who):
    row = _received(who)
    said = {"what": "withdraw", "channel": "paper", "received_on": build.days(0), "entered_by": who["tanto"]}
    return [row.pk, row.filings.create(**said, form_key=build.uuid4()).pk]
