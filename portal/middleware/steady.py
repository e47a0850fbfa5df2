"""Answers that would tell by a millisecond whether an account exists take a whole number of steps instead.

Pages that hash a password need none of this: the hashing outweighs the rest (``SignUpForm.try_save``).
"""

import time

from django.urls import reverse_lazy

STEP_SECONDS = 0.1
ADDRESSES = (reverse_lazy("account_request_login_code"), reverse_lazy("account_reset_password"))


class SteadyAnswersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or request.path not in ADDRESSES:
            return self.get_response(request)
        begun = time.monotonic()
        response = self.get_response(request)
        time.sleep(STEP_SECONDS - (time.monotonic() - begun) % STEP_SECONDS)
        return response
