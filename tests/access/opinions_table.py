"""Who may open which address of 意見募集. As in table.py."""

from .rows import Row, everybody, signed_in

OPINIONS_TABLE = {
    # ---- everybody reads what was announced and sends; who sent it, and the office in charge, read an opinion ----
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "opinions": [everybody()],
    "opinions-ics": [everybody()],
    "opinion-file": [
        everybody(subject="file_of_an_open_round"),
        Row("404  404   404    404     404     200   404    200       200", subject="file_of_a_prepared_round"),
    ],
    "opinion-files": [
        Row("302  404   404    404     404     200   404    200       200", subject="prepared_round"),
        Row("302  404   404    404     404     403   404    403       403", subject="open_round"),
    ],
    "opinion-file-remove": [
        Row("302  404   404    404     404     302   404    302       302", subject="file_of_a_prepared_round", method="POST"),
        Row("302  404   404    404     404     403   404    403       403", subject="file_of_an_open_round", method="POST"),
    ],
    "opinion-round": [
        everybody(subject="open_round"),
        Row("404  404   404    404     404     200   404    200       200", subject="prepared_round"),
    ],
    "opinion-plan": [
        everybody(subject="open_round"),
        Row("404  404   404    404     404     200   404    200       200", subject="prepared_round"),
    ],
    "opinion-form": [
        everybody(subject="open_round"),
        Row("404  404   404    404     404     200   404    200       200", subject="prepared_round"),
    ],
    "opinion-send": [
        everybody(subject="open_round"),
        Row("404  404   404    404     404     200   404    200       200", subject="prepared_round"),
    ],
    "opinion-sent": [everybody(404, subject="open_round")],
    "opinion": [Row("302  200   404    404     404     200   404    200       200", subject="opinion_of_jumin")],
    "opinion-withdraw": [
        Row("302  302   404    404     404     403   404    403       403", subject="opinion_of_jumin", method="POST"),
        signed_in(405, subject="opinion_of_jumin"),
    ],
    "opinions-received": [Row("302  404   404    404     404     200   404    200       200", subject="open_round")],
    "opinion-enter": [
        Row("302  404   404    404     404     200   404    200       200", subject="open_round"),
        Row("302  404   404    404     404     403   404    403       403", subject="prepared_round"),
    ],
    "opinion-points": [
        Row("302  404   404    404     404     200   404    200       200", subject="answered_round"),
        Row("302  404   404    404     404     403   404    403       403", subject="open_round"),
    ],
    "opinion-split": [Row("302  404   404    404     404     200   404    200       200", subject="opinion_to_split")],
    # ---- the record of an event: who writes the events of its host, once it has begun ----
    "event-record": [
        Row("302  403   403    403     403     200   403    200       200", subject="event_of_tanto"),
        Row("302  403   403    403     403     403   403    403       403", subject="coming_event_of_tanto"),
    ],
    "event-record-show": [
        Row("302  403   403    403     403     302   403    302       302", subject="event_of_tanto", method="POST"),
        signed_in(405, subject="event_of_tanto"),
    ],
    "event-remark-new": [Row("302  403   403    403     403     200   403    200       200", subject="event_of_tanto")],
    "event-remark": [Row("302  403   403    403     403     200   403    200       200", subject="remark_of_event")],
    "opinion-remark": [Row("302  404   404    404     404     200   404    200       200", subject="remark_of_round")],
}
