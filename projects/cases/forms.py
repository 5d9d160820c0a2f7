"""The draft of a case: what the record says already, put into words for somebody who wants to do the like."""

from guidelines.models import Topic
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import MultipleChoiceField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

HINTS = {
    "problem": "はじめに、だれが何に困っていたか。",
    "talk": "どこで、だれと、どう話し合って決めたか。",
    "learned": "ほかの町の例や、使ったしくみがあれば。",
    "result": "何をして、何がよくなったか。数字があると伝わります。",
    "review": "続けるうえで変えたこと、これからのこと。",
}


class CaseForm(KyodoForm):
    """What the case will say; everybody reads it once both sides have agreed."""

    title = LineField(label="名前", max_length=100)
    place = LineField(label="ところ", max_length=100, required=False)
    leader = LineField(label="中心になったところ", max_length=100, required=False)
    partners = TextField(
        label="いっしょに取り組んだところ", max_length=2000, rows=3, required=False, help_text="1行にひとつずつ書きます。"
    )
    problem = TextField(label="困りごと", max_length=4000, rows=4, help_text=HINTS["problem"])
    talk = TextField(label="話し合い", max_length=4000, rows=4, required=False, help_text=HINTS["talk"])
    learned = TextField(label="参考にしたこと", max_length=4000, rows=3, required=False, help_text=HINTS["learned"])
    result = TextField(label="実現したこと", max_length=4000, rows=5, help_text=HINTS["result"])
    review = TextField(label="見直し", max_length=4000, rows=4, required=False, help_text=HINTS["review"])
    topics = MultipleChoiceField(label="分野", choices=Topic.choices, required=False)

    @property
    def values(self):
        """{column: value} of CaseDraft.WRITTEN."""
        return {name: value for name, value in self.cleaned_data.items() if name not in (ETAG, "form_key")}


class NewCaseForm(CaseForm):
    with_key = True
    buttons = [("save", "下書きにする", "")]


class EditCaseForm(EditForm, CaseForm):
    buttons = [("save", "下書きを保存する", "")]
