"""What the rows of the access table speak of in 意見募集: rounds of tanto's office, what jumin sent, a group that is answered."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.common.files import uploads
from projects.models import OpinionRound, Remark
from projects.opinions.clock_actions import turn_days
from projects.opinions.file_actions import add_file
from tests import build
from tests.projects.opinions.build import made, sent, step

from .world import group_of


def _round(who, status="open"):
    round = made(group_of(who["tanto"]))
    step(round, "announce", who["tanto"])
    turn_days()
    OpinionRound.objects.filter(pk=round.pk).update(status=status)
    round.refresh_from_db()
    return round


def open_round(who):
    return [_round(who).pk]


def _file(who, round):
    file = uploads.accept(SimpleUploadedFile("an.png", build.picture(), "image/png"))
    return add_file(round.papers.get(), by=who["tanto"], file=file, form_key=uuid4()).pk


def file_of_a_prepared_round(who):
    return [_file(who, made(group_of(who["tanto"])))]


def file_of_an_open_round(who):
    round = made(group_of(who["tanto"]))
    key = _file(who, round)
    step(round, "announce", who["tanto"])
    turn_days()
    return [key]


def answered_round(who):
    return [_round(who, "answering").pk]


def prepared_round(who):
    return [made(group_of(who["tanto"])).pk]


def opinion_of_jumin(who):
    return [sent(_round(who), who["jumin"]).pk]


def opinion_to_split(who):
    round = _round(who)
    opinion = sent(round, who["jumin"])
    OpinionRound.objects.filter(pk=round.pk).update(status="answering")
    return [opinion.pk]


def remark_of_round(who):
    return [Remark.objects.create(round=_round(who, "answering"), text="広くしてほしい").pk]


def _event(who, at):
    return build.event(group_of(who["tanto"]), "市長との懇談", at=at, kind="talk")


def event_of_tanto(who):
    return [_event(who, -3).pk]


def coming_event_of_tanto(who):
    return [_event(who, 9).pk]


def remark_of_event(who):
    event = _event(who, -3)
    return [event.pk, Remark.objects.create(event=event, text="夜のバスがほしい。").pk]
