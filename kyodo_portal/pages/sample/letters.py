"""The sample's letters: a resident's questions and offers of help to groups and an office, at every place where a letter can stand."""

import uuid

from kyodo_portal.process.actions import take_step
from partners.requests.actions import send_request

from .clock import at, days_ago

# who writes, to whom, what kind, days since, the letter; then [(days since, the step, its answers)] of who answers
LETTERS = (
    ("jumin", "terakoya", "help", 1, "火曜の夜なら、教えるのを手伝えます。中学の数学です。", ()),
    (
        "jumin", "yamate", "ask", 6, "先月引っこしてきました。ごみを出す場所を教えてください。",
        [(5, "reply", {"text": "ようこそ。集会所のとなりです。月曜と木曜の朝8時までに出してください。"})],
    ),
    (
        "jumin", "bosai_ka", "ask", 12, "水害のときの避難所を知りたいです。",
        [(11, "reply", {"text": "お住まいの地域の避難所は、防災の地図にのっています。"}), (8, "finish", {"became": "real"})],
    ),
    (
        "dantai2", "satoyama", "help", 20, "登山道のかたづけに、3人で行けます。",
        [(18, "decline", {"refusal": "dates", "note": "次は春に行います。また声をかけてください。"})],
    ),
    ("dantai2", "honcho", "ask", 30, "公民館の予定を教えてください。", [(29, "withdraw", {})]),
)  # fmt: skip


def settle(cast):
    """Five letters: waiting, talked about, done, declined, withdrawn."""
    for who, to, kind, ago, text, then in LETTERS:
        by, body = cast[who], cast[to]
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:letter:{who}:{to}")
        with at(days_ago(ago)):
            row = send_request(
                by=by, to=body, kind=kind, about=f"partner:{body.pk}", about_label=body.public_name, text=text, form_key=key
            )
        desk = cast.get(f"{to}_leader") or cast[f"{to}_staff"]
        for since, step, said in then:
            with at(days_ago(since)):
                row = take_step(row, step, by=by if step == "withdraw" else desk, version=row.version, **said)
