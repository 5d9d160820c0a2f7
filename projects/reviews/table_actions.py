"""Many decisions of one call are recorded together, or none of them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale

MOVED = "この画面を開いたあとに、動きがありました。一覧に戻って、開き直してください。"


def decide_all(rows, *, by):
    """{id of a proposal: ValidationError} of what stands in the way, and then nothing is written; {} when all are recorded.

    rows: [(proposal, version, answers of the step "decide")]. A second press of the button finds what the first one did.
    PermissionDenied when `by` may not decide one of them. Queries: those of `take_step` for each.
    """
    wrong = {}
    with transaction.atomic():
        for proposal, version, answers in rows:
            try:
                with transaction.atomic():
                    take_step(proposal, "decide", by=by, version=version, **answers)
            except ValidationError as error:
                wrong[proposal.pk] = error
            except Stale as error:
                if not error.is_second_press:
                    wrong[proposal.pk] = ValidationError(MOVED)
        transaction.set_rollback(bool(wrong))
    return wrong
