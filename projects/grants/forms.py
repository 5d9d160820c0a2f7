"""What the steps of a grant ask."""

from django.utils import timezone

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import YenField
from kyodo_portal.process.forms import QuestionGroup

from . import money
from .problems import budget_left
from .settle_actions import interest_today, surcharge_today

OTHER_GROUND = "そのほか（下の理由に書く）"


def _text(label, help_text="", *, required=True, most=2000):
    return lambda grant: TextField(label=label, rows=3, max_length=most, required=required, help_text=help_text)


def _amount(initial, help_text=""):
    """A sum in yen that begins with what the portal has worked out."""
    return lambda grant: YenField(label="金額", initial=initial(grant) if initial else None, help_text=help_text)


def _most_to_decide(grant):
    return max(min(grant.computed("budget").amount, grant.asked or 0, budget_left(grant.rule, without=grant)), 0)


def _after_change(grant):
    return min(money.compute(grant.rule, grant.lines_after_change()).amount, max(grant.decided or 0, 0))


def _to_confirm(grant):
    return grant.computed("confirmed", grant.decided).amount


def _lines(column, lead):
    """A sum for each line of expense, filled with another column of the accounts; the answer is {key of the line: yen}."""

    def question(grant):
        rows = [row for row in grant.all_lines if row.side == row.Side.EXPENSE and getattr(row, column) is not None]
        fields = {f"line_{row.pk}": YenField(label=_label(row), initial=getattr(row, column)) for row in rows}
        return QuestionGroup(fields, lambda cleaned: {row.pk: cleaned.get(f"line_{row.pk}") for row in rows}, lead=lead)

    return question


def _label(row):
    return f"{row.item}（{row.cost.name}{'' if row.cost.eligible else '、対象外'}）"


def _ground(grant):
    choices = [(text, text) for text in (*grant.rule.ground_list, OTHER_GROUND)]
    return ChoiceField(label="どの理由か", choices=[("", "選んでください"), *choices])


def _past(label):
    return lambda grant: JaDateField(label=label, latest=timezone.localdate, initial=timezone.localdate)


def _interest(grant):
    due = interest_today(grant, timezone.localdate())
    return YenField(
        label="延滞金",
        required=False,
        initial=due or None,
        help_text=f"きょう納めたときの延滞金は{money.yen(due)}です。なければ空けます。",
    )


def _surcharge(grant):
    """Asked where a decision was revoked after something was paid, and the rule has 加算金."""
    if grant.revoked_on is None or not grant.rule.surcharge_rate:
        return QuestionGroup({}, lambda cleaned: None)
    due = surcharge_today(grant, timezone.localdate())
    words = f"きょう納めたときの加算金は{money.yen(due)}です。別の日に納められたとき、免じたときは、直すか空けます。"
    field = YenField(label="加算金", required=False, initial=due or None, help_text=words)
    return QuestionGroup({"surcharge": field}, lambda cleaned: cleaned.get("surcharge"))


DESPITE = "気をつけること（自己資金が少ない、書類の日付が決定より前、など）が上に出ているときに、わけを書いてください。"
QUESTIONS = {
    "despite": _text("気をつけることへの説明", DESPITE, required=False),
    "amount": _amount(None),
    "decide.amount": _amount(_most_to_decide, "計算した額、申請額、予算の残りのうち、いちばん少ない額が入っています。"),
    "allow_change.amount": _amount(_after_change, "変更後の交付決定額です。"),
    "ask_advance.amount": _amount(lambda grant: grant.advance_left, "いま請求できる、いちばん多い額が入っています。"),
    "pay_advance.amount": _amount(lambda grant: grant.advance_asked),
    "confirm.amount": _amount(_to_confirm, "検査で認めた額から計算した額が入っています。"),
    "pay.amount": _amount(lambda grant: money.owed(grant.confirmed or 0, grant.paid)),
    "refund_part.amount": _amount(None, "納められた額です。"),
    "refund.amount": _amount(lambda grant: grant.rest_to_refund, "まだ返されていない額が入っています。"),
    "revoke_paid.amount": _amount(lambda grant: grant.paid - grant.refunded, "返してもらう額です。"),
    "decided_lines": _lines("budget", "支出の行ごとに、決定する額を確かめてください。予算より多くはできません。"),
    "confirmed_lines": _lines("actual", "支出の行ごとに、認める額を確かめてください。領収書で確かめられない分は、へらします。"),
    "cut_reason": _text("申請額と違う額にするわけ", "団体にそのまま伝わります。同じ額のときは空けます。", required=False),
    "conditions": _text("交付の条件", "団体にそのまま伝わります。", required=False),
    "ground": _ground,
    "what": _text("変えたいこと", "何を、どう変えるか。"),
    "spent": lambda grant: YenField(label="これまでに使った額"),
    "text": _text("いまのようす", "したこと、これからすること、心配なこと。"),
    "ended_on": _past("事業を終えた日"),
    "paid_on": _past("支払った日・納められた日"),
    "inspected_on": _past("検査した日"),
    "how": lambda grant: LineField(label="検査のしかた", max_length=200, help_text="例：書類の検査、会場を見て確かめた"),
    "found": _text("検査で分かったこと", required=False),
    "why_differs": _text("計算と違う額で確定するわけ", "団体にそのまま伝わります。同じ額のときは空けます。", required=False),
    "late_interest": _interest,
    "surcharge": _surcharge,
    "vat": lambda grant: YenField(label="消費税の控除額", help_text="なかったときは 0。"),
}
