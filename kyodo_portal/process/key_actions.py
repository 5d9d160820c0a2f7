"""One-time keys of pages whose rows have no column for one: the admin's own pages on which a row is added."""

from django.utils import timezone

from .models import FormKey

KEPT = timezone.timedelta(days=2)  # as long as a page with the key may still lie open somewhere


def use_key(form_key, *, by, model):
    """Write down that this key makes a row of `model`, whose form has no column for it; return the FormKey, which waits for `made`.

    IntegrityError where the key was used before. Keys older than two days are forgotten. Two queries.
    """
    old = FormKey.objects.filter(at__lt=timezone.now() - KEPT)
    old.delete()
    return FormKey.objects.create(form_key=form_key, by=by, model=model._meta.label_lower)


def made_with_key(form_key, *, by, model):
    """The row of `model` that this person made with this key, or None. Two queries, one where there is none."""
    row = FormKey.objects.filter(form_key=form_key, by=by, model=model._meta.label_lower).first()
    return model._base_manager.filter(pk=row.made).first() if row is not None and row.made else None


def note_made(row, made):
    """Write down which row came of a used key (what `use_key` returned)."""
    row.made = str(made.pk)
    row.save(update_fields=["made"])
