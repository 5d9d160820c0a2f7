"""The draft of a case whose time has not come: its two sides and the secretariat read it."""

from tests import build
from tests.projects.ledger.build import draft_of


def lay_out(who, samples):
    entry = build.cycle(who.group, who.office, who.tanto, title="見本の事例になる1件").project
    draft = samples["projects.CaseDraft"] = draft_of(entry, who.tanto, title="見本の事例")
    samples["projects.CaseDraftChange"] = draft.changes.create(
        version=1, step="ask", from_state="writing", to_state="asked", by=who.tanto
    )
    return [draft.get_absolute_url(), f"{draft.get_absolute_url()}edit/", f"/projects/{entry.pk}/case/"]
