"""What an inspector's thumbs do."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PASSWORD = "Quancheng-2026"


def enter(page: Page, address: str, login: str) -> None:
    """Sign in, wherever that leads."""
    page.goto(f"{address}/m/")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("密码", exact=True)).to_have_count(0, timeout=90_000)


def sign_in(page: Page, address: str, login: str) -> None:
    enter(page, address, login)
    expect(page.get_by_role("heading", name="待检查")).to_be_visible()


def open_checklist(page: Page, unit: str, checklist: str) -> None:
    """From the task list into the form of one checklist."""
    page.get_by_role("link", name=unit).first.click()
    card = page.locator("section.card", has=page.get_by_role("heading", name=checklist))
    card.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("heading", name="检查人员")).to_be_visible()


def fill_start(page: Page, second_officer: str, companion: str) -> None:
    page.get_by_label("检查地点").fill("校门、门卫室、实验楼")
    if page.get_by_role("button", name="选择另一名检查人员").count():
        page.get_by_role("button", name="选择另一名检查人员").click()
        page.get_by_role("dialog", name="选择检查人员").get_by_role("button", name=second_officer).click()
    for box in page.get_by_role("checkbox", name="已出示证件").all():
        if box.get_attribute("aria-checked") != "true":
            box.click()
    page.get_by_label("姓名").fill(companion)
    page.get_by_label("职务").fill("保卫科科长")


def turn_page(page: Page) -> bool:
    """To the next part; False at the end."""
    forward = page.get_by_role("button", name="下一部分")
    if forward.is_disabled():
        return False
    forward.click()
    return True


def pass_everything(page: Page) -> None:
    """合格 for all verdicts of this part, a good number and the first choice for the rest."""
    seen: set[str] = set()
    while True:
        waiting = [id for id in _item_ids(page) if id not in seen]
        if not waiting:
            return
        for id in waiting:
            seen.add(id)
            _pass_one(page, id)


def _item_ids(page: Page) -> list[str]:
    return [str(item.get_attribute("id")) for item in page.locator("article.item").all()]


def _pass_one(page: Page, id: str) -> None:
    item = page.locator(f"[id='{id}']")
    if item.get_by_role("radio", name="合格", exact=True).count():
        item.get_by_role("radio", name="合格", exact=True).click()
    elif item.get_by_role("radio").count():
        item.get_by_role("radio").first.click()
    elif item.locator("input[inputmode]").count():
        item.locator("input[inputmode]").first.fill("9")


def fail_item(page: Page, item_id: str, note: str) -> None:
    item = page.locator(f"[id='item-{item_id}']")
    item.get_by_role("radio", name="不合格", exact=True).click()
    item.get_by_label("情况说明").fill(note)


def take_photos(page: Page, item_id: str, count: int) -> None:
    item = page.locator(f"[id='item-{item_id}']")
    item.get_by_role("button", name="拍照").click()
    camera = page.get_by_role("dialog", name="拍照")
    for _ in range(count):
        shutter = camera.get_by_role("button", name="拍摄")
        expect(shutter).to_be_enabled(timeout=20_000)
        shutter.click()
        page.wait_for_timeout(600)
    camera.get_by_role("button", name="完成").click()
    expect(item.get_by_role("button", name="张照片")).to_have_count(count)


def draw_on_first_photo(page: Page, item_id: str) -> None:
    page.locator(f"[id='item-{item_id}']").get_by_role("button", name="第1张照片").click()
    viewer = page.get_by_role("dialog", name="查看照片")
    viewer.get_by_role("button", name="标注").click()
    _scribble(page, viewer.locator("canvas.glass"))
    viewer.get_by_role("button", name="保存标注").click()
    expect(viewer).to_have_count(0)


def sign_on_glass(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"{name}签名").click()
    sheet = page.get_by_role("dialog", name=f"{name}签名")
    _scribble(page, sheet.locator("canvas"))
    sheet.get_by_role("button", name="完成").click()
    expect(page.get_by_alt_text(f"{name}的签名")).to_be_visible()


def _scribble(page: Page, canvas: object) -> None:
    canvas.wait_for()  # type: ignore[attr-defined]
    page.wait_for_timeout(350)  # the sheet slides in; strokes before it stands go astray
    box, earlier = canvas.bounding_box(), None  # type: ignore[attr-defined]
    while box != earlier:  # on a busy machine it slides for longer
        page.wait_for_timeout(150)
        box, earlier = canvas.bounding_box(), box  # type: ignore[attr-defined]
    assert box is not None
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(x + step * box["width"] * 0.03, y + (step % 4) * box["height"] * 0.05)
    page.mouse.up()
