"""Who may open which address about the people of a group: invited, handed on, helped, claimed. As in table.py."""

from .rows import Row, everybody

TAKEOVER_TABLE = {
    #                   anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "inviting": [
        Row("302  403   200    403     403     403   403    200       200", subject="member_of_dantai"),
        Row("302  404   404    404     404     403   404    200       200", subject="seat_of_a_call"),
        Row("302  404   404    404     404     403   404    200       200", subject="seat_of_a_committee"),
        Row("302  404   404    404     404     404   404    404       404", subject="no_kind"),
    ],
    "invite-withdraw": [
        Row("302  403   302    403     403     403   403    302       302", subject="invited_member", method="POST")
    ],
    "takeover-paper": [everybody()],
    "takeover": [Row("302  403   200    403     403     403   403    200       200", subject="group_of_dantai")],
    "takeover-stays": [
        Row("302  403   302    403     403     403   403    403       403", subject="group_of_dantai", method="POST")
    ],
    "takeover-again": [
        Row(
            "302  404   302    404     404     404   404    302       302",
            subject="group_that_waits",
            method="POST",
            data={"takeover": 1},
        )
    ],
    "takeover-withdraw": [
        Row(
            "302  404   302    404     404     404   404    302       302",
            subject="group_that_waits",
            method="POST",
            data={"takeover": 1},
        )
    ],
    "takeover-object": [Row("302  404   200    404     404     404   404    403       403", subject="takeover_by_the_city")],
    "takeover-answer": [Row("302  404   403    404     404     404   404    200       200", subject="doubted_takeover")],
    "takeover-reopen": [
        Row("302  404   403    404     404     404   404    409       409", subject="doubted_takeover", method="POST"),
        Row("302  404   403    404     404     404   404    302       302", subject="reopened_takeover", method="POST"),
    ],
    "staff-takeovers": [Row("302  404   404    404     404     403   404    200       200")],
    "staff-takeovers-sheet": [Row("302  404   404    404     404     403   404    200       200", method="POST")],
    "staff-takeovers-file": [Row("302  404   404    404     404     403   404    200       200", method="POST")],
    # ---- a draft that is filled in together: its owner shows digits, whoever is signed in types them in ----
    "helping": [everybody()],
    "registration-helper": [Row("302  404   200    404     404     404   404    404       404", subject="draft_of_dantai")],
    # ---- a claim: whoever claims, the people of the body, the secretariat; the letter is the secretariat's ----
    "claiming-unlisted": [everybody()],
    "claiming": [Row("302  200   403    200     200     200   200    200       200", subject="group_of_dantai")],
    "claim": [Row("302  200   200    404     404     404   404    200       200", subject="claim_of_jumin")],
    "claim-letter": [Row("302  403   403    404     404     404   404    200       200", subject="claim_of_jumin")],
}
