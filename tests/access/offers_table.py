"""Who may open which address of what partners give and seek. As in table.py."""

from .rows import Row, everybody, signed_in

OFFERS_TABLE = {
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "offers": [everybody()],
    "lecture-menu": [everybody()],
    "offer-numbers": [everybody()],
    "offer": [
        everybody(subject="offer_of_dantai"),
        Row("404  404   200    404     404     200   404    200       200", subject="closed_offer_of_dantai"),
        Row("404  404   200    404     404     200   404    200       200", subject="offer_of_an_applying_group"),
    ],
    "partner-offers": [Row("302  403   200    403     403     403   403    200       200", subject="group_of_dantai")],
    "partner-matches": [Row("302  403   200    403     403     403   403    200       200", subject="group_of_dantai")],
    "offer-new": [
        Row("302  403   200    403     403     403   403    200       200", subject="group_of_dantai"),
        Row("302  404   200    404     404     403   404    200       200", subject="applying_group_of_dantai"),
    ],
    "offer-edit": [
        Row("302  403   200    403     403     403   403    200       200", subject="own_offer_of_dantai"),
        Row("302  403   403    403     403     403   403    404       404", subject="offer_under_another_partner"),
    ],
    "offer-terms": [Row("302  403   200    403     403     403   403    200       200", subject="own_offer_of_dantai")],
    "offer-close": [
        Row("302  403   302    403     403     403   403    302       302", subject="own_offer_of_dantai", method="POST"),
        signed_in(405, subject="own_offer_of_dantai"),
    ],
    "offer-open": [
        Row("302  403   302    403     403     403   403    302       302", subject="own_offer_of_dantai", method="POST")
    ],
    "offers-confirm": [
        Row("302  403   302    403     403     403   403    302       302", subject="group_of_dantai", method="POST")
    ],
    "offers-continue": [
        Row("302  403   302    403     403     403   403    302       302", subject="group_of_dantai", method="POST")
    ],
    "desk-matches": [Row("302  403   403    403     200     403   403    200       200")],
}
