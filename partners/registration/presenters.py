"""What the pages of a sent application show beside what it says."""

import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.own_words import own_words, own_words_said
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.text.difference import compared
from partners.directory.access import can_leave, is_member, is_representative
from partners.directory.kind import PartnerKind
from partners.directory.payload import display_rows, is_complete, page_states
from partners.directory.presenters import private_names
from partners.directory.schema import FILES_PAGE, PROMISED, schema_of
from partners.directory.similar import similar_partners
from partners.directory.standing import Standing

from .access import GRACE_DAYS, can_file_for, can_pause, can_renew, can_resume
from .check_models import RegistrationCheck
from .findings import missing_papers


def hidden_corrections(registration, *, sees_contact, sees_files):
    """The items whose texts before and after somebody may not read, as nowhere else on the page."""
    return (*(() if sees_contact else private_names(registration.rule)), *(() if sees_files else (FILES_PAGE,)))


def changed_rows(registration, *, hidden=()):
    """[Compared] of what an application of change wants to be different, from the entry as it was when the change was begun."""
    before = registration.payload.get("before")
    if not before:
        return []
    schema = schema_of(registration.rule)
    old = {name: text for _, _, rows in display_rows(before, schema, hidden=hidden) for name, _, text in rows}
    new = [row for _, _, rows in display_rows(registration.payload, schema, hidden=hidden) for row in rows]
    rows = [compared(label, old.get(name, ""), text) for name, label, text in new if not name.startswith(PROMISED)]
    return [row for row in rows if row]


SAID = {
    RegistrationCheck.Staff.OK: own_words("市が確かめて、合っているとしました。"),
    RegistrationCheck.Staff.NO: own_words("市が確かめて、合っていないとしました。"),
    RegistrationCheck.Staff.WAIVED: own_words("合っていませんが、市がわけを確かめて、認めました。"),
}
LOOKS = own_words("市が確かめます。")


def conditions_of(registration, user):
    """[(condition, why the portal did not find it to hold, what the city says)] for the people of the group: what a press of before sending
    told them, and once it is decided what became of it. Not what staff noted for themselves. One query, none for others."""
    if not is_member(user, registration.partner) or not registration.is_application:
        return []
    told = registration.state.is_end
    asked = [check for check in registration.checks.all() if check.staff or check.machine != RegistrationCheck.Machine.OK]
    return [(check.label, check.why, SAID.get(check.staff, "") if told else LOOKS) for check in asked]


class Progress(NamedTuple):
    """How far a draft is: (page, heading, state) of its pages, the papers that are missing, whether it can be sent, and the last day of
    a registration that it leaves as it is, or None.
    """

    steps: list[tuple[str, str, str]]
    missing: list
    complete: bool
    goes_on: datetime.date | None


def progress_of(registration):
    """The Progress of a draft. Twelve queries at most, whatever it holds."""
    missing = missing_papers(registration)
    steps = page_states(registration, wants_papers=bool(missing))
    return Progress(steps, missing, is_complete(registration) and not missing, _goes_on(registration))


def _goes_on(registration):
    """A change leaves the time of the registration as it is; so does who begins again while it runs."""
    last = registration.partner.valid_until
    keeps = registration.purpose in (registration.Purpose.CHANGE, registration.Purpose.RESUME)
    return last if keeps and last is not None and last >= timezone.localdate() else None


class Part(NamedTuple):
    """One page of an application: (label, text) of what was written, and the labels of what was left open."""

    key: str
    title: str
    rows: list[tuple[str, str]]
    empty: list[str]

    @property
    def name(self):
        """Of its heading's id."""
        return f"sec-{self.key}"


def written_parts(registration, *, hidden=()):
    """[Part] in the order of the pages. hidden: the fields that this person may not read."""
    return parts_of(registration.payload, registration.rule, hidden=hidden)


def parts_of(payload, rule, *, hidden=()):
    """[Part] of a payload as this rule asks for it."""
    return [
        Part(key, title, [(label, text) for _, label, text in rows if text], [label for _, label, text in rows if not text])
        for key, title, rows in display_rows(payload, schema_of(rule), hidden=hidden)
    ]


def links_of(partner, user):
    """[(address, label)] of what this person may file about where a partner stands. At most one query, for the rule's days."""
    if not user.is_authenticated:
        return []
    is_person = partner.kind == PartnerKind.CITIZEN
    filed = f"{reverse('registration-file-paper')}?partner={partner.pk}"
    ways = (
        (can_renew, reverse("partner-renew", args=[partner.pk]), "登録を更新する"),
        (can_pause, reverse("partner-pause", args=[partner.pk]), "休止を届け出る"),
        (can_resume, reverse("partner-resume", args=[partner.pk]), "再開を申請する"),
        (can_leave, reverse("partner-leave", args=[partner.pk]), "登録をやめる" if is_person else "退会を届け出る"),
        (can_file_for, filed, "紙・電話で来たものを入れる（事務局）"),
    )
    return [(url, label) for may, url, label in ways if may(user, partner)]


def why_no_paper(user, partner, what):
    """Why somebody of a partner cannot file this (更新, 休止, 再開, 退会) about where it stands; "" for others, who learn nothing of it.

    Whoever comes by an old mail or an old page reads what holds now, and what to do. At most one query, for the rule's days.
    """
    if not is_member(user, partner):
        return ""
    name, standing = partner.name, partner.standing
    if standing not in (Standing.REGISTERED, Standing.DORMANT):
        return f"「{name}」は、いま登録されていません。登録したいときは、団体のページから申請してください。"
    if what == "再開" and standing == Standing.REGISTERED:
        return f"「{name}」は、休止していません。"
    if what in ("更新", "休止") and standing == Standing.DORMANT:
        return f"「{name}」は、いま休止しています。続けるときは、団体のページから再開を申請してください。"
    if what == "更新" and partner.valid_until is None:
        return f"「{name}」の登録には期限がないので、更新はいりません。"
    if what == "更新" and not partner.renewal_is_open:
        return f"「{name}」の登録は、{jdate(partner.valid_until)}まで続きます。更新できるのは、{jdate(partner.renewal_opens_on)}からです。"
    if not is_representative(user, partner):
        return f"登録の{what}を届け出るのは、代表の人です。代表の人は、団体のページの「メンバー」にのっています。"
    return own_words_said(f"更新を受け付ける期間（期限のあと{GRACE_DAYS}日）が過ぎました。市の担当に聞いてください。")


def similar_of(registration, *, among=None, by_phone=False):
    """[Similar] of the body that an application is about (`similar_partners`); its telephone is compared for those who may see it.

    A claim says nothing of the body: name, number and telephone of its entry are compared.
    """
    body, said = registration.partner, registration.payload
    name, number, phone = str(registration), said.get("corporate_number"), said.get("phone")
    if registration.is_claim:
        name, number, phone = body.name, body.corporate_number, body.phone
    return similar_partners(name, str(number or ""), str(phone or "") if by_phone else "", but=body, among=among)
