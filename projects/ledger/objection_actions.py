"""異議: said by a group of an entry, taken back, decided by the secretariat. Meanwhile the entry is not public.

An entry that came from the group's own proposal stays public: its publication was promised when the proposal was sent.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_source, sync_tasks
from partners.directory.access import people_of, secretariat_people
from partners.models import Membership
from projects.entries.models import Participation, Project
from projects.entries.news import announce_project

from .access import can_decide_objection, groups_without_a_voice, objecting_partner
from .models import Objection
from .todo import OBJECTIONS

SETTLED = "この異議は、もう決まったか、取り下げられています。新しい内容を見てください。"
MOVED_ON = "この間に、この1件か、決めたことが変わっています。新しい内容を見てください。"


@transaction.atomic
def object_to(project, *, by, text):
    """A representative objects for the group: the entry is not public until the secretariat decides. The open one where there is one."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    partner = objecting_partner(by, locked)
    if partner is None:
        raise PermissionDenied
    return _object(locked, partner, by, text)


@transaction.atomic
def enter_for(project, partner, *, by, text, received_on, came_by):
    """The secretariat enters the objection of a group that nobody represents in the portal. The open one where there is one.

    received_on: the 収受日, a date; came_by: one of Objection.CameBy.
    """
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if partner not in groups_without_a_voice(by, locked):
        raise PermissionDenied
    return _object(locked, partner, by, text, received_on=received_on, came_by=came_by)


def _object(locked, partner, by, text, **entered):
    known = locked.objections.open().filter(partner=partner).first()
    if known is not None:
        if known.text != text:
            raise EditConflict(
                "団体の異議は、もう届いています。書き足すときは、いまの異議を取り下げてから送ってください。", locked
            )
        return known
    if not text.strip():
        raise ValidationError({"text": "どこに異議があるかを書いてください。"})
    pauses = locked.published_at is not None and locked.proposal_id is None
    made = Objection.objects.create(
        project=locked, partner=partner, by=by, text=text, paused=locked.published_at if pauses else None, **entered
    )
    if pauses:
        locked.published_at = None
        locked.save(update_fields=["published_at", "updated_at"])
        announce_project(locked)
    how = f"（{made.get_came_by_display()}、{made.received_on}収受）" if made.came_by else ""
    record("objection", by=by, target=locked, note=f"{partner}の異議{how}")
    _sync(made, locked, by)
    address = reverse("admin:projects_project_objection", args=[locked.pk])
    words = "公開を止めています。事務局が決めるまで、公開できません。" if pauses else "事務局が確かめて決めます。"
    _tell([*_office(locked), *secretariat_people()], made, f"「{locked}」に、{partner}から異議がありました", words, address, by)
    return made


@transaction.atomic
def withdraw(objection, *, by):
    """The group takes its objection back: the entry is public again where the objection had paused it."""
    row = _locked(objection)
    if objecting_partner(by, row.project) != row.partner:
        raise PermissionDenied
    if row.decided_at:
        raise EditConflict(SETTLED, row.project)
    if row.withdrawn_at:
        return row
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    _go_on(row)
    record("objection", by=by, target=row.project, note=f"{row.partner}の異議の取り下げ")
    _sync(row, row.project, by)
    title = f"「{row.project}」への{row.partner}の異議が取り下げられました"
    _tell(
        [*_office(row.project), *secretariat_people()], row, title, "することはありません。", row.project.get_absolute_url(), by
    )
    return row


@transaction.atomic
def decide(objection, *, by, upheld, answer):
    """The secretariat's decision. upheld: the entry stays out of public view until the department has put it right.

    EditConflict where it was taken back, or decided otherwise, meanwhile: two decisions are never told as one.
    """
    row = _locked(objection)
    if not can_decide_objection(by, row.project):
        raise PermissionDenied
    if row.withdrawn_at or row.decided_at:
        if (row.upheld, row.answer, row.decided_by_id) != (upheld, answer, by.pk):
            raise EditConflict(SETTLED, row.project)
        return row
    if not answer.strip():
        raise ValidationError({"answer": "理由を書いてください。"})
    row.upheld, row.answer, row.decided_by, row.decided_at = upheld, answer, by, timezone.now()
    row.save()
    if not upheld:
        _go_on(row)
    result = "異議を認めました" if upheld else "異議は認められませんでした"
    record("objection", by=by, target=row.project, note=f"{row.partner}：{result}")
    _sync(row, row.project, by)
    group = people_of(row.partner, part=Membership.Part.REPRESENTATIVE)
    title = f"「{row.project}」への異議について：{result}"
    _tell([*group, *_office(row.project)], row, title, f"理由：{answer}", row.project.get_absolute_url(), by)
    return row


def etag_of_decided(objection):
    """The token of the page on which a decision is taken back: which decision was read."""
    return etag_of(objection.pk, objection.upheld, objection.answer, objection.decided_by_id)


def can_be_reopened(objection):
    """Whether a decision can be taken back: it is the last word to this group, and the department has done nothing on it since.

    What was upheld stands once the entry is public again: it was put right.
    """
    project = objection.project
    later = project.objections.filter(partner=objection.partner_id, pk__gt=objection.pk).exists()
    put_right = objection.upheld and objection.paused is not None and project.published_at is not None
    return objection.decided_at is not None and project.stands and not (later or put_right)


@transaction.atomic
def reopen(objection, *, by, why, etag):
    """The secretariat takes its decision back: the objection waits as before, and what it paused is out of public view again.

    etag: `etag_of_decided` of the page; EditConflict where it was decided otherwise meanwhile, or where something came of it.
    """
    row = _locked(objection)
    project = row.project
    if not can_decide_objection(by, project):
        raise PermissionDenied
    if row.decided_at is None and row.withdrawn_at is None:
        return row
    if not why.strip():
        raise ValidationError({"why": "理由を書いてください。"})
    if etag != etag_of_decided(row) or not can_be_reopened(row):
        raise EditConflict(MOVED_ON, project)
    if project.published_at is not None and project.proposal_id is None:
        row.paused, project.published_at = project.published_at, None
        project.save(update_fields=["published_at", "updated_at"])
        announce_project(project)
    row.upheld, row.answer, row.decided_by, row.decided_at = None, "", None, None
    row.save()
    record("objection", by=by, target=project, note=f"{row.partner}：決めたことを取り消した：{why}")
    _sync(row, project, by)
    title = f"訂正：「{project}」への異議について決めたことは、まちがいでした"
    body = f"理由：{why}\n事務局がもう一度確かめて決めます。"
    tell_undone(about_decision(row), by=by, title=title, body=body, url=project.get_absolute_url())
    return row


def about_decision(objection):
    """Of what the notices of the secretariat's decision speak."""
    return f"objection:{objection.pk}:decided"


def _sync(objection, project, by):
    """The objection's own task, and the address of the entry's public page in those of its years: it may have come or gone."""
    sync_source(OBJECTIONS, objection, by=by)
    sync_tasks(*project.cycles.all(), by=by)


def _locked(objection):
    project = Project.objects.select_for_update().get(pk=objection.project_id)
    row = Objection.objects.select_related("partner").get(pk=objection.pk)
    row.project = project
    return row


def _go_on(row):
    """Public again as before, unless another group's objection is open: that one then holds the moment to return to."""
    other = row.project.objections.open().first()
    if row.paused is None:
        return
    if other is not None:
        Objection.objects.filter(pk=other.pk).update(paused=row.paused)
    elif not row.project.stands:  # the moment waits for the entry to be restored
        row.project.public_before = row.paused
        row.project.save(update_fields=["public_before"])
    else:
        row.project.published_at = row.paused
        row.project.save(update_fields=["published_at", "updated_at"])
        announce_project(row.project)


def _office(project):
    offices = project.participations.valid().filter(side=Participation.Side.CITY).select_related("partner")
    return [user for row in offices for user in people_of(row.partner)]


def _tell(people, objection, title, body, url, by):
    people = {user.pk: user for user in people}.values()
    said = {"title": title, "body": body, "url": url}
    if objection.decided_at:
        tell_later(people, about=about_decision(objection), by=by, **said)
    else:  # said, and taken back by its group
        tell_later(people, about=f"objection:{objection.pk}:said", takes_back=objection.withdrawn_at is not None, by=by, **said)
