"""Takes the README's screenshots from a running demo: ``uv run python -m tests.screenshots [ADDRESS]``.

Start the demo first (``uv run manage.py quickstart``). Pictures go to ``docs/images/``.
"""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PASSWORD = "xieshou-demo"
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"

# file, account, address, width, height
SHOTS = (
    ("home.png", None, "/", 1280, 900),
    ("me.png", "volunteer", "/me/", 390, 844),
    ("calendar.png", "volunteer", "/me/calendar/", 390, 844),
    ("today.png", "officer", "/admin/", 1280, 900),
    ("candidates.png", "officer", "/admin/positions/candidates/2/", 1280, 900),
    ("contract.png", "finance", "/admin/contracts/inspect/1/", 1280, 900),
    ("open.png", None, "/open/", 1280, 900),
)


def sign_in(page, base: str, login: str) -> None:
    """Through the real pages; the demo shows the second factor's code."""
    page.goto(f"{base}/accounts/login/")
    page.fill("main [name=login]", f"{login}@xieshou.example")
    page.fill("main [name=password]", PASSWORD)
    page.click("main button:has-text('登录')")
    page.wait_for_load_state()
    if page.locator("main [name=code]").count():
        page.fill("main [name=code]", re.search(r"\b\d{6}\b", page.inner_text("main"))[0])
        page.click("main button:has-text('登录')")
        page.wait_for_load_state()


def main(base: str) -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for file, login, address, width, height in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            if login:
                sign_in(page, base, login)
            page.goto(base + address)
            page.screenshot(path=PICTURES / file)
            print(file)
            page.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
