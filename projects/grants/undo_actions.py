"""What a step of a grant wrote is kept before it, as numbers and words, and put back by the step that takes it back."""

import datetime

from kyodo_portal.common.workflow import Hook

from .account_models import GrantLine
from .models import Grant

LINE = ("decided", "wanted", "confirmed")


def write(grant, **values):
    """Columns of a grant, whose row is held."""
    for name, value in values.items():
        setattr(grant, name, value)
    grant.save(update_fields=[*values])


def write_lines(grant, column, amounts):
    """One column of the accounts: {key of a line: yen or None}."""
    rows = {row.pk: row for row in grant.all_lines}
    for key, amount in amounts.items():
        setattr(rows[key], column, amount)
    GrantLine.objects.bulk_update(rows.values(), [column])


def kept(grant, **_):
    """JSON of all that a step may write: the columns, the three columns of the accounts, which payments there were."""
    was = {name: getattr(grant, name) for name in Grant.STEPPED}
    return {
        "was": {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in was.items()},
        "lines": [[row.pk, *(getattr(row, name) for name in LINE)] for row in grant.all_lines],
        "payments": list(grant.payments.values_list("pk", flat=True)),
    }


def put_back(grant, *, undone, **_):
    """All of it as it was before the step that is taken back."""
    columns = {name: Grant._meta.get_field(name) for name in Grant.STEPPED}
    write(grant, **{name: columns[name].to_python(value) for name, value in undone.kept["was"].items()})
    rows = {row.pk: row for row in grant.all_lines}
    for key, *values in undone.kept["lines"]:
        for name, value in zip(LINE, values, strict=True):
            setattr(rows[key], name, value)
    GrantLine.objects.bulk_update(rows.values(), LINE)
    grant.payments.exclude(pk__in=undone.kept["payments"]).delete()
    grant.__dict__.pop("paid_sum", None)


def with_undo(hooks):
    """{step: Hook} that keeps before each of these steps, and puts back where it is taken back.

    hooks: {step: words of Hook}; `back` among them is what its taking back does besides, called as an effect is.
    """
    backs = {name: words.pop("back", None) for name, words in hooks.items()}
    steps = {name: Hook(**{"keep": kept, **words}) for name, words in hooks.items()}
    return steps | {f"undo_{name}": Hook(effect=_and_then(back)) for name, back in backs.items()}


def _and_then(back):
    if back is None:
        return put_back

    def effect(grant, **answers):
        put_back(grant, **answers)
        back(grant, **answers)

    return effect
