"""What the ledger's tests start from: a group with two people, a department, a secretariat, a coordinator, entries in every state."""

import datetime
import itertools
import uuid

from django.utils import timezone

from guidelines.models import CollaborationForm, Guideline, Municipality
from kyodo_portal.accounts.models import User
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.standing import Standing
from partners.models import Assignment, Membership, Partner
from projects.cases.models import CaseDraft
from projects.cases.workflow import CASE
from projects.cycles.check.disclosure_actions import choose_disclosure, etag_of_disclosure
from projects.cycles.check.evaluation_actions import etag_of_evaluation, save_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.check.report_actions import etag_of_report, submit_report
from projects.cycles.check.talk_actions import gaps_of, record_talk
from projects.cycles.plan.actions import save_plan
from projects.cycles.plan.content import plan_of
from projects.ledger import actions as ledger
from projects.models import BudgetLine, Call, Cycle, Decision, FormSpec, Proposal, RoleShare
from projects.specs.seed_actions import evaluation_set

_count = itertools.count(1)
LONG_AGO = datetime.date(2020, 4, 1)


def person(name="人"):
    return User.objects.create_user(f"p{next(_count)}@example.jp", name=name)


def partner(name="ひだまりの会", kind="civic", office="none", standing=Standing.REGISTERED):
    since = LONG_AGO if standing == Standing.REGISTERED else None
    return Partner.objects.create(name=name, kind=kind, office=office, standing=standing, registered_from=since)


def join(user, partner, part="representative"):
    Membership.objects.create(user=user, partner=partner, part=part, since=LONG_AGO)
    return user


def form(code="cooperation", title="協定", small=False, way="", **settled):
    city, _ = Municipality.objects.get_or_create(
        code="152081", defaults={"name": "見本市", "kana": "みほんし", "prefecture": "新潟県", "is_own": True}
    )
    guide, _ = Guideline.objects.get_or_create(
        slug="own", defaults={"municipality": city, "title": "手引", "summary": "x", "published_at": timezone.now()}
    )
    form, _ = CollaborationForm.objects.get_or_create(guideline=guide, key=code, defaults={"title": title, "code": code})
    settle(form, way=way or ("name" if small else "full"), **settled)
    return form


def unsettled(code):
    """A form for which the city has settled nothing: it goes by its common kind."""
    made = form(code, f"形態{code}")
    made.specs.all().delete()
    return made


def settle(form, *, way, evaluation=None, **values):
    """The city has settled that new years of this form go this way; the full one has all questions."""
    evaluation = evaluation_set("full") if way == "full" else evaluation
    wanted = {"way": way, "evaluation": evaluation, "state": "in_use", "code": form.code, **values}
    return FormSpec.objects.get_or_create(form=form, defaults=wanted)[0]


class World:
    """group + representative + mate, office + clerk, other office + other clerk, secretariat + chief, coordinator, stranger."""

    def __init__(self):
        self.group = partner("ひだまりの会")
        self.representative, self.mate = join(person("代表"), self.group), join(person("会員"), self.group, "member")
        self.office = partner("福祉課", "department", "department")
        self.clerk = join(person("担当"), self.office, "member")
        self.elsewhere = partner("土木課", "department", "department")
        self.outsider = join(person("別の課"), self.elsewhere, "member")
        self.centre = partner("市民協働課", "department", "secretariat")
        self.chief = join(person("事務局"), self.centre, "member")
        self.kosharu = partner("こしゃる", "support", "coordinator")
        self.guide = join(person("伴走"), self.kosharu, "member")
        self.idle = join(person("伴走しない人"), self.kosharu, "member")
        Assignment.objects.create(user=self.guide, partner=self.group, since=LONG_AGO)
        self.stranger = person("よその人")
        self.form, self.small = form(), form("nominal", "後援", small=True)
        self.pact = form("commission", "委託", way="pact")  # evaluated by nobody

    def entry(self, *, small=False, pact=False, **values):
        given = {
            "by": self.clerk,
            "title": "見守り配達",
            "form": self.small if small else self.pact if pact else self.form,
            "partners": [self.group],
            "department": self.office,
            "fiscal_year": fiscal_year(timezone.localdate()),
            "summary": "声をかけあうしくみです。",
        }
        return ledger.enter(**{**given, **values})

    def cycle(self, **values):
        return self.entry(**values).cycles.get()

    def step(self, cycle, name, by=None, **answers):
        """Take one step with the version of now."""
        now = Cycle.objects.get(pk=cycle.pk)
        return take_step(now, name, by=by, version=now.version, **answers)

    def running(self, **values):
        """A pact that both sides have agreed to on paper, carried out now."""
        return self.walked("start", **values)

    def walked(self, until, **values):
        """A pact, step by step until this one."""
        cycle = self.cycle(pact=True, **values)
        paper = {"agreed_on": None, "document_number": ""}
        for name in ("agree_on_paper", "start", "finish"):
            self.step(cycle, name, by=self.clerk, **(paper if name == "agree_on_paper" else {}))
            if name == until:
                break
        return Cycle.objects.get(pk=cycle.pk)

    def host(self, **values):
        """A name that the city gives, going on now, on which both sides look back in three short questions."""
        chosen = form("joint_host", "共催", way="name", evaluation=evaluation_set("short"))
        return self.cycle(form=chosen, title="共催のまつり", **values)

    def improving(self, **values):
        """A pact whose report is in, and which nobody evaluates."""
        return self.report(self.walked("finish", **values))

    def clerk_plan(self, cycle, **more):
        """The smallest plan that can be agreed, with one indicator."""
        plan = {
            "goal": "だれとも話さない人をなくす", "roles": [{"task": "声をかける", "group_part": "配達のたび"}], "budget": [],
            "goals": [{"kind": "activity", "text": "見守りを増やす", "name": "回数", "unit": "回", "target": 100}], **more,
        }  # fmt: skip
        return save_plan(cycle, by=self.clerk, etag=etag_of(plan_of(cycle)), **plan)

    def ask_change(self, cycle, by=None, *, what="日を変える", reason="雪", **changed):
        """Ask for another plan: the one of now with `changed` in it, days as 2027-03-31."""
        now = Cycle.objects.get(pk=cycle.pk)
        plan = {**plan_of(now), **(changed or {"goal": "雪の日も声をかける"})}
        return self.step(cycle, "ask_change", by=by or self.representative, what=what, reason=reason, plan=plan)

    def report(self, cycle, by=None):
        """Hand in a whole report."""
        now = Cycle.objects.get(pk=cycle.pk)
        actuals = {row.pk: (80, "") for goal in now.goals.all() for row in goal.indicators.all()}
        return submit_report(
            now,
            by=by or self.representative,
            version=now.version,
            etag=etag_of_report(now),
            actuals=actuals,
            done="した",
            result="できた",
        )

    def evaluate(self, cycle, by, points=3, comment="わけ"):
        """Hand in one side's answers."""
        answers = {item.pk: (points, False, comment) for item in ensure_evaluation_items(Cycle.objects.get(pk=cycle.pk))}
        return save_evaluation(Cycle.objects.get(pk=cycle.pk), by=by, etag=etag_of_evaluation(None), answers=answers, submit=True)

    def talk(self, cycle, by=None):
        """Record the talk, with a word about every gap."""
        now = Cycle.objects.get(pk=cycle.pk)
        word = {"cause": "見方がちがった", "next_step": "月に1回話す", "who": "両者", "due": None}
        gaps = {item.pk: word for item, _, _ in gaps_of(now)}
        return record_talk(
            now,
            by=by or self.clerk,
            version=now.version,
            held_on=timezone.localdate(),
            attendees="両者",
            summary="たがいに礼を言った",
            gaps=gaps,
        )

    def publish_all(self, cycle):
        """Both sides let everybody read all of the evaluation."""
        for person in (self.representative, self.clerk):
            now = Cycle.objects.get(pk=cycle.pk)
            choose_disclosure(now, by=person, etag=etag_of_disclosure(now), layer="full")


def adopted_proposal(world, **values):
    now = timezone.now()
    call = Call.objects.create(
        title="市民提案",
        fiscal_year=2026,
        summary="x",
        eligibility="x",
        opens_at=now - datetime.timedelta(days=9),
        closes_at=now,
        published_at=now,
    )
    proposal = Proposal.objects.create(
        call=call,
        partner=world.group,
        department=world.office,
        status="decided",
        title="雪かき隊",
        summary="雪をかきます。",
        number=f"R8-{next(_count)}",
        submitted_at=now,
        created_by=world.representative,
        form_key=uuid.uuid4(),
        **values,
    )
    RoleShare.objects.create(proposal=proposal, task="雪かき", group_part="かく", city_part="道具を貸す")
    for side, amount, from_city in (("income", 300000, True), ("income", 50000, False), ("expense", 350000, False)):
        BudgetLine.objects.create(proposal=proposal, side=side, item="x", amount=amount, from_city=from_city)
    Decision.objects.create(
        proposal=proposal,
        result="adopted",
        document_number="観交第1号",
        decided_on=datetime.date(2026, 3, 1),
        why="よい",
        recorded_by=world.chief,
    )
    return proposal


def case_draft(world, **words):
    """The draft of a case out of an entry of this world that has ended."""
    return draft_of(world.entry(small=True), world.clerk, **words)


def draft_of(entry, by, **words):
    """The draft of a case as `begin_case` makes it, whatever state the entry is in."""
    said = {"title": "見守り配達", "problem": "買い物に行けない家がありました。", "result": "毎週、30軒を回りました。", **words}
    draft = CaseDraft.objects.create(project=entry, created_by=by, status=CASE.start, **said)
    sync_tasks(draft)
    return draft
