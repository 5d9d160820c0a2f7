"""Task: who has to do what, by when. Deadline: what a city says of last days and reminders, where the table's rows are not enough."""

from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kyodo_portal.common.lists.keyed import keyed

DAYS = RegexValidator(r"^\d{1,3}(,\d{1,3})*$", "日数を、半角のコンマで区切って書いてください（例：7,3,0）。")


def one_of(numbers):
    """A regular expression for one of these whole numbers, which both databases read: digit by digit, (?:1(?:2|3(?:4)?)|5) of 12, 13,
    134 and 5. Of three hundred that stand side by side every row would try all."""
    ways = {}
    for number in sorted(map(str, numbers)):
        ways.setdefault(number[0], []).append(number[1:])
    return f"(?:{'|'.join(first + _rest(rests) for first, rests in ways.items())})"


def _rest(rests):
    longer = [rest for rest in rests if rest]
    return f"{one_of(longer)}{'?' if len(longer) < len(rests) else ''}" if longer else ""


class TaskQuerySet(models.QuerySet):
    def open(self):
        """What is still to be done; what can no longer be done after its moment (a draft whose call has closed) is left out."""
        return self.filter(Q(lapses_at__isnull=True) | Q(lapses_at__gt=timezone.now()), done_at__isnull=True)

    def held_by(self, words):
        """What waits for somebody: `words` are the parties that this person is today (`parties_of`), one query, however many.

        Left out is what a person must not do (`not_for`): one's own group's matter, a sheet that is sent, a 除斥.
        """
        barred, let_in = Q(pk__in=[]), Q(pk__in=[])
        for word in sorted(words):
            if word[0] in "puv":  # who only reads in a body is barred like its others
                barred |= Q(not_for__contains=f" {word.replace('v', 'p')} ")
            if word[0] == "u":
                let_in |= Q(not_for__contains=f" !{word} ")
        return self.filter(party__in=words).exclude(barred & ~let_in)

    def late(self, today=None):
        """Past their last day."""
        return self.filter(due_on__lt=today or timezone.localdate())

    def involving(self, groups):
        """What has to do with one of these groups (keys of partners), however many."""
        return self.filter(involved__regex=f" g{one_of(groups)} ") if groups else self.none()

    def of_matters(self):
        """One row for each matter, however many hold it: what the board shows."""
        return self.filter(is_front=True)

    def by_day(self):
        """The earliest last day first, those without one last, the longest waiting first among them."""
        return self.order_by(F("due_on").asc(nulls_last=True), "since", "pk")


class Task(models.Model):
    """やること: one thing that one party has to do now, or had to do. Written by task_actions.py alone, out of the matters.

    A party is a word, so that this shelf knows no partners: `p12` people of partner 12, `r12` its representatives, `c12` who
    accompanies it, `s` the secretariat, `k3` the panel of call 3, `u7` one person. Who is which today answers `parties_of`:
    dates alone move all work. The texts are what stood in the matter when the row was written; they go when it is done.
    """

    class Kind(models.TextChoices):
        STATE = "state", "手続きの番"
        OWN = "own", "そのほか"

    class How(models.TextChoices):
        STEP = "step", "手続きをした"
        TICK = "tick", "済んだとしるしを付けた"
        DROPPED = "dropped", "しなくてよくなった"

    process = models.CharField("手続き", max_length=30)  # key of a table, or of another source of tasks
    subject_id = models.PositiveBigIntegerField("もの")
    kind = models.CharField("種類", max_length=5, choices=Kind, default=Kind.STATE)
    source = models.CharField("もと", max_length=60, blank=True)  # of an own task: what asked for it, "joint:5"
    stage = models.CharField("状態", max_length=30, blank=True)  # of the matter, as its table calls it
    role = models.CharField("だれの番か", max_length=20)  # a name out of ROLES
    party = models.CharField("だれ", max_length=30)
    # Whom of the party it falls to, where somebody is named; whoever left the party since is passed over, and the party holds it.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="その中の担当"
    )
    not_for = models.TextField("しない人", blank=True)  # " p12 u7 !u9 ": parties that must not; "!": this person may all the same
    label = models.CharField("すること", max_length=100, blank=True)
    matter = models.CharField("ものの名前", max_length=200, blank=True)
    people = models.TextField("相手", blank=True)  # names of the groups
    holders = models.TextField("いまの番", blank=True)  # names of everybody whose turn it is
    roles = models.CharField("いまの番（だれの番か）", max_length=100, blank=True)  # " applicant department "
    involved = models.TextField("かかわる団体と課", blank=True)  # " g12 o5 ": groups and offices
    search_text = models.TextField("検索用の文字", blank=True)
    url = models.CharField("すること の画面", max_length=200, blank=True)
    matter_url = models.CharField("もの の画面", max_length=200, blank=True)
    public_url = models.CharField("だれでも読める画面", max_length=200, blank=True)  # for whoever may not open the matter's own
    is_front = models.BooleanField("ものの代表の行", default=False)
    is_sample = models.BooleanField("見本", default=False)
    since = models.DateField("いつから")
    due_on = models.DateField("期限", null=True, blank=True)
    lapses_at = models.DateTimeField("できなくなる日時", null=True, blank=True)
    turns_on = models.DateField("次に見直す日", null=True, blank=True)  # from this day on the matter says something else
    changed_at = models.DateTimeField(
        "変わった日時", null=True, blank=True
    )  # its day, label or name; None: it stands as it was made
    reminded = models.IntegerField("知らせた段階", null=True, blank=True)  # of reminders.py; None: nothing yet
    done_at = models.DateTimeField("終わった日時", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="した人"
    )
    done_how = models.CharField("終わり方", max_length=7, choices=How, blank=True)

    # What holds names of a matter that not everybody finds stays private: a Task is found by whoever holds it, and on the board.
    public_columns = (
        "process", "subject_id", "kind", "source", "stage", "role", "party", "not_for", "label", "roles", "involved", "url",
        "matter_url", "public_url", "is_front", "is_sample", "since", "due_on", "lapses_at", "turns_on", "changed_at", "reminded",
        "done_at", "done_how",
    )  # fmt: skip

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "やること"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "subject_id", "source", "party"], condition=Q(done_at__isnull=True), name="task_one_open"
            ),
            models.CheckConstraint(name="task_kind_known", condition=Q(kind__in=("state", "own"))),
            models.CheckConstraint(
                name="task_done_paired",
                condition=Q(done_at__isnull=True, done_how="")
                | Q(done_at__isnull=False, done_how__in=("step", "tick", "dropped")),
            ),
        ]
        indexes = [
            models.Index(fields=["party", "due_on"], condition=Q(done_at__isnull=True), name="task_open_of_a_party"),
            models.Index(fields=["party", "process"], condition=Q(done_at__isnull=True), name="task_open_at_a_desk"),
            # In the orders in which pages read what is open. What is only counted stands in the index as a whole, its conditions too.
            models.Index(
                fields=["process", "stage", "since", "id", "due_on", "lapses_at", "is_front", "done_at"],
                condition=Q(done_at__isnull=True, is_front=True),
                name="task_open_by_stage",
            ),
            models.Index(
                fields=["process", "since", "id"], condition=Q(done_at__isnull=True, is_front=True), name="task_open_of_a_kind"
            ),
            models.Index(fields=["-since", "id"], condition=Q(done_at__isnull=True, is_front=True), name="task_moved"),
            models.Index(
                fields=["process", "kind", "role", "stage", "due_on", "lapses_at", "source", "subject_id", "done_at"],
                condition=Q(done_at__isnull=True),
                name="task_open_counted",
            ),
            models.Index(fields=["process", "subject_id"], name="task_of_a_matter"),
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="task_open_by_day"),
        ]

    def __str__(self):
        return f"{self.label}（{self.matter}）" if self.matter else f"{self.process} {self.subject_id}"

    @property
    def is_late(self):
        """Past its last day."""
        return self.due_on is not None and self.due_on < timezone.localdate()


class Rule(NamedTuple):
    """What holds for one state: days allowed (None: the table's), days before and after the last day at which it is said again,
    after how many it is said further (None: never) and to whom (a word of Deadline.Further), after how many days of silence somebody is asked for news (None: never).
    counts_from: from which day the days count (a word of Deadline.From); near: from how many days before the last one the end of
    the state is asked for (None: the table's).
    """

    days: int | None = None
    before: tuple = (3, 0)
    after: tuple = (1, 7)
    escalate_after: int | None = 14
    silent_after: int | None = None
    escalate_to: str = "secretariat"
    counts_from: str = "since"
    near: int | None = None


class DeadlineSet(models.QuerySet):
    def of_the_city(self):
        """Without the row that the portal brings (a running year is asked for news), while nobody has changed it."""
        brought = Q(process="cycle", state="running", form_code="", days=None, counts_from="since", near=None, before="14,3,0")
        as_it_came = Q(after="1,7", escalate_after=14, escalate_to="secretariat", silent_after=90)
        return self.exclude(brought & as_it_came)


class Deadline(models.Model):
    """期限の決まり: of one state of one table, for all forms or for one. Where there is no row, `Rule` says what holds."""

    class Further(models.TextChoices):
        SECRETARIAT = "secretariat", "事務局"
        COORDINATOR = "coordinator", "団体の伴走をする人（いなければ事務局）"
        OFFICE = "office", "担当課の代表者（いなければ事務局）"

    class From(models.TextChoices):
        SINCE = "since", "その状態になった日"
        STARTS_ON = "starts_on", "始める日"
        ENDS_ON = "ends_on", "終える日"
        EVENT = "event", "行う日"
        ROUND = "round", "回の締切の日"

    process = models.CharField("手続き", max_length=30)
    state = models.CharField("状態", max_length=30)
    form_code = models.CharField("協働の形態", max_length=30, blank=True, help_text="空なら、すべての形態。")
    days = models.PositiveSmallIntegerField("何日まで", null=True, blank=True, help_text="空なら、手続きの表のとおり。")
    counts_from = models.CharField(
        "どの日から数えるか",
        max_length=9,
        choices=From,
        default=From.SINCE,
        help_text="「何日まで」の日数を、この日から数えます。",
    )
    near = models.PositiveSmallIntegerField(
        "終わりの何日前から、終える手続きを求めるか",
        null=True,
        blank=True,
        help_text="空なら、手続きの表のとおり。続けて取り組む状態だけで使います。",
    )
    before = models.CharField(
        "期限の何日前に知らせるか", max_length=40, default="3,0", validators=[DAYS], help_text="0は期限の日。例：14,7,1,0"
    )
    after = models.CharField("期限の何日後に知らせるか", max_length=40, default="1,7", validators=[DAYS])
    escalate_after = models.PositiveSmallIntegerField(
        "何日すぎたら、ほかの人にも知らせるか",
        null=True,
        blank=True,
        default=14,
        help_text="空なら知らせません。そのあとは毎週知らせます。",
    )
    escalate_to = models.CharField("そのときだれに知らせるか", max_length=11, choices=Further, default=Further.SECRETARIAT)
    silent_after = models.PositiveSmallIntegerField(
        "何日動きがなければ、ようすを聞くか",
        null=True,
        blank=True,
        help_text="記録を書いていく状態だけで使います。空なら聞きません。",
    )

    public_columns = (
        "process", "state", "form_code", "days", "counts_from", "near", "before", "after", "escalate_after", "escalate_to",
        "silent_after",
    )  # fmt: skip

    objects = DeadlineSet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限の決まり"
        ordering = ["process", "state", "form_code"]
        constraints = [
            models.UniqueConstraint(fields=["process", "state", "form_code"], name="deadline_once"),
            models.CheckConstraint(
                name="deadline_further_known", condition=Q(escalate_to__in=("secretariat", "coordinator", "office"))
            ),
            models.CheckConstraint(
                name="deadline_counts_from_known",
                condition=Q(counts_from__in=("since", "starts_on", "ends_on", "event", "round")),
            ),
            models.CheckConstraint(name="deadline_days_to_count", condition=Q(counts_from="since") | Q(days__isnull=False)),
        ]

    def __str__(self):
        tables = (getattr(model, "process", None) for model in apps.get_models())
        table = next((table for table in tables if getattr(table, "key", None) == self.process), None)
        place = f"{table.label}：{table.label_of(self.state)}" if table else f"{self.process} {self.state}"
        return f"{place}（{self.form_code}）" if self.form_code else place

    @property
    def rule(self):
        """The Rule that this row says."""
        before, after = (tuple(int(day) for day in text.split(",") if day) for text in (self.before, self.after))
        return Rule(
            self.days, before, after, self.escalate_after, self.silent_after, self.escalate_to, self.counts_from, self.near
        )


def deadlines_of(process_key):
    """What is asked for what the city says of the days of one table."""
    return _deadlines(process=process_key)


@keyed
def _deadlines(process):
    return Deadline.objects.filter(process=process).order_by()


def rules_of(process_key, deadlines=None):
    """f(state, form code) → Rule, for all matters of one table. One query, none where its Deadlines are known."""
    rows = {(row.state, row.form_code): row.rule for row in (deadlines_of(process_key) if deadlines is None else deadlines)}

    def rule(state, form_code=""):
        return rows.get((state, form_code)) or rows.get((state, "")) or Rule()

    return rule


def mark_turns(matters):
    """[matter]: these matters of one table, with what the words of whose turn each is need at hand: what is done, and what the city says
    of days. One query where a state ends by its days, and those of the table's `done`; for lists, where each row would ask for itself.
    """
    matters = list(matters)
    if not matters:
        return matters
    process = matters[0].process
    ending = [matter for matter in process.mark_done(matters) if matter.state.ends_by]
    rule = rules_of(process.key) if ending else None
    for matter in ending:
        matter.deadline_rule = rule(matter.status, matter.form_code)
    return matters
