"""Who may open which address of committees. As in table.py."""

from .rows import Row, everybody

COMMITTEES_TABLE = {
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "committees": [everybody()],
    "committees-ics": [everybody()],
    "committee": [
        everybody(subject="shown_committee"),
        Row("404  404   404    404     404     200   404    200       200", subject="inside_committee"),
    ],
    "committee-meeting": [
        everybody(subject="announced_meeting"),
        Row("404  404   404    404     404     200   404    200       200", subject="planned_meeting"),
    ],
    "committee-paper": [
        everybody(subject="paper_of_an_announced_meeting"),
        Row("404  404   404    404     404     200   404    200       200", subject="paper_of_a_planned_meeting"),
    ],
    "meeting-announce": [Row("302  404   404    404     404     403   404    200       200", subject="planned_meeting")],
    "meeting-unannounce": [Row("302  403   403    403     403     403   403    200       200", subject="announced_meeting")],
    "meeting-cancel": [Row("302  403   403    403     403     403   403    200       200", subject="announced_meeting")],
    "meeting-hold": [Row("302  403   403    403     403     403   403    200       200", subject="announced_meeting")],
    "meeting-minutes": [Row("302  403   403    403     403     403   403    200       200", subject="announced_meeting")],
    "meeting-minutes-off": [Row("302  403   403    403     403     403   403    200       200", subject="announced_meeting")],
    "committee-paper-new": [Row("302  404   404    404     404     403   404    200       200", subject="planned_meeting")],
    "committee-paper-remove": [
        Row("302  404   404    404     404     403   404    200       200", subject="paper_of_a_planned_meeting"),
    ],
    "committee-paper-back": [
        Row("302  403   403    403     403     403   403    200       200", subject="paper_of_an_announced_meeting"),
    ],
    "seat-call-new": [Row("302  403   403    403     403     403   403    200       200", subject="shown_committee")],
    "seat-call-close": [
        Row("302  404   404    404     404     403   404    302       302", subject="call_for_seats", method="POST")
    ],
    "seat-call": [Row("302  404   404    404     404     403   404    200       200", subject="call_for_seats")],
    # Who applied is the secretariat's to know; with which words, only of whoever works in the office that seeks.
    "seat-application": [Row("302  404   404    404     404     403   404    200       403", subject="application_for_a_seat")],
    "seat-application-back": [
        Row("302  404   404    404     404     403   404    200       403", subject="application_for_a_seat")
    ],
}
