"""Who may open which address about where a group stands: renewals, pauses, what comes on paper, errands. As in table.py."""

from .rows import Row

STANDING_TABLE = {
    #                       anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "partner-renew": [Row("302  403   200    403     403     403   403    403       403", subject="group_to_renew")],
    "partner-renew-paper": [Row("302  403   200    403     403     403   403    200       200", subject="group_to_renew")],
    "partner-pause": [Row("302  403   200    403     403     403   403    403       403", subject="group_to_renew")],
    "partner-resume": [Row("302  403   200    403     403     403   403    403       403", subject="group_that_pauses")],
    "registration-file-paper": [Row("302  404   404    404     404     403   404    200       200")],
    "registration-renewals": [Row("302  404   404    404     404     403   404    200       200")],
    "registration-renewals-check": [
        Row("302  404   404    404     404     403   404    302       302", method="POST"),
    ],
    "errands": [Row("302  404   404    404     404     403   404    200       200")],
    "errand-enter": [Row("302  404   404    404     404     403   404    200       200")],
    "errand-labels": [Row("302  404   404    404     404     403   404    200       200", method="POST")],
    "errand-done": [
        Row("302  404   404    404     404     403   404    302       302", subject="errand_of_dantai", method="POST"),
    ],
}
