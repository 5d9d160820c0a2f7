"""前に見てから: which matters others have moved since somebody last said that all was seen."""

from django.db.models import Exists, OuterRef, Q

from kyodo_portal.process.models import Task, subject_models

from .models import DeskVisit


def seen_by(user):
    """When this person last pressed 「ここまで見た」; None for never. One query."""
    return DeskVisit.objects.filter(user=user.pk).values_list("at", flat=True).first()


def is_moved_since(moment, user):
    """The condition of a row of the board that somebody else than this person, or the clock, brought its matter on after a moment: by a
    step, or by what they were asked besides. Never, where there is no moment."""
    if moment is None:
        return Q(pk__in=[])
    asked = Task.objects.filter(process=OuterRef("process"), subject_id=OuterRef("subject_id"), kind=Task.Kind.OWN)
    asked = asked.filter(done_at__gt=moment, done_how__in=(Task.How.STEP, Task.How.TICK))
    moved = Q(Exists(asked.exclude(done_by=user.pk)))
    for model in subject_models():
        steps = model.changes.rel.related_model.objects.filter(subject=OuterRef("subject_id"), at__gt=moment)
        moved |= Q(Exists(steps.exclude(by=user.pk)), process=model.process.key)
    return moved
