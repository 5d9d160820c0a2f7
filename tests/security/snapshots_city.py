"""The lists of the years: one that is published, one table of before the portal that somebody is taking in."""

from kyodo_portal.common.japanese.dates import fiscal_year
from projects.models import SnapshotRow
from projects.snapshots.actions import freeze_year, publish_year
from projects.snapshots.old_list_actions import begin_old_list
from tests import build


def lay_out(who, samples):
    staff = who.jimukyoku
    pasted = [["表", [["事業名", "形態", "相手"], ["朝市", "共催", "朝市の会"], ["夜市", "共催", "夜市の会"]]]]
    old = begin_old_list(by=staff, form_key=build.uuid4(), fiscal_year=2020, name="令和3年の表", sheets=pasted)
    year = fiscal_year(build.timezone.localdate())
    made = freeze_year(year, by=staff)
    publish_year(year, by=staff)
    samples["projects.OldList"], samples["projects.Snapshot"] = old, made
    samples["projects.SnapshotRow"] = SnapshotRow.objects.filter(snapshot=made).first()
    steps = [f"/report/lists/read/{old.pk}/{step}/" for step in ("head", "columns", "words", "check")]
    public = [f"/report/{year}/list/", *(f"/report/{year}/list.{kind}" for kind in ("csv", "xlsx", "json"))]
    return [
        *steps,
        *public,
        "/report/lists/",
        f"/report/lists/{year}/",
        "/report/lists/read/",
        f"POST /report/lists/read/{old.pk}/marked/",
    ]
