"""Who may open which address of the city's year: reports, handovers, cases, lists, the inventory. As in table.py."""

from .rows import Row, everybody

YEAR_TABLE = {
    # ---- the year's reports: everybody once they are published, before that staff and the committee that was asked ------------
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "reports": [everybody()],
    "report-statistics": [everybody()],
    "report-statistics-csv": [everybody()],
    "year-report": [
        everybody(subject="published_report"),
        Row("404  404   404    404     404     200   404    200       200", subject="draft_report"),
        Row("404  404   404    404     404     200   200    200       200", subject="asked_report"),
    ],
    "report-tables": [
        everybody(subject="published_report"),
        Row("404  404   404    404     404     200   404    200       200", subject="draft_report"),
    ],
    "report-tables-json": [
        everybody(subject="published_report"),
        Row("404  404   404    404     404     200   404    200       200", subject="draft_report"),
    ],
    "report-policies": [
        everybody(subject="published_report"),
        Row("404  404   404    404     404     200   404    200       200", subject="draft_report"),
    ],
    "report-remarks": [Row("302  404   404    404     404     403   200    403       403", subject="asked_report")],
    "policy-review": [Row("302  404   404    404     404     200   404    200       200", subject="review_of_tanto")],
    "remark": [Row("302  404   404    404     404     403   200    403       403", subject="remark_of_shinsa")],
    # ---- 町内会へのお願い: the group, who accompanies it, the city hall; a representative answers ----
    #                        anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "asks": [Row("302  404   404    404     404     200   404    200       200")],
    "ask-new": [Row("302  404   404    404     404     200   404    200       200")],
    "asks-sent": [Row("302  404   404    404     404     200   404    200       200")],
    "ask": [Row("302  404   404    404     404     200   404    200       200", subject="ask_of_tanto")],
    "ask-edit": [Row("302  404   404    404     404     200   404    200       200", subject="ask_of_tanto")],
    "ask-restore": [Row("302  404   404    404     404     200   404    200       200", subject="ask_of_tanto")],
    "ask-withdraw": [Row("302  404   404    404     404     200   404    200       200", subject="ask_of_tanto")],
    "partner-asks": [Row("302  404   200    404     404     200   404    200       200", subject="group_of_dantai")],
    "partner-asks-print": [Row("302  404   200    404     404     200   404    200       200", subject="group_of_dantai")],
    "ask-answer": [
        Row("302  404   200    404     404     200   404    200       200", subject="asked_dantai"),
        Row("302  404   200    404     404     200   404    200       200", subject="asked_dantai", method="POST"),
    ],
    # ---- 改組: the secretariat lays it out; its offices read what is announced, groups what moved of theirs ----
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "reorganisations": [Row("302  404   404    404     404     200   404    200       200")],
    "reorganisation-new": [Row("302  404   404    404     404     403   404    200       200")],
    "reorganisation": [
        Row("302  404   404    404     404     404   404    200       200", subject="planned_reorganisation"),
        Row("302  404   404    404     404     200   404    200       200", subject="announced_reorganisation"),
        Row("302  404   200    404     404     200   404    200       200", subject="done_reorganisation"),
    ],
    "reorganisation-edit": [
        Row("302  404   404    404     404     404   404    200       200", subject="planned_reorganisation")
    ],
    "reorganisation-lines": [
        Row("302  404   404    404     404     404   404    200       200", subject="planned_reorganisation"),
        Row("302  404   404    404     404     403   404    403       403", subject="announced_reorganisation"),
    ],
    "reorganisation-line-remove": [
        Row("302  404   404    404     404     404   404    409       409", subject="line_of_a_reorganisation", method="POST"),
    ],
    "reorganisation-names": [
        Row("302  404   404    404     404     404   404    200       200", subject="planned_reorganisation"),
        Row("302  404   404    404     404     403   404    403       403", subject="announced_reorganisation"),
    ],
    "reorganisation-name-remove": [
        Row("302  404   404    404     404     404   404    409       409", subject="name_of_a_reorganisation", method="POST"),
    ],
    "reorganisation-people": [
        Row("302  404   404    404     404     404   404    200       200", subject="planned_reorganisation"),
        Row("302  404   404    404     404     403   404    403       403", subject="announced_reorganisation"),
    ],
    "reorganisation-step": [Row("302  404   404    404     404     403   404    200       200", subject="calling_it_off")],
    # ---- 引継ぎ: both, their body, the secretariat; who moves is the secretariat's, what nobody holds the city hall's ----
    #                        anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "handover": [Row("302  404   404    404     404     200   404    200       200", subject="handover_of_tanto")],
    "handover-print": [Row("302  404   404    404     404     200   404    200       200", subject="handover_of_tanto")],
    "handover-sheet": [Row("302  404   404    404     404     200   404    200       200", subject="sheet_of_tanto")],
    "handover-step": [Row("302  404   404    404     404     403   404    200       200", subject="naming_of_tanto")],
    "handover-next-moves": [Row("302  404   404    404     404     403   404    302       302")],
    "handover-moves": [Row("302  404   404    404     404     403   404    200       200", subject="moves")],
    "handover-moves-table": [Row("302  404   404    404     404     403   404    200       200", subject="moves", method="POST")],
    "handover-moves-file": [Row("302  404   404    404     404     403   404    200       200", subject="moves", method="POST")],
    "ownerless": [Row("302  404   404    404     404     200   404    200       200")],
    "ownerless-name": [Row("302  404   404    404     404     302   404    302       302", subject="unheld", method="POST")],
    "first-city": [Row("302  404   404    404     404     404   404    200       200")],
    "leaving": [Row("302  404   404    404     404     404   404    404       200")],
    "staff-offices": [Row("302  404   404    404     404     200   404    200       200")],
    "staff-meetings": [Row("302  404   404    404     404     200   404    200       200")],
    "staff-invitations": [Row("302  404   404    404     404     403   404    200       200")],
    "staff-invitation-withdraw": [
        Row("302  403   403    403     403     403   403    302       302", subject="waiting_invitation", method="POST")
    ],
    "invitation": [
        Row("200  403   403    403     403     403   403    403       403", subject="token_of_an_invitation"),
        everybody(404, subject="no_token"),
    ],
    # ---- a case out of an ended entry: its two sides and the secretariat; the group reads, and answers what it is asked ----
    "project-case": [
        Row("302  403   403    403     403     200   403    200       200", subject="ended_project"),
        Row("302  403   403    403     403     403   403    403       403", subject="project_of_dantai"),
    ],
    "case-draft": [Row("302  404   200    404     404     200   404    200       200", subject="case_of_dantai")],
    "case-edit": [Row("302  404   403    404     404     200   404    200       200", subject="case_of_dantai")],
    "case-step": [Row("302  404   403    404     404     200   404    200       200", subject="ask_of_case")],
    # ---- the lists of the years: everybody reads what is published; the secretariat keeps them ---------------------
    #                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "report-list": [
        everybody(subject="published_year"),
        Row("404  404   404    404     404     200   404    200       200", subject="unpublished_year"),
    ],
    "report-list-file": [
        everybody(subject="file_of_published_year"),
        Row("404  404   404    404     404     200   404    200       200", subject="file_of_unpublished_year"),
    ],
    "year-lists": [Row("302  403   403    403     403     200   403    200       200")],
    "year-list": [
        Row("302  403   403    403     403     200   403    200       200", subject="published_year"),
        Row(
            "302  403   403    403     403     403   403    200       200",
            subject="published_year",
            method="POST",
            data={"unpublish": "1", "version": "x"},
        ),
    ],
    # ---- lists of groups, and bodies that stand there twice: the secretariat's alone ----
    #                                  anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "partner-imports": [Row("302  403   403    403     403     403   403    200       200")],
    "partner-import-begin": [Row("302  403   403    403     403     403   403    200       200")],
    "partner-import": [Row("302  403   403    403     403     403   403    200       200", subject="begun_import")],
    "partner-import-marked": [
        Row("302  403   403    403     403     403   403    200       200", subject="begun_import_alone", method="POST"),
    ],
    "partner-import-undo": [
        Row("302  403   403    403     403     403   403    302       302", subject="begun_import_alone", method="POST"),
    ],
    "event-imports": [Row("302  403   403    403     403     403   403    200       200")],
    "event-import-begin": [Row("302  403   403    403     403     403   403    200       200")],
    "event-import": [Row("302  403   403    403     403     403   403    200       200", subject="begun_event_import")],
    "event-import-marked": [
        Row("302  403   403    403     403     403   403    200       200", subject="begun_event_import_alone", method="POST"),
    ],
    "event-import-undo": [
        Row("302  403   403    403     403     403   403    302       302", subject="begun_event_import_alone", method="POST"),
    ],
    "partner-export": [Row("302  403   403    403     403     403   403    200       200", method="POST")],
    "partner-merges": [Row("302  403   403    403     403     403   403    200       200")],
    "partner-merge": [Row("302  404   404    404     404     403   404    200       200", subject="two_bodies")],
    "partner-merge-undo": [Row("302  403   403    403     403     403   403    200       200", subject="made_one")],
    "old-list-begin": [Row("302  403   403    403     403     403   403    200       200")],
    "old-list": [Row("302  403   403    403     403     403   403    200       200", subject="begun_old_list")],
    "old-list-marked": [
        Row("302  403   403    403     403     403   403    200       200", subject="marked_old_list", method="POST"),
        Row("302  403   403    403     403     403   403    404       404", subject="marked_old_list"),
    ],
    # ---- the yearly inventory: city staff and coordinators see how far it is, an office answers its own sheet ------------
    #                 anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "inventory": [Row("302  403   403    403     200     200   403    200       200")],
    "inventory-new": [Row("302  403   403    403     403     403   403    200       200")],
    "inventory-round": [
        Row("302  403   403    403     200     200   403    200       200", subject="inventory_round"),
    ],
    # The round of the table is under way: what was prepared is put right before (tests/projects/inventory/test_prepared.py).
    "inventory-edit": [
        Row("302  403   403    403     403     403   403    403       403", subject="inventory_round"),
    ],
    "inventory-drop": [
        Row("302  403   403    403     403     403   403    403       403", subject="inventory_round"),
    ],
    "inventory-remind": [
        Row("302  403   403    403     403     403   403    302       302", subject="inventory_round", method="POST"),
    ],
    "inventory-accept": [
        Row("302  403   403    403     403     403   403    200       200", subject="inventory_round", method="POST"),
    ],
    "inventory-excuse": [
        Row("302  403   403    403     403     403   403    200       200", subject="inventory_round", method="POST"),
    ],
    "inventory-tie": [
        Row("302  403   403    403     403     403   403    404       404", subject="inventory_round", method="POST"),
    ],
    "inventory-xlsx": [
        Row("302  403   403    403     403     403   403    200       200", subject="inventory_round", method="POST"),
    ],
    "inventory-table": [
        Row("302  403   403    403     403     403   403    200       200", subject="inventory_round"),
    ],
    "inventory-step": [
        Row("302  403   403    403     403     403   403    200       200", subject="close_of_round"),
    ],
    "inventory-sheet": [
        Row("302  403   403    403     404     200   403    200       200", subject="answers_of_tanto"),
    ],
    "inventory-sheet-xlsx": [
        Row("302  403   403    403     404     200   403    200       200", subject="answers_of_tanto", method="POST"),
    ],
    "inventory-sheet-table": [
        Row("302  403   403    403     404     200   403    200       200", subject="answers_of_tanto"),
    ],
    "inventory_sheet-step": [
        Row("302  403   403    403     404     200   403    200       200", subject="nothing_of_sheet"),
    ],
    "possibilities": [everybody()],
    "possibility": [
        everybody(subject="shown_possibility"),
        Row("404  404   404    404     200     200   404    200       200", subject="possibility_of_tanto"),
    ],
    "possibility-add": [Row("302  403   403    403     403     200   403    200       200")],
    "possibility-edit": [Row("302  404   404    404     403     200   404    200       200", subject="possibility_of_tanto")],
    "possibility-diagnosis": [
        Row("302  403   403    403     200     403   403    200       200", subject="possibility_of_tanto")
    ],
}
