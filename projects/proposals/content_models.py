"""What a proposal consists of besides its own columns: answers, files, and the text as it was submitted."""

from django.conf import settings
from django.db import models

from kyodo_portal.process.files import StoredFile
from projects.calls.question_models import Question

from .models import Proposal


class Answer(models.Model):
    """What the group wrote to one question, exactly as typed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers", verbose_name="提案")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers", verbose_name="質問")
    text = models.TextField("答え", blank=True)

    public_columns = ("proposal", "question")

    class Meta:
        verbose_name = verbose_name_plural = "答え"
        ordering = ["question__order", "question_id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "question"], name="answer_once")]

    def __str__(self):
        return f"{self.question}"


class ProposalRevision(models.Model):
    """The proposal as it was submitted: what the panel reads and what a score sheet points to. Never changed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="revisions", verbose_name="提案")
    number = models.PositiveSmallIntegerField("第何版")
    content = models.JSONField("内容")
    submitted_at = models.DateTimeField("提出した日時", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提出した人")

    append_only = True

    public_columns = ("proposal", "number", "submitted_at")
    personal_columns = {"content": []}

    class Meta:
        verbose_name = verbose_name_plural = "提出した版"
        ordering = ["proposal", "number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="revision_once")]

    def __str__(self):
        return f"{self.proposal} 第{self.number}版"


class ProposalFileQuerySet(models.QuerySet):
    def of(self, proposal):
        """The files of one proposal, also those that were taken off after somebody read them."""
        return self.filter(proposal=proposal).select_related("proposal__call", "proposal__partner")


class ProposalFile(StoredFile):
    """資料: what the group attached. Shown to who judges; to everybody only after adoption and if marked so."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="files", verbose_name="提案")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="files", verbose_name="こたえる質問"
    )
    is_public = models.BooleanField("採択のあと公開してよい", default=False)
    # Set, not deleted, once a revision lists the file: what was read stays readable.
    removed_at = models.DateTimeField("外した日時", null=True, blank=True, editable=False)

    public_columns = ("proposal", "question", "is_public", "removed_at")

    objects = ProposalFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案の資料"
        ordering = ["pk"]
