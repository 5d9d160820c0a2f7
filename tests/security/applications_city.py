"""An application of the group for tanto's office: called off after an approval that was changed, put right once, and reported before."""

from kyodo_portal.common.files import uploads
from projects.applications.file_actions import add_paper
from projects.applications.filing_actions import file_for
from projects.models import Application, Project
from tests import build
from tests.projects.applications.build import begun, document, step
from tests.projects.ledger.build import form


def lay_out(who, samples):
    """Addresses, as the functions of city.py return them."""
    form("nominal", "後援").specs.all().delete()
    row = begun(who.group, who.dantai)
    accepted = uploads.Accepted("yoko.pdf", "application/pdf", b"%PDF-1.4 yoko")
    paper = add_paper(row, by=who.dantai, file=accepted, form_key=build.uuid4(), kind="outline", label="要項")
    step(row, "submit", who.dantai)
    step(row, "receive", who.jimukyoku, department=who.office)
    step(row, "ask_correct", who.tanto, items=[{"field": "place", "reason": "どこか。"}], due=build.days(9))
    step(row, "correct", who.dantai, values={"place": "見本中央広場"})
    correction = row.corrections.get()
    step(row, "approve", who.tanto, **document())
    today = build.days(0)
    Application.objects.filter(pk=row.pk).update(starts_on=today, ends_on=today)
    row.refresh_from_db()
    came = {"what": "report", "channel": "paper", "received_on": today, "form_key": build.uuid4()}
    samples["projects.ApplicationFiling"] = file_for(row, by=who.tanto, scan=accepted, **came)
    step(row, "report", who.dantai, people=1, report_text="x", income=1, expense=1)
    Project.objects.filter(cycles=row.cycle_id).update(published_at=None)
    row.moves_since, row.moves_at = 1, build.timezone.now()  # a pair: planted both or neither
    row.save(update_fields=["moves_since", "moves_at"])
    samples["projects.Application"] = row
    samples["projects.ApplicationCorrection"], samples["projects.ApplicationPaper"] = correction, paper
    samples["projects.ApplicationChange"] = row.changes.get(step="report")
    own = row.get_absolute_url()
    return [
        "/apply/", f"/apply/{row.spec_id}/paper/", "/applications/", own, f"{own}paper/", f"{own}files/{paper.pk}/", f"{own}copy/", "/staff/applications/",
        f"{own}step/take_report/", f"/admin/projects/application/{row.pk}/change/", "/admin/projects/application/",
    ]  # fmt: skip
