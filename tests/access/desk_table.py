"""Who may open which address of the coordinators' desk. As in table.py: kosharu is at the desk, the zone is laid out and closed."""

from .rows import Row, everybody, signed_in

DESK = "302  404   404    404     200     404   404    404       404"
ELSEWHERE = "302  404   404    404     302     404   404    404       404"
CITY = "302  404   404    404     404     200   404    200       200"

DESK_TABLE = {
    #          anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "desk": [Row(DESK)],
    "desk-seen": [Row(ELSEWHERE, method="POST"), signed_in(405)],
    "view-new": [Row("302  404   404    404     404     404   404    404       404")],  # of no list of ours
    "view-drop": [Row(ELSEWHERE, subject="no_view", method="POST")],
    # ---- the zone: closed, it opens by one's passphrase; who is not at the desk finds none -----------------------------
    "zone": [Row(DESK), Row(DESK, subject="zone_of_kosharu")],
    "zone-close": [Row(ELSEWHERE, subject="zone_of_kosharu", method="POST")],
    "zone-setup": [Row(DESK), Row(ELSEWHERE, subject="zone_of_kosharu")],
    "zone-ring": [Row(DESK, subject="zone_of_kosharu")],
    "zone-number": [Row(DESK, subject="zone_of_kosharu"), Row(ELSEWHERE)],
    "zone-hand": [Row(ELSEWHERE, subject="colleague_of_kosharu")],  # to the passphrase
    "zone-code": [Row(DESK, subject="zone_of_kosharu"), Row(ELSEWHERE)],
    "zone-new-code": [
        Row("302  404   404    404     403     404   404    404       404", subject="zone_of_kosharu", method="POST")
    ],
    "zone-recover": [Row(DESK, subject="zone_of_kosharu"), Row(ELSEWHERE)],
    "zone-renew": [Row(ELSEWHERE, subject="zone_of_kosharu")],
    # ---- consultations: the desk's alone; the city reads what was written for it --------------------------------------
    "desk-consultations": [Row(DESK)],
    "consultation-new": [Row(DESK)],
    "consultation-quick": [Row(DESK)],
    "consultation": [Row(DESK, subject="consultation_of_kosharu")],
    "consultation-edit": [
        Row(DESK, subject="consultation_of_kosharu"),
        Row("302  404   404    404     403     404   404    404       404", subject="consultation_of_a_colleague"),
    ],
    "consultation-share": [
        Row(DESK, subject="consultation_of_kosharu"),
        Row("302  404   404    404     403     404   404    404       404", subject="consultation_of_a_colleague"),
    ],
    "follow-up-new": [Row(DESK, subject="consultation_of_a_colleague")],
    "follow-up-tick": [Row(ELSEWHERE, subject="date_of_kosharu", method="POST")],
    "consultations-shared": [Row(CITY)],
    "consultation-shared": [
        Row("302  404   404    404     404     404   404    404       404", subject="consultation_of_kosharu"),
        Row("302  404   404    404     404     200   404    404       404", subject="consultation_told_to_tanto"),
        Row("302  404   404    404     404     404   404    200       200", subject="consultation_told_to_the_secretariat"),
    ],
    # ---- reports: the desk's; handed in, the secretariat's too ---------------------------------------------------------
    "desk-reports": [Row(DESK)],
    "desk-report": [Row(DESK, subject="this_month"), signed_in(404, subject="no_month")],
    "desk-report-xlsx": [Row(DESK, subject="this_month", method="POST")],
    "desk-report-withdraw": [Row(ELSEWHERE, subject="report_of_kosharu", method="POST")],
    "desk-report-sent": [Row("302  404   404    404     200     404   404    200       200", subject="report_of_kosharu")],
    # ---- 相談したい: everybody -----------------------------------------------------------------------------------------
    "consult": [everybody(), everybody(subject="zone_of_kosharu")],
    "consult-about": [everybody(subject="about_dantai")],
    "consult-sent": [everybody()],
}
