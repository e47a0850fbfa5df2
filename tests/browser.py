"""What browser tests ask of every page: clean under axe, no sideways scroll, nothing blocked."""

from axe_playwright_python.sync_playwright import Axe

from tests.factories.portal import login

PHONE, DESKTOP = 375, 1280
WIDTHS = (PHONE, DESKTOP)


def accessibility_faults(page) -> list[str]:
    """Every axe violation of the page as it stands, with the first element concerned."""
    # A message that is still fading in has a colour of nobody's choice.
    page.evaluate("Promise.allSettled(document.getAnimations().map(animation => animation.finished))")
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


def scrolls_sideways(page) -> bool:
    """Whether the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def note_complaints(page) -> list[str]:
    """A list that fills with what the browser refuses or cannot load; call before ``goto``."""
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def sign_in(context, client, account, base_url):
    """Give the browser a session of ``account``, second factor passed, without the sign-in page."""
    login(client, account)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])


def cut_off(page) -> list[str]:
    """Elements of the main part that reach beyond the right edge, where nobody can scroll to them."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(element => {
            const box = element.getBoundingClientRect();
            const hidden = "[hidden], .hide, .w-sr-only, .w-drilldown, [role=dialog]";
            return box.width > 1 && box.right > innerWidth + 2 && !element.closest(hidden);
        }).slice(0, 2).map(element => `cut off: ${element.tagName}.${element.className}`)"""
    )
