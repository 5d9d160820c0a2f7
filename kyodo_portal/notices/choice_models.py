"""How somebody wants to be mailed: one row for each kind of mail of which a person chose anything."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailKind(models.TextChoices):
    """What mails are about. What belongs to a matter that waits for somebody can be put off to the morning, and never be stopped."""

    MATTER = "matter", "手続きのお知らせ"
    THREAD = "thread", "届いた連絡"
    REMINDER = "reminder", "期限のお知らせ"
    DIGEST = "digest", "週のはじめのまとめ"
    FOLLOWING = "following", "見守っているもの"


class MailHow(models.TextChoices):
    NOW = "now", "そのつど受けとる"
    DAILY = "daily", "1日に1度、朝にまとめて受けとる"
    WEEKLY = "weekly", "週に1度受けとる"
    NONE = "none", "受けとらない"


# {kind: what may be chosen of it}; the first is how it is where nothing was chosen.
HOWS = {
    MailKind.MATTER: (MailHow.NOW, MailHow.DAILY),
    MailKind.THREAD: (MailHow.NOW, MailHow.DAILY, MailHow.NONE),
    MailKind.REMINDER: (MailHow.NOW, MailHow.DAILY),
    MailKind.DIGEST: (MailHow.WEEKLY, MailHow.NONE),
    MailKind.FOLLOWING: (MailHow.WEEKLY, MailHow.NONE),
}


class MailChoiceQuerySet(models.QuerySet):
    def without(self, kind):
        """Of whoever does not want mails of this kind."""
        return self.filter(kind=kind, how=MailHow.NONE)

    def of_kind(self, kind, users):
        """(key of a user, how) of those of `users` (keys) who chose for this kind."""
        return self.filter(kind=kind, user__in=users).order_by().values_list("user", "how")


class MailChoice(models.Model):
    """お知らせの受けとりかた: what somebody chose for one kind of mail. Who has no row has chosen nothing (HOWS says how it is then)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choices", verbose_name="利用者"
    )
    kind = models.CharField("種類", max_length=10, choices=MailKind)
    how = models.CharField("受けとりかた", max_length=10, choices=MailHow)

    public_columns = ()

    objects = MailChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "お知らせの受けとりかた"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="mailchoice_once"),
            models.CheckConstraint(
                name="mailchoice_possible",
                condition=Q(kind="matter", how__in=["now", "daily"])
                | Q(kind="thread", how__in=["now", "daily", "none"])
                | Q(kind="reminder", how__in=["now", "daily"])
                | Q(kind="digest", how__in=["weekly", "none"])
                | Q(kind="following", how__in=["weekly", "none"]),
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_kind_display()}"
