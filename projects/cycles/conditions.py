"""What the table asks of a year before a step is there: the conditions of its rows."""

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.directory.access import people_of
from partners.directory.membership import Membership
from projects.entries.models import MADE_WITHIN, Participation
from projects.specs.models import Talk, Way

from .workflow import AHEAD, READY

GAP = 2  # points apart: from here on both sides talk about it


class Conditions:
    """The questions by which the rows of CYCLE name their `when`; one Cycle answers them of itself."""

    @property
    def is_asked_by_group(self):
        return self.asked_change is None or self.asked_change.side == Participation.Side.GROUP

    @property
    def is_asked_by_city(self):
        return not self.is_asked_by_group

    @property
    def is_asked_of_paper(self):
        """The city asks a group of which nobody signs in: it answers on paper, as it agreed on paper."""
        groups = [row.partner for row in self.project.taking_part() if row.side == Participation.Side.GROUP]
        return self.is_asked_by_city and not any(people_of(group, part=Membership.Part.REPRESENTATIVE) for group in groups)

    @property
    def is_to_come(self):
        """Its first day has not come, but its 年度 has: whoever starts it all the same says why."""
        today = timezone.localdate()
        return self.starts_on > today >= fiscal_span(self.fiscal_year)[0]

    @property
    def has_come(self):
        """Its first day has come."""
        return self.starts_on <= timezone.localdate()

    # Why a step is not there yet, for whoever opened its page (process/why_not.py).
    @property
    def why_has_come(self):
        ahead = "それより前に始めるときは、「始める日より前に始める」を押して、理由を書いてください。" if self.is_to_come else ""
        return f"始める日（{jdate(self.starts_on)}）になってから行えます。{ahead}"

    @property
    def why_is_to_come(self):
        first = fiscal_span(self.fiscal_year)[0]
        if self.has_come:
            return "始める日は、もう来ています。"
        return f"その年度の初日（{jdate(first)}）になってから行えます。"

    why_has_what_it_needs = "計画に、目標、役割分担、予算がそろっていません。先に計画を書いてください。"
    why_answers_do_not_wait = "そろった評価を、まだ双方に知らせていません。知らせてから行えます。"
    why_has_report_alone = "実績報告に、まだ書いていないところがあります。先に報告を書いてください。"

    def begins_again(self, day):
        """Whether another first day would say of what has begun that it is still to come."""
        return self.status not in AHEAD and day != self.starts_on and day > timezone.localdate()

    def goes_on_again(self, day):
        """Whether another last day would say of what is over that it goes on."""
        return self.state.is_end and day != self.ends_on and day > timezone.localdate()

    @property
    def awaits_its_day(self):
        """All is agreed, and its first day has not come: the step of its task is not there yet."""
        return self.status in READY and not self.has_come

    @property
    def is_evaluated(self):
        """Both sides evaluate it."""
        return not self.is_record and self.spec.evaluation_id is not None

    @property
    def is_not_evaluated(self):
        return not self.is_evaluated

    @property
    def ends_as_noted(self):
        """It has begun, and nobody evaluates it: what is over is written down as that."""
        return self.has_come and not self.is_evaluated

    @property
    def is_to_be_evaluated(self):
        return self.has_come and self.is_evaluated

    @property
    def has_plan(self):
        """A goal and at least one row of the role-sharing table: without them nothing can be agreed."""
        return bool(self.goal) and self.role_shares.exists()

    @property
    def needs_goal(self):
        """Whether its plan is whole only with a goal; a pact needs none in the portal."""
        return self.way == Way.FULL

    @property
    def has_what_it_needs(self):
        """Where there is a plan to agree to, it is whole."""
        return not self.needs_goal or self.has_plan

    @property
    def is_confirmed_by_both(self):
        return self.has_what_it_needs and set(self.confirmations.values_list("side", flat=True)) == set(Participation.Side.values)

    @property
    def has_report(self):
        """A report with its two texts, and for every indicator a value or why there is none."""
        report = getattr(self, "report", None)
        if report is None or not report.done or not report.result:
            return False
        return not any(row.actual is None and not row.why_unknown for goal in self.goals.all() for row in goal.indicators.all())

    @property
    def has_report_to_evaluate(self):
        return self.is_evaluated and self.has_report

    @property
    def has_report_alone(self):
        """The report is whole, and nothing is evaluated after it."""
        return not self.is_evaluated and self.has_report

    @property
    def no_evaluation_yet(self):
        return not self.evaluations.filter(submitted_at__isnull=False).exists()

    @property
    def is_evaluated_by_both(self):
        sides = self.evaluations.filter(submitted_at__isnull=False).values_list("side", flat=True)
        return set(sides) == set(Participation.Side.values)

    @property
    def is_far_apart(self):
        """The two sides are two or more points apart somewhere."""
        points = {}
        answers = self.evaluations.filter(answers__points__isnull=False).values_list("side", "answers__item", "answers__points")
        for side, item, given in answers:
            points.setdefault(item, {})[side] = given
        return any(len(of) == 2 and abs(of["group"] - of["city"]) >= GAP for of in points.values())

    @property
    def is_to_be_talked_about(self):
        """Both sides have handed in, and talk about it: always, or where they see something differently."""
        return self.is_evaluated_by_both and (
            self.spec.evaluation is None
            or self.spec.evaluation.talk == Talk.ALWAYS
            or (self.spec.evaluation.talk == Talk.ON_GAP and self.is_far_apart)
        )

    @property
    def needs_no_talk(self):
        """Both sides have handed in, and there is nothing that has to be talked about."""
        return self.is_evaluated_by_both and not self.is_to_be_talked_about

    @property
    def answers_do_not_wait(self):
        return not self.answers_wait

    @property
    def was_reviewed(self):
        return hasattr(self, "improvement")

    # Conditions of the rows that take a step back: the other side has not moved.
    @property
    def no_update_since(self):
        return not self.updates.filter(created_at__gte=self.last_step.at).exists()

    @property
    def no_report_since(self):
        report = getattr(self, "report", None)
        return report is None or report.at < self.last_step.at

    @property
    def nothing_followed(self):
        """The next year that 見直し began, if it did, still stands as it was copied from this one."""
        if type(self).objects.filter(pk=self.pk, improvement__carry_over__isnull=False).exists():
            return False
        following = self.next_year
        if following is None or self.last_step.kept.get("following"):
            return True
        untouched = following.version == 0 and following.updated_at - self.last_step.at < MADE_WITHIN
        written = following.confirmations, following.meetings, following.carry_overs, following.papers
        return untouched and not any(rows.exists() for rows in written)
