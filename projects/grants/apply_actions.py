"""A grant is applied for and decided: begun and written by its group, numbered when it is sent, decided within the rule's budget."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.number_actions import next_number
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks

from . import entry_actions, money
from .access import can_apply, can_write_grant
from .account_models import GrantLine
from .models import Grant
from .problems import application_doubts, application_problems, budget_left, refuse, refuse_unexplained
from .scheme_models import GrantRule
from .undo_actions import with_undo, write, write_lines

SERIES = "G"


@transaction.atomic
def begin_grant(rule, partner, *, by, form_key, title, is_sample=False):
    """A draft of the group for this rule. PermissionDenied where it may not apply now. The same key gives the same draft."""

    def make():
        if not can_apply(by, partner, rule):
            raise PermissionDenied
        made = Grant.objects.create(
            rule=rule, partner=partner, title=title, created_by=by, form_key=form_key, is_sample=is_sample
        )
        record("start", by=by, target=made)
        return made

    theirs = {"rule_id": rule.pk, "partner_id": partner.pk, "created_by_id": by.pk}
    return create_once(Grant, form_key, make, theirs=theirs, said={"title": title})


def written(grant):
    """{name: value} of all that its group writes in an application: columns, and `expenses` and `incomes`, each as [[…]]."""
    rows = grant.lines.all()
    expenses = [[row.cost_id, row.item, row.budget, row.note] for row in rows if row.side == GrantLine.Side.EXPENSE]
    incomes = [[row.source, row.item, row.budget, row.note] for row in rows if row.side == GrantLine.Side.INCOME]
    return {**{name: getattr(grant, name) for name in grant.WRITTEN}, "expenses": expenses, "incomes": incomes}


def sent_in(values, expenses, incomes):
    """What a page sent, spelled as `written`. values: {column: value}; expenses, incomes: the filled rows."""
    spent = [[row["cost"].pk, row["item"], row["amount"], row["note"]] for row in expenses]
    return {**values, "expenses": spent, "incomes": [[row["source"], row["item"], row["amount"], row["note"]] for row in incomes]}


def etag_of_grant(grant):
    """The edit token of what the page of an application shows."""
    return fields_etag(written(grant))


def held(grant):
    """The grant as it stands now, its row held until the end of the transaction."""
    rows = Grant.objects.select_for_update(of=("self",)).select_related(*Grant.at_hand)
    return rows.get(pk=grant.pk)


@transaction.atomic
def save_grant(grant, *, by, etag, expenses, incomes, **values):
    """What the application says from now on. expenses: [{cost, item, amount, note}], incomes: [{source, item, amount, note}].

    What others alone wrote since the page with `etag` was opened stays; EditConflict where both wrote the same column, or both wrote
    expenses, or incomes: rows are laid out in order, and are one each. PermissionDenied once it is sent.
    """
    grant = held(grant)
    if not can_write_grant(by, grant):
        raise PermissionDenied
    sent = sent_in(values, expenses, incomes)
    names = names_to_write(etag, written(grant), sent, grant)
    write(grant, **{name: values[name] for name in values if name in names})
    for name, side in (("expenses", GrantLine.Side.EXPENSE), ("incomes", GrantLine.Side.INCOME)):
        if name in names:
            _lay_lines(grant, side, sent[name])
    grant.__dict__.pop("all_lines", None)
    record("draft", by=by, target=grant)
    sync_tasks(grant, by=by)
    return grant


def _lay_lines(grant, side, rows):
    """The lines of one side of the accounts are these, in this order."""
    grant.lines.filter(side=side).delete()
    is_expense = side == GrantLine.Side.EXPENSE
    GrantLine.objects.bulk_create(
        GrantLine(
            grant=grant, side=side, item=item, budget=amount, note=note, order=order,
            cost_id=kind if is_expense else None, source="" if is_expense else kind,
        )
        for order, (kind, item, amount, note) in enumerate(rows)
    )  # fmt: skip


def sent(grant, *, despite="", **_):
    """Numbered by the 年度 of its rule; what it asks for is what its budget comes to."""
    # Judged by the rule as it stands now, and frozen from now on: nobody may be changing it meanwhile.
    rules = GrantRule.objects.select_for_update(of=("self",)).select_related("scheme__department")
    grant.rule = rules.get(pk=grant.rule_id)
    refuse(application_problems(grant))
    refuse_unexplained(application_doubts(grant), despite)
    if grant.number is None:
        write(grant, number=next_number(SERIES, grant.rule.fiscal_year, given=Grant.objects.all()))
    write(grant, asked=grant.wanted_amount, despite=despite or "")


def what_is_sent(grant):
    """What the confirm page says of an application: what has to be explained."""
    return application_doubts(grant)


def within_budget(grant, amount):
    """Refuse an amount (yen) above what the rule's budget still holds. The rule's row is held: two decisions at once stand in a line."""
    rule = GrantRule.objects.select_for_update().get(pk=grant.rule_id)
    left = budget_left(rule, without=grant)
    if amount > left:
        raise ValidationError({"amount": f"予算の残りは{money.yen(left)}です。これより多くは決められません。"})


def refuse_above(amount, most, what):
    """Refuse an amount above `most`, called `what`."""
    if amount > most:
        raise ValidationError({"amount": f"{what}は{money.yen(most)}です。これより多くはできません。"})


def _decided(grant, *, decided_lines, amount, cut_reason="", conditions="", document_number, decided_on, **_):
    """What each line may cost, and the sum: never more than it comes to, than was asked and than there is."""
    for row in grant.all_lines:
        if row.pk in decided_lines and decided_lines[row.pk] > (row.budget or 0):
            raise ValidationError({f"line_{row.pk}": f"「{row.item}」は、予算の{money.yen(row.budget)}より多くできません。"})
    kept = {row.pk: decided_lines.get(row.pk, row.budget) for row in grant.all_lines}
    write_lines(grant, "decided", kept)
    computed = grant.computed("decided").amount
    if amount == 0:
        raise ValidationError({"amount": "0円の交付決定はできません。交付しないときは「不交付を記録する」を使ってください。"})
    refuse_above(amount, computed, "計算した額")
    refuse_above(amount, grant.asked, "申請額")
    within_budget(grant, amount)
    if amount != grant.asked and not (cut_reason or "").strip():
        raise ValidationError({"cut_reason": f"申請額{money.yen(grant.asked)}と違うわけを書いてください。"})
    write(
        grant, decided=amount, cut_reason=cut_reason or "", conditions=conditions or "", document_number=document_number,
        decided_on=decided_on,
    )  # fmt: skip


def _what_is_decided(grant, **_):
    lines = [f"交付決定額：{money.yen(grant.decided)}", grant.conditions and f"条件：{grant.conditions}", grant.cut_reason]
    return "\n".join(filter(None, lines))


def _before_deciding(grant):
    """What the confirm page of the decision says first: how the sum comes about, and what there is."""
    steps = [f"{part.text}：{money.yen(part.amount)}" for part in grant.computed("budget").parts]
    left = budget_left(grant.rule, without=grant)
    explained = [f"団体の説明：{grant.despite}"] if grant.despite else []
    return [*steps, f"申請額は{money.yen(grant.asked)}、予算の残りは{money.yen(left)}です。", *explained]


def _declined(grant, *, ground, document_number, decided_on, **_):
    write(grant, ground=ground, document_number=document_number, decided_on=decided_on)


def _why_declined(grant, *, ground, reason, **_):
    return f"{ground}\n{reason}"


HOOKS = with_undo(
    {
        "submit": {"prepare": sent, "warns": what_is_sent},
        "receive": {},
        "withdraw": {},
        "decide": {
            "prepare": _decided,
            "notice": _what_is_decided,
            "warns": _before_deciding,
            "effect": entry_actions.open_entry,
            "back": entry_actions.take_back_entry,
        },
        "decline": {"prepare": _declined, "notice": _why_declined},
        "renounce": {"effect": entry_actions.renounced, "back": entry_actions.stands_again},
    }
)
