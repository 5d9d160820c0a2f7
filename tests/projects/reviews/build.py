"""A call with criteria and a panel, and proposals that have come as far as the review, through the actions only."""

import datetime
import uuid

from django.utils import timezone

from guidelines.models import CollaborationForm, Guideline, Municipality
from kyodo_portal.process.actions import take_step
from projects.models import BudgetLine, Call, Criterion, PanelSeat, Proposal, RoleShare
from projects.proposals.drafting.actions import start_draft
from projects.reviews.actions import declare_conflict, save_draft, submit
from tests import build

AHEAD = {"ahead_reason": "出した団体がそろったからです。"}  # the call of these tests is open for thirty days more
CRITERIA = (("公益性", 5, 2), ("協働の必要性", 5, 1), ("実現できるか", 5, 1))  # 20 points at most


def form(code="grant", title="補助"):
    city, _ = Municipality.objects.get_or_create(
        code="152081", defaults={"name": "小千谷市", "kana": "おぢやし", "prefecture": "新潟県", "is_own": True}
    )
    guide, _ = Guideline.objects.get_or_create(
        slug="own", defaults={"municipality": city, "title": "手引き", "summary": "要約", "published_at": timezone.now()}
    )
    return CollaborationForm.objects.get_or_create(guideline=guide, key=code, defaults={"title": title, "code": code})[0]


def call(**fields):
    now = timezone.now()
    given = {
        "title": "令和9年度 市民提案型の募集",
        "fiscal_year": 2027,
        "summary": "地域の困りごとを、いっしょに解きます。",
        "eligibility": "市内で活動する団体",
        "opens_at": now - datetime.timedelta(days=30),
        "closes_at": now + datetime.timedelta(days=30),
        "published_at": now - datetime.timedelta(days=30),
        "grant_limit": 300000,
        "pass_mark": 60,
        "review_due_on": build.days(12),
        "form_key": uuid.uuid4(),
    }
    new = Call.objects.create(**{**given, **fields})
    for order, (name, most, weight) in enumerate(CRITERIA):
        Criterion.objects.create(
            call=new, name=name, description=f"{name}を見ます。", max_points=most, weight=weight, order=order
        )
    return new


def seat(call, person=None, *, since=-5, until=None):
    person = person or build.user("見本 審査委員")
    end = None if until is None else build.days(until)
    PanelSeat.objects.create(call=call, user=person, since=build.days(since), until=end, position="公募の市民")
    return person


class World:
    """One call, three panel members, the secretariat, a department, a group with its proposal in review."""

    def __init__(self, *, members=3, **fields):
        self.form = form()
        self.call = call(**fields)
        self.panel = [
            seat(self.call, build.user(name)) for name in ("見本 春子", "見本 夏男", "見本 秋江", "見本 冬樹")[:members]
        ]
        self.centre, self.clerk = build.office("secretariat", "市民協働係")
        self.office, self.official = build.office("department", "福祉課")
        self.group, self.representative, self.mate = build.group("見本雪かき隊")
        self.proposal = self.in_review(self.group, self.representative)

    def submitted(self, group, representative, title="冬の雪かき応援隊"):
        proposal = start_draft(call=self.call, partner=group, by=representative, form_key=uuid.uuid4())
        Proposal.objects.filter(pk=proposal.pk).update(
            title=title,
            summary="ひとり暮らしの家の雪を、みんなでかきます。",
            starts_on=datetime.date(2027, 5, 1),
            ends_on=datetime.date(2028, 3, 1),
        )
        RoleShare.objects.create(proposal=proposal, task="雪かき", group_part="人を集める", city_part="道具を貸す")
        for side, item, amount, from_city in (("income", "市の負担金", 200000, True), ("income", "会費", 50000, False)):
            BudgetLine.objects.create(proposal=proposal, side=side, item=item, amount=amount, from_city=from_city)
        BudgetLine.objects.create(proposal=proposal, side="expense", item="燃料代", amount=250000)
        proposal = Proposal.objects.get(pk=proposal.pk)
        return take_step(proposal, "submit", by=representative, version=0)

    def in_review(self, group, representative, title="冬の雪かき応援隊"):
        proposal = self.submitted(group, representative, title)
        for step, answers in (("receive", {}), ("start_talks", {"department": self.office}), ("start_review", AHEAD)):
            proposal = take_step(proposal, step, by=self.clerk, version=proposal.version, **answers)
        return Proposal.objects.get(pk=proposal.pk)

    def another(self, title="子ども食堂の朝ごはん"):
        """A second group's proposal in review: (proposal, representative)."""
        group, representative, _ = build.group()
        return self.in_review(group, representative, title), representative

    def marks(self, *points, reason="理由です。"):
        return {criterion.pk: (number, reason) for criterion, number in zip(self.call.criteria.all(), points, strict=True)}

    def sheet(self, member, *points, proposal=None, opinion="", advice=""):
        """One member's sheet, sent."""
        proposal = proposal or self.proposal
        save_draft(proposal, by=member, revision=1, marks=self.marks(*points), opinion=opinion, advice=advice)
        return submit(proposal, by=member, revision=1)

    def conflict(self, member, proposal=None):
        return declare_conflict(proposal or self.proposal, by=member, revision=1, note="役員をしている")

    def all_sheets(self, proposal=None):
        for member in self.panel:
            self.sheet(member, 4, 3, 5, proposal=proposal)

    def answers(self, **changed):
        given = {
            "result": "adopted", "form": self.form, "document_number": "観交第123号", "decided_on": timezone.localdate(), "amount": 200000,
            "why": "地域に役立つからです。", "conditions": "", "advice": "", "early": False, "early_reason": "",
            **AHEAD, "despite": "",
        }  # fmt: skip
        return {**given, **changed}

    def decide(self, proposal=None, **changed):
        proposal = Proposal.objects.get(pk=(proposal or self.proposal).pk)
        return take_step(proposal, "decide", by=self.clerk, version=proposal.version, **self.answers(**changed))

    def tell(self, step="adopt", proposal=None):
        proposal = Proposal.objects.get(pk=(proposal or self.proposal).pk)
        return take_step(proposal, step, by=self.clerk, version=proposal.version)
