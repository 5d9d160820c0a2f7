"""Who belongs where, from when until when. Every right in the portal follows from these rows."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kyodo_portal.process.conditions import paired


class DatedQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Rows in force on a day (default today): `since` ≤ day ≤ `until`, both days included."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def going_on(self, day):
        """Rows in force on a day or from a later one on."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))


class MembershipQuerySet(DatedQuerySet):
    def not_over(self):
        """Rows in force today or from a later day on; none that people of the group doubt until the secretariat has decided."""
        return self.going_on(timezone.localdate()).filter(suspended_at__isnull=True)

    def valid(self, on=None):
        """Rows in force on a day; none that people of the group doubt until the secretariat has decided."""
        return super().valid(on).filter(suspended_at__isnull=True)

    def of_group(self, partner):
        """Who belongs to a partner today, those among them who are doubted too; with their users."""
        doubted = Q(suspended_at__isnull=False, disputes__isnull=False, disputes__decided_at__isnull=True)
        valid = Q(pk__in=type(self)(self.model).valid().filter(partner=partner).values("pk"))
        return self.filter(valid | doubted, partner=partner).select_related("user", "partner").distinct()


class Membership(models.Model):
    """所属: a person belongs to a partner. A change of staff on 1 April is an end date and a start date."""

    class Part(models.TextChoices):
        REPRESENTATIVE = "representative", "代表者"
        MEMBER = "member", "担当"
        VIEWER = "viewer", "閲覧"  # of a group: reads its matters and is told of them, writes nothing
        PROMOTER = "promoter", "協働推進員"  # of a city office: whom the others there ask about 協働

    WRITERS = (Part.REPRESENTATIVE, Part.MEMBER, Part.PROMOTER)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name="利用者"
    )
    partner = models.ForeignKey("partners.Partner", on_delete=models.CASCADE, related_name="memberships", verbose_name="団体")
    part = models.CharField("役", max_length=16, choices=Part, default=Part.MEMBER)
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    entered_at = models.DateTimeField("入れた日時", null=True, blank=True, editable=False)  # by an office, as representative
    suspended_at = models.DateTimeField("止めた日時", null=True, blank=True, editable=False)

    gives_rights_to = "user"
    public_columns = ("partner", "part", "since", "until", "entered_at", "suspended_at")
    rights_columns = ("user", "partner", "part", "since", "until")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        ordering = ["partner", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(fields=["user", "partner"], condition=Q(until__isnull=True), name="membership_one_open"),
        ]

    def __str__(self):
        return f"{self.user} {self.partner}"


class MembershipDispute(models.Model):
    """心あたりがない: somebody of the group does not know of a new representative. The secretariat decides."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="disputes", verbose_name="所属")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="知らせた人")
    at = models.DateTimeField("知らせた日時", auto_now_add=True)
    upheld = models.BooleanField("代表者ではなかった", null=True, blank=True)
    why = models.TextField("決めた理由", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決めた人"
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    # What the decision ended, for whoever takes it back.
    until_before = models.DateField("決める前の「いつまで」", null=True, blank=True, editable=False)

    public_columns = ("membership", "at", "upheld", "decided_at")

    class Meta:
        verbose_name = verbose_name_plural = "代表者への心あたりがないという知らせ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(decided_at__isnull=True), name="membership_dispute_one_open"
            ),
            paired("membership_dispute_decided_paired", "upheld", "decided_by", "decided_at"),
        ]

    def __str__(self):
        return f"{self.membership}"


def _sits_in_an_office(rows):
    """The condition that the person of a row belongs to an office by one of these memberships: a body of coordinators, or the city's."""
    return Exists(rows.filter(user=OuterRef("user")).exclude(partner__office="none"))


class AssignmentQuerySet(DatedQuerySet):
    def valid(self, on=None):
        """Rows in force on a day whose person belongs on that day to a body of coordinators or to the city: whoever left accompanies
        nobody, whether or not anybody wrote an end."""
        return super().valid(on).filter(_sits_in_an_office(Membership.objects.valid(on)))

    def of_leavers(self):
        """Rows that go on although their person belongs to no office any more, and will not from a later day on. Whom somebody doubts
        has not left."""
        today = timezone.localdate()
        there, ever = Membership.objects.going_on(today), Membership.objects.all()
        return self.going_on(today).filter(~_sits_in_an_office(there), _sits_in_an_office(ever))


class Assignment(models.Model):
    """伴走: which coordinator accompanies which partner (and so all of its matters)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments", verbose_name="コーディネーター"
    )
    partner = models.ForeignKey("partners.Partner", on_delete=models.CASCADE, related_name="assignments", verbose_name="団体")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    gives_rights_to = "user"
    public_columns = ("partner", "since", "until")
    rights_columns = ("user", "partner", "since", "until")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "伴走"
        ordering = ["partner", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="assignment_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(fields=["user", "partner"], condition=Q(until__isnull=True), name="assignment_one_open"),
        ]

    def __str__(self):
        return f"{self.user} {self.partner}"
