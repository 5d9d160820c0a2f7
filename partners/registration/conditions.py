"""What the rows of the table, and the pages, ask of one application."""

from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.upwards import group_has_begun
from kyodo_portal.process.models import Promise, promised_days
from partners.directory.kind import PartnerKind
from partners.directory.membership import Membership
from partners.rules.models import DAYS_TO_DECIDE

from .words import said_of, said_of_person, word_of


class Conditions:
    @property
    def paper_name(self):
        """What the paper is called in a sentence: a group applies for a registration, and gives notice that it pauses or leaves."""
        return f"{self.get_purpose_display()}の届け" if self.purpose in self.NOTICES else f"{self.word}の申請"

    @property
    def word(self):
        """What the group applies for, in a word."""
        return word_of(self.purpose)

    def in_its_words(self, text):
        text = said_of_person(text) if self.is_own_word else text
        return said_of(self.purpose, text.replace("登録の申請", self.paper_name))

    @property
    def is_application(self):
        """The group applies for something: it is judged."""
        return self.purpose in self.APPLICATIONS

    @property
    def is_on_behalf(self):
        """It came on paper or by telephone, and the secretariat enters it."""
        return self.channel != self.Channel.WEB

    @property
    def may_lack(self):
        """Names of what is not required of it: whoever writes on paper may have no mailbox."""
        return ("email",) if self.is_on_behalf else ()

    @property
    def is_to_send(self):
        return self.is_application and not self.is_on_behalf

    @property
    def is_to_file(self):
        return self.is_application and self.is_on_behalf

    @property
    def is_pause(self):
        """The group gives notice that it pauses."""
        return self.purpose == self.Purpose.PAUSE

    @property
    def is_leave(self):
        """A group leaves by its own wish, and the city accepts that."""
        return self.purpose == self.Purpose.LEAVE and not self.is_own_word

    @property
    def is_own_word(self):
        """A person takes back being listed: the consent is theirs, and nobody has to accept it (人材バンク)."""
        return self.purpose == self.Purpose.LEAVE and self.partner.kind == PartnerKind.CITIZEN

    @property
    def is_revocation(self):
        """The city takes the group off the directory."""
        return self.purpose == self.Purpose.REVOKE

    @property
    def is_heard_out(self):
        """The last day on which the group could say something has passed."""
        return self.hear_by is not None and self.hear_by < timezone.localdate()

    @property
    def is_expiry(self):
        return self.purpose == self.Purpose.EXPIRE

    @property
    def filed_on(self):
        """The day on which it came in, from which all days count: the 収受日 of what came on paper; None before it was sent."""
        return self.received_on or (self.submitted_at and timezone.localdate(self.submitted_at))

    def last_day_to_decide(self, since):
        """The day by which the city decides what is in its hands since that day: so many 開庁日 as its rule says. One query at most."""
        rule = self.rule or self.partner.rule
        return add_working_days(since, rule.days_to_decide if rule else DAYS_TO_DECIDE)

    @property
    def waits_for_talk(self):
        """Its rule asks for a talk with a group that is new, and nobody has noted one."""
        return bool(self.purpose == self.Purpose.NEW and self.rule and self.rule.interview and self.met_on is None)

    @property
    def is_ready(self):
        """It may be approved: every check of its rule holds, or the secretariat said that it does, or that it need not, and the talk
        that the rule asks for was held. One query, one more for the rule."""
        return self.is_application and not self.checks.open().exists() and not self.waits_for_talk

    # Why a step is not there yet (process/why_not.py).
    @property
    def why_is_ready(self):
        """Of a paper that is approved at all: what of its rule is still open. The queries of `is_ready`."""
        if not self.is_application:
            return ""
        talk = "面談を、まだ記録していません。" if self.waits_for_talk else ""
        return talk + (
            "確かめていない要件があります。先に「要件を確かめる」で答えてください。" if self.checks.open().exists() else ""
        )

    @property
    def why_may_prove(self):
        """Of a claim: an objection, or the days that people of the body still have."""
        if self.has_objection:
            return "「違う」という知らせが届いています。先に、その扱いを決めてください。"
        return f"団体の人が「違う」と知らせられる日（{jdate(self.last_day_to_object)}まで）がすぎてから行えます。"

    @property
    def is_plain_renewal(self):
        """A renewal in which nothing changed, without papers and with nothing to be checked: nobody has to read it, as its rule says."""
        if not (self.purpose == self.Purpose.RENEWAL and self.unchanged and self.rule and self.rule.auto_accept):
            return False
        return not self.files.standing().exists() and not self.checks.open().exists()

    @property
    def is_claim(self):
        """Somebody says to belong to a body of the directory."""
        return self.purpose == self.Purpose.CLAIM

    @property
    def has_objection(self):
        """Somebody of the body said that the claim is wrong, and the city has not decided about that."""
        return bool(self.objection)

    @cached_property
    def has_people(self):
        """Somebody belongs to the body today, and may say that a claim is wrong. One query, once."""
        return Membership.objects.valid().filter(partner=self.partner_id).exists()

    @property
    def may_prove(self):
        """Nobody objects, and where the body has people they have had their days for it."""
        if self.has_objection:
            return False
        return not self.has_people or timezone.localdate() > self.last_day_to_object

    @cached_property
    def last_day_to_object(self):
        """Until when people of the body say that a claim is wrong: so many 開庁日 as were promised on its day. One query."""
        began = timezone.localdate(self.submitted_at)
        return add_working_days(began, promised_days(Promise.Kind.CLAIM, began))

    @property
    def was_sent(self):
        """It was in the city's hands once: it has a number, and is withdrawn, not thrown away."""
        return self.number is not None

    @property
    def can_be_withdrawn(self):
        return self.is_application and self.was_sent

    # Conditions of the rows that take a step back: the other side has not moved.
    @property
    def has_no_later(self):
        """The group has begun no other application since."""
        return not self.partner.registrations.papers().filter(pk__gt=self.pk).exists()

    @property
    def is_last_removal(self):
        """What took the group off can be put back: nothing came after it."""
        return self.purpose in self.REMOVALS and self.has_no_later and self.last_step is not None and bool(self.last_step.kept)

    @property
    def claimant_has_not_begun(self):
        """Whoever was taken for one of the body has done nothing with it."""
        return (
            not self.partner.registrations.papers()
            .filter(created_by=self.created_by_id, created_at__gt=self.last_step.at)
            .exists()
        )

    @property
    def group_has_not_begun(self):
        """Nothing was done with the approval: no other application, no proposal of the group."""
        return self.has_no_later and not group_has_begun(self.partner, since=self.last_step.at)

    @property
    def is_registered(self):
        """It was approved: the directory shows what it says."""
        return self.may("entry")
