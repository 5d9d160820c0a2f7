"""What many do in a round of 提案: groups that send, members of the panel who write their sheets (see crowd.py)."""

import datetime
import uuid


def round_sent(proposals, members, on_paper=0):
    """A call that is over with so many proposals of as many groups; on its panel so many members, shinsa@example.jp the first of them.

    on_paper: of so many groups, the last ones, nobody has an account, and their proposals have still to be entered.
    """
    from django.utils import timezone

    from kyodo_portal.accounts.models import User
    from kyodo_portal.process.actions import take_step
    from partners.directory.actions import refresh_search
    from partners.models import Membership
    from projects.models import BudgetLine, Call, Criterion, PanelSeat, Proposal, RoleShare
    from projects.proposals.drafting.actions import start_draft
    from tests import build

    now, today = timezone.now(), timezone.localdate()
    call = Call.objects.create(
        title=f"見本の募集（{proposals}件）", fiscal_year=2027, summary="見本です。", eligibility="見本の団体", opens_at=now - datetime.timedelta(days=30),
        closes_at=now + datetime.timedelta(days=1), published_at=now - datetime.timedelta(days=30), grant_limit=300_000, pass_mark=50,
        budget=200_000 * proposals, presentation_on=today, is_sample=True, form_key=uuid.uuid4(),
    )  # fmt: skip
    for order, name in enumerate(("公益性", "協働の必要性", "実現できるか", "効果", "続けられるか")):
        Criterion.objects.create(call=call, name=name, order=order)
    panel = [User.objects.get(email="shinsa@example.jp"), *(_person(f"iin{proposals}-{number}") for number in range(1, members))]
    for person in panel:
        PanelSeat.objects.create(call=call, user=person, since=today - datetime.timedelta(days=5), position="見本の委員")
    for number in range(1, proposals + 1):
        body = build.partner(f"見本の回の会{proposals}-{number}")
        if number > proposals - on_paper:
            refresh_search(body)  # the secretariat looks for it by its name
            continue
        person = _person(f"kai{proposals}-{number}")
        build.join(person, body, Membership.Part.REPRESENTATIVE)
        draft = start_draft(call=call, partner=body, by=person, form_key=uuid.uuid4())
        told = {"title": f"{proposals}件の企画{number}", "summary": "見本の提案です。", "starts_on": datetime.date(2027, 5, 1)}
        Proposal.objects.filter(pk=draft.pk).update(**told, ends_on=datetime.date(2028, 3, 1))
        RoleShare.objects.create(proposal=draft, task="見守り", group_part="人を集める", city_part="場所を貸す")
        BudgetLine.objects.create(proposal=draft, side="income", item="市の負担金", amount=200_000, from_city=True)
        BudgetLine.objects.create(proposal=draft, side="expense", item="材料費", amount=200_000)
        take_step(Proposal.objects.get(pk=draft.pk), "submit", by=person, version=0)
    Call.objects.filter(pk=call.pk).update(closes_at=now - datetime.timedelta(minutes=1))


def _person(key):
    from tests import build

    return build.user(f"見本 {key}", email=f"{key}@example.jp")


def round_judged(first, last, but=0):
    """The members first … last of the newest call send their sheets about what is judged; the later the proposal, the lower. The member
    `but` comes from the group of the first proposal, and judges all but that."""
    from projects.models import Proposal
    from projects.reviews.actions import save_draft, submit

    proposals = list(Proposal.objects.filter(call=newest(), status="reviewing").order_by("pk"))
    criteria = list(newest().criteria.all())
    for place, seat in enumerate(newest().seats.select_related("user").order_by("pk"), start=1):
        for number, proposal in enumerate(proposals) if first <= place <= last else ():
            if place == but and number == 0 or proposal.reviews.filter(reviewer=seat.user).exists():
                continue
            points = 2 + (len(proposals) - number) * 3 // len(proposals)
            revision = proposal.revisions.order_by("-number").first().number
            marks = {row.pk: (points, "見本の理由です。") for row in criteria}
            save_draft(proposal, by=seat.user, revision=revision, marks=marks)
            submit(proposal, by=seat.user, revision=revision)


def round_under_way():
    """A round of thirteen before seven members on its hearing day: an order, one absent, one who has still a sheet to write; of two of one
    average the first is adopted and the second is not, and nobody has been told yet."""
    import datetime

    from guidelines.models import CollaborationForm
    from kyodo_portal.accounts.models import User
    from kyodo_portal.process.actions import take_step
    from projects.models import Absence, HearingSlot, Proposal, ReviewPlan

    round_sent(13, 7)
    clerk, rows = User.objects.get(email="jimukyoku@example.jp"), Proposal.objects.filter(call=newest()).order_by("pk")
    for proposal in rows.all():
        for step in ("receive", "start_review"):
            proposal = take_step(proposal, step, by=clerk, version=proposal.version)
    ReviewPlan.objects.create(
        call=newest(), quorum=4, starts_at=datetime.time(13, 30), place="見本会館", pause_after=4, minutes="見本のまとめ。" * 20
    )
    for place, proposal in enumerate(rows.all(), start=1):
        HearingSlot.objects.create(proposal=proposal, place=place, minutes="問：見本。\n答：見本。" * 3)
    Absence.objects.create(seat=newest().seats.order_by("pk")[6], noted_by=clerk)
    round_judged(2, 6)
    seat = newest().seats.order_by("pk").first()
    for proposal in rows.all()[:9]:
        _sheet_like(proposal, seat.user)
    for proposal, result, note in ((rows[0], "adopted", ""), (rows[1], "declined", "審査会で話し合い、1件目を上にしました。")):
        won = result == "adopted"
        take_step(
            proposal, "decide", by=clerk, version=proposal.version, result=result, office=None, document_number="観交第8号",
            form=CollaborationForm.objects.offered().first() if won else None, decided_on=datetime.date.today(), amount=200_000 if won else None,
            why="見本の理由です。", conditions="", advice="", early=True, early_reason="見本", ahead_reason="", despite="", tie_note=note,
        )  # fmt: skip


def _sheet_like(proposal, member):
    """The member writes what all others have written."""
    from projects.reviews.actions import save_draft, submit

    like = proposal.reviews.exclude(reviewer=member).first()
    marks = {score.criterion_id: (score.points, "見本の理由です。") for score in like.scores.all()}
    save_draft(proposal, by=member, revision=1, marks=marks)
    submit(proposal, by=member, revision=1)


def round_signs_in(place):
    """Who sent the proposal in this place signs in by the password of the sample."""
    from allauth.account.models import EmailAddress

    from kyodo_portal.accounts.sample import PASSWORD

    person = newest().proposals.order_by("pk")[place - 1].created_by
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def round_related(place):
    """The member in this place comes from the group of the first proposal."""
    from tests import build

    seat = list(newest().seats.order_by("pk"))[place - 1]
    build.join(seat.user, newest().proposals.order_by("pk").first().partner)


def newest():
    from projects.models import Call

    return Call.objects.order_by("pk").last()


ROUNDS = {
    "round_sent": round_sent,
    "round_related": round_related,
    "round_signs_in": round_signs_in,
    "round_judged": round_judged,
    "round_under_way": round_under_way,
}
