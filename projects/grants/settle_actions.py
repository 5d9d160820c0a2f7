"""検査, 額の確定, what is still paid, what comes back, and a decision that is revoked."""

from django.core.exceptions import ValidationError

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.actions import take_step

from . import entry_actions, money
from .account_models import Payment
from .apply_actions import refuse_above
from .problems import closing_doubts, refuse_unexplained
from .run_actions import pay
from .undo_actions import with_undo, write, write_lines


def _inspected(grant, *, confirmed_lines, inspected_on, how, found="", despite="", **_):
    """What of each line is accepted: never more than was spent."""
    for row in grant.all_lines:
        if row.pk in confirmed_lines and confirmed_lines[row.pk] > (row.actual or 0):
            raise ValidationError({f"line_{row.pk}": f"「{row.item}」は、実績の{money.yen(row.actual or 0)}より多くできません。"})
    refuse_unexplained(closing_doubts(grant, inspected_on), despite)
    write_lines(grant, "confirmed", {row.pk: confirmed_lines.get(row.pk, row.actual) for row in grant.all_lines})
    write(grant, inspected_on=inspected_on, inspection="\n".join(filter(None, [how, found])))


def _before_inspecting(grant):
    explained = [f"団体の説明：{grant.report_despite}"] if grant.report_despite else []
    return [*explained, *closing_doubts(grant)]


def _confirmed(grant, *, amount, why_differs="", despite="", document_number, decided_on, **_):
    """額の確定: what the accepted lines come to, up to what was decided."""
    computed = grant.computed("confirmed", grant.decided).amount
    refuse_above(amount, computed, "計算した額")
    refuse_unexplained([f"計算した額は{money.yen(computed)}です。"] if amount != computed else [], why_differs, "why_differs")
    refuse_unexplained(closing_doubts(grant, decided_on), despite)
    said = {"confirmed_number": document_number, "confirmed_on": decided_on, "why_differs": why_differs or ""}
    write(grant, confirmed=amount, **said)


def _before_confirming(grant):
    parts = grant.computed("confirmed", grant.decided).parts
    even = ["支払った額と同じ額で確定すると、精算も終わります。"] if grant.paid else []
    return [*(f"{part.text}：{money.yen(part.amount)}" for part in parts), *even, *closing_doubts(grant)]


def _what_is_confirmed(grant, **_):
    lines = [f"確定額：{money.yen(grant.confirmed)}", f"これまでに支払った額：{money.yen(grant.paid)}", grant.why_differs]
    return "\n".join(filter(None, lines))


def _settled_where_even(grant, *, by, **_):
    """Nothing is owed either way: the table's own row ends it, in the same press."""
    if grant.is_even:
        take_step(grant, "settle", by=None, pressed_by=by, version=grant.version)


def _with_confirming(grant, *, by, reason, **_):
    """額の確定 and the end that followed are one press, and go back as one."""
    take_step(grant, "undo_confirm", by=by, version=grant.version, reason=reason)


def _paid(grant, *, by, amount, paid_on, document_number, despite="", **_):
    """The rest in one payment: neither more nor less than what is owed."""
    owed = money.owed(grant.confirmed, grant.paid)
    if amount != owed:
        raise ValidationError({"amount": f"支払う額は{money.yen(owed)}です（確定額から、支払った額を引いた額）。"})
    refuse_unexplained(closing_doubts(grant, paid_on), despite)
    pay(grant, Payment.Kind.FINAL, by=by, amount=amount, paid_on=paid_on, document_number=document_number)


def _how_much(grant, *, amount, **_):
    return f"金額：{money.yen(amount)}"


def _ask_refund(grant, *, due, **_):
    write(grant, refund_total=money.refund(grant.confirmed, grant.paid), refund_by=due)


def _what_to_refund(grant, *, due, reason="", **_):
    rule = grant.rule
    late = f"期限をすぎると、年{rule.late_words}の延滞金がかかることがあります。"
    return "\n".join(filter(None, [reason, f"返す額：{money.yen(grant.rest_to_refund)}", f"期限：{jdate(due)}", late]))


def _came_back(is_last):
    def prepare(grant, *, by, amount, paid_on, document_number, late_interest=None, surcharge=None, **_):
        """A part of what is to be given back, or the rest of it with 延滞金 and 加算金."""
        rest = grant.rest_to_refund
        if is_last and amount != rest:
            raise ValidationError(
                {"amount": f"残りは{money.yen(rest)}です。一部のときは「返還の一部を記録する」を使ってください。"}
            )
        if not is_last and not 0 < amount < rest:
            raise ValidationError(
                {
                    "amount": f"残りの{money.yen(rest)}より少ない額を入れてください。残りの全部なら「返還が済んだことを記録する」を使います。"
                }
            )
        said = {"paid_on": paid_on, "document_number": document_number}
        pay(grant, Payment.Kind.REFUND, by=by, amount=amount, **said)
        if late_interest:
            pay(grant, Payment.Kind.INTEREST, by=by, amount=late_interest, **said)
        if surcharge:
            pay(grant, Payment.Kind.SURCHARGE, by=by, amount=surcharge, **said)

    return prepare


def interest_today(grant, day):
    """The 延滞金 in yen where the rest comes back on this day (date): of each part for the days that it was late. One query."""
    if not grant.refund_by:
        return 0
    came = grant.payments.filter(kind=Payment.Kind.REFUND).values_list("amount", "paid_on")
    late = [(amount, (on - grant.refund_by).days) for amount, on in [*came, (grant.rest_to_refund, day)]]
    return money.interest(grant.rule, *late)


def surcharge_today(grant, day):
    """The 加算金 in yen where the rest comes back on this day (date); 0 where the decision was not revoked. At most one query."""
    if grant.revoked_on is None or not grant.rule.surcharge_rate:
        return 0
    rows = list(grant.payments.values_list("kind", "amount", "paid_on"))
    received = [(amount, on) for kind, amount, on in rows if kind in Payment.OUT]
    came = [(amount, on) for kind, amount, on in rows if kind == Payment.Kind.REFUND and on >= grant.revoked_on]
    return money.surcharge(grant.rule, received, [*came, (grant.rest_to_refund, day)])


def _revoked(grant, *, ground, **_):
    write(grant, ground=ground)


def _revoked_paid(grant, *, ground, amount, due, decided_on, **_):
    """What the group keeps is what was paid without the sum that it gives back."""
    has = grant.paid - grant.refunded
    refuse_above(amount, has, "支払った額")
    if amount == 0:
        raise ValidationError({"amount": "返してもらう額を入れてください。"})
    total = grant.refunded + amount
    write(grant, ground=ground, refund_total=total, refund_by=due, confirmed=grant.paid - total, revoked_on=decided_on)


def _why_revoked(grant, *, ground, reason, due=None, **_):
    back = [_what_to_refund(grant, due=due), grant.rule.surcharge_words] if due else []
    return "\n".join(filter(None, [ground, reason, *back]))


def _vat(grant, *, vat, **_):
    write(grant, vat_amount=vat)


HOOKS = with_undo(
    {
        "inspect": {"prepare": _inspected, "warns": _before_inspecting},
        "confirm": {
            "prepare": _confirmed,
            "notice": _what_is_confirmed,
            "warns": _before_confirming,
            "effect": _settled_where_even,
        },
        "claim": {},
        "pay": {"prepare": _paid, "notice": _how_much, "warns": closing_doubts},
        "settle": {"back": _with_confirming},
        "ask_refund": {"prepare": _ask_refund, "notice": _what_to_refund},
        "refund_part": {"prepare": _came_back(False), "notice": _how_much},
        "refund": {"prepare": _came_back(True), "notice": _how_much},
        "revoke": {
            "prepare": _revoked,
            "notice": _why_revoked,
            "effect": entry_actions.revoked,
            "back": entry_actions.stands_again,
        },
        "revoke_paid": {
            "prepare": _revoked_paid,
            "notice": _why_revoked,
            "effect": entry_actions.revoked,
            "back": entry_actions.stands_again,
        },
        "report_vat": {"prepare": _vat},
    }
)
