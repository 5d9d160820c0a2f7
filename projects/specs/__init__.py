"""形態の決めごと: what a form of collaboration asks, which way its years go, what is due with it. Data of the city, in versions."""
