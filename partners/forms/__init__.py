"""Forms of the app: the registration's pages, the steps' questions, consent, members."""
