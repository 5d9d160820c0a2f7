"""The group's invitation, and the comments that were written while it held."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.proposals.models import Proposal


class CommentInvitationQuerySet(models.QuerySet):
    def in_force(self):
        """What the group has not ended."""
        return self.filter(ended_at__isnull=True)


class CommentInvitation(models.Model):
    """助言のお願い: the coordinators who accompany the group may comment on this draft, until the group ends it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comment_invitations", verbose_name="提案")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="お願いした人")
    at = models.DateTimeField("お願いした日時", auto_now_add=True)
    ended_at = models.DateTimeField("終えた日時", null=True, blank=True)

    public_columns = ("proposal",)

    objects = CommentInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "助言のお願い"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(ended_at__isnull=True), name="comment_invitation_one_in_force"
            )
        ]

    def __str__(self):
        return f"{self.proposal}"


class DraftComment(models.Model):
    """助言の1つ, about one page of the draft. Whoever wrote it may take it off."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="draft_comments", verbose_name="提案")
    page = models.SlugField("画面", max_length=10)
    text = models.TextField("助言")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("書いた日時", auto_now_add=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("proposal", "page")

    class Meta:
        verbose_name = verbose_name_plural = "下書きへの助言"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.proposal} {self.page}"
