"""Who may open which address of grants. As in table.py."""

from .rows import Row, everybody, signed_in

GRANTS_TABLE = {
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "grant-schemes": [everybody()],
    "grant-scheme": [
        everybody(subject="shown_scheme"),
        Row("404  404   404    404     404     200   404    200       200", subject="scheme_in_preparation"),
    ],
    "grant-new": [signed_in(subject="shown_scheme")],
    "grants": [signed_in()],
    "grants-xlsx": [Row("302  403   403    403     403     200   403    200       200", method="POST")],
    # A draft is its group's own; here kosharu accompanies another group.
    "grant": [
        Row("302  404   200    404     404     404   404    404       404", subject="draft_of_a_grant"),
        Row("302  404   200    404     404     200   404    200       200", subject="decided_grant"),
    ],
    "grant-edit": [
        Row("302  404   200    404     404     404   404    404       404", subject="draft_of_a_grant"),
        Row("302  404   403    404     404     403   404    403       403", subject="decided_grant"),
    ],
    "grant-correct": [Row("302  404   302    404     404     403   404    403       403", subject="decided_grant")],
    "grant-change": [Row("302  404   200    404     404     403   404    403       403", subject="decided_grant")],
    "grant-report": [Row("302  404   200    404     404     403   404    403       403", subject="decided_grant")],
    "grant-blank": [everybody(subject="blank_of_a_scheme"), everybody(404, subject="no_blank_of_a_scheme")],
    "grant-sheet": [Row("302  404   200    404     404     200   404    200       200", subject="sheet_of_a_grant")],
    "grant-filed": [Row("302  404   403    404     404     200   404    200       200", subject="decided_grant")],
    "grant-filed-drop": [
        Row("302  404   403    404     404     302   404    302       302", subject="filing_of_a_grant", method="POST"),
    ],
    "grant-enter": [Row("302  403   403    403     403     200   403    200       200")],
    "grant-enter-for": [Row("302  403   403    403     403     200   403    200       200", subject="rule_and_group")],
    "grant-step": [
        Row("302  404   200    404     404     404   404    404       404", subject="submit_of_a_grant"),
        Row("302  404   403    404     404     200   404    200       200", subject="direct_of_a_grant"),
    ],
    "grant-paper-new": [Row("302  404   200    404     404     403   404    403       403", subject="decided_grant")],
    "grant-paper": [Row("302  404   200    404     404     200   404    200       200", subject="paper_of_a_grant")],
    "grant-paper-remove": [
        Row("302  404   302    404     404     403   404    403       403", subject="paper_of_a_grant", method="POST"),
    ],
}
