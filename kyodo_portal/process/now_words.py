"""What a notice says last, as its reader is spoken to: whose turn it is and for what, or what can be done now that it has ended."""

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import ROLES

NOW = "いまは、"
# What a notice calls its reader: a person of a matter, and the side of a letter. An office is called by its name.
ONE_PERSON = ("claimant", "author", "writer", "giver", "taker", "asker", "sender")
YOURS = {**dict.fromkeys(ONE_PERSON, "あなた"), "desk": "あなたの団体・課"}
# For whom it is written what can be done after the end, and who only takes note of it where there is one of them.
ITS_PEOPLE = frozenset({"applicant", "member", "claimant", "writer", "asker", "sender"})
THE_CITYS = frozenset({"secretariat", "department", "coordinator", "panel", "committee"})


def words_for(subject):
    """roles → the sentence for a reader who is `roles` to this matter, "" where there is nothing to say to them. Asks once for all readers."""
    if subject.state.is_end:
        advice, process = subject.in_its_words(subject.state.now), subject.process
        return lambda roles: "" if _is_past(process, roles) else advice
    whose = subject.responsible
    if whose in ((), ("system",)):
        return lambda roles: ""
    due = f"（期限 {jdate(subject.due_on)}）" if subject.due_on else ""
    task = subject.next_task

    def sentence(roles):
        who = "・".join(YOURS[role] if role in roles and role in YOURS else ROLES[role] for role in whose)
        return f"{NOW}{who}が「{task}」番です{due}。{beside_it(subject)}"

    return sentence


def waited_for(subject):
    """「団体の代表者が「…」番です。」 of everybody who is waited for; whose turn it is stands first."""
    return f"{subject.responsible_label}が「{subject.next_task}」番です。{beside_it(subject)}"


def beside_it(subject):
    """The same of those alone who are waited for beside the turn of the table."""
    return "".join(f"{ROLES[role]}が「{task}」番です。" for role, task in subject.asked_beside)


def _is_past(process, roles):
    """The advice at the end is another's: these readers are of the city alone, and the matter is somebody's of outside."""
    told = {role for step in process.steps for role in step.notifies}
    return bool(roles) and roles <= THE_CITYS and bool(told & ITS_PEOPLE)


def speaks_to(subject):
    """The roles to whom it is said in other words than to the rest, as the matter stands: who is told must be asked for these alone."""
    return frozenset(subject.responsible) & YOURS.keys() if not subject.state.is_end else ITS_PEOPLE | THE_CITYS


def sentences_of(subject):
    """Every sentence that somebody may read now of this matter."""
    said = words_for(subject)
    return {said(frozenset()), *(said({role}) for role in YOURS)}


def roles_by_person(asked):
    """{key of a user: {role}} of {role: users}."""
    roles = {}
    for role, users in asked.items():
        for user in users:
            roles.setdefault(user.pk, set()).add(role)
    return roles
