"""What somebody follows, when they last looked, and the key of the personal calendar."""

from django.conf import settings
from django.db import models


class FollowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody follows is that person's alone; no role reads it."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class Follow(models.Model):
    """見守り: a person wants to hear of what becomes public about one thing. `key` is one of those of NewsKey."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows", verbose_name="利用者")
    key = models.CharField("ことがら", max_length=80, db_index=True)
    since = models.DateTimeField("見守りはじめた日時", auto_now_add=True)

    public_columns = ()

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "見守り"
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="follow_once")]

    def __str__(self):
        return self.key


class LastLook(models.Model):
    """前に見た日時: when somebody looked at the home page this time (`at`), and the time before that."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="last_look", verbose_name="利用者"
    )
    at = models.DateTimeField("今回見た日時")
    before = models.DateTimeField("前に見た日時")

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "前に見た日時"

    def __str__(self):
        return str(self.user)


class CalendarKey(models.Model):
    """自分のカレンダーの鍵: who holds it reads the titles and last days of one person's tasks. Only its digest is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key", verbose_name="利用者"
    )
    digest = models.CharField("鍵のしるし", max_length=64, unique=True)
    made_at = models.DateTimeField("作った日時")

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "自分のカレンダーの鍵"

    def __str__(self):
        return str(self.user)
