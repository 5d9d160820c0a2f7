"""Who may open which address of 申請. As in table.py: dantai represents the group, tanto's office is in charge."""

from .rows import Row, everybody, signed_in

APPLICATIONS_TABLE = {
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "apply": [everybody()],
    "application-blank": [everybody(subject="kind_of_application"), everybody(404, subject="kind_that_takes_none")],
    "application-new": [signed_in(subject="kind_of_application"), signed_in(404, subject="kind_that_takes_none")],
    "applications": [signed_in()],
    # ---- a draft is its group's; what was sent the offices' too, whole for the one in charge and the secretariat ----
    "application": [
        Row("302  404   200    404     404     404   404    404       404", subject="draft_application"),
        Row("302  404   200    404     404     200   404    200       200", subject="received_application"),
        Row("302  404   200    404     404     200   404    200       200", subject="application_of_another_office"),
    ],
    "application-paper": [
        Row("302  404   200    404     404     200   404    200       200", subject="received_application"),
        Row("302  404   200    404     404     403   404    200       200", subject="application_of_another_office"),
    ],
    "application-file-new": [
        Row("302  404   200    404     404     404   404    404       404", subject="draft_application"),
        Row("302  404   200    404     404     200   404    200       200", subject="received_application"),
        Row("302  404   200    404     404     403   404    200       200", subject="application_of_another_office"),
    ],
    "application-file": [
        Row("302  404   200    404     404     200   404    200       200", subject="file_of_an_application"),
        Row("302  404   200    404     404     403   404    200       200", subject="file_for_another_office"),
    ],
    "application-file-drop": [
        Row("302  404   403    404     404     403   404    403       403", subject="file_of_an_application", method="POST"),
    ],
    "application-edit": [
        Row("302  404   200    404     404     404   404    404       404", subject="draft_application"),
        Row("302  404   302    404     404     302   404    302       302", subject="received_application"),
        Row("302  404   302    404     404     403   404    302       302", subject="application_of_another_office"),
    ],
    "application-discard": [
        Row("302  404   200    404     404     404   404    404       404", subject="draft_application"),
        Row("302  404   403    404     404     403   404    403       403", subject="received_application"),
    ],
    "application-copy": [
        Row("302  404   200    404     404     403   404    403       403", subject="received_application"),
        Row("302  404   403    404     404     404   404    404       404", subject="draft_application"),
    ],
    "application-correct": [
        Row("302  404   200    404     404     403   404    403       403", subject="application_in_correction"),
        Row("302  404   302    404     404     403   404    403       403", subject="received_application"),
    ],
    "application-step": [
        Row("302  404   403    404     404     200   404    403       403", subject="approving_of_an_application"),
        Row("302  404   200    404     404     403   404    403       403", subject="withdrawing_of_an_application"),
        Row("302  404   403    404     404     200   404    403       403", subject="application_on_paper"),
    ],
    "application-filed": [
        Row("302  404   403    404     404     200   404    200       200", subject="received_application"),
        Row("302  404   403    404     404     403   404    200       200", subject="application_of_another_office"),
    ],
    "application-filed-drop": [
        Row("302  404   403    404     404     302   404    302       302", subject="filing_of_an_application", method="POST"),
    ],
    # ---- the desk of the city ----
    "application-desk": [Row("302  404   404    404     404     200   404    200       200")],
    "application-bulk": [
        Row("302  405   405    405     405     405   405    405       405"),
        Row("302  404   404    404     404     302   404    302       302", method="POST", data={"step": "receive"}),
        Row("302  404   404    404     404     404   404    404       404", method="POST", data={"step": "revoke"}),
    ],
    "application-enter": [Row("302  403   403    403     403     200   403    200       200")],
    "application-enter-for": [Row("302  403   403    403     403     200   403    200       200", subject="paper_of_dantai")],
}
