"""What the portal as a whole keeps of itself."""

from django.db import models
from django.db.models import Q

from kyodo_portal.common.own_words import own_words

from .city_models import City  # noqa: F401
from .policy_models import AccessibilityTest, PolicyText  # noqa: F401


class Installation(models.Model):
    """Which portal a database belongs to: one row with a random mark that its file store carries too (instance.py)."""

    instance = models.CharField("印", max_length=32)
    created_at = models.DateTimeField("付けた日時", auto_now_add=True)

    public_columns = ("instance", "created_at")  # a random mark says nothing of anybody, and no page finds the row

    class Meta:
        verbose_name = verbose_name_plural = "サイトの印"
        constraints = [models.CheckConstraint(name="one_installation", condition=Q(pk=1))]

    def __str__(self):
        return self.instance


class DataVersion(models.Model):
    """The mark of what public pages show: one row that triggers renew with every write (data_triggers.py)."""

    mark = models.CharField("印", max_length=36)

    public_columns = ("mark",)

    class Meta:
        verbose_name = verbose_name_plural = "データの版"
        constraints = [models.CheckConstraint(name="one_data_version", condition=Q(pk=1))]

    def __str__(self):
        return self.mark


class DataChange(models.Model):
    """On PostgreSQL, a transaction that has written and not ended: nobody else ever sees its row (data_triggers.py)."""

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "書き込みの途中"

    def __str__(self):
        return str(self.pk)


class PublicPage(models.Model):
    """What a public page said when it was last read, for the site's search (search_pages.py)."""

    class Kind(models.TextChoices):
        SITE = "site", "サイトのページ"
        GUIDELINE = "guideline", "ガイドライン"
        PARTNER = "partner", own_words("団体・市の課")
        PROJECT = "project", "プロジェクト"
        CALL = "call", "募集"
        PROPOSAL = "proposal", "提案"
        POSSIBILITY = "seed", "協働の種"
        OPINION = "opinion", "意見の募集"
        TOPIC = "topic", "みんなの声"
        EVENT = "event", "催し"
        SCHEME = "scheme", "補助制度"
        OFFER = "offer", "できること・求めること"

    path = models.CharField("アドレス", max_length=300, unique=True)
    kind = models.CharField("種類", max_length=10, choices=Kind)
    object_id = models.BigIntegerField("だれのページか", null=True, blank=True)  # no foreign key: of several tables
    title = models.CharField("見出し", max_length=200)
    lead = models.CharField("はじめの文", max_length=200, blank=True)
    text = models.TextField("文", blank=True)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)
    mark = models.CharField("データの版", max_length=36)
    read_at = models.DateTimeField("読んだ日時")

    public_columns = ("path", "kind", "object_id", "title", "lead", "text", "search_text", "mark", "read_at")
    has_gram_index = True

    class Meta:
        verbose_name = verbose_name_plural = "検索のためのページ"
        indexes = [
            models.Index(fields=["kind", "object_id"], name="public_page_of"),
            models.Index(fields=["mark", "read_at"], name="public_page_read"),
        ]

    def __str__(self):
        return self.title


class SearchProgress(models.Model):
    """How far the search texts of one table are written in the present version (search_text_actions.py)."""

    table = models.CharField("表", max_length=63, unique=True)
    version = models.PositiveSmallIntegerField("版")
    done_to = models.BigIntegerField("どこまで", default=0)  # the key of the last row that is written
    finished_at = models.DateTimeField("終えた日時", null=True, blank=True)

    public_columns = ("table", "version", "done_to", "finished_at")

    class Meta:
        verbose_name = verbose_name_plural = "検索の文字の書き直し"

    def __str__(self):
        return self.table


class SoughtWords(models.Model):
    """How often visitors looked for the same words in a month. Nothing says who."""

    words = models.CharField("さがしたことば", max_length=60)
    month = models.DateField("月")  # its first day
    times = models.PositiveIntegerField("回数", default=1)
    times_without_hit = models.PositiveIntegerField("見つからなかった回数", default=0)

    public_columns = ("words", "month", "times", "times_without_hit")

    class Meta:
        verbose_name = verbose_name_plural = "さがされたことば"
        constraints = [models.UniqueConstraint(fields=["words", "month"], name="one_count_of_words_a_month")]

    def __str__(self):
        return self.words
