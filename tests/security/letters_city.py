"""A resident wrote to the group, which reported it and blocks somebody; a guest wrote to the city."""

from partners.models import AbuseReport, Block, Desk, KnownAnswer, Message, Partner, RequestReader
from partners.requests.actions import send_request
from tests import build


def lay_out(who, samples):
    writer = build.user("見本 手紙")
    row = send_request(
        by=writer, to=who.group, kind="ask", about=f"partner:{who.group.pk}", about_label="x", text="x", form_key=build.uuid4()
    )
    office = Partner.objects.get(office=Partner.Office.SECRETARIAT)
    guest = send_request(
        by=None, to=office, kind="ask", about=f"partner:{office.pk}", about_label="x", text="x", form_key=build.uuid4(),
        guest_name="x", guest_mail="x@example.jp",
    )  # fmt: skip
    samples["partners.Request"] = guest
    samples["partners.Message"] = Message.objects.get(request=row)
    samples["partners.RequestReader"] = RequestReader.objects.get_or_create(request=row, user=writer)[0]
    samples["partners.AbuseReport"] = AbuseReport.objects.create(request=row, by=who.dantai, why="x")
    samples["partners.Block"] = Block.objects.create(partner=who.group, user=build.user("見本 受けない"), by=who.dantai)
    samples["partners.Desk"] = Desk.objects.get_or_create(partner=who.group)[0]
    samples["partners.KnownAnswer"] = KnownAnswer.objects.create(partner=who.group, question="x", answer="x")
    page = row.get_absolute_url()
    return [
        page,
        guest.get_absolute_url(),
        f"{page}step/reply/",
        f"{page}answer/",
        f"{page}dismiss/",
        "/requests/",
        "/ask/answers/",
        f"/ask/partner:{who.group.pk}/",
    ]
