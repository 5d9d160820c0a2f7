"""Who may open which address of letters between bodies. As in table.py: jumin wrote to dantai's group."""

from .rows import Row, everybody, signed_in

LETTERS_TABLE = {
    #              anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "ask-about": [everybody(subject="about_dantai"), everybody(404, subject="about_nothing")],
    "ask-code": [everybody(302)],  # home, where no letter waits for its digits
    "ask-sent": [everybody()],
    "known-answers": [everybody()],
    "offer-apply": [
        everybody(subject="offer_of_dantai"),
        everybody(404, subject="closed_offer_of_dantai"),
    ],
    "requests": [signed_in()],
    # ---- a thread: its two sides; the secretariat and the administrator see that it is there -----------------------
    "request": [Row("302  200   200    404     404     404   404    200       200", subject="letter_to_dantai")],
    "request-step": [
        Row("302  403   200    404     404     404   404    403       403", subject="answer_to_jumin"),
        Row("302  200   403    404     404     404   404    403       403", subject="withdrawing_of_jumin"),
    ],
    "request-guest": [everybody(subject="letter_of_a_guest"), everybody(404, subject="changed_address_of_a_guest")],
    "request-report": [Row("302  200   200    404     404     404   404    403       403", subject="letter_to_dantai")],
    "request-share": [Row("302  200   200    404     404     404   404    403       403", subject="letter_to_dantai")],
    "request-block": [Row("302  403   200    404     404     404   404    403       403", subject="letter_to_dantai")],
    "request-answer": [Row("302  403   200    404     404     404   404    403       403", subject="letter_to_dantai")],
    "request-dismiss": [
        Row("302  403   403    404     404     404   404    403       403", subject="letter_to_dantai"),
        Row("302  403   403    404     404     404   404    200       200", subject="reported_letter_to_dantai"),
    ],
    "request-reopen-reports": [
        Row("302  403   403    404     404     404   404    403       403", subject="letter_to_dantai"),
        Row("302  403   403    404     404     404   404    200       200", subject="dismissed_letter_to_dantai"),
    ],
    "introduce": [Row("302  404   404    404     200     404   404    404       404")],
}
