"""Who may open which address of the events. As in table.py."""

from .rows import Row, everybody, signed_in

EVENTS_TABLE = {
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "events": [everybody()],
    "event": [
        everybody(subject="event_of_dantai"),
        Row("404  404   200    404     404     200   404    200       200", subject="draft_event_of_dantai"),
    ],
    "events-ics": [everybody()],
    "event-ics": [everybody(subject="event_of_dantai"), everybody(404, subject="draft_event_of_dantai")],
    "event-series-ics": [everybody(subject="event_of_dantai"), everybody(404, subject="draft_event_of_dantai")],
    "partner-events": [Row("302  403   200    403     403     403   403    200       200", subject="group_of_dantai")],
    "event-new": [Row("302  403   200    403     403     403   403    200       200", subject="group_of_dantai")],
    "event-edit": [
        Row("302  403   200    403     403     403   403    200       200", subject="event_of_dantai"),
        Row("302  404   200    404     404     403   404    200       200", subject="draft_event_of_dantai"),
    ],
    "event-publish": [
        Row("302  404   302    404     404     403   404    302       302", subject="draft_event_of_dantai", method="POST"),
        signed_in(405, subject="event_of_dantai"),
    ],
    "event-together": [
        Row("302  403   403    302     403     403   403    403       403", subject="named_by_dantai", method="POST")
    ],
    "event-withdraw": [
        Row("302  403   302    403     403     403   403    302       302", subject="event_of_dantai", method="POST")
    ],
    "event-cancel": [Row("302  403   200    403     403     403   403    200       200", subject="event_of_dantai")],
    "event-revive": [
        Row("302  403   302    403     403     403   403    302       302", subject="event_of_dantai", method="POST")
    ],
    "event-discard": [
        Row("302  404   200    404     404     403   404    200       200", subject="draft_event_of_dantai"),
        Row("302  404   302    404     404     403   404    302       302", subject="draft_event_of_dantai", method="POST"),
    ],
    "event-next": [Row("302  403   200    403     403     403   403    200       200", subject="event_of_dantai")],
    "event-signup": [
        everybody(subject="open_event_of_dantai"),
        everybody(302, subject="event_of_dantai"),
    ],
    "signup-code": [everybody(302, subject="open_event_of_dantai")],
    "signup-guest": [everybody(subject="guests_signup"), everybody(404, subject="no_signup")],
    "signup-own": [
        Row("302  404   302    404     404     404   404    404       404", subject="own_signup_of_dantai", method="POST")
    ],
    "my-signups": [signed_in()],
    # ---- who comes: the host's writers alone, no secretariat and no system administrator -------------------------
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "event-signups": [
        Row("302  403   200    403     403     403   403    403       403", subject="open_event_of_dantai"),
        Row("302  404   200    404     404     403   404    403       403", subject="draft_event_of_dantai"),
    ],
    "signup-enter": [Row("302  403   200    403     403     403   403    403       403", subject="open_event_of_dantai")],
    "signup-turn": [
        Row("302  403   302    403     403     403   403    403       403", subject="signup_of_dantai", method="POST")
    ],
    "signup-came": [
        Row("302  403   302    403     403     403   403    403       403", subject="open_event_of_dantai", method="POST")
    ],
    "event-draw": [
        Row("302  403   200    403     403     403   403    403       403", subject="lot_of_dantai"),
        Row("302  403   302    403     403     403   403    403       403", subject="lot_of_dantai", method="POST"),
    ],
    "signup-table": [
        Row("302  403   200    403     403     403   403    403       403", subject="open_event_of_dantai", method="POST")
    ],
}
