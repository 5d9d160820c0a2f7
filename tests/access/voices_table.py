"""Who may open which address of voices and of what many people say. As in table.py: jumin said the voices."""

from .rows import Row, everybody, signed_in

VOICES_TABLE = {
    #             anon jumin dantai dantai2 kosharu tanto shinsa jimukyoku kanri
    "topics": [everybody()],
    "topic": [
        everybody(subject="open_topic"),
        Row("404  404   404    404     200     200   404    200       200", subject="draft_topic"),
    ],
    "topic-me-too": [everybody(subject="open_topic")],
    "topic-me-too-code": [everybody(302, subject="open_topic")],  # to the topic, where no press waits for its digits
    "topic-new": [Row("302  403   403    403     200     403   403    200       200")],
    "topic-edit": [
        Row("302  403   403    403     200     403   403    200       200", subject="open_topic"),
        Row("302  404   404    404     200     403   404    200       200", subject="draft_topic"),
    ],
    "topic-notes": [Row("302  403   403    403     403     403   403    200       200", subject="open_topic")],
    "topic-step": [
        Row("302  404   404    404     200     403   404    200       200", subject="opening_of_a_topic"),
        Row("302  403   403    403     403     403   403    200       200", subject="closing_of_a_topic"),
    ],
    "voice-numbers": [everybody()],
    "voice-send": [everybody()],
    "voice-code": [everybody(302)],  # to the form, where no voice waits for its digits
    "voice-sent": [everybody()],
    "voice-file": [Row("302  403   403    403     403     403   403    200       200")],
    "voices-mine": [signed_in()],
    # ---- one voice: who said it, who reads it, the office that it was given to -------------------------------------
    "voice": [
        Row("302  200   404    404     200     404   404    200       200", subject="voice_of_jumin"),
        Row("302  200   404    404     404     200   404    200       200", subject="routed_voice_of_jumin"),
        Row("302  200   404    404     404     404   404    404       404", subject="withdrawn_voice_of_jumin"),
    ],
    "voice-consent": [
        Row(
            "302  302   404    404     403     404   404    403       403",
            subject="voice_of_jumin",
            method="POST",
            data={"may_show": "0"},
        ),
        Row("302  405   405    405     405     405   405    405       405", subject="voice_of_jumin"),
    ],
    "voice-step": [
        Row("302  403   404    404     403     404   404    200       200", subject="routing_of_a_voice"),
        Row("302  200   404    404     403     404   404    403       403", subject="withdrawing_of_a_voice"),
    ],
    "voice-guest": [everybody(subject="voice_of_a_guest"), everybody(404, subject="changed_address_of_a_voice")],
}
