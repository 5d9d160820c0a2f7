"""One proposal of the sample, walked through its own steps to the state that the fixture names."""

import datetime
import uuid

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.process.actions import take_step
from projects.models import PlannedGoal, PlannedStep, Proposal
from projects.proposals.drafting import actions as drafts
from projects.proposals.drafting.pages import etag_of_page, load_parts, stored_values
from projects.proposals.joint import actions as joint
from projects.proposals.talk_actions import record_talk
from projects.proposals.workflow import ProposalStatus
from projects.reviews import actions as reviews

from .clock import at, days_ago
from .entries import form_of

S = ProposalStatus
IN_TALKS = (
    S.IN_TALKS,
    S.REVIEWING,
    S.DECIDED,
    S.ADOPTED,
    S.ADOPTED_WITH_CONDITIONS,
    S.DECLINED,
    S.CONTINUED,
    S.RENOUNCED,
    S.LAPSED,
)
DECIDED = IN_TALKS[2:]
TELLS = {"adopted": "adopt", "adopted_with_conditions": "adopt_with", "declined": "decline", "continued": "continue"}
FORMS = {"補助金を受けて行う": "grant", "市から委託を受けて行う": "commission", "市と共催で行う": "joint_host"}
WHY = {
    "adopted": "困っている人がはっきりしていて、双方の役割が具体的だと認められたためです。",
    "adopted_with_conditions": "効果は大きいと認められましたが、電子の回覧を使えない人への手当てが要るためです。",
    "declined": "費用が大きく、翌年から続ける見通しが示されていないためです。",
    "continued": "必要性は高いと認められましたが、場所の許可の見通しを先に確かめる必要があるためです。",
}
MARKS = {"declined": (2, 3, 2, 2, 3, 1), "continued": (4, 3, 3, 2, 4, 3)}  # everybody else: good marks
# What each of the three says: (to the panel, to the group, why points are low).
SAID = (
    ("発表を聞いて確かめたい点があります。", "町内会にも早めに声をかけるとよいと思います。", "説明が足りないと感じました。"),
    (
        "効果をどう測るかを、発表で聞きたいです。",
        "始める前の数を測っておくと、成果が伝わりやすくなります。",
        "測り方が書かれていません。",
    ),
    (
        "人手が続くかどうかが心配です。",
        "手伝う人が休めるように、当番を組んでおくと安心です。",
        "続けていく人の数が足りないように見えます。",
    ),
)
GOOD_MARKS = (4, 5, 4, 4, 4, 3)


class Story:
    """One proposal, from its draft to the state that the fixture names. What is said on the way differs by city."""

    panel, said, why = ("shinsa", "shinsa2", "shinsa3"), SAID, WHY
    advice, number = "月に1回は担当課と顔を合わせて、進みぐあいを確かめてください。", "見協第{}号"

    def __init__(self, cast, call, row, number):
        self.cast, self.call, self.row = cast, call, row
        self.leader, self.office = cast[f"{row['partner']}_leader"], cast["jimukyoku"]
        self.start = timezone.localdate(call.opens_at) + datetime.timedelta(days=3 + number % 9)

    def tell(self):
        until = self.row["until"]
        with at(self.start):
            key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:{self.row['key']}")
            self.proposal = drafts.start_draft(
                call=self.call, partner=self.cast[self.row["partner"]], by=self.leader, form_key=key
            )
            self.write()
        self.name_others()
        if until == S.DRAFT:
            return
        self.take("submit", 4, by=self.leader)
        if until == S.SUBMITTED:
            return
        if until == S.NOT_ACCEPTED:
            self.take("not_accept", 6, reason=self.row["why"])
            return
        self.take("receive", 6)
        if "corrected" in self.row:
            self.correct(**self.row["corrected"])
        if until == S.CORRECTING:
            self.take("ask_correct", 7, items=self.items(self.row["correct"]), due=days_ago(-8))
        elif until == S.WITHDRAWN:
            self.take("withdraw", 9, by=self.leader, reason=self.row["why"])
        elif until in IN_TALKS:
            self.judge(until)

    @staticmethod
    def items(rows):
        return [{"field": field, "reason": reason} for field, reason in rows]

    def correct(self, items, summary, replies):
        """What staff asked for is changed, or answered with a reason; the second version is sent."""
        due = self.start + datetime.timedelta(days=20)
        self.take("ask_correct", 7, items=self.items(items), due=due)
        with at(self.start + datetime.timedelta(days=8)):
            parts = load_parts(self.proposal)
            whole = {**stored_values("idea", self.proposal, parts), "summary": summary}
            etag = etag_of_page("idea", self.proposal, parts)
            drafts.save_page(self.proposal, "idea", by=self.leader, values=whole, unreadable={}, etag=etag)
        asked = {row.field: row.pk for row in self.proposal.corrections.all()}
        said = {asked[field]: reply for field, reply in replies.items()}
        self.take("correct", 9, by=self.leader, replies=said)

    def take(self, step, day, by=None, **answers):
        with at(self.start + datetime.timedelta(days=day)):
            self.proposal = Proposal.objects.get(pk=self.proposal.pk)
            take_step(self.proposal, step, by=by or self.office, version=self.proposal.version, **answers)

    def write(self):
        """Every page that the fixture fills."""
        first, last = fiscal_span(self.call.fiscal_year)
        row = self.row
        idea = {"title": row["title"], "summary": row["summary"], "wished_department_id": self.cast[row["department"]].pk}
        if row["budget"]:
            idea |= {"starts_on": first, "ends_on": last}
        theme = self.call.themes.first()
        if theme:
            idea["theme_id"] = theme.pk
        questions = list(self.call.questions.order_by("order", "pk"))
        pages = {"idea": idea, "why": {}, "carry": {}, "after": {}}
        for question, answer in zip(questions, row["answers"], strict=False):
            if answer:
                pages[question.section][question.name] = answer
        columns = ("task", "group_part", "city_part", "other_part")
        pages["plan"] = {
            name: [dict(zip(columns, cells, strict=True)) for cells in row.get(name, [])]
            for name, columns in (("goals", PlannedGoal.COLUMNS), ("steps", PlannedStep.COLUMNS))
        }
        pages["roles"] = {"rows": [dict(zip(columns, role, strict=True)) for role in row["roles"]]}
        pages["budget"] = {
            "income": [
                {"item": i, "amount": a, "note": "", "from_city": c} for side, i, a, c in row["budget"] if side == "income"
            ],
            "expense": [
                {"item": i, "amount": a, "note": "", **self.cost_of(kind)}
                for side, i, a, kind in row["budget"]
                if side == "expense"
            ],
        }
        parts = load_parts(self.proposal)  # no page changes what stands on another
        for page, values in pages.items():
            whole = {**stored_values(page, self.proposal, parts), **values}
            etag = etag_of_page(page, self.proposal, parts)
            self.proposal = drafts.save_page(self.proposal, page, by=self.leader, values=whole, unreadable={}, etag=etag)

    def cost_of(self, kind):
        """The kind of cost that an expense of the fixture names; False where its call has none."""
        return {"cost_id": self.call.costs.get(name=kind).pk} if kind else {}

    def name_others(self):
        """The groups that are asked to propose together; one says yes two days later, the other has not answered yet."""
        named = self.row.get("joint", [])
        if not named:
            return
        with at(self.start):
            parts = load_parts(self.proposal)
            who = {"co_partners": sorted(self.cast[key].pk for key, _ in named)}
            etag = etag_of_page("who", self.proposal, parts)
            drafts.save_page(self.proposal, "who", by=self.leader, values=who, unreadable={}, etag=etag)
        for key, accepts in named:
            if accepts:
                with at(self.start + datetime.timedelta(days=2)):
                    row = self.proposal.joint_groups.get(partner=self.cast[key])
                    joint.answer(row, by=self.cast[f"{key}_leader"], accepts=True)

    def judge(self, until):
        """Talks, panel, decision, result, and what came after it."""
        self.take("start_talks", 10, department=self.cast[self.row["department"]])
        if "talk" in self.row:
            attendees, summary, opinion = self.row["talk"]
            with at(self.start + datetime.timedelta(days=20)) as now:
                record_talk(
                    self.proposal, by=self.cast[f"{self.row['department']}_staff"], form_key=uuid.uuid4(), held_on=timezone.localdate(now),
                    attendees=attendees, summary=summary, opinion=opinion,
                )  # fmt: skip
        if until == S.IN_TALKS:
            return
        self.take("start_review", 40, **self.ahead(40))
        self.score()
        if until == S.REVIEWING:
            return
        result = self.row["result"]
        won = result in ("adopted", "adopted_with_conditions")
        wished = next((FORMS[answer] for answer in self.row["answers"] if answer in FORMS), "cooperation")
        self.take(
            "decide", 75, result=result, form=form_of(wished) if won else None, document_number=self.number.format(100 + self.proposal.pk),
            decided_on=min(self.start + datetime.timedelta(days=75), days_ago(2)), amount=self.asked() if won else None, why=self.why[result],
            conditions=self.row.get("conditions", ""), advice=self.advice,
            **self.ahead(75),
        )  # fmt: skip
        if until == S.DECIDED:
            return
        self.take(TELLS[result], 85)
        if until == S.RENOUNCED:
            self.take("renounce", 90, by=self.leader, reason=self.row["why"])
        elif until == S.LAPSED:
            self.take("lapse", 90, reason=self.row["why"], public_reason=self.row["why"])

    def ahead(self, day):
        """Why it goes on before the call is closed, where that is so."""
        then = min(self.start + datetime.timedelta(days=day), days_ago(0))
        closed = then > timezone.localdate(self.call.closes_at)
        return {} if closed else {"ahead_reason": "同じ課の提案がそろったため、先に進めます。"}

    def asked(self):
        """What the group asks of the city, in yen."""
        return sum(amount for side, _, amount, city in self.row["budget"] if side == "income" and city)

    def score(self):
        """The panel's sheets; in proposals still being judged some are left for whoever tries the sample."""
        members = self.panel
        if self.row["until"] == S.REVIEWING:
            members = () if self.row.get("partial") else self.panel[1:]
        marks = MARKS.get(self.row.get("result"), GOOD_MARKS)
        criteria = list(self.call.criteria.order_by("order", "pk"))
        for number, member in enumerate(members):
            opinion, advice, low = self.said[self.panel.index(member)]
            with at(self.start + datetime.timedelta(days=50 + number)):
                points = {
                    row.pk: (max(1, mark - (number == 2)), low if mark - (number == 2) <= 2 else "")
                    for row, mark in zip(criteria, marks, strict=False)
                }
                revision = self.proposal.revisions.order_by("-number").first().number
                reviews.save_draft(
                    self.proposal,
                    by=self.cast[member],
                    revision=revision,
                    marks=points,
                    opinion=opinion,
                    advice=advice,
                )
                reviews.submit(self.proposal, by=self.cast[member], revision=revision)
