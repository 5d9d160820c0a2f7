"""委員会: who sits in them until when, what they met about, and what they said of the city's work, with the city's answers."""
