"""理由の文例: those of a step, and which steps can have some."""

from kyodo_portal.process.reason_forms import TEXTS

from .kinds import kinds
from .models import ReasonExample

ASKING = {*TEXTS, "items"}


def examples_of(process, step):
    """The setting KYODO_REASON_EXAMPLES."""
    return list(ReasonExample.objects.filter(process=process, step=step, in_use=True).order_by("order", "pk"))


def reason_choices():
    """[("application decline", "後援・共催・減免の申請：不承認を記録する")] of every step at which the city writes a text."""
    return [
        (f"{key} {row.name}", f"{kind.process.label}：{row.label}")
        for key, kind in kinds().items()
        for row in kind.process.steps
        if ASKING & {*row.questions} and {*kind.desk} & {*row.roles} and not row.is_undo
    ]
