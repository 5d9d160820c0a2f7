"""委員の公募: seats of a committee that everybody may apply for, through an Offer of its office."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from partners.directory.offer_models import Offer
from partners.requests.models import Request
from partners.requests.workflow import RequestStatus

AGREED = (RequestStatus.AGREED, RequestStatus.DONE)


class SeatCallQuerySet(models.QuerySet):
    def running(self):
        """What everybody may apply for today."""
        return self.filter(Exists(Offer.objects.open_to_all().filter(pk=OuterRef("offer"))), committee__is_public=True)

    def visible_to(self, user):
        """City staff; who reads an application says the application (partners/requests)."""
        return self.all() if user.is_authenticated and user.is_staff else self.none()


class SeatCall(models.Model):
    """公募: how many seats, for which term. Deadline and words stand in its offer, what people apply with in letters to its office."""

    committee = models.ForeignKey(
        "projects.Committee", on_delete=models.PROTECT, related_name="seat_calls", verbose_name="委員会"
    )
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="seat_call", verbose_name="募集の知らせ")
    seats = models.PositiveSmallIntegerField("募集する人数")
    term_since = models.DateField("任期のはじめ")
    term_until = models.DateField("任期の終わり")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="始めた人")
    created_at = models.DateTimeField("始めた日時", default=timezone.now)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("committee", "offer", "seats", "term_since", "term_until", "created_at")

    objects = SeatCallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委員の公募"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="seat_call_some_seats", condition=Q(seats__gte=1)),
            models.CheckConstraint(name="seat_call_term_in_order", condition=Q(term_until__gte=F("term_since"))),
        ]

    def __str__(self):
        return f"{self.committee}の委員の公募"

    def get_absolute_url(self):
        return reverse("seat-call", args=[self.pk])

    @property
    def may_reopen(self):
        """It was closed before its last day, which is not over: a wrong press can be taken back."""
        return not self.offer.is_live and self.offer.until >= timezone.localdate()

    def applications(self):
        """The QuerySet of the letters with which people applied, the earliest first."""
        return (
            Request.objects.filter(offer=self.offer_id, kind=Request.Kind.APPLY)
            .exclude(sent_at__isnull=True)
            .order_by("sent_at", "pk")
        )
