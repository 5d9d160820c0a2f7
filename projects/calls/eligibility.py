"""Whether a group may propose: what a call asks for in words, and for one group whether it holds. Nothing here writes."""

from typing import NamedTuple

from kyodo_portal.common.about import About
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from partners.directory.kind import PartnerKind
from partners.directory.standing import Standing
from partners.models import Event, Membership, Partner, Request, Signup
from partners.rules.entitlements import is_entitled

from .eligibility_models import Condition, Preparation
from .models import Call

Before = Call.Before
Kind = Preparation.Kind
KIND_NAMES = dict(PartnerKind.choices)
CITY = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)


class Asked(NamedTuple):
    """One condition of a call in words, for everybody."""

    label: str
    text: str


class Line(NamedTuple):
    """One condition and one group. `todo`: what the group does about it, "" where it holds; `waiver`: the one that lets it off, or None."""

    condition: str
    label: str
    holds: bool
    note: str
    todo: str
    waiver: object

    @property
    def lets_send(self):
        return self.holds or self.waiver is not None


def about_of(call):
    """The key by which events and letters name a call."""
    return str(About("call", str(call.pk)))


def conditions_of(call):
    """[Asked] of a call, in the order in which a group reads them. One query where a registration has to give something."""
    asked = [Asked("登録", "このポータルに登録した団体")]
    if call.kinds:
        asked.append(Asked("団体の種類", "、".join(KIND_NAMES[code] for code in call.kinds)))
    if call.entitlement:
        asked.append(Asked("登録で使えるもの", f"「{call.entitlement_name}」が使える登録をした団体"))
    if call.before:
        asked.append(Asked("送る前に", f"{call.get_before_display()}。{before_when(call)}"))
    return asked


def before_when(call):
    """When the briefing is and when one can talk with the city, as far as the call asks for them and says when."""
    said = []
    if call.briefing_at and call.before != Before.CONSULT:
        place = f"（{call.briefing_place}）" if call.briefing_place else ""
        said.append(f"説明会は{jdatetime(call.briefing_at)}{place}です。")
    if (call.consult_from or call.consult_until) and call.before != Before.BRIEFING:
        since = f"{jdate(call.consult_from)}から" if call.consult_from else ""
        until = f"{jdate(call.consult_until)}まで" if call.consult_until else ""
        said.append(f"相談は{since}{until}です。")
    return "".join(said)


def eligibility_of(call, partner):
    """[Line] of a group, first whether it is registered, which nobody is let off. At most seven queries."""
    lines = [_registered(partner)]
    if not (call.kinds or call.entitlement or call.before):
        return lines
    waiver = call.waivers.in_force().filter(partner=partner).first()
    for condition, found in (("kinds", _kinds), ("entitlement", _entitled), ("before", _before)):
        if getattr(call, condition):
            label, holds, note, todo = found(call, partner)
            let_off = waiver if waiver and not holds and condition in waiver.conditions else None
            lines.append(Line(condition, label, holds, note, "" if holds or let_off else todo, let_off))
    return lines


def refusals_of(call, partner):
    """[sentence] of what keeps a registered group from sending; [] where it may."""
    return [f"{line.label}：{line.note}。{line.todo}" for line in eligibility_of(call, partner)[1:] if not line.lets_send]


def _registered(partner):
    holds = partner.standing == Standing.REGISTERED
    todo = "" if holds else "登録されるまで、送れません。書くことはできます。"
    return Line("registered", "団体の登録", holds, "登録されています" if holds else partner.get_standing_display(), todo, None)


def _kinds(call, partner):
    names = "、".join(KIND_NAMES[code] for code in call.kinds)
    todo = f"この募集に提案できるのは、{names}です。いっしょに提案する団体になることはできます。"
    return Condition.KINDS.label, partner.kind in call.kinds, KIND_NAMES[partner.kind], todo


def _entitled(call, partner):
    holds, name = is_entitled(partner, call.entitlement), call.entitlement_name
    todo = f"「{name}」が使える登録が要ります。事務局に聞いてください。"
    return f"登録で使えるもの：{name}", holds, "使えます" if holds else "使えません", todo


def _before(call, partner):
    came = call.before != Before.CONSULT and has_attended(call, partner)
    talked = call.before != Before.BRIEFING and not (came and call.before == Before.EITHER) and has_consulted(call, partner)
    holds = came and talked if call.before == Before.BOTH else came or talked
    done = [word for word, is_done in (("説明会に出ました", came), ("事前に相談しました", talked)) if is_done]
    missing = {Before.BRIEFING: "説明会", Before.CONSULT: "相談", Before.EITHER: "説明会か相談"}.get(
        call.before, "相談" if came else "説明会" if talked else "説明会と相談"
    )
    note = "。".join(done) or f"{missing}の記録がありません"
    todo = f"{missing}が要ります。{before_when(call)}済んでいるときは、事務局に知らせてください。"
    return Condition.BEFORE.label, holds, note, todo


def has_attended(call, partner):
    """Whether the group was at a briefing of this call. At most two queries. Either counts:

    - the secretariat noted it (Preparation), from a list of those who came, from paper or the telephone;
    - a sign-up to an event of the kind 説明会 about this call was set to 「来た」, and whoever signed up belongs to the group today.
    """
    if call.preparations.filter(partner=partner, kind=Kind.BRIEFING).exists():
        return True
    people = Membership.objects.valid().filter(partner=partner).values("user")
    came = Signup.objects.filter(state=Signup.State.CAME, user__in=people, event__cancelled_at__isnull=True)
    return came.filter(event__kind=Event.Kind.BRIEFING, event__about=about_of(call)).exists()


def has_consulted(call, partner):
    """Whether the group talked with the city about this call before it sends. At most two queries. Either counts:

    - the secretariat noted it (Preparation);
    - the group has written a 相談 (Request of the kind CONSULT, `from_partner` the group) about this call to an office of the city,
      and the office has answered it. What was only asked, or stopped, is no consultation.

    What coordinators write down (projects/consultations) does not count by itself: the city cannot read it.
    """
    if call.preparations.filter(partner=partner, kind=Kind.CONSULT).exists():
        return True
    asked = Request.objects.filter(kind=Request.Kind.CONSULT, about=about_of(call), from_partner=partner)
    return asked.filter(to__office__in=CITY, answered_at__isnull=False).exists()
