"""People of the desk, through its forms: one writes, another publishes."""

import html
import http.cookiejar
import re
import urllib.parse
import urllib.request
import uuid

import measure

OFFICE = "so-van-hoa-va-the-thao"
PASSWORD = "một câu dài không ai đoán ra\n"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Person:
    """Somebody with an account and a browser window."""

    def __init__(self, site, role):
        self.site = site
        self.email = f"{role}@bench.example.vn"
        site.run(
            "user", "add", "--email", self.email, "--name", role, "--organisation", OFFICE,
            "--role", role, "--password-stdin", input=PASSWORD,
        )  # fmt: skip
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)

    def get(self, path):
        with self.browser.open(self.site.address + path) as answer:
            return answer.geturl(), answer.read().decode()

    def post(self, path, fields):
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(
            self.site.address + path, data, {"Origin": self.site.address}
        )
        with self.browser.open(request) as answer:
            return answer.geturl(), answer.read().decode()

    def sign_in(self):
        _, page = self.get("/desk")
        fields = dict(_hidden(page), email=self.email, password=PASSWORD.strip())
        url, page = self.post("/desk/session", fields)
        assert "/desk/session/end" in page, url


class Desk:
    """An editor and a publisher; their accounts are made when the site is not serving."""

    def __init__(self, site):
        self.site = site
        self.editor, self.publisher = Person(site, "editor"), Person(site, "publisher")

    def publications(self, count):
        """Publishes so many articles one after the other, watching the page, the
        feed and the search from the moment the button is pressed: name → (p50, max) ms."""
        self.editor.sign_in()
        self.publisher.sign_in()
        every = [self._publish() for _ in range(count)]
        return {
            name: (measure.percentile([one[name] for one in every], 0.5), max(one[name] for one in every))
            for name in every[0]
        }

    def publish_unseen(self):
        """The path of an article that is public and that nobody has opened."""
        path, publish, watched = self._written()
        measure.visible(self.site, publish, {"feed": watched["feed"]})
        return path

    def _publish(self):
        _, publish, watched = self._written()
        return measure.visible(self.site, publish, watched)

    def _written(self):
        """An article about to be published: its path, the act, and where it will be seen."""
        mark = f"dodac{uuid.uuid4().hex[:10]}"
        title = f"Tin {mark}"
        _, page = self.editor.get("/desk/items/new?kind=article")
        office = re.search(r'<select id="organisation".*?<option value="(\d+)"', page, re.DOTALL)
        fields = dict(
            _hidden(page), organisation=office.group(1), language="vi", title=title, then="",
            sapo="Một tin để đo.", body="Nội dung của tin.", topics="dao-tao-nghe",
        )  # fmt: skip
        url, page = self.editor.post("/desk/items", fields)
        item = re.search(r"/desk/items/(\d+)", url).group(1)
        _, page = self.publisher.get(f"/desk/items/{item}")
        action = f"/desk/items/{item}/forced-publication"
        form = page[page.index(f'action="{action}"') :]
        fields = dict(_hidden(form[: form.index("</form>")]), reason="Đo tốc độ")
        sign = title.encode()
        watched = {
            "page": (f"/tin-bai/tin-{mark}", sign),
            "feed": ("/feed/atom.xml", sign),
            "search": (f"/api/v1/search?q={mark}", sign),
        }
        return f"/tin-bai/tin-{mark}", lambda: self.publisher.post(action, fields), watched


def _hidden(page):
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
