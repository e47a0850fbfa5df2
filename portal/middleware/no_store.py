"""What a signed-in person sees is kept by no cache, so that Back after signing out shows nothing."""

from django.utils.cache import patch_cache_control

from portal.middleware.sessions import signed_in

PERSONAL = ("/accounts/", "/me/", "/admin/")


class NoStoreMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(PERSONAL) or signed_in(request):
            patch_cache_control(response, private=True, no_store=True)
        return response
