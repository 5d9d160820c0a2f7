"""Templates of 通知書: those of ours where a step has none yet, the next version of one, and steps that write no letter any more."""

from django.db import transaction

from kyodo_portal.process.errors import EditConflict

from .kinds import kinds
from .template_models import LetterTemplate

WRITTEN = ("name", "title", "body", "appeal", "appeal_text", "file_name", "keep_years")


def lay_templates():
    """Give every step of `defaults` that never had a template its first one; how many were laid. One query where all stand."""
    there = set(LetterTemplate.objects.order_by().values_list("process", "step").distinct())
    new = [
        LetterTemplate(process=key, step=row.step, **{name: getattr(row, name) for name in WRITTEN})
        for key, kind in kinds().items()
        for row in kind.defaults
        if (key, row.step) not in there
    ]
    LetterTemplate.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def write_template(template, *, values, in_use):
    """What letters of this step say from now on, or that it writes none (`in_use` False). Returns the LetterTemplate that holds.

    values: WRITTEN by name. Words that change make the next version, which takes the place of the one in use; letters keep the version
    that they were made of. A template without a key is version 1 of its step, or the next where the step had one.
    EditConflict where a later version has taken the place of this one.
    """
    rows = LetterTemplate.objects.select_for_update().filter(process=template.process, step=template.step)
    last = rows.order_by("-version").first()
    if template.pk:
        if last.pk != template.pk:
            raise EditConflict("このひな形には、新しい版があります。そちらを開いて、直してください。", last)
        if all(getattr(last, name) == values[name] for name in WRITTEN):
            return _switched(last, in_use)
    rows.filter(in_use=True).update(in_use=False)
    version = last.version + 1 if last else 1
    place = {"process": template.process, "step": template.step, "version": version, "in_use": in_use}
    return LetterTemplate.objects.create(**place, **{name: values[name] for name in WRITTEN})


def _switched(row, in_use):
    if row.in_use != in_use:
        row.in_use = in_use
        row.save(update_fields=["in_use"])
    return row
