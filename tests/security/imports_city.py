"""Lists of groups and of events: one that somebody is taking in, one that was taken in, and two bodies that were made one."""

from kyodo_portal.common.lists.incoming import pasted
from partners.event_imports import actions as of_events
from partners.imports.actions import begin_import, take_in
from partners.imports.merge_actions import merge_partners
from partners.models import EventImportRow, PartnerImportRow
from tests import build


def lay_out(who, samples):
    staff = who.jimukyoku
    sheets = pasted("団体名\t電話\nあさの会\t0258-11-0001\nあさの会\t0258-11-0002\n")
    begun = begin_import(by=staff, form_key=build.uuid4(), name="令和8年の名簿", sheets=sheets)
    taken = begin_import(by=staff, form_key=build.uuid4(), name="令和7年の名簿", sheets=pasted("団体名\nよるの会\n"))
    take_in(taken, by=staff, version=0, choices={})
    keep, gone = build.partner("ひるの会"), build.partner("ひるの会（本部）", standing="unlisted")
    merge = merge_partners(keep, gone, by=staff, why="同じ規約です。")
    samples["partners.PartnerImport"], samples["partners.PartnerMerge"] = begun, merge
    samples["partners.PartnerImportRow"] = PartnerImportRow.objects.get(run=taken)
    listed = pasted(f"ID\tイベント名\t開始日\t場所\t主催\nE-1\t朝の会\t2027-01-09\t広場\t{who.group.name}\n")
    events = [of_events.begin_import(by=staff, form_key=build.uuid4(), name=f"催し{n}", sheets=listed) for n in (1, 2)]
    of_events.take_in(events[1], by=staff, version=0, choices={})
    samples["partners.EventImport"], samples["partners.EventImportRow"] = events[0], EventImportRow.objects.get(run=events[1])
    steps = [f"/staff/imports/{begun.pk}/{step}/" for step in ("head", "columns", "words", "check")]
    return [
        *steps,
        *(f"/staff/events/imports/{events[0].pk}/{step}/" for step in ("head", "columns", "hosts", "check")),
        *(f"/staff/events/imports/{events[1].pk}/{step}/" for step in ("done", "undo")),
        "/staff/events/imports/",
        "/staff/events/imports/read/",
        f"POST /staff/events/imports/{events[0].pk}/marked/",
        f"/staff/imports/{taken.pk}/done/",
        "/staff/imports/",
        "/staff/imports/read/",
        f"POST /staff/imports/{begun.pk}/marked/",
        "POST /staff/imports/export/",
        "/staff/merges/",
        f"/staff/merges/{keep.pk}/{who.group.pk}/",
        f"/staff/merges/{merge.pk}/undo/",
    ]
