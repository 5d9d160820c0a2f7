"""What a step of a grant wrote is kept before it, as numbers and words, and put back by the step that takes it back."""

import datetime
from dataclasses import replace

from django.core.exceptions import PermissionDenied

from kyodo_portal.common.workflow import Hook
from partners.directory.access import is_member
from projects.filings.effects import all_of

from .account_models import GrantLine
from .models import Grant
from .workflow import GRANT

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


def put_back(grant, *, undone, lines=True, **_):
    """All of it as it was before the step that is taken back. lines: the accounts are still the same rows."""
    columns = {name: Grant._meta.get_field(name) for name in Grant.STEPPED}
    write(grant, **{name: columns[name].to_python(value) for name, value in undone.kept["was"].items() if name in columns})
    grant.payments.exclude(pk__in=undone.kept["payments"]).delete()
    grant.__dict__.pop("paid_sum", None)
    if not lines:
        return
    rows = {row.pk: row for row in grant.all_lines}
    for key, *values in undone.kept["lines"]:
        for name, value in zip(LINE, values, strict=True):
            setattr(rows[key], name, value)
    GrantLine.objects.bulk_update(rows.values(), LINE)


def with_undo(hooks):
    """{step: Hook} that keeps before each of these steps, and puts back where it is taken back.

    hooks: {step: words of Hook}; `back` among them is what its taking back does besides, called as an effect is.
    """
    backs = {name: words.pop("back", None) for name, words in hooks.items()}
    steps = {name: Hook(**{"keep": kept, **words}) for name, words in hooks.items()}
    for name in hooks:
        if GRANT.step(name).roles == ("applicant",):
            steps[name] = replace(steps[name], effect=all_of(use_filing, steps[name].effect))
    return steps | {f"undo_{name}": Hook(effect=all_of(put_back, reopen_filing, back)) for name, back in backs.items()}


def use_filing(grant, *, by, **_):
    """The city takes a step of the group only with what came, once for each paper; the group's own step uses nothing up."""
    if is_member(by, grant.partner):
        return
    filing = grant.open_filing
    if filing is None:
        raise PermissionDenied
    filing.used_version = grant.version
    filing.save(update_fields=["used_version"])


def reopen_filing(grant, *, undone, **_):
    """What came is to be entered again, where the step that was taken with it is taken back."""
    grant.filings.filter(used_version=undone.version).update(used_version=None)
    grant.__dict__.pop("all_filings", None)
