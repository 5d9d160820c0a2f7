"""On the day of the change the windows go over: whoever came is asked from now on where whoever went was asked."""

import datetime

from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import people_of
from projects.cycles.models import Cycle
from projects.entries.models import Participation
from projects.entries.window_models import ContactWindow

from .models import Handover


@transaction.atomic
def pass_windows(handover, *, by):
    """The taker stands in the windows of its sheets where the giver stood, and where nobody did. by: None for the clock.

    Nothing is done before the day, twice, or while the taker does not belong to the body: then who asks finds it on the page of
    what nobody holds. Returns the ContactWindows that are new. Queries: eight, two for each window, and those of the tasks.
    """
    row = Handover.objects.select_for_update(of=("self",)).select_related("partner", "taker", "giver").get(pk=handover.pk)
    if row.passed_at is not None or not row.has_come or row.taker not in people_of(row.partner):
        return []
    projects = [sheet.project for sheet in row.sheets.select_related("project")]
    named = ContactWindow.objects.select_for_update().open().filter(project__in=projects, side=row.side)
    windows = {window.project_id: window for window in named}
    new = [made for project in projects if (made := _pass_one(row, project, windows.get(project.pk)))]
    row.passed_at = timezone.now()
    row.save(update_fields=["passed_at"])
    if new:
        record("edit", by=by, target=row, note=f"連絡窓口が替わった（{len(new)}件）")
        _tell_the_other_side(row, new)
        moved = [window.project_id for window in new]
        sync_tasks(*Cycle.objects.unfinished().filter(project__in=moved))  # whom the turns of this side fall to
    return new


def _pass_one(handover, project, former):
    today, taker = timezone.localdate(), handover.taker
    if former is None:
        if handover.kind == Handover.Kind.OFFICE:
            return None
        return ContactWindow.objects.create(project=project, side=handover.side, main=taker, since=today)
    if handover.giver_id not in (former.main_id, former.deputy_id):
        return None
    main = taker.pk if former.main_id == handover.giver_id else former.main_id
    deputy = taker.pk if former.deputy_id == handover.giver_id else former.deputy_id
    if former.since < today:
        former.until = today - datetime.timedelta(days=1)
        former.save(update_fields=["until"])
        former.pk, former.since, former.until = None, today, None
        former._state.adding = True
    if (
        former.main_id != main
    ):  # desk and telephone stay; the name of who comes is not published for them, nor somebody's extension
        former.person_public, former.extension = False, ""
    former.main_id, former.deputy_id = main, None if deputy == main else deputy
    former.save()
    return former


def _tell_the_other_side(handover, windows):
    """One notice for each person whom the other side has named, however many matters they share."""
    projects = {window.project_id: window.project for window in windows}
    others = ContactWindow.objects.open().filter(project__in=projects).exclude(side=handover.side).filter(main__isnull=False)
    theirs = {}
    for window in others.select_related("main"):
        theirs.setdefault(window.main, []).append(projects[window.project_id])
    side = Participation.Side(handover.side).label
    for user, matters in theirs.items():
        notify(
            [user],
            title=f"連絡窓口が替わりました（{side}）",
            body="\n".join([f"{handover.giver}さんのあとは、{handover.taker}さんです。", *(f"・{row}" for row in matters)]),
            url=matters[0].get_absolute_url() if len(matters) == 1 else "/me/",
            key=f"handover-window:{handover.pk}",
        )
