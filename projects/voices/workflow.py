"""声 and みんなの声: the table of one voice, and the table of what many people say, on its way to 「あの声がこうなりました」."""
from kyodo_portal.common.workflow import NO_LIMIT, Process, Queue, State, Step, Undo, codes_of

WRITER, OFFICE, COORD, DEPT, SYSTEM = "writer", "secretariat", "coordinator", "department", "system"
READERS, NOBODY = (OFFICE, COORD), ()

# fmt: off
STATES = (
    #     code         label                whose turn  next task                       stage     days      until
    # Stands only for the moment in which it is sent: the press that makes a voice sends it.
    State("draft",     "書きかけ",          WRITER,     "声を送る",                     "send",   NO_LIMIT, readers=NOBODY),
    State("sent",      "読んでいるところ",  READERS,    "声を読んで、行き先を決める",   "read",   None, "read_by", opens=("consent", "count", "accompany")),
    State("routed",    "課で考えている",    DEPT,       "声に返事をするか、受けとめる", "answer", 14,   opens=("consent", "count")),
    State("gathered",  "みんなの声に入った", stage="end", opens=("shown", "consent", "count", "accompany"),
          says="この声は、みんなの声に入りました",
          now="みんなの声のページで、同じ思いの人の数と、その後が読めます。"),
    State("answered",  "返事をした",        stage="end", opens=("consent", "count", "answer"),
          says="この声には、返事をしました", now="返事は、この画面で読めます。ほかのことは、あらためて声をとどけられます。"),
    State("noted",     "課が受けとめた",    stage="end", opens=("consent", "count"), says="この声は、担当する課が受けとめました",
          now="することはありません。ほかのことは、あらためて声をとどけられます。"),
    State("not_taken", "取り扱わない",      stage="end", says="この声は、取り扱わないことにしました",
          now="ほかのことは、あらためて声をとどけられます。"),
    State("withdrawn", "取り下げた",        stage="end", readers=NOBODY, says="この声は、取り下げられました", now="することはありません。"),
)
S = VoiceStatus = codes_of("VoiceStatus", STATES)
ALIVE = (S.SENT, S.ROUTED, S.GATHERED, S.ANSWERED, S.NOTED)

STEPS = (
    #    name          label                            from                 to           who              asks                      when
    Step("send",       "送る",                          S.DRAFT,             S.SENT,      (WRITER, SYSTEM)),
    Step("send_on",    "受け持つ課に送る",              S.DRAFT,             S.ROUTED,    (WRITER, SYSTEM), (),                      "has_desk"),
    Step("file",       "電話や紙で来た声を入れる",      S.DRAFT,             S.SENT,      OFFICE),
    Step("gather",     "みんなの声に入れて、見せる",    S.SENT,              S.GATHERED,  READERS, ("topic", "shown_text"),         "may_show"),
    Step("count_in",   "みんなの声に入れて、数だけ数える", S.SENT,           S.GATHERED,  READERS, "topic"),
    Step("route",      "担当の課に回す",                S.SENT,              S.ROUTED,    OFFICE, "to"),
    Step("give_back",  "事務局にもどす",                S.ROUTED,            S.SENT,      DEPT, "why",                  marks="quiet"),
    Step("answer",     "返事をする",                    (S.SENT, S.ROUTED),  S.ANSWERED,  (OFFICE, DEPT), "text",              "wants_answer"),
    Step("note",       "読んで、受けとめる",            (S.SENT, S.ROUTED),  S.NOTED,     (OFFICE, DEPT), (),                  "wants_none"),
    Step("not_take",   "取り扱わない",                  S.SENT,              S.NOT_TAKEN, OFFICE, ("cause", "memo"),      marks="quiet"),
    Step("unfile",     "入れまちがいとして外す",        S.SENT,              S.NOT_TAKEN, OFFICE, (), "is_entered", marks="quiet", undoes="file"),
    Step("withdraw",   "声を取り下げる",                ALIVE,               S.WITHDRAWN, WRITER, marks="quiet", undoes=("send", "send_on")),
    # The same by whoever opened the signed address of a mail: without an account nobody stands behind it.
    Step("withdraw_guest", "メールから声を取り下げる",  ALIVE,               S.WITHDRAWN, SYSTEM, marks="quiet", undoes=("send", "send_on")),
)
NEXT = "次の手続きまで、取り消せます。"

UNDOES = (
    #    takes back   who              the same in words; the reason would stand in a history that stays, so none is asked
    Undo("gather",    READERS,         says="いつでも取り消せます。ことばは、すぐに見えなくなります。", asks=()),
    Undo("count_in",  READERS,         says="いつでも取り消せます。", asks=()),
    Undo("route",     OFFICE,          says="課が返事をするまで、取り消せます。", asks=()),
    Undo("give_back", DEPT,            says="事務局が行き先を決めるまで、取り消せます。", asks=()),
    Undo("answer",    (OFFICE, DEPT),  says=NEXT, asks=()),
    Undo("note",      (OFFICE, DEPT),  says=NEXT, asks=()),
    Undo("not_take",  OFFICE,          says=NEXT, asks=()),
    Undo("unfile",    OFFICE,          says=NEXT, asks=()),
    Undo("withdraw",  WRITER,          says="中身が消えるまで（30日）、もどせます。", asks=()),
    Undo("withdraw_guest", SYSTEM,     says="中身が消えるまで（30日）、もどせます。", asks=()),
)

NOTICES = {
    # step          who hears          the notice's title
    "send":         (OFFICE,           "{subject}が届きました"),
    "send_on":      (DEPT,             "{subject}が届きました"),
    "gather":       (WRITER,           "{subject}が、みんなの声に入りました"),
    "count_in":     (WRITER,           "{subject}が、みんなの声に入りました"),
    "route":        ((WRITER, DEPT),   "{subject}を、担当の課に回しました"),
    "give_back":    (OFFICE,           "{subject}が、課からもどりました"),
    "answer":       (WRITER,           "{subject}に、返事が届きました"),
    "note":         (WRITER,           "{subject}を、受けとめました"),
    "not_take":     (WRITER,           "{subject}は、取り扱わないことにしました"),
}

SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "send":           "{who}が、声をとどけました。",
    "send_on":        "{who}が、声を受け持つ課にとどけました。",
    "file":           "{who}が、電話や紙で来た声を入れました。",
    "gather":         "{who}が、みんなの声に入れました。",
    "count_in":       "{who}が、みんなの声に、数だけ入れました。",
    "route":          "{who}が、担当の課に回しました。",
    "give_back":      "{who}が、事務局にもどしました。",
    "answer":         "{who}が、返事をしました。",
    "note":           "{who}が、読んで受けとめました。",
    "not_take":       "{who}が、取り扱わないことにしました。",
    "unfile":         "{who}が、入れまちがいとして外しました。",
    "withdraw":       "{who}が、声を取り下げました。",
    "withdraw_guest": "声を寄せた人が、メールから取り下げました。",
    "undo_gather":    "{who}が、みんなの声に入れたことを取り消しました。",
    "undo_count_in":  "{who}が、みんなの声に入れたことを取り消しました。",
    "undo_route":     "{who}が、課に回したことを取り消しました。",
    "undo_give_back": "{who}が、事務局にもどしたことを取り消しました。",
    "undo_answer":    "{who}が、返事を取り消しました。",
    "undo_note":      "{who}が、受けとめたことを取り消しました。",
    "undo_not_take":  "{who}が、取り扱わないことにしたのを取り消しました。",
    "undo_unfile":    "{who}が、外したことを取り消しました。",
    "undo_withdraw":  "{who}が、取り下げたことを取り消しました。",
    "undo_withdraw_guest": "声を寄せた人が、取り下げたことを取り消しました。",
}

QUEUES = (
    #     key     label                      where      whose
    Queue("read", "読むのを待つ声",          S.SENT,    OFFICE),
    Queue("desk", "課が返事をする声",        S.ROUTED,  DEPT),
)
# fmt: on

VOICE = Process(
    key="voice",
    label="声",
    access="projects.voices.access.voice",
    hooks=("projects.voices.step_actions.HOOKS",),
    questions=("projects.voices.step_forms.QUESTIONS",),
    tasks="projects.voices.todo.tasks_of_voices",
    stages={"send": "書く", "read": "読む", "answer": "課が考える", "end": "行き先が決まる"},
    opens={"shown": "みんなの声で数え、ことばを見せる", "consent": "書いた人が、見せてよいかを決める", "count": "数に入れる",
           "accompany": "コーディネーターも読む", "answer": "返事を読む"},
    states=STATES,
    steps=STEPS,
    undoes=UNDOES,
    notices=NOTICES,
    sentences=SENTENCES,
    queues=QUEUES,
)

MAKERS, CITY, ALL = (OFFICE, COORD), (OFFICE, DEPT), ("city", "public")
GOING = ("write", "join", "gather")

# fmt: off
TOPIC_STATES = (
    #     code        label                whose turn  next task                                    stage       days
    State("draft",    "まだ公開していない", MAKERS,    "みんなの声を公開する",                      "gather",   NO_LIMIT, page="topic-edit",
          opens=("write", "gather")),
    State("open",     "声を集めている",     MAKERS,    "話し合いを開くか、市の考えを示す",          "gather",   NO_LIMIT, opens=GOING, readers=ALL,
          began="みんなの声"),
    State("asked",    "市が考えている", DEPT,        "市の考えを示す",                            "gather",   14,       opens=(*GOING, "asked"),
          readers=ALL, began="担当する課に、市の考えをたずねました"),
    State("talking",  "話し合っている",     MAKERS,    "話し合いのあと、どうするかを決める",        "talk",     NO_LIMIT, opens=GOING, readers=ALL,
          began="話し合いを開きます"),
    State("working",  "プロジェクトになった", MAKERS,  "どうなったかを知らせる",                    "work",     NO_LIMIT, opens=(*GOING, "project"),
          readers=ALL, began="プロジェクトになりました"),
    State("answered", "市の考えを示した",   stage="became", opens=GOING, readers=ALL, says="市の考えを示しました", began="市の考えを示しました",
          now="市の考えは、みんなの声のページで読めます。"),
    State("done",     "こうなりました",     stage="became", opens=("write", "became"), readers=ALL, says="あの声が、こうなりました",
          began="あの声がこうなりました", now="どうなったかは、みんなの声のページで読めます。"),
    State("closed",   "終わり",             stage="became", readers=ALL, says="この話は、終わりました",
          now="することはありません。ほかのことは、あらためて声をとどけられます。"),
)
T = TopicStatus = codes_of("TopicStatus", TOPIC_STATES)
SHOWN = (T.OPEN, T.ASKED, T.TALKING, T.WORKING, T.ANSWERED)

TOPIC_STEPS = (
    #    name     label                              from                     to          who      asks
    Step("open",   "公開する",                       T.DRAFT,                 T.OPEN,     MAKERS),
    Step("talk",   "話し合いを開く",                 T.OPEN,                  T.TALKING,  MAKERS, ("event", "talk_on", "talk_place", "talk_why")),
    Step("ask",    "担当する課に、市の考えをたずねる", (T.OPEN, T.TALKING),   T.ASKED,    MAKERS,  "to"),
    Step("give_back", "事務局にもどす",              T.ASKED,                 T.OPEN,     DEPT,    "reason", "was_not_talked",  marks="quiet"),
    Step("give_back_talk", "事務局にもどす",         T.ASKED,                 T.TALKING,  DEPT,    "reason", "was_talked",      marks="quiet"),
    Step("start",  "プロジェクトになった",           (T.OPEN, T.ASKED, T.TALKING), T.WORKING,  OFFICE, ("project", "start_why")),
    Step("answer", "市の考えを示す",                 (T.OPEN, T.ASKED, T.TALKING, T.WORKING), T.ANSWERED, CITY, ("effect", "public_answer")),
    Step("finish", "どうなったかを知らせる",         (T.WORKING, T.ANSWERED), T.DONE,     MAKERS, "became"),
    Step("merge",  "ほかのみんなの声にまとめる",     SHOWN,                   T.CLOSED,   OFFICE, "into",                  marks="quiet"),
    Step("close",  "終える",                         SHOWN,                   T.CLOSED,   OFFICE, ("cause", "closed_why"), marks="quiet"),
)

TOPIC_UNDOES = (
    #    takes back  who      the same in words
    Undo("open",     MAKERS,  says="次の手続きまで、取り消せます。ページは、すぐに見えなくなります。"),
    Undo("talk",     MAKERS,  says=NEXT),
    Undo("ask",      MAKERS,  says="課が答えるまで、取り消せます。"),
    Undo("give_back", DEPT,   says=NEXT),
    Undo("give_back_talk", DEPT, says=NEXT),
    Undo("start",    OFFICE,  says=NEXT),
    Undo("answer",   CITY,    says=NEXT),
    Undo("finish",   MAKERS,  says="いつでも、取り消せます。"),
    Undo("merge",    OFFICE,  says="いつでも、取り消せます。移した声と「わたしも」は、もどります。"),
    Undo("close",    OFFICE,  says="いつでも、取り消せます。"),
)

TOPIC_NOTICES = {
    # step     who hears  the notice's title
    "talk":    (WRITER,   "「{subject}」の話し合いを開きます"),
    "ask":     (DEPT,     "「{subject}」への、市の考えをたずねられています"),
    "give_back": (OFFICE, "「{subject}」が、課からもどりました"),
    "give_back_talk": (OFFICE, "「{subject}」が、課からもどりました"),
    "start":   (WRITER,   "「{subject}」が、プロジェクトになりました"),
    "answer":  (WRITER,   "「{subject}」への、市の考えを示しました"),
    "finish":  (WRITER,   "「{subject}」が、こうなりました"),
    "merge":   (WRITER,   "「{subject}」を、ほかのみんなの声にまとめました"),
    "close":   (WRITER,   "「{subject}」を終えました"),
}

TOPIC_SENTENCES = {
    # step or its taking back: who did what, as the history says it
    "open":        "{who}が、公開しました。",
    "talk":        "{who}が、話し合いを開くことにしました。",
    "ask":         "{who}が、市の考えを、担当する課にたずねました。",
    "give_back":   "{who}が、事務局にもどしました。",
    "give_back_talk": "{who}が、事務局にもどしました。",
    "start":       "{who}が、プロジェクトになったことを知らせました。",
    "answer":      "{who}が、市の考えを示しました。",
    "finish":      "{who}が、どうなったかを知らせました。",
    "merge":       "{who}が、ほかのみんなの声にまとめました。",
    "close":       "{who}が、終えました。",
    "undo_open":   "{who}が、公開を取り消しました。",
    "undo_talk":   "{who}が、話し合いを開くことを取り消しました。",
    "undo_ask":    "{who}が、課にたずねたことを取り消しました。",
    "undo_give_back": "{who}が、事務局にもどしたことを取り消しました。",
    "undo_give_back_talk": "{who}が、事務局にもどしたことを取り消しました。",
    "undo_start":  "{who}が、プロジェクトになったという知らせを取り消しました。",
    "undo_answer": "{who}が、市の考えを取り消しました。",
    "undo_finish": "{who}が、どうなったかの知らせを取り消しました。",
    "undo_merge":  "{who}が、まとめたことを取り消しました。",
    "undo_close":  "{who}が、終えたことを取り消しました。",
}
# fmt: on

TOPIC = Process(
    key="topic",
    label="みんなの声",
    access="projects.voices.access.topic",
    hooks=("projects.voices.topic_step_actions.HOOKS",),
    questions=("projects.voices.topic_step_forms.QUESTIONS",),
    tasks="projects.voices.todo.tasks_of_topics",
    stages={
        "gather": "みんなの声",
        "talk": "話し合い",
        "work": "プロジェクト",
        "became": "あの声がこうなりました",
    },
    opens={
        "write": "ことばを直す",
        "join": "「わたしも」を押す",
        "gather": "声を入れる",
        "asked": "担当する課が考えている",
        "project": "プロジェクトで進めている",
        "became": "どうなったかを読む",
    },
    states=TOPIC_STATES,
    steps=TOPIC_STEPS,
    undoes=TOPIC_UNDOES,
    notices=TOPIC_NOTICES,
    sentences=TOPIC_SENTENCES,
)
