"""「もう一度送る」: a new mail for a code that somebody waits for, once a minute."""

import time
from dataclasses import dataclass

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController

from . import guesses

WAIT = 60  # seconds between two mails


@dataclass(frozen=True)
class Door:
    """Where a code is waited for: the name of its page, and what finds the process of allauth in the session, or None."""

    page: str
    pending: object


def _pending_login(request):
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return LoginCodeVerificationProcess.resume(stage) if stage else None


def _pending_reset(request):
    process = PasswordResetVerificationProcess.resume(request)
    return None if process is None or process.state.get("code_confirmed") else process


DOORS = {
    "sign-in": Door("account_confirm_login_code", _pending_login),
    "address": Door("account_email_verification_sent", EmailVerificationProcess.resume),
    "reset": Door("account_confirm_password_reset_code", _pending_reset),
}


def seconds_left(state):
    """How long until another mail may be asked for: whole seconds, 0 for now."""
    return max(0, -int(-(state.get("sent_at", state["at"]) + WAIT - time.time()) // 1))


def send_again(request, process):
    """Another code in another mail; the earlier one is void. An address without an account is sent nothing, as before.

    ValidationError that says how long to wait, and nothing changed, beyond what a visitor may have sent.
    """
    state = process.state
    guesses.pay_mail(request, state["email"])
    state["sent_at"] = state["at"] = time.time()
    state["failed_attempts"] = 0
    if isinstance(process, PasswordResetVerificationProcess):
        process.send()
        process.persist()
    else:
        process.resend()
