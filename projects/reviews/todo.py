"""Who has to do what with a proposal now: the group, the desks without whom a 除斥 keeps away, the panel without whose sheets are in."""

import datetime

from django.urls import reverse

from kyodo_portal.common.lists.together import together
from kyodo_portal.process.task_rows import OwnTask, TaskFacts
from projects.proposals.comments.todo import advice_asked, advice_rows
from projects.proposals.conflicts.models import Exclusion, Substitute
from projects.proposals.joint.todo import answers_asked, joint_rows
from projects.proposals.models import know_late_admissions
from projects.proposals.sign_off_todo import confirmed_drafts, sign_off_asked, sign_off_rows
from projects.proposals.talk_models import Talk, TalkPart

from .blind import name_for_panel
from .plan_models import is_blind

State = Exclusion.State
DESKS = ("secretariat", "department")


def tasks_of(proposals):
    """[TaskFacts] of these proposals, which know their call, partner, department and, from `mark_done`, whose sheets are in.

    No query for most; one where there are named groups, 除斥, 代決, 助言 or 団体内の確認, two where drafts were confirmed (their whole texts),
    two where several departments talk about one, one where one is a draft of a call that is closed.
    """
    know_late_admissions(proposals)
    beside = _beside(proposals)
    joint, exclusions, substitutes, advice, confirmed = (beside.get(name, {}) for name in BESIDE)
    confirmed = confirmed_drafts(proposals, confirmed)
    asked = _asked_departments([proposal for proposal in proposals if proposal.has_talk_parts])
    return [
        _facts(
            proposal,
            joint.get(proposal.pk, []),
            exclusions.get(proposal.pk, []),
            substitutes.get(proposal.pk, []),
            asked.get(proposal.pk, {}),
            advice.get(proposal.pk, []),
            proposal.pk in confirmed,
        )
        for proposal in proposals
    ]


def _asked_departments(proposals):
    """{proposal id: {partner id: does it still have to record its talk}} of these, about which several departments talk."""
    asked = {}
    for row in TalkPart.objects.filter(proposal__in=proposals) if proposals else ():
        asked.setdefault(row.proposal_id, {})[row.department_id] = not row.talked
    if asked:
        in_charge = {proposal.pk: proposal.department_id for proposal in proposals}
        recorded = {
            proposal
            for proposal, department in Talk.objects.filter(proposal__in=asked).values_list("proposal", "department")
            if department in (None, in_charge[proposal])
        }
        for proposal, departments in asked.items():
            departments[in_charge[proposal]] = proposal not in recorded
    return asked


def _beside(proposals):
    """{name of BESIDE: {key of the proposal: [its rows]}}, only of those that there are. One query, none without any."""
    asked = {}
    for name, ask in BESIDE.items():
        if own := [proposal for proposal in proposals if getattr(proposal, name)]:
            asked[name] = ask(own)
    found = {}
    for name, rows in zip(asked, together(*asked.values()), strict=True):
        for row in rows:
            found.setdefault(name, {}).setdefault(row.proposal_id, []).append(row)
    return found


def _exclusions(proposals):
    """Of what was sent: a draft keeps nobody away but its own people."""
    sent = [proposal for proposal in proposals if not proposal.is_unsent]
    return Exclusion.objects.filter(proposal__in=sent).select_related("user", "partner")


def _substitutes(proposals):
    return Substitute.objects.valid().filter(proposal__in=proposals)


# Of which rows a proposal's tasks may have to ask, by the mark that says whether there are any (`with_task_marks`).
BESIDE = {
    "has_joint_groups": joint_rows,
    "has_exclusions": _exclusions,
    "has_substitutes": _substitutes,
    "has_comment_invitations": advice_rows,
    "sign_off_wanted": sign_off_rows,
}


def _facts(proposal, joint, exclusions, substitutes, asked, advice, confirmed):
    at = reverse("admin:projects_proposal_change", args=[proposal.pk])
    kept_away = _kept_away(proposal, joint, exclusions)
    is_filed = getattr(proposal, "is_filed", False)  # then the secretariat enters what came of the group on paper
    parties = {
        "applicant": ["s" if is_filed else f"p{proposal.partner_id}"],
        "secretariat": ["s"],
        "panel": [f"k{proposal.call_id}"],
    }
    if proposal.department_id:
        waited_for = [pk for pk, open_yet in asked.items() if open_yet] if proposal.may("talk") else []
        parties["department"] = [f"p{pk}" for pk in waited_for or [proposal.department_id]]
    for row in substitutes:
        parties.setdefault(row.desk, []).append(f"u{row.user_id}")
    done = {f"u{pk}" for pk in proposal.sheets_in}
    blind = proposal.may("mark") and is_blind(proposal.call)  # the panel reads these names in its tasks
    return TaskFacts(
        proposal,
        name_for_panel(proposal, blind),
        parties,
        urls={"secretariat": at, "department": at, "panel": reverse("review", args=[proposal.pk])},
        people="" if blind else proposal.partner.public_name,
        offices=proposal.department.name if proposal.department else "",
        involved=_involved(proposal, asked),
        not_for={"panel": kept_away | done, **dict.fromkeys((*DESKS, "applicant") if is_filed else DESKS, kept_away)},
        is_sample=proposal.call.is_sample,
        lapses_at=proposal.sendable_until if proposal.is_unsent and not is_filed else None,
        turns_on=_after(substitutes),
        own=[
            *answers_asked(proposal, joint),
            *advice_asked(proposal, advice),
            *sign_off_asked(proposal, confirmed),
            *_exclusions_to_judge(proposal, exclusions, kept_away, at),
        ],
    )


def _involved(proposal, asked):
    offices = {*asked, *([proposal.department_id] if proposal.department_id else [])}
    return f"g{proposal.partner_id}", *(f"o{pk}" for pk in sorted(offices))


def _kept_away(proposal, joint, exclusions):
    """The words of who neither judges nor decides: the rule of conflicts/access.py, for tasks."""
    words = {f"p{proposal.partner_id}", *(f"p{row.partner_id}" for row in joint if row.counts)}
    verdicts = {}
    for row in exclusions:
        verdicts.setdefault(row.user_id, set()).add(row.state)
    for user, states in verdicts.items():
        if State.CONFIRMED in states:
            words.add(f"u{user}")
        elif states == {State.REJECTED}:
            words.add(f"!u{user}")
    return words


def _exclusions_to_judge(proposal, exclusions, kept_away, at):
    return [
        OwnTask(
            source=f"exclusion:{row.pk}",
            role="secretariat",
            party="s",
            label="除斥を確かめる",
            url=at,
            matter=f"{proposal}（{row}）",
            not_for=frozenset(kept_away | {f"u{row.user_id}"}),
        )
        for row in exclusions
        if row.state == State.OPEN
    ]


def _after(substitutes):
    """The day after the first substitute's last one."""
    days = [row.until for row in substitutes if row.until]
    return min(days) + datetime.timedelta(days=1) if days else None
