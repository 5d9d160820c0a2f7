"""The records of 担当課協議 as people read them: what counts, and behind it what was corrected."""

from typing import NamedTuple

from django.urls import reverse

from kyodo_portal.common.lists.together import brought

from .talk_access import offices_to_correct_for
from .talk_models import Talk


class ReadTalk(NamedTuple):
    """One record that counts. `former`: the records that it corrected, the newest first; `correct_url`: "" for who may not."""

    talk: Talk
    office: str
    former: list
    correct_url: str


def talks_of(proposal, user=None):
    """[ReadTalk] of a proposal, by the day of the talk. user: for whom the way to correct it is offered; None: for nobody.

    One query, none where the talks came along, and one for whoever may correct some of them.
    """
    rows = {row.pk: row for row in brought(proposal, "talks", proposal.talks.select_related("by", "department"))}
    replaced = {row.replaces_id for row in rows.values()}
    own = offices_to_correct_for(user, proposal) if user is not None and rows else ()
    found = []
    for talk in rows.values():
        if talk.pk in replaced:
            continue
        talk.proposal, former, at = proposal, [], talk
        while at.replaces_id:
            at = rows[at.replaces_id]
            former.append(at)
        may = (talk.department_id or proposal.department_id) in own
        url = reverse("admin:projects_proposal_talk_correct", args=[proposal.pk, talk.pk]) if may else ""
        found.append(ReadTalk(talk, str(talk.department or proposal.department or ""), former, url))
    return found
