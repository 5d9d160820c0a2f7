"""tanto's office asks the group: answered by telephone, and taken back."""

from projects.models import Ask, AskedGroup
from tests import build


def lay_out(who, samples):
    ask = Ask.objects.create(
        office=who.office, fiscal_year=2026, kind="work", title="x", what="x", people=1, due_on=build.days(9), place="x",
        when="x", by=who.tanto, form_key=build.uuid4(),
    )  # fmt: skip
    asked = AskedGroup.objects.create(
        ask=ask, partner=who.group, answer="yes", why="x", answered_by=who.tanto, answered_at=build.timezone.now(),
        received_on=build.days(0), came_by="telephone", withdrawn_at=build.timezone.now(), withdrawn_why="x",
    )  # fmt: skip
    samples["projects.Ask"], samples["projects.AskedGroup"] = ask, asked
    group = f"/partners/{who.group.pk}/asks/"
    staff = ["/staff/asks/", "/staff/asks/new/", f"/staff/asks/new/?from={ask.pk}", "/staff/asks/sent/", ask.get_absolute_url()]
    year = "?year=2026"
    return [f"{group}{year}", f"{group}print/{year}", asked.get_absolute_url(), *staff]
