"""The canaries' years: a meeting, what became of its decision in the next year, and a paper that was withdrawn."""

from projects.models import CarryOver, Cycle, CycleMeeting, Paper
from tests import build


def lay_out(who, samples):
    """Into the year whose answers are open, and the one that follows it (city.py)."""
    opened, coming = Cycle.objects.filter(project__title="見本の話し合い後").order_by("fiscal_year")
    said = {"on": build.days(0), "attendees": "会長", "talked": "話した", "decided": "電話する", "form_key": build.uuid4()}
    meeting = CycleMeeting.objects.create(cycle=opened, side="group", by=who.dantai, **said)
    CarryOver.objects.create(cycle=coming, meeting=meeting, outcome="done", note="済んだ", side="group", by=who.dantai)
    file = {"name": "x.pdf", "stored_as": "city-paper", "size": 1, "content_type": "application/pdf", "sha256": "0" * 64}
    file |= {"removed_at": build.timezone.now(), "removed_by": who.dantai, "removed_why": "別の団体の名簿"}
    Paper.objects.create(cycle=opened, side="group", kind="pact", uploaded_by=who.dantai, form_key=build.uuid4(), **file)
    return []
