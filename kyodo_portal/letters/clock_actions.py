"""What the clock does with 通知書: those whose minutes are over arrive."""

from django.db import transaction

from kyodo_portal.notices.batch_actions import as_one

from .models import OfficialLetter
from .release_actions import arrive

AT_ONCE = 500  # of one run


def let_go():
    """Every letter that was pressed 「出す」 and can no longer be held back arrives, each in a transaction of its own; how many. Whoever gets
    several of them is told once."""
    with as_one():
        return _let_go()


def _let_go():
    count = 0
    for pk in OfficialLetter.objects.due().order_by("leaves_at", "pk").values_list("pk", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            row = OfficialLetter.objects.select_for_update(of=("self",)).select_related("template", "by").filter(pk=pk).first()
            if row is not None and row in OfficialLetter.objects.due():
                arrive(row)
                count += 1
    return count
