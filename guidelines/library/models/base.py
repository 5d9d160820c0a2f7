"""What every structured item of a guideline has in common."""

from django.db import models
from django.utils import timezone

from .library import Chapter, Checked, Guideline


class ItemSet(models.QuerySet):
    """Items follow their guideline: a draft's items are drafts."""

    def published(self):
        return self.filter(guideline__published_at__lte=timezone.now())

    def visible_to(self, user):
        return self.all() if user.is_staff else self.published()

    def own(self):
        """Items of the portal's own city."""
        return self.filter(guideline__municipality__is_own=True)


class Item(Checked):
    """One thing that a document says, taken out of its prose so that it can be compared, searched and linked.

    `own_word` is what the document calls this sort of thing (ポイント, 原則, 柱 …); the common kind is the model,
    and its `code` where it has one. `key` stays the same for ever: files are loaded by it.
    """

    guideline = models.ForeignKey(Guideline, models.CASCADE, verbose_name="ガイドライン")
    chapter = models.ForeignKey(Chapter, models.SET_NULL, null=True, blank=True, verbose_name="載せる節")
    key = models.SlugField(
        "固定の名前", max_length=50, help_text="英数字とハイフン。取り込みのときの目印です。あとから変えないでください。"
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)
    own_word = models.CharField("資料での呼び名", max_length=50, blank=True, help_text="例：ポイント、原則、基本的な考え方")
    title = models.CharField("名前", max_length=100)
    body = models.TextField("説明", blank=True, help_text="Markdownで書けます。")
    easy = models.TextField("説明（やさしい日本語）", blank=True)
    section = models.CharField("出典の節", max_length=100, blank=True)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)
    is_added = models.BooleanField(
        "ポータルで足した区分", default=False, help_text="もとの資料になく、このポータルで足したもの。"
    )

    public_columns = (
        "guideline", "chapter", "key", "order", "own_word", "title", "body", "easy", "section", "search_text", "is_added",
    )  # fmt: skip

    objects = ItemSet.as_manager()

    class Meta(Checked.Meta):
        abstract = True
        ordering = ["guideline", "order", "pk"]
        constraints = [
            *Checked.Meta.constraints,
            models.UniqueConstraint(fields=["guideline", "key"], name="one_%(class)s_per_key"),
        ]

    def __str__(self):
        return self.title
