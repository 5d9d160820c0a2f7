"""Who may open which address of 通知書. As in table.py: the city wrote to dantai's group about its registration."""

from .rows import Row

DESK_ONLY = "302  404   404    404     404     404   404    200       200"

OFFICIAL_LETTERS_TABLE = {
    #              anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "official-letter": [
        Row("302  404   200    404     404     404   404    200       200", subject="official_letter"),
        Row(DESK_ONLY, subject="official_draft"),
    ],
    # ---- the desk: staff who work on matters of a process that writes letters --------------------------------------
    "official-letters": [Row("302  404   404    404     404     200   404    200       200")],
    "official-letters-check": [
        Row("302  404   404    404     404     302   404    302       302", method="POST"),
        Row("302  405   405    405     405     405   405    405       405"),
    ],
    "official-letters-table": [Row("302  404   404    404     404     200   404    200       200", method="POST")],
    "official-letters-late": [Row("302  404   404    404     404     200   404    200       200")],
    "official-letters-print": [Row("302  404   404    404     404     302   404    302       302", method="POST")],
    "official-letters-sent": [
        Row("302  404   404    404     404     302   404    302       302", method="POST"),
        Row("302  405   405    405     405     405   405    405       405"),
    ],
    "official-letter-draft": [
        Row("302  404   404    404     404     404   404    302       302", subject="step_without_a_letter", method="POST")
    ],
    "official-letter-desk": [Row(DESK_ONLY, subject="official_draft")],
    "official-letter-press": [
        Row(
            "302  404   404    404     404     404   404    302       302",
            subject="official_draft",
            method="POST",
            data={"drop": "1"},
        )
    ],
    "official-letter-replace": [Row(DESK_ONLY, subject="official_letter")],
    "official-letter-send": [Row(DESK_ONLY, subject="official_letter")],
}
