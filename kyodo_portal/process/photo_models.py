"""写真: of a group, a collaboration, an activity …; one table for all of them. Where photographs may stand: photo_places.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.common.files.three_by_two import SIZES

from .conditions import paired
from .files import StoredFile

GONE = Q(removed_at__isnull=False)


class PhotoQuerySet(models.QuerySet):
    def kept(self):
        """Not removed; what is covered among them."""
        return self.filter(removed_at__isnull=True)

    def shown(self):
        """What whoever may open the page of its subject sees there."""
        return self.kept().filter(covered_at__isnull=True)


class Photo(models.Model):
    """写真: one picture on one page, with what those who do not see it are told and with the word of those who are on it.

    `place` is the key of a PhotoPlace, `subject_id` the row there: this shelf knows no groups. The row stays when the picture is
    removed; its files go then, its words after their term (personal/retention.py).
    """

    class People(models.TextChoices):
        NOBODY = "nobody", "だれも写っていない"
        FAR = "far", "写っているが、だれか分からない（後ろすがた、遠く）"
        KNOWN = "known", "だれか分かる人が写っている"

    class Why(models.TextChoices):
        REMOVED = "removed", "載せた側が外した"
        REPLACED = "replaced", "新しい写真に替えた"
        ASKED = "asked", "写っている人の求めで外した"

    place = models.CharField("どこの写真か", max_length=20)
    subject_id = models.PositiveBigIntegerField("もの")
    alt = models.CharField("写真の説明", max_length=120, blank=True)
    is_decoration = models.BooleanField("飾り", default=False)
    people = models.CharField("写っている人", max_length=6, choices=People)
    with_children = models.BooleanField("18歳未満の人が写っている", default=False)
    asked_whom = models.CharField("同意した人", max_length=120, blank=True)
    asked_by = models.CharField("同意を確かめた人", max_length=80, blank=True)
    asked_on = models.DateField("同意を確かめた日", null=True, blank=True)
    guardians_agreed = models.BooleanField("保護者の同意", default=False)
    is_sample = models.BooleanField("見本", default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="載せた人")
    added_at = models.DateTimeField("載せた日時", auto_now_add=True)
    covered_at = models.DateTimeField("隠した日時", null=True, blank=True)  # since somebody on it asked; until it is decided
    removed_at = models.DateTimeField("外した日時", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="外した人"
    )
    removed_why = models.CharField("外したわけ", max_length=8, blank=True, choices=Why)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = (
        "place", "subject_id", "alt", "is_decoration", "people", "with_children", "is_sample", "added_at", "covered_at", "removed_at",
        "removed_why",
    )  # fmt: skip

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "写真"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["place", "subject_id", "id"], condition=Q(removed_at__isnull=True), name="photo_of_a_subject")
        ]
        constraints = [
            models.CheckConstraint(name="photo_people_known", condition=Q(people__in=("nobody", "far", "known"))),
            models.CheckConstraint(
                name="photo_removed_paired",
                condition=Q(removed_at__isnull=True, removed_why="")
                | Q(removed_at__isnull=False, removed_why__in=("removed", "replaced", "asked")),
            ),
            # What stands on a page is described, and agreed to by those who are on it. Of what is gone the words go too.
            models.CheckConstraint(
                name="photo_described", condition=GONE | Q(is_decoration=True, alt="") | Q(is_decoration=False) & ~Q(alt="")
            ),
            models.CheckConstraint(
                name="photo_agreed_to",
                condition=GONE | ~Q(people="known") | Q(asked_on__isnull=False) & ~Q(asked_whom="") & ~Q(asked_by=""),
            ),
            models.CheckConstraint(
                name="photo_guardians_agreed",
                condition=GONE | ~Q(people="known") | Q(with_children=False) | Q(guardians_agreed=True),
            ),
        ]

    def __str__(self):
        return f"写真 {self.pk}"

    def get_absolute_url(self):
        return reverse("photo", args=[self.pk])


class PhotoFile(StoredFile):
    """One of the two sizes in which a photograph is kept. What was sent is not kept."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="files", verbose_name="写真")
    width_name = models.CharField("大きさの名", max_length=1, choices=[(name, name) for name in SIZES])
    width = models.PositiveSmallIntegerField("横の点")
    height = models.PositiveSmallIntegerField("縦の点")

    public_columns = ("photo", "width_name", "width", "height", "name")

    class Meta:
        verbose_name = verbose_name_plural = "写真のファイル"
        ordering = ["photo", "width_name"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "width_name"], name="photo_file_once"),
            models.CheckConstraint(name="photo_file_size_known", condition=Q(width_name__in=("l", "s"))),
        ]


class PhotoRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decided_at__isnull=True)


class PhotoRequest(models.Model):
    """外してほしいという求め: of somebody who is on a photograph, or of a parent. Nobody has to sign in for it."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="requests", verbose_name="写真")
    words = models.TextField("わけ", blank=True)
    contact = models.CharField("返事の宛先", max_length=120, blank=True)
    at = models.DateTimeField("届いた日時", auto_now_add=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    removed = models.BooleanField("外した", null=True, blank=True)
    reason = models.TextField("決めた理由", blank=True)
    # By the secretariat, who decides once more; the reason that it wrote stays in its box.
    reopened_at = models.DateTimeField("決めたことを取り消した日時", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決めた人"
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)

    public_columns = ("photo", "at", "removed", "decided_at")

    objects = PhotoRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "写真を外してほしいという求め"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["photo"], condition=Q(decided_at__isnull=True), name="photo_request_one_open"),
            paired("photo_request_decided_paired", "removed", "decided_by", "decided_at"),
        ]

    def __str__(self):
        return f"{self.photo}を外してほしいという求め"
