"""One person at a screen: signs in, fills what a page asks, presses a button by its words."""

import re

from portal.accounts import demo
from tests.browser import DESKTOP, PHONE

PASSWORD = "wanglu-shan-2026"


class Walker:
    """A browser window of its own for ``account``, at phone or desktop width."""

    def __init__(self, browser, base: str, account=None, *, width: int = PHONE):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(15_000)
        self.page, self.base = context.new_page(), base
        self.complaints = []
        self.page.on(
            "console", lambda message: message.type == "error" and self.complaints.append(message.text)
        )
        if account is not None:
            self.sign_in(account)

    def sign_in(self, account) -> None:
        """E-mail and password; in the back office also the second factor, whose code the demo shows."""
        account.set_password(PASSWORD)
        account.save()
        demo.confirm_email(account)
        if account.works_in_back_office:
            demo.enrol(account)
        self.go("/accounts/login/")
        self.fill(login=account.email, password=PASSWORD)
        self.press("登录")
        if account.works_in_back_office:
            code = re.search(r"\b\d{6}\b", self.text)[0]
            self.fill(code=code)
            self.press("登录")

    @property
    def sheets(self) -> int:
        """How many sheets of paper the page takes when printed."""
        return len(re.findall(rb"/Type /Page\b", self.page.pdf(prefer_css_page_size=True)))

    def go(self, path: str) -> "Walker":
        answer = self.page.goto(self.base + path)
        assert answer.ok, f"{path}: {answer.status}"
        return self

    def fill(self, **fields) -> "Walker":
        """Type into text fields, tick boxes, choose options and radio buttons, by field name."""
        for name, value in fields.items():
            control = self.page.locator(f"main [name='{name}']")
            kind = control.first.get_attribute("type")
            if kind in ("radio", "checkbox") and isinstance(value, str):
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "checkbox":
                control.first.set_checked(value)
            elif control.first.evaluate("node => node.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.first.fill(value)
                if control.first.get_attribute("autocomplete") == "off":
                    self.page.wait_for_timeout(250)  # the admin's calendar opens a moment after the focus
                control.first.press("Tab")  # and closes when the focus leaves
        return self

    def press(self, words: str) -> "Walker":
        """Press the button or follow the link that says ``words``."""
        target = self.page.locator("main button, main a, main summary").filter(
            has_text=re.compile(rf"^\s*{re.escape(words)}")
        )
        target.first.click()
        self.page.wait_for_load_state()
        return self

    def submit(self, words: str) -> "Walker":
        """Press the last button that says ``words``: the one under the form, not the one that led to it."""
        self.page.locator("main button").filter(has_text=words).last.click()
        self.page.wait_for_load_state()
        return self

    def choose_area(self, area) -> "Walker":
        """Open the area chooser of the form, search, and take ``area``."""
        self.page.locator("main button").filter(has_text="选择辖区").first.click()
        modal = self.page.locator(".modal-body")
        modal.locator("a").filter(has_text=area.name).first.click()
        modal.wait_for(state="hidden")
        return self

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sees(self, *words: str) -> "Walker":
        """Every word stands on the page."""
        for word in words:
            assert word in self.text, f"“{word}” is not on {self.page.url}:\n{self.text}"
        return self


def desk(browser, base: str, account) -> Walker:
    """An officer at a desktop screen."""
    return Walker(browser, base, account, width=DESKTOP)
