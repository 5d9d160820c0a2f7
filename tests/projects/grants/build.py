"""A scheme of an office with the rule of this 年度, its costs, a group that may apply, and people of other offices."""

import datetime

from projects.grants.scheme_models import CostItem, GrantRule, GrantScheme
from tests import build

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
    after = {"spend_from": "decision", "advance_percent": "0", "minor_percent": "20", "withdraw_days": "15", "report_days": "30"}
    return {**days, **sums, **parts, **after, "fiscal_year": "2027", "costs-TOTAL_FORMS": "0", "costs-INITIAL_FORMS": "0", **more}


class World:
    """clerk of the scheme's office, chief of the secretariat, official of another office."""

    def __init__(self):
        self.office, self.clerk = build.office("department", "福祉課")
        self.secretariat, self.chief = build.office("secretariat", "市民協働課")
        self.elsewhere, self.official = build.office("department", "土木課")
        self.scheme = scheme(self.office, basis_text="居場所づくり補助金交付要綱")
        self.rule = rule(self.scheme, papers="団体の規約\n\n見積書", grounds="営利のとき", advance_percent=80)
        CostItem.objects.create(rule=self.rule, name="食糧費", share_max_percent=10, note="お茶など")
        CostItem.objects.create(rule=self.rule, name="備品費", eligible=False)

    def last_year(self, **fields):
        """The rule of the year before, over and everybody's to read."""
        days = {"opens_on": datetime.date(2025, 4, 1), "closes_on": datetime.date(2025, 6, 30)}
        return rule(self.scheme, YEAR - 1, **{**days, "cap": 200_000, **fields})
