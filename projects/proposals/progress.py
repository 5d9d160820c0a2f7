"""What a group has to do for its proposal now."""

from kyodo_portal.common.templatetags.kyodo import tsu


def task_of(proposal, corrections):
    """What the group has to do now beside the table's words, in one sentence; "" when there is nothing."""
    if "applicant" not in proposal.responsible or not corrections:
        return ""
    return f"直してほしいところが{tsu(len(corrections))}あります。直してから、出し直してください。"
