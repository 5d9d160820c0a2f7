"""登録の要件: what each kind of body fulfils, says, promises and hands in to be registered, as data in versions."""
