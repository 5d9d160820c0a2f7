"""代表の引継ぎ on paper: what the secretariat enters of it, asked in the words of its own form (common/forms/paper.py)."""

from kyodo_portal.common.forms.paper import Box, Sheet, blank_boxes

from .forms import EnterForm

COMES = ("to_name", "to_email", "starts_on")
STAYS, CHANGES = "いまのままです", "変わります"
REACHED = "メールアドレスがない人に、登録の内容を届けるために使います。公開しません。"


def blank_sheets():
    """[Sheet] with which a group says who represents it from some day on. No query."""
    theirs = [_box("団体の名前"), _box("いまの代表者の名前")]
    comes = blank_boxes({name: EnterForm.base_fields[name] for name in COMES})
    comes.append(_box("新しい代表者の住所と電話番号", 2, hint=REACHED, required=False))
    decided = [
        Box("団体の連絡先（電話・住所・メール）", "どちらかに、しるしを付けてください。", True, [STAYS, CHANGES], "", range(0)),
        _box("どのように決まったか", 3, hint="例：4月3日の総会で選ばれた。議事録の写しがあれば、付けてください。"),
    ]
    signed = [
        _box("書いた日"),
        _box("いまの代表者の署名", 2, hint="署名できないときは、そのわけを書いてください。"),
        _box("新しい代表者の署名", 2),
    ]
    return [Sheet("届け", "", [*theirs, *comes, *decided], []), Sheet("署名", "", signed, [])]


def _box(label, lines=1, *, hint="", required=True):
    return Box(label, hint, required, [], "", range(lines))
