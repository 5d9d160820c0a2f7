"""Who may open which address of calls and proposals, and of what came of them on paper. As in table.py."""

from .rows import Row, everybody, signed_in

# fmt: off
PROPOSALS_TABLE = {
    # ---- calls and proposals: drafts are the group's (and its coordinator's), sent ones also the city's -----------------
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "calls": [everybody()],
    "call": [
        everybody(subject="open_call"),
        Row("404  404   404    404     404     200   404    200       200", subject="unpublished_call"),
    ],
    "call-paper": [
        everybody(subject="open_call"),
        Row("404  404   404    404     404     200   404    200       200", subject="unpublished_call"),
    ],
    "call-preview": [
        Row("302  403   403    403     403     200   403    200       200", subject="open_call"),
        Row("302  404   404    404     404     200   404    200       200", subject="unpublished_call"),
    ],
    "call-propose": [signed_in(subject="open_call")],
    "proposal": [
        Row("404  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("404  404   200    404     200     404   404    404       404", subject="accompanied_draft"),
        Row("404  404   200    404     404     404   404    200       200", subject="proposal_sent"),
        Row("404  404   200    404     404     404   200    200       200", subject="proposal_in_review"),
        Row("404  404   200    404     404     404   404    200       200", subject="proposal_withdrawn"),
        everybody(subject="proposal_adopted"),
    ],
    "proposal-paper": [
        Row("302  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("302  404   200    404     404     404   404    200       200", subject="proposal_sent"),
        Row("302  404   200    404     404     404   200    200       200", subject="proposal_in_review"),
        Row("302  403   200    403     403     403   200    200       200", subject="proposal_adopted"),
    ],
    # Sheets of A4: the panel reads on its own pages; what of a call is printed is what came to one's desk.
    "proposal-print": [
        Row("302  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("302  404   200    404     404     404   404    200       200", subject="proposal_sent"),
        Row("302  404   200    404     404     404   403    200       200", subject="proposal_in_review"),
        Row("302  403   200    403     403     403   403    200       200", subject="proposal_adopted"),
    ],
    "call-print": [
        Row("302  403   403    403     403     200   403    200       200", subject="open_call"),
        Row("302  404   404    404     404     200   404    200       200", subject="unpublished_call"),
    ],
    "proposal-approval": [
        Row("302  404   403    404     404     404   404    404       404", subject="proposal_sent"),
        Row("302  404   403    404     404     404   403    200       200", subject="proposal_in_review"),
    ],
    "call-approval": [Row("302  403   403    403     403     403   403    200       200", subject="open_call")],
    "joint-group": [Row("302  404   404    200     404     404   404    404       404", subject="asked_of_dantai2")],
    "proposal-page": [
        Row("302  404   200    404     404     404   404    404       404", subject="draft_page"),
        Row("302  404   200    404     403     404   404    404       404", subject="accompanied_page"),
        Row("302  404   302    404     404     404   404    403       403", subject="sent_page"),
        Row("302  404   409    404     404     404   404    403       403", subject="sent_page", method="POST"),
    ],
    "proposal-check": [
        Row("302  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("302  404   302    404     404     404   404    403       403", subject="proposal_sent"),
    ],
    "proposal-comments": [
        Row("302  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("302  404   200    404     403     404   404    404       404", subject="accompanied_draft"),
        Row("302  404   200    404     404     404   404    403       403", subject="proposal_sent"),
    ],
    # A draft that is filled in together: whoever writes for its group shows digits, whoever is signed in types them in.
    "proposal-helping": [everybody()],
    "proposal-helper": [
        Row("302  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("302  404   200    404     403     404   404    404       404", subject="accompanied_draft"),
        Row("302  404   403    404     404     404   404    403       403", subject="proposal_sent"),
    ],
    "proposal-sign-off": [
        Row("302  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("302  404   302    404     404     404   404    403       403", subject="proposal_sent"),
    ],
    "proposal-receipt": [Row("302  404   200    404     404     404   404    403       403", subject="proposal_sent")],
    "proposal-versions": [
        Row("302  404   200    404     404     404   404    200       200", subject="proposal_sent"),
        Row("302  404   200    404     404     404   403    200       200", subject="proposal_in_review"),
    ],
    "proposal-step": [Row("302  404   200    404     404     404   404    403       403", subject="withdraw_proposal")],
    "proposal-delete": [
        Row("302  404   200    404     404     404   404    404       404", subject="proposal_draft"),
        Row("302  404   403    404     404     404   404    403       403", subject="proposal_sent", method="POST"),
    ],
    "proposal-copy": [
        Row("302  404   200    404     404     404   404    403       403", subject="proposal_withdrawn"),
        Row("302  404   403    404     404     404   404    403       403", subject="proposal_sent"),
    ],
    "proposal-file": [
        Row("404  404   200    404     404     404   404    404       404", subject="draft_file"),
        Row("404  404   200    404     404     404   200    200       200", subject="review_file"),
        Row("404  404   200    404     404     404   200    200       200", subject="adopted_private_file"),
        everybody(subject="adopted_public_file"),
    ],
    # What came on paper: the secretariat enters it; its group and those who work on the proposal read its copy.
    "proposal-enter": [Row("302  403   403    403     403     403   403    200       200")],
    "proposal-enter-for": [Row("302  403   403    403     403     403   403    200       200", subject="call_and_group")],
    "proposal-filed": [
        Row("302  404   403    404     404     404   404    200       200", subject="proposal_sent"),
    ],
    "proposal-filed-drop": [
        Row("302  404   403    404     404     404   404    302       302", subject="filed_withdrawal", method="POST"),
    ],
    "proposal-filed-scan": [
        Row("302  404   200    404     404     404   404    200       200", subject="filed_withdrawal"),
        Row("302  404   200    404     404     404   404    200       200", subject="entered_draft"),
    ],
}
# fmt: on
