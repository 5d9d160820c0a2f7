"""What the table asks of an application before a step is there: the conditions of its rows."""

import datetime

from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate


class Conditions:
    """The questions by which the rows of APPLICATION name their `when`; one Application answers them of itself."""

    @property
    def is_entered(self):
        """It came on paper or by telephone, and the city enters it and takes the group's steps for it."""
        return self.channel != self.Channel.WEB

    @property
    def is_own(self):
        """The group writes and sends it itself."""
        return not self.is_entered

    @property
    def was_sent(self):
        """It has a number, which was told: it is withdrawn, and never thrown away."""
        return self.number is not None

    @property
    def has_department(self):
        return self.department_id is not None

    # Why a step is not there yet, for whoever opened its page (process/why_not.py).
    why_has_department = "担当課が決まっていません。先に、担当課を決めて受け付けてください。"
    why_is_not_over = "終わる日をすぎています。"

    @property
    def why_has_begun(self):
        return f"始まる日（{jdate(self.starts_on)}）になってから行えます。" if self.starts_on else "始まる日が入っていません。"

    @property
    def goes_back_unread(self):
        return self.goes_back_to("submitted")

    @property
    def goes_back_read(self):
        return self.goes_back_to("received")

    @property
    def has_begun(self):
        return self.starts_on is not None and self.starts_on <= timezone.localdate()

    @property
    def is_not_over(self):
        """Its last day has not passed: something of it can still be changed."""
        return self.ends_on is not None and timezone.localdate() <= self.ends_on

    @property
    def is_not_asked(self):
        """No report is due yet, so the office may ask for one."""
        return self.report_due is None

    @property
    def bars_the_next(self):
        """Its report is overdue, and keeps a further application of the group back: a form of today says so. One query where it is."""
        overdue = self.report_due is not None and self.report_due < timezone.localdate() and self.bar_lifted_on is None
        return overdue and type(self.spec).objects.in_use().filter(takes_applications=True, unreported="refuse").exists()

    @property
    def is_over_unasked(self):
        """Its last day has passed, and nobody asked for a report."""
        return self.is_not_asked and not self.is_not_over

    @property
    def spares_papers(self):
        """Its papers may be left out: the same was approved within the years that its form says, so the city has read them."""
        years, former = self.spec.omit_years, self.previous
        if not years or former is None or not former.is_standing or former.decided_on is None:
            return False
        return former.decided_on + datetime.timedelta(days=365 * years) >= timezone.localdate()

    @property
    def entry_is_untouched(self):
        """What the approval made in the ledger is as it was made: it can go again. Four queries at most."""
        cycle = self.cycle
        if cycle is None:
            return True
        return cycle.version == 0 and (cycle.project.is_as_made or cycle.project.cycles.count() > 1)

    @property
    def entry_can_go_back(self):
        """The year in the ledger stands where the end of the application left it. Two queries at most."""
        return (
            self.cycle is None or self.cycle.last_step is None or self.cycle.last_step.step in ("over_with", "to_check", "note")
        )
