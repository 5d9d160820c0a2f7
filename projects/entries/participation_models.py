"""Who takes part in a collaboration, on which side, from when until when. Rights follow from the rows of today."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from kyodo_portal.common.own_words import own_words


class ParticipationQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Rows in force on a day (default today), both days included; one without `since` holds from the beginning."""
        day = on or timezone.localdate()
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))

    def with_names(self):
        """With the partner, of whom only what says who it is is read: name, kind, and whether everybody may read the name."""
        names = ("name", "kind", "name_consent", "taken_down_at")
        own = ("project", "side", "is_lead", "since", "until")
        return self.select_related("partner").only(*own, *(f"partner__{name}" for name in names))

    def of_the_year(self, year):
        """Rows that hold on some day of what their entry does in a 年度: none of an entry without that year."""
        begun = Q(since__isnull=True) | Q(since__lte=F("project__cycles__ends_on"))
        not_over = Q(until__isnull=True) | Q(until__gte=F("project__cycles__starts_on"))
        return self.filter(begun, not_over, project__cycles__fiscal_year=year)

    def within(self, year):
        """Rows that hold on some day of a 年度 (a number or an expression): who takes part in it, also in some of it."""
        begun = Q(since__isnull=True) | Q(since__year__lte=year) | Q(since__year=year + 1, since__month__lt=4)
        not_over = Q(until__isnull=True) | Q(until__year__gt=year) | Q(until__year=year, until__month__gte=4)
        return self.filter(begun, not_over)


class Participation(models.Model):
    """Who takes part in a ledger entry, on which side. A row is never deleted by who leaves: it ends, and its years stay theirs."""

    class Side(models.TextChoices):
        GROUP = "group", "団体など"
        CITY = "city", own_words("市")

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="participations", verbose_name="台帳の1件"
    )
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="participations", verbose_name="団体・部署"
    )
    side = models.CharField("立場", max_length=5, choices=Side)
    is_lead = models.BooleanField("中心になる", default=False)
    since = models.DateField("いつから", null=True, blank=True)  # empty: from the beginning
    until = models.DateField("いつまで", null=True, blank=True)
    # The entry with which this row came along when it was merged; what goes back when the two are parted again.
    merged_from = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="もとの1件",
    )

    public_columns = ("project", "partner", "side", "is_lead", "since", "until", "merged_from")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加する団体・部署"
        ordering = ["project", "-is_lead", "pk"]
        # Whom a side has today is read out of this index alone.
        indexes = [models.Index(fields=["side", "partner", "project", "since", "until"], name="participation_of_a_side_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "partner"], condition=Q(until__isnull=True), name="participation_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["project", "side"],
                condition=Q(is_lead=True, until__isnull=True),
                name="participation_one_lead_today",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="participation_until_after_since",
            ),
        ]

    def __str__(self):
        return f"{self.partner}"

    def holds(self, on=None):
        """Whether the row is in force on a day (default today): `valid` for one row."""
        return in_force(self, on or timezone.localdate())


def in_force(row, day):
    """`Participation.holds` for a row of which only the columns are at hand."""
    return (row.since is None or row.since <= day) and (row.until is None or row.until >= day)


def participations_with_partner(path=""):
    """What `prefetch_related` takes to bring along who takes part today, in one query. `path` leads to the entry: "project__" from a year.

    Not `participations__partner`: the rows that a foreign key leads to are asked for by as many conditions as there are rows,
    and beyond 1,000 SQLite refuses the question. Whatever is asked of `participations` of such an entry is asked of today's rows:
    who wants those of other days asks `Participation.objects`.
    """
    return Prefetch(f"{path}participations", Participation.objects.valid().select_related("partner"))


def every_participation(path="", to_attr=""):
    """The same with those who have left and those to come: what is said of past years asks `holds` for a day of theirs."""
    return Prefetch(f"{path}participations", Participation.objects.select_related("partner"), to_attr=to_attr or None)


def every_name(path=""):
    """The same for a page that only says who takes or took part: `with_names`."""
    return Prefetch(f"{path}participations", Participation.objects.with_names())
