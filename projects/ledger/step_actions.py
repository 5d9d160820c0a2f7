"""台帳から取り消す, もどす, まとめる, ほどく: what these steps of the ledger's table bring with them. Nothing is deleted by any of them."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.upwards import frozen_years, off_the_page
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.holding import held_without_waiting
from kyodo_portal.process.task_actions import sync_barred, sync_tasks
from projects.cycles.current_actions import refresh_current_cycle
from projects.cycles.models import Cycle
from projects.entries.amends import in_words, refuse_unamended
from projects.entries.models import Participation, Project
from projects.entries.news import announce_project
from projects.entries.search import refresh_search

from .part_actions import keep_a_lead, rows_as_json, write_rows

ITSELF = "同じ1件にはまとめられません。ほかの1件の台帳番号を書いてください。"
GONE = "まとめる先の1件は、取り消されたか、ほかにまとめられています。台帳にある1件の番号を書いてください。"
CHAIN = "この1件には、ほかの1件（{numbers}）がまとめられています。先に、そちらの「まとめをほどく」を行ってください。"


def _amended(amends):
    return f"{in_words(amends)}の確定した一覧も、訂正版で直します。" if amends else ""


def _public_since(project, **_):
    return {"published_at": project.published_at and project.published_at.isoformat()}


def _hide(project, **_):
    """Out of public view with the step itself: a constraint lets nothing be public that does not stand."""
    project.public_before, project.published_at = project.published_at, None


def _before_cancel(project, *, amends=(), **_):
    refuse_unamended(frozen_years(project), amends)
    _hide(project)


def _say_cancel(project, *, reason, amends=(), **_):
    return "\n".join(text for text in (reason, _amended(amends)) if text)


def _after(project, **_):
    """Nobody has to do anything about its years as long as it does not stand, and no search finds it."""
    sync_tasks(*Cycle.objects.filter(project=project))
    off_the_page("project", project.pk)
    announce_project(project)


def _public_again(project, since):
    """Public as before, unless a group objects to that: the moment then waits with the objection."""
    if since and project.proposal_id is None and (open_one := project.objections.open().first()):
        project.objections.filter(pk=open_one.pk).update(paused=since)
        since = None
    project.published_at, project.public_before = since, None
    project.save(update_fields=["published_at", "public_before", "updated_at"])
    _after(project)


def _restored(project, **_):
    """Everybody reads it again once its people were told."""
    _public_again(project, timezone.now() + waiting_time() if project.public_before else None)


def _hidden_since(project, **_):
    return {"public_before": project.public_before and project.public_before.isoformat()}


def _hide_again(project, *, undone, **_):
    """Not public any more, as before it came back: the moment to return to is the one of then."""
    since = undone.kept["public_before"]
    project.published_at, project.public_before = None, since and datetime.datetime.fromisoformat(since)


def _not_cancelled(project, *, undone, **_):
    since = undone.kept["published_at"]
    _public_again(project, since and datetime.datetime.fromisoformat(since))


def _hold_both(project, target):
    """The entry to which something goes, and the years of both; ValidationError where it does not stand."""
    held = next(iter(held_without_waiting(Project.objects.standing().filter(pk=target))), None)
    if held is None:
        raise ValidationError({"into": GONE})
    held_without_waiting(Cycle.objects.filter(project__in=(project, held)))
    return held


def _before_merge(project, *, into, amends=(), **_):
    refuse_unamended(frozen_years(project), amends)
    if into.pk == project.pk:
        raise ValidationError({"into": ITSELF})
    if numbers := list(project.merged.values_list("number", flat=True)):
        raise ValidationError(CHAIN.format(numbers="、".join(numbers)))
    project.merged_into = _hold_both(project, into.pk)
    _hide(project)


def _lacked(project, target):
    """The years of `project` that `target` has not."""
    return project.cycles.exclude(fiscal_year__in=target.cycles.values("fiscal_year"))


def _about_merge(project, *, into, amends=(), **_):
    years = _lacked(project, into).order_by("fiscal_year").values_list("fiscal_year", flat=True)
    return {"into": into.number, "years": list(years), "amends": list(amends or ())}


def _say_merge(project, *, into, amends=(), **_):
    years = in_words(_about_merge(project, into=into)["years"])
    moved = f"{years}の記録は、そちらへ移ります。" if years else "同じ年度の記録があるので、移る年度はありません。"
    said = (f"まとめた先：{into}（{into.number}）", moved, _amended(amends))
    return "\n".join(text for text in said if text)


def _merged(project, **_):
    """The years that the other one lacks move there with whoever takes part; the rest stays here, to be read."""
    target, today = project.merged_into, timezone.localdate()
    there = set(target.participations.filter(until__isnull=True).values_list("partner", flat=True))
    coming = [
        row for row in project.participations.all() if row.partner_id not in there and (not row.until or row.until >= today)
    ]
    Participation.objects.bulk_create(
        Participation(
            project=target, partner_id=row.partner_id, side=row.side, since=row.since, until=row.until, merged_from=project
        )
        for row in coming
    )
    moving = list(_lacked(project, target).values_list("pk", flat=True))
    Cycle.objects.filter(pk__in=moving).update(project=target, merged_from=project, updated_at=timezone.now())
    _both_anew(project, target)


def _both_anew(project, target):
    Project.objects.filter(pk=target.pk).update(updated_at=timezone.now())
    for entry in (project, target):
        refresh_current_cycle(entry.pk)
        refresh_search(entry)
    sync_tasks(*Cycle.objects.filter(project__in=(project, target)))
    sync_barred(*(f"p{partner}" for partner in target.participations.order_by().values_list("partner", flat=True).distinct()))
    off_the_page("project", project.pk)


def _before_parting(project, **_):
    target = next(iter(held_without_waiting(Project.objects.filter(pk=project.merged_into_id))))
    held_without_waiting(Cycle.objects.filter(project__in=(project, target)))
    project.parted_from, project.merged_into = target, None


def _together(project, **_):
    """What came along, as `_part` takes it apart: for the taking back."""
    target = project.merged_into
    years = Cycle.objects.filter(project=target, merged_from=project).values_list("pk", flat=True)
    return {**_hidden_since(project), "into": target.pk, "years": list(years), "rows": rows_as_json(target)}


def _before_together_again(project, *, undone, **_):
    project.merged_into = _hold_both(project, undone.kept["into"])
    _hide_again(project, undone=undone)


def _together_again(project, *, undone, **_):
    target, years = project.merged_into, undone.kept["years"]
    Cycle.objects.filter(pk__in=years).update(project=target, merged_from=project, updated_at=timezone.now())
    write_rows(target, undone.kept["rows"])
    _both_anew(project, target)


def _part(project):
    """What came along with this entry goes back: its years as they are now, and the rows of who takes part."""
    target = project.parted_from
    Cycle.objects.filter(project=target, merged_from=project).update(project=project, merged_from=None, updated_at=timezone.now())
    target.participations.filter(merged_from=project).delete()
    keep_a_lead(target)
    _both_anew(project, target)


def _parted(project, **_):
    _part(project)
    _restored(project)


def _not_merged(project, *, undone, **_):
    _part(project)
    _not_cancelled(project, undone=undone)


HOOKS = {
    "cancel": Hook(keep=_public_since, prepare=_before_cancel, notice=_say_cancel, effect=_after),
    "cancel_own": Hook(keep=_public_since, prepare=_before_cancel, notice=_say_cancel, effect=_after),
    "undo_cancel": Hook(effect=_not_cancelled),
    "undo_cancel_own": Hook(effect=_not_cancelled),
    "restore": Hook(keep=_hidden_since, effect=_restored),
    "undo_restore": Hook(prepare=_hide_again, effect=_after),
    "merge": Hook(keep=_public_since, prepare=_before_merge, notice=_say_merge, details=_about_merge, effect=_merged),
    "undo_merge": Hook(prepare=_before_parting, effect=_not_merged),
    "unmerge": Hook(keep=_together, prepare=_before_parting, effect=_parted),
    "undo_unmerge": Hook(prepare=_before_together_again, effect=_together_again),
}
