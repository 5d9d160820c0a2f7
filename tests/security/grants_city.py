"""A grant of the group by a scheme of tanto's office: applied for, decided, reported, confirmed, paid in advance."""

from django.utils import timezone

from kyodo_portal.common.files import storage, uploads
from projects.models import Grant
from tests import build
from tests.projects.grants.build import YEAR, receipt, rule, scheme


def lay_out(who, samples):
    """Addresses, as the functions of city.py return them."""
    of = rule(scheme(who.office, "見本の補助金"), YEAR)
    cost = of.costs.create(name="消耗品費")  # before somebody has applied: then its rule is frozen
    grant = Grant.objects.create(
        rule=of, partner=who.group, number="R8-G-0001", title="見本の補助の事業", status="refund_due", created_by=who.dantai, asked=9_000,
        decided=9_000, confirmed=8_000, decided_on=build.days(-9), document_number="x", confirmed_on=build.days(-1),
        confirmed_number="x", starts_on=build.days(-8), ends_on=build.days(-2), form_key=build.uuid4(),
    )  # fmt: skip
    paper = receipt(grant, who.dantai)
    paper.stored_as = storage.store(uploads.Accepted("領収書.pdf", "application/pdf", b"%PDF-1.4 receipt")).stored_name
    paper.save()
    samples["projects.Grant"], samples["projects.GrantPaper"] = grant, paper
    filed = {"what": "report", "channel": "paper", "received_on": build.days(0), "entered_by": who.tanto, "used_version": 1}
    samples["projects.GrantFiling"] = grant.filings.create(**filed, scan=paper, form_key=build.uuid4())
    said = {
        "field": "place",
        "field_label": "場所",
        "reason": "x",
        "due": build.days(5),
        "asked_by": who.tanto,
        "outcome": "changed",
    }
    samples["projects.GrantCorrection"] = grant.corrections.create(**said, resolved_at=timezone.now())
    samples["projects.GrantLine"] = grant.lines.create(side="expense", item="x", cost=cost, evidence=paper)
    said = {"paid_on": build.days(-5), "document_number": "x", "by": who.tanto}
    samples["projects.Payment"] = grant.payments.create(kind="advance", amount=90_000, version=1, **said)
    samples["projects.GrantChange"] = grant.changes.create(
        version=1, step="decide", from_state="received", to_state="decided", by=who.tanto
    )
    own = grant.get_absolute_url()
    return [
        "/apply/schemes/", of.scheme.get_absolute_url(), f"{of.scheme.get_absolute_url()}new/", "/grants/", "POST /grants/ledger.xlsx", own,
        f"{own}edit/", f"{own}change/", f"{own}report/", f"{own}papers/{paper.pk}/", f"{own}step/refund/",
        f"/admin/projects/grant/{grant.pk}/change/", "/admin/projects/grant/",
    ]  # fmt: skip
