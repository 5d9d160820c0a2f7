"""除斥 and 代決 as rows: how they arise, what the secretariat says of them, who acts where nobody is left."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.together import set_along
from kyodo_portal.notices.actions import ToTell, notify, notify_each, take_back
from kyodo_portal.notices.later_actions import tell_later, tell_undone, unsay
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict, NoLonger
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import is_city_staff, is_representative, partners_of
from partners.models import Membership, Partner
from projects.calls.panel_models import PanelSeat
from projects.proposals.access import proposal_audience, proposal_roles
from projects.proposals.models import Proposal
from projects.proposals.workflow import PROPOSAL

from .access import can_name_substitute, desks_without_people, is_excluded, proposing_groups
from .models import Exclusion, Substitute

State = Exclusion.State


def note_exclusions(proposal, *, by, wait=False):
    """A row for everybody who judges or decides and belongs today to a group whose proposal it is; the secretariat is told.

    Whoever is concerned is kept away already (access.is_excluded): the row makes it seen. Safe to repeat. by: whose press it follows
    from, None for the clock. wait: it comes of a step that can be taken back, and is told when that step is (`forget_exclusions`). Two
    queries where nobody is concerned, and as many for one as for several.
    """
    concerned = Membership.objects.valid().filter(partner__in=proposing_groups(proposal), user__in=_judging(proposal))
    pairs = set(concerned.values_list("user", "partner"))
    known = set(Exclusion.objects.filter(proposal=proposal).values_list("user", "partner")) if pairs else set()
    if new := sorted(pairs - known):
        rows = [Exclusion(proposal=proposal, user_id=user, partner_id=partner) for user, partner in new]
        Exclusion.objects.bulk_create(
            rows, ignore_conflicts=True
        )  # who joins at this moment may have been noted by another process
        _tell_arisen(proposal, new, by, wait)
        if not wait:  # a step brings the tasks up to date by itself
            sync_tasks(proposal)


def _judging(proposal):
    """The ids of whoever sits on the call's panel, in the secretariat or in the department in charge today, as a subquery."""
    seated = PanelSeat.objects.valid().filter(call=proposal.call_id).values("user")
    desk = Q(partner__office=Partner.Office.SECRETARIAT) | Q(partner=proposal.department_id)
    desk |= Q(partner__in=proposal.talk_parts.values("department"))
    officials = Membership.objects.valid().filter(desk).values("user")
    return get_user_model().objects.filter(Q(pk__in=seated) | Q(pk__in=officials) | Q(is_superuser=True)).values("pk")


def forget_exclusions(proposal, since, *, by):
    """A step was taken back that put a department in charge: what arose with it (moment `since`) and concerns nobody any more goes.

    What the secretariat has answered meanwhile stays. Whoever was told of it hears that there is nothing to do. One query where
    nothing arose.
    """
    arisen = Exclusion.objects.filter(proposal=proposal, state=State.OPEN, arisen_at__gte=since)
    for row in arisen.exclude(user__in=_judging(proposal)).select_related("user", "partner").order_by("pk"):
        told = take_back(_arisen(row)).told
        notify(
            told.values(),
            title=f"訂正：「{proposal}」の除斥を、確かめる必要はなくなりました",
            body=f"{row.user}は、この提案の審査にも手続きにも加わりません。先にお知らせしたことは、取り消します。",
            url=f"/admin/projects/proposal/{proposal.pk}/change/",
            key=f"exclusion-gone:{row.pk}",
            by=by,
        )
        row.delete()


def _arisen(row):
    return f"exclusion:{row.pk}"


def _tell_arisen(proposal, new, by, wait):
    """new: [(user id, partner id)] of those of whom the secretariat is told."""
    rows = list(Exclusion.objects.filter(proposal=proposal).select_related("user", "partner").order_by("pk"))
    set_along(proposal, exclusions=rows)  # the step asks of them again, whom it tells
    people = proposal_audience(proposal, "secretariat")
    told = [
        ToTell(
            people,
            title=f"「{proposal}」の除斥を確かめてください",
            body=f"{row.user}は、いっしょに提案する{row.partner}の人です。確かめるまで、この提案の審査と手続きには加われません。",
            url=f"/admin/projects/proposal/{proposal.pk}/change/",
            key=_arisen(row),
        )
        for row in rows
        if (row.user_id, row.partner_id) in new
    ]
    notify_each(told, by=by, wait=wait)


def note_all_exclusions():
    """The clock's look at everything under way: seats and memberships that began since. Returns how many proposals it looked at."""
    under_way = [row.code for row in PROPOSAL.open if row.code != PROPOSAL.start]
    keys = list(Proposal.objects.filter(status__in=under_way).order_by("pk").values_list("pk", flat=True))
    held = Proposal.objects.select_for_update(of=("self",)).select_related("call", "partner", "department")
    for pk in keys:
        with transaction.atomic():  # its row is held: a step at this moment waits, or has led it elsewhere already
            if proposal := held.filter(pk=pk, status__in=under_way).first():
                note_exclusions(proposal, by=None)
    return len(keys)


def etag_of_exclusion(exclusion):
    """The token of the page on which an exclusion is judged."""
    return etag_of(exclusion.state, exclusion.reason, exclusion.decided_at)


@transaction.atomic
def judge_exclusion(exclusion, *, by, excluded, reason="", etag=None):
    """The secretariat says whether somebody takes part or not; it may say otherwise later. Returns the row.

    excluded: confirmed, stays away. Otherwise the membership does not count here, and `reason` says why: somebody may have
    been named only to be rid of a judge. The representative of the group that sends the proposal is always kept away.
    etag: of the row as its page showed it, None: not asked; EditConflict where it was judged otherwise meanwhile.
    """
    proposal = Proposal.objects.select_for_update().get(pk=exclusion.proposal_id)
    row = Exclusion.objects.select_for_update(of=("self",)).select_related("user", "partner").get(pk=exclusion.pk)
    if "secretariat" not in proposal_roles(by, proposal) or row.user_id == by.pk:
        raise PermissionDenied
    if proposal.state.is_end:
        raise EditConflict("この提案の手続きは終わりました。", proposal)
    if not excluded and not reason.strip():
        raise ValidationError({"reason": "加わってよいとする理由を書いてください。"})
    if not excluded and is_representative(row.user, proposal.partner):
        raise ValidationError("提案した団体の代表者は、審査にも手続きにも加われません。")
    state = State.CONFIRMED if excluded else State.REJECTED
    if etag is not None and etag != etag_of_exclusion(row):
        if (row.state, row.reason, row.decided_by_id) != (state, reason.strip(), by.pk):
            raise EditConflict(subject=proposal)
        return row
    row.state = state
    row.reason, row.decided_by, row.decided_at = reason.strip(), by, timezone.now()
    row.save()
    said = row.get_state_display()
    unsay(_arisen(row))
    record("exclusion", by=by, target=proposal, note=f"除斥：{row.partner} → {said}", person=row.user)
    sync_tasks(proposal, by=by)
    tell_later(
        [row.user],
        about=f"exclusion-judged:{row.pk}",
        by=by,
        title=f"「{proposal}」の審査と手続きに{'加わらないことになりました' if excluded else '加わってください'}",
        body=f"{row.partner}の人であることについて、事務局が確かめました：{said}\n{row.reason}".strip(),
        url="/projects/review/",
    )
    return row


@transaction.atomic
def name_substitute(proposal, *, by, desk, user, reason, form_key, until=None):
    """An administrator names who acts for a desk at which nobody is left (代決). The same `form_key` twice gives the same row.

    until: the last day, None until it is ended. ValidationError where somebody is left, or where this person may not act.
    """

    def make():
        locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if not can_name_substitute(by, locked):
            raise PermissionDenied
        if desk not in desks_without_people(locked):
            raise ValidationError("その担当には、手続きのできる人がいます。代決は、だれもいないときだけ決められます。")
        if not is_city_staff(user) or is_excluded(locked, user.pk, partners_of(user)):
            raise ValidationError({"user": "市の職員で、提案した団体の人ではない人を選んでください。"})
        try:
            with transaction.atomic():
                row = Substitute.objects.create(
                    proposal=locked, desk=desk, user=user, reason=reason, until=until, named_by=by, form_key=form_key
                )
        except IntegrityError:
            known = Substitute.objects.filter(proposal=locked, desk=desk, user=user, ended_at__isnull=True).first()
            if known is None:
                raise ValidationError("画面を開き直して、もう一度送ってください。") from None
            return known
        record("substitute", by=by, target=locked, note=f"代決：{row.get_desk_display()}の代わり", person=user)
        sync_tasks(locked, by=by)
        tell_later(
            [user],
            about=f"substitute:{row.pk}",
            by=by,
            title=f"「{locked}」の手続きを、{row.get_desk_display()}の代わりに行ってください（代決）",
            body=reason,
            url=f"/admin/projects/proposal/{locked.pk}/change/",
        )
        return row

    row = create_once(Substitute, form_key, make, theirs={"proposal_id": proposal.pk, "named_by_id": by.pk})
    if row.ended_at is not None:
        raise NoLonger(proposal)
    return row


@transaction.atomic
def end_substitute(substitute, *, by):
    """An administrator ends it; what was done in its time stands."""
    Proposal.objects.select_for_update().get(pk=substitute.proposal_id)
    row = Substitute.objects.select_for_update(of=("self",)).select_related("proposal", "user").get(pk=substitute.pk)
    if not can_name_substitute(by, row.proposal):
        raise PermissionDenied
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        title = f"「{row.proposal}」の、{row.get_desk_display()}の代わりの代決を終えました"
        body = "この提案について、代わりにすることはありません。"
        tell_undone(f"substitute:{row.pk}", by=by, title=title, body=body, url="/inbox/")
        record("substitute", by=by, target=row.proposal, note="代決を終えた", person=row.user)
        sync_tasks(row.proposal, by=by)
    return row
