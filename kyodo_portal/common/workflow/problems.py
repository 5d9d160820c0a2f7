"""What a table lacks, in sentences that name the row and the column."""

from .rows import BACK, MARKS, READERS, ROLES, SAME


def problems_of(process):
    """One sentence per word that is missing or unknown; nothing for a whole table."""
    for check in (_of_states, _of_steps, _of_notices, _of_queues, _of_parts):
        yield from check(process)


def _unknown(name, /, **columns):
    """A sentence for every word of a column that is none of the words that it may use: {column: (words, known)}."""
    for column, (words, known) in columns.items():
        for word in words:
            if word not in known:
                yield f"{name}の {column} にある「{word}」は、決められた言葉（{'、'.join(known)}）にありません。"


def _of_states(process):
    for row in process.states:
        name = f"状態「{row.label}」（{row.code}）"
        yield from _unknown(
            name,
            responsible=(row.responsible, ROLES),
            past_turn=(row.past_turn, ROLES),
            then=(row.then, ROLES),
            readers=(row.readers, READERS),
            opens=(row.opens, process.opens),
            stage=((row.stage,) if row.stage else (), process.stages),
        )
        if row.is_end and (row.next_task or row.days or row.until or row.page):
            yield f"{name}は、だれの番でもない（終わった）のに、next_task、days、until、page のどれかがあります。"
        yield from _unknown(name, ends_by=(row.ends_by, {step.name for step in process.steps_from(row.code)}))
        if row.ends_by and not row.until:
            yield f"{name}に ends_by（終わりが近いときの手続き）があるのに、until（最後の日をもつ項目）がありません。"
        if row.past and (row.is_end or not (row.past_turn and row.past_task and row.past_says)):
            yield f"{name}の past（時期が過ぎる日）には、past_turn、past_task、past_says が要ります。終わった状態には書けません。"
        if row.now and not row.is_end:
            yield f"{name}は終わっていないのに、now（終わったあとにできること）があります。"
        if not row.is_end and not row.next_task:
            yield f"{name}に next_task（次にすること）がありません。{_names(row.responsible)}のマイページと、進みぐあいの一覧に出す言葉です。"
        if row.then and not row.then_task:
            yield f"{name}に then_task（{_names(row.then)}が次にすること）がありません。"
        if not row.is_end and row.days is None and not row.until:
            yield f"{name}に days（何日まで）も until（最後の日をもつ項目）もありません。期限がないときは NO_LIMIT と書きます。"
        if not row.is_end and process.stages and not row.stage:
            yield f"{name}に stage（進み方の図での場所：{'、'.join(process.stages)}）がありません。"
        if not row.is_end and not process.steps_from(row.code):
            yield f"{name}から出る手続きが、表にありません。"
        if row.code != process.start and not any(step.target == row.code for step in process.steps):
            yield f"{name}に入る手続きが、表にありません。"
    yield from _doubles("code の状態", [row.code for row in process.states])


def _of_steps(process):
    codes, names = [row.code for row in process.states], [row.name for row in process.steps]
    for row in process.steps:
        name = f"手続き「{row.label}」（{row.name}）"
        yield from _unknown(
            name,
            source=(row.source, codes),
            target=((row.target,), [*codes, SAME, BACK]),
            undoes=(row.undoes, names),
            roles=(row.roles, ROLES),
            marks=(row.marks, MARKS),
            ways=(row.ways, process.ways),
        )
        if not row.roles:
            yield f"{name}に roles（だれがするか）がありません。"
        if row.is_undo and not row.undoes:
            yield f"{name}は前の状態に戻るのに、undoes（どの手続きを取り消すか）がありません。"
        yield from _of_sentence(name, row)
    yield from _unknown("経過の文の表", name=(process.sentences, names))
    yield from _unknown("取消しの表", step=([row.step for row in process.undoes], names))
    yield from _doubles("name の手続き", names)


def _of_sentence(name, row):
    if not row.sentence:
        yield f"{name}に sentence（経過に出す文。だれが何をしたか）がありません。"
    elif (row.roles == ("system",)) == ("{who}" in row.sentence):
        yield f"{name}の sentence には、人がする手続きなら {{who}} を入れ、自動の手続きなら入れません。"


def _of_notices(process):
    keeps_record = any(row.public for row in process.steps)
    for row in process.steps:
        name = f"手続き「{row.label}」（{row.name}）"
        yield from _unknown(name, notifies=(row.notifies, ROLES))
        if row.notifies and "{subject}" not in row.notice_title:
            yield f"{name}は{_names(row.notifies)}に知らせるのに、notice_title（お知らせの題）に {{subject}} がありません。"
        if keeps_record and not row.public and not row.is_inside and not row.is_undo:
            yield f"{name}に public（公開の記録に出す言葉）がありません。出さないときは marks に inside と書きます。"
    names = [row.name for row in process.steps]
    yield from _unknown("お知らせの表", name=(process.notices, names), letters=(process.letters, names))


def _of_queues(process):
    for row in process.queues:
        name = f"待っている仕事「{row.label}」（{row.key}）"
        codes = [state.code for state in process.open]
        yield from _unknown(name, states=(row.states, codes), roles=(row.roles, ROLES), turns=(row.turns, ROLES))
    yield from _doubles("key の待っている仕事", [row.key for row in process.queues])


def _of_parts(process):
    codes, named = [row.code for row in process.states], [code for part in process.parts for code in part.every]
    for part in process.parts:
        yield from _unknown(f"読む人のための段「{part.title}」（{part.key}）", states=(part.every, codes))
    for row in process.states if process.parts else ():
        if named.count(row.code) != 1:
            yield f"状態「{row.label}」（{row.code}）が、読む人のための段（parts）の{named.count(row.code)}つにあります。1つにだけ入れます。"
    yield from _doubles("key の読む人のための段", [part.key for part in process.parts])


def _names(roles):
    return "・".join(ROLES.get(role, role) for role in roles)


def _doubles(what, keys):
    if len(set(keys)) < len(keys):
        yield f"同じ {what}が2つあります。"
