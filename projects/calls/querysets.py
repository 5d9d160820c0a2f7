"""Which calls there are: published, open, in the order of their deadlines."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone


class CallQuerySet(models.QuerySet):
    def published(self):
        """What residents see: published calls, also those that are closed."""
        return self.filter(published_at__isnull=False, published_at__lte=timezone.now())

    def open_now(self):
        """Published calls that take proposals at this moment."""
        now = timezone.now()
        return self.published().filter(opens_at__lte=now, closes_at__gt=now, withdrawn_at__isnull=True)

    def in_order(self):
        """Open ones first, the nearest deadline on top; then those to come; then closed ones, the latest first."""
        now = timezone.now()
        coming, closed = Q(opens_at__gt=now), Q(closes_at__lte=now) | Q(withdrawn_at__isnull=False)
        rank = Case(When(closed, then=Value(2)), When(coming, then=Value(1)), default=Value(0))
        soon = Case(
            When(closed, then=None), When(coming, then=F("opens_at")), default=F("closes_at"), output_field=models.DateTimeField()
        )
        return self.annotate(rank=rank).order_by("rank", soon.asc(nulls_last=True), "-closes_at", "pk")

    def listed(self):
        """The public list of calls, in its order."""
        return self.published().in_order()

    def visible_to(self, user):
        """Published calls for everybody, all of them for city staff."""
        return self.all() if user.is_authenticated and user.is_staff else self.published()
