"""A scheme of an office with the rule of this 年度, its costs, a group that may apply, and people of other offices."""

import datetime
import uuid

from kyodo_portal.process.actions import take_step
from projects.grants.account_models import GrantPaper
from projects.grants.apply_actions import begin_grant, etag_of_grant, save_grant
from projects.grants.models import Grant
from projects.grants.run_actions import etag_of_report, save_report
from projects.grants.scheme_models import CostItem, GrantRule, GrantScheme
from tests import build
from tests.projects.ledger.build import form

YEAR = 2026


def scheme(office, title="居場所づくり補助金", **fields):
    """A scheme of the office, that says what it is for."""
    said = {"summary": "集まる場をつくる活動に使えます。", "who": "登録した団体。"}
    return GrantScheme.objects.create(title=title, department=office, **{**said, **fields})


def rule(of, year=YEAR, **fields):
    """A rule that everybody reads and that takes applications: half, up to 300,000 yen."""
    days = {"opens_on": build.days(-10), "closes_on": build.days(10)}
    return GrantRule.objects.create(
        **{"scheme": of, "fiscal_year": year, "is_public": True, "budget_total": 1_000_000, "cap": 300_000, **days, **fields}
    )


def sent_rule(**more):
    """What the admin's page of a rule sends."""
    days = {"opens_on": "2027年4月1日", "closes_on": "2027年6月30日"}
    sums = {"budget_total": "50万円", "cap": "10万円", "floor": "0", "round_to": "1000", "late_rate": "1095", "late_least": "500"}
    parts = {"base": "eligible", "rate_num": "1", "rate_den": "2", "own_percent_min": "0", "other_subsidy": "deducted"}
    sums |= {"surcharge_rate": "0", "surcharge_from": "received", "surcharge_round": "1"}
    after = {"spend_from": "decision", "advance_percent": "0", "minor_percent": "20", "withdraw_days": "15", "report_days": "30"}
    return {**days, **sums, **parts, **after, "fiscal_year": "2027", "costs-TOTAL_FORMS": "0", "costs-INITIAL_FORMS": "0", **more}


def begun(rule, body, by, title="空き家の居場所", *, expenses=None, incomes=(), **values):
    """A draft with its accounts; 280,000 yen that count, and own money for the other half, unless said otherwise."""
    cost = CostItem.objects.get_or_create(rule=rule, name="消耗品費")[0]
    made = begin_grant(rule, body, by=by, form_key=uuid.uuid4(), title=title)
    expenses = [("材料", 280_000)] if expenses is None else expenses
    rows = [{"cost": cost, "item": item, "amount": amount, "note": ""} for item, amount in expenses]
    own = [{"source": "own", "item": "会費", "amount": 140_000, "note": ""}] if not incomes else list(incomes)
    days = {"starts_on": datetime.date(YEAR, 12, 1), "ends_on": datetime.date(YEAR + 1, 2, 28)}
    said = {
        "title": title,
        "purpose": "子どもが放課後に集まります。",
        "place": "片貝",
        "year_no": 1,
        "wish": None,
        "difference": "",
    }
    return save_grant(made, by=by, etag=etag_of_grant(made), expenses=rows, incomes=own, **{**said, **days, **values})


def doc(number="福第1号", on=0):
    """What a decision on paper is known by."""
    return {"document_number": number, "decided_on": build.days(on)}


def paid(amount, on=0):
    """What a payment is known by."""
    return {"amount": amount, "paid_on": build.days(on), "document_number": "支第1号"}


def line_sums(grant, column):
    """{key: yen} of the lines of expense, as the confirm page would send them."""
    return {row.pk: getattr(row, column) or 0 for row in grant.lines.filter(side="expense")}


def receipt(grant, by, dated_on=None):
    """A paper of the grant, without a file behind it."""
    return GrantPaper.objects.create(
        grant=grant, kind="receipt", dated_on=dated_on or build.days(0), form_key=uuid.uuid4(), stored_as=uuid.uuid4().hex, name="領収書.pdf",
        content_type="application/pdf", size=9, sha256="0", uploaded_by=by,
    )  # fmt: skip


class World:
    """leader and mate of the group; clerk of the scheme's office, chief of the secretariat, official of another office."""

    def __init__(self):
        self.group, self.leader, self.mate = build.group("ひだまりの会")
        self.office, self.clerk = build.office("department", "福祉課")
        self.secretariat, self.chief = build.office("secretariat", "市民協働課")
        self.elsewhere, self.official = build.office("department", "土木課")
        form("grant", "補助・助成")
        self.scheme = scheme(self.office, basis_text="居場所づくり補助金交付要綱")
        self.rule = rule(self.scheme, papers="団体の規約\n\n見積書", grounds="営利のとき", advance_percent=80)
        CostItem.objects.create(rule=self.rule, name="食糧費", share_max_percent=10, note="お茶など")
        CostItem.objects.create(rule=self.rule, name="備品費", eligible=False)

    def last_year(self, **fields):
        """The rule of the year before, over and everybody's to read."""
        days = {"opens_on": datetime.date(2025, 4, 1), "closes_on": datetime.date(2025, 6, 30)}
        return rule(self.scheme, YEAR - 1, **{**days, "cap": 200_000, **fields})

    def draft(self, **more):
        """A draft of the group."""
        return begun(self.rule, self.group, self.leader, **more)

    def step(self, grant, name, *, by=None, **answers):
        """Take a step as whoever may; returns the grant as it stands then."""
        row = grant.process.step(name)
        who = by or (self.clerk if "department" in row.roles else None if row.roles == ("system",) else self.leader)
        version = Grant.objects.get(pk=grant.pk).version
        return take_step(grant, name, by=who, version=version, **answers)

    def decided(self, amount=140_000, **more):
        """Sent, received, decided."""
        grant = self.step(self.draft(**more), "submit")
        grant = self.step(grant, "receive")
        return self.step(grant, "decide", amount=amount, decided_lines=line_sums(grant, "budget"), **doc())

    def reported(self, grant, spent=280_000, own=140_000, **more):
        """What was spent on its one line, with a receipt, sent."""
        rows = list(grant.lines.all())
        actuals = {row.pk: own if row.side == "income" else spent for row in rows}
        paper = receipt(grant, self.leader)
        evidence = {row.pk: paper for row in rows if row.is_eligible}
        fresh = Grant.objects.get(pk=grant.pk)
        said = {"result": "20回ひらき、延べ300人が来ました。", "report_difference": "", **more}
        save_report(fresh, by=self.leader, etag=etag_of_report(fresh), actuals=actuals, evidence=evidence, **said)
        return self.step(Grant.objects.get(pk=grant.pk), "report")

    def confirmed(self, grant, amount, **more):
        """Inspected as it was reported, and confirmed."""
        looked = {"inspected_on": build.days(0), "how": "書類の検査"}
        grant = self.step(grant, "inspect", confirmed_lines=line_sums(grant, "actual"), **looked)
        return self.step(grant, "confirm", amount=amount, **doc("福第9号"), **more)
