"""A resident wrote to the group, which reported it and blocks somebody; a guest wrote to the city."""

from django.utils import timezone

from partners.models import AbuseReport, Block, Desk, KnownAnswer, Message, Partner, Request, RequestChange, RequestReader
from tests import build


def _letter(to, **asker):
    """Written by hand: the step would greet each of the receiver's people by name in a mail of their own."""
    row = Request.objects.create(
        status="sent",
        sent_at=timezone.now(),
        to=to,
        kind="ask",
        about=f"partner:{to.pk}",
        about_label="x",
        form_key=build.uuid4(),
        **asker,
    )
    return row, Message.objects.create(request=row, number=1, side="asker", by=row.by, text="x", form_key=build.uuid4())


def lay_out(who, samples):
    writer = build.user("見本 手紙")
    row, message = _letter(who.group, by=writer)
    guest, _ = _letter(Partner.objects.get(office=Partner.Office.SECRETARIAT), guest_name="x", guest_mail="x@example.jp")
    samples["partners.Request"] = guest
    samples["partners.Message"] = message
    samples["partners.RequestChange"] = RequestChange.objects.create(
        subject=row, version=1, step="send", from_state="draft", to_state="sent", by=writer
    )
    samples["partners.RequestReader"] = RequestReader.objects.create(request=row, user=writer)
    samples["partners.AbuseReport"] = AbuseReport.objects.create(request=row, by=who.dantai, why="x")
    samples["partners.Block"] = Block.objects.create(partner=who.group, user=writer, by=who.dantai)
    samples["partners.Desk"] = Desk.objects.get_or_create(partner=who.group)[0]
    samples["partners.KnownAnswer"] = KnownAnswer.objects.create(partner=who.group, question="x", answer="x")
    page = row.get_absolute_url()
    further = [
        f"/admin/partners/request/{row.pk}/change/",
        f"{page}step/reply/",
        f"{page}answer/",
        f"{page}dismiss/",
        "/requests/",
        "/requests/answers/",
    ]
    return [page, guest.get_absolute_url(), *further, f"/ask/partner:{who.group.pk}/"]
