# Copyright 2026 The Exit Interview contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""P-17: as leadership, every menu, search, group-by, export, report and call.

What comes back are words and figures of published reviews, and the public page. That
nothing else comes back is more than no canary: whatever is asked of a model that the
leadership has no part in is refused, or says nothing.
"""

import json

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .fostering_cast import FosteringCastMixin
from .sweep import MISSING_ID, PREFIX, Seen, Sweep, find_canaries
from .test_http_sweep import REFUSED_IN_WORDS, REPORTS, HttpSweepCase

LOGIN = "dee"
OPEN_MODELS = {"exit.interview.review", "exit.interview.review.line"}
# Reports of what is published, and in which formats they come.
OPEN_REPORTS = {
    ("exit_interview.report_review", "html"),
    ("exit_interview.report_review", "pdf"),
    ("exit_interview.review_xlsx", "xlsx"),
}
# What describes a form, and holds no row: it is looked through for canaries only.
DESCRIPTIONS = {"fields_get", "get_views", "default_get", "onchange"}
# Says yes to everybody and does nothing: nobody follows a duty.
DESCRIPTIONS |= {"method message_subscribe"}


class LeadershipSweep(Sweep):
    """The sweep of the object layer, which also keeps what was answered at all."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.answered = set()
        self.name = ""

    def _sweep_model(self, name):
        self.name = name
        super()._sweep_model(name)
        self.name = ""

    def ask(self, channel, call):
        value = super().ask(channel, call)
        is_closed = self.name and self.name not in OPEN_MODELS
        if is_closed and channel not in DESCRIPTIONS and _says_something(value):
            self.answered.add(f"{self.name} {channel}: {str(value)[:120]}")
        return value


def _says_something(value):
    if isinstance(value, dict):
        said = [one for key, one in value.items() if key != "__extra_domain"]
        return any(_says_something(one) for one in said)
    if isinstance(value, (list, tuple)):
        return any(_says_something(one) for one in value)
    return bool(value)


@tagged("post_install", "-at_install")
class TestLeadershipSweep(FosteringCastMixin, HttpSweepCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Of a household, its talks and its case the leadership sees nothing at all.
        cls.setUpFostering()

    def setUp(self):
        super().setUp()
        self.scenarios = self._plant_rest()
        self.env.flush_all()
        self.env.invalidate_all()

    def _assert_published(self, seen):
        """Check that what came back is what is published: all of it, nothing else."""
        lines = self.report(LOGIN, seen, self.scenarios)
        self.assertFalse(lines, "\n".join(lines))

    def _assert_nothing_else(self, seen):
        extra, _missing = self.differences(LOGIN, seen, self.scenarios)
        self.assertFalse(extra, "\n".join(extra))

    # === CALLS === #

    def test_every_model_by_every_call(self):
        sweep = LeadershipSweep(self.env, self.users[LOGIN], self._all_ids(), deep=True)
        seen = sweep.run()
        self._assert_nothing_else(seen)
        self.assertFalse(sweep.answered, "\n".join(sorted(sweep.answered)))
        # The check would notice: these are what the leadership is for.
        for kind in ("WORKS", "TEXT", "ACTION"):
            self.assertIn(self.learned.get(f"REVIEW_{kind}").lower(), seen.canaries)

    def _all_ids(self):
        """Return more rows to guess at than for the others: every review and line."""
        ids = self.focus()
        for name in OPEN_MODELS:
            ids[name] = list(dict.fromkeys([*ids[name], *self._ids_of(name)]))[:12]
        return ids

    def _ids_of(self, name):
        return self.env[name].with_context(active_test=False).search([]).ids

    # === ADDRESSES === #

    def test_every_address(self):
        self._assert_published(self._sweep(LOGIN))

    def test_every_report_of_everything(self):
        """Each report, in each format, of each record, and of several at once."""
        self.enter(LOGIN)
        seen, opened, count = Seen(), set(), 0
        for report, (model, _logins) in REPORTS.items():
            ids = self._ids_of(model)
            self.assertTrue(ids, f"nothing to print with {report}")
            for converter in ("html", "pdf", "xlsx", "text"):
                for docids in (*ids, ",".join(map(str, ids)), MISSING_ID, ""):
                    url = f"/report/{converter}/{report}/{docids}".rstrip("/")
                    response = self.get(url)
                    seen.add(url, response.content)
                    seen.add(url, str(response.headers))
                    count += 1
                    if response.status_code == 200:
                        opened.add((report, converter, docids))
                    else:
                        closed = (400, 403, 404)
                        closed += (422,) if report in REFUSED_IN_WORDS else ()
                        self.assertIn(response.status_code, closed, url)
        published = self.review_published.id
        self.assertEqual(opened, {(*kind, published) for kind in OPEN_REPORTS})
        for report, converter in OPEN_REPORTS:
            text = self.learned.get("REVIEW_TEXT").lower()
            url = f"/report/{converter}/{report}/{published}"
            self.assertIn(url, seen.channels[text])
        self._assert_nothing_else(seen)
        print(f"\nleadership: {count} addresses of reports, {len(opened)} open")

    def test_downloads_of_reports(self):
        """The address that the web client asks for a PDF or a workbook."""
        self.enter(LOGIN)
        for report, (model, _logins) in REPORTS.items():
            kind = "xlsx" if report.endswith("_xlsx") else "pdf"
            for number in self._ids_of(model)[:6]:
                url = f"/report/{kind}/{report}/{number}"
                data = {"data": json.dumps([url, f"qweb-{kind}"])}
                response = self.get("/report/download", data=data)
                is_open = number == self.review_published.id and (
                    (report, kind) in OPEN_REPORTS
                )
                found = find_canaries(response.content)
                if not is_open:
                    self.assertFalse(found, url)
                expected = self.expected(LOGIN, self.scenarios)
                self.assertLessEqual(found, expected, url)

    # === MENUS === #

    def test_every_menu(self):
        """Open what each menu opens, with each filter and each way to group."""
        self.enter(LOGIN)
        seen, models = Seen(), set()
        menus = self.get("/web/webclient/load_menus").json()
        paths = set()
        for menu in menus.values():
            if menu.get("actionModel") != "ir.actions.act_window":
                continue
            action = self._call_json(
                "/web/action/load", {"action_id": menu["actionID"]}
            )
            seen.add(f"menu {menu['name']}", action)
            models.add(action["res_model"])
            paths.add(action.get("path"))
            self._open_action(seen, menu["name"], action)
        mine = {name for name in models if name.startswith(PREFIX)}
        self.assertEqual(mine, OPEN_MODELS)
        self.assertLessEqual({"exit-published-reviews", "exit-review-trends"}, paths)
        self._assert_nothing_else(seen)

    def test_actions_of_others_by_their_address(self):
        """Every window of ours, as if its address had been passed on."""
        self.enter(LOGIN)
        seen = Seen()
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=like", f"{PREFIX}%")]
        )
        self.assertGreater(len(actions), 40)
        for action in actions:
            name = f"action {action.id} {action.res_model}"
            values = self._call_json("/web/action/load", {"action_id": action.id})
            seen.add(name, values)
            if action.res_model in self.env and not (
                self.env[action.res_model]._transient
            ):
                self._open_action(seen, name, values)
        self._assert_nothing_else(seen)

    def _call_json(self, url, params):
        response = self.get(
            url,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return response.json().get("result") or {}

    def _open_action(self, seen, name, action):
        """Ask what the web client asks when it shows a window, and all it offers."""
        model = action.get("res_model")
        if not model or model not in self.env:
            return
        views = [[view, kind] for view, kind in action.get("views") or ()]
        search = (action.get("search_view_id") or [False])[0]

        def ask(channel, method, args=(), **kwargs):
            response = self.rpc(model, method, list(args), kwargs)
            seen.add(f"{name}: {channel}", response.content)
            return response.json().get("result")

        found = ask("get_views", "get_views", views=[*views, [search, "search"]])
        fields = self.env[model]._fields
        plain = [one.name for one in fields.values() if not one.relational]
        domains = [[], *self._get_filters(found)]
        for domain in domains:
            ask("search_read", "search_read", [domain])
            ask("count", "search_count", [domain])
            ask(
                "web_search_read",
                "web_search_read",
                domain=domain,
                specification=dict.fromkeys(plain, {}),
            )
        numbers = [
            one.name
            for one in fields.values()
            if one.store and one.type in ("integer", "float", "monetary")
        ]
        for group in self._get_groups(model):
            for aggregates in (["__count"], [f"{one}:sum" for one in numbers[:6]]):
                options = {"groupby": [group], "aggregates": aggregates}
                ask(f"group {group}", "web_read_group", domain=[], **options)
                ask(f"group {group}", "formatted_read_group", domain=[], **options)

    def _get_filters(self, views):
        """Return the domains of the filters that a search view offers."""
        arch = ((views or {}).get("views") or {}).get("search", {}).get("arch")
        domains = []
        for node in etree.fromstring(arch).iter("filter") if arch else ():
            names = {"uid": self.users[LOGIN].id, "context_today": None}
            if node.get("domain") and "context_today" not in node.get("domain"):
                domains.append(safe_eval(node.get("domain"), names))
        return domains

    def _get_groups(self, model):
        """Return everything that one may group by."""
        groups = []
        for field in self.env[model]._fields.values():
            if not field.store or field.type in ("binary", "json", "one2many"):
                continue
            is_day = field.type in ("date", "datetime")
            groups.append(f"{field.name}:day" if is_day else field.name)
        return groups
