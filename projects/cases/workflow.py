"""事例にする: the table of one draft, from what the record says to a case of the guideline."""
from kyodo_portal.common.workflow import NO_LIMIT, Process, Queue, State, Step, Undo, codes_of

GROUP, DEPT, OFFICE = "applicant", "department", "secretariat"
BOTH, CITY = (GROUP, DEPT), (DEPT, OFFICE)

# fmt: off
STATES = (
    #     code       label           turn    next task                            stage  days      page                  opens
    State("writing", "下書き",       DEPT,   "事例の下書きを書いて、団体に聞く",  "",    NO_LIMIT, page="case-edit",     opens="write"),
    State("asked",   "団体に確認中", GROUP,  "事例にしてよいか答える",            "",    14),
    State("agreed",  "双方が了承",   OFFICE, "事例をガイドラインに載せる",        "",    30),
    State("listed",  "掲載",         opens="page", now="事例のページで読めます。直したいところは、事務局に知らせてください。"),
    State("dropped", "取りやめ",     now="することはありません。もう一度事例にするときは、新しい下書きを始めます。"),
)
S = CaseStatus = codes_of("CaseStatus", STATES)
OPEN = (S.WRITING, S.ASKED, S.AGREED)

STEPS = (
    #    name              label                             from        to          who     asks         when
    Step("ask",            "団体に確認をお願いする",         S.WRITING,  S.ASKED,    CITY,   (),          "is_whole"),
    Step("accept",         "この内容でよいと答える",         S.ASKED,    S.AGREED,   GROUP),
    Step("accept_on_paper", "書面での了承を記録する",        S.ASKED,    S.AGREED,   CITY,   "agreed_on", "is_asked_of_paper"),
    Step("send_back",      "直してほしいところを知らせる",   S.ASKED,    S.WRITING,  GROUP,  "reason"),
    Step("rewrite",        "下書きにもどして直す",           S.AGREED,   S.WRITING,  CITY,   "reason",    marks="quiet"),
    Step("list",           "ガイドラインに載せる",           S.AGREED,   S.LISTED,   OFFICE),
    Step("refuse",         "事例にしないと答える",           S.ASKED,    S.DROPPED,  GROUP,  "reason",    marks="quiet"),
    Step("drop",           "事例にするのをやめる",           OPEN,       S.DROPPED,  CITY,   "reason",    marks="quiet"),
)

UNDOES = (
    #    takes back         who     while               the same in words
    Undo("ask",             CITY,   says="団体が答えるまで、取り消せます。"),
    Undo("accept",          GROUP,  says="ガイドラインに載るまで、取り消せます。"),
    Undo("accept_on_paper", CITY,   says="ガイドラインに載るまで、取り消せます。"),
    Undo("send_back",       GROUP,  says="もう一度確認をお願いされるまで、取り消せます。"),
    Undo("rewrite",         CITY,   says="もう一度確認をお願いするまで、取り消せます。"),
    Undo("list",            OFFICE, says="いつでも取り消せます。ページから下ります。"),
    Undo("refuse",          GROUP,  "nothing_begun",    "新しい下書きが始まるまで、取り消せます。"),
    Undo("drop",            CITY,   "nothing_begun",    "新しい下書きが始まるまで、取り消せます。"),
)

NOTICES = {
    # step             who hears  the notice's title
    "ask":             (GROUP,    "「{subject}」を事例として紹介してよいか、確かめてください"),
    "accept":          (CITY,     "「{subject}」を事例にすることを、団体が了承しました"),
    "accept_on_paper": (BOTH,     "「{subject}」を事例にすることの、書面での了承を記録しました"),
    "send_back":       (CITY,     "「{subject}」の事例の下書きに、団体から直してほしいところがあります"),
    "rewrite":         (BOTH,     "「{subject}」の事例の下書きを、もう一度直します"),
    "list":            (BOTH,     "「{subject}」が事例になりました"),
    "refuse":          (CITY,     "「{subject}」は事例にしないと、団体が答えました"),
    "drop":            (BOTH,     "「{subject}」を事例にするのをやめました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "ask":                  "{who}が、団体に確認をお願いしました。",
    "accept":               "{who}が、この内容でよいと答えました。",
    "accept_on_paper":      "{who}が、書面での了承を記録しました。",
    "send_back":            "{who}が、直してほしいところを知らせました。",
    "rewrite":              "{who}が、下書きにもどして直すことにしました。",
    "list":                 "{who}が、ガイドラインに載せました。",
    "refuse":               "{who}が、事例にしないと答えました。",
    "drop":                 "{who}が、事例にするのをやめました。",
    "undo_ask":             "{who}が、確認のお願いを取り消しました。",
    "undo_accept":          "{who}が、「この内容でよい」を取り消しました。",
    "undo_accept_on_paper": "{who}が、書面での了承の記録を取り消しました。",
    "undo_send_back":       "{who}が、直してほしいという知らせを取り消しました。",
    "undo_rewrite":         "{who}が、下書きにもどしたことを取り消しました。",
    "undo_list":            "{who}が、ガイドラインから下ろしました。",
    "undo_refuse":          "{who}が、事例にしないという答えを取り消しました。",
    "undo_drop":            "{who}が、やめたことを取り消しました。",
}

QUEUES = (
    #     key     label                     where      whose
    Queue("list", "載せるのを待つ事例",     S.AGREED,  OFFICE),
    Queue("write", "書いている事例の下書き", S.WRITING, CITY),
)
# fmt: on

CASE = Process(
    key="case",
    label="事例にする",
    access="projects.cases.access.case",
    hooks=("projects.cases.actions.HOOKS",),
    tasks="projects.cases.todo.tasks_of",
    opens={"write": "下書きを書く", "page": "事例のページで読める"},
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)
