"""Who may open which address of the events. As in table.py."""

from .rows import Row, everybody, signed_in

EVENTS_TABLE = {
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "events": [everybody()],
    "event": [
        everybody(subject="event_of_dantai"),
        Row("404  404   200    404     404     200   404    200       200", subject="draft_event_of_dantai"),
    ],
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
    "event-withdraw": [
        Row("302  403   302    403     403     403   403    302       302", subject="event_of_dantai", method="POST")
    ],
    "event-cancel": [Row("302  403   200    403     403     403   403    200       200", subject="event_of_dantai")],
    "event-revive": [
        Row("302  403   302    403     403     403   403    302       302", subject="event_of_dantai", method="POST")
    ],
    "event-next": [Row("302  403   200    403     403     403   403    200       200", subject="event_of_dantai")],
}
