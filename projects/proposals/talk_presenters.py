"""The records of 担当課協議 as people read them: what counts, and behind it what was corrected."""

from typing import NamedTuple

from django.urls import reverse

from .talk_access import can_correct_talk
from .talk_models import Talk


class ReadTalk(NamedTuple):
    """One record that counts. `former`: the records that it corrected, the newest first; `correct_url`: "" for who may not."""

    talk: Talk
    office: str
    former: list
    correct_url: str


def talks_of(proposal, user=None):
    """[ReadTalk] of a proposal, by the day of the talk. user: for whom the way to correct it is offered; None: for nobody.

    One query, and a handful for each record that this person may correct.
    """
    rows = {row.pk: row for row in proposal.talks.select_related("by", "department")}
    replaced = {row.replaces_id for row in rows.values()}
    found = []
    for talk in rows.values():
        if talk.pk in replaced:
            continue
        talk.proposal, former, at = proposal, [], talk
        while at.replaces_id:
            at = rows[at.replaces_id]
            former.append(at)
        may = user is not None and can_correct_talk(user, talk)
        url = reverse("admin:projects_proposal_talk_correct", args=[proposal.pk, talk.pk]) if may else ""
        found.append(ReadTalk(talk, str(talk.department or proposal.department or ""), former, url))
    return found
