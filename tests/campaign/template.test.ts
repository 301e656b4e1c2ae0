import * as Contact from "@rapport/core/contact";
import type { Invalid } from "@rapport/core/kernel/error";
import { headerSafe } from "@rapport/core/kernel/header";
import { newId } from "@rapport/core/kernel/id";
import * as Template from "@rapport/core/template";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  compile,
  mistakes,
  renderMail,
  safe,
  scopeOf,
  toText,
} from "../../packages/core/src/render/index.ts";
import { aMember, as, type Core, startCore, workspace } from "../core.ts";
import { type Queues, startQueues } from "../sending/queues.ts";

let core: Core;
let queues: Queues;

beforeAll(async () => {
  core = await startCore();
  queues = await startQueues();
});
afterAll(async () => {
  await queues.stop();
  await core.stop();
});
beforeEach(() => {
  queues.take("send");
});

const source = {
  name: "Spring",
  subject: "Hello {{ contact.firstName | default: 'there' }}",
  html: '<p>Dear {{ contact.firstName }}, <a href="https://shop.example/?c={{ contact.city }}">look</a></p>',
};
const aTemplate = (changes: object = {}) => as("marketer", () => Template.create({ ...source, ...changes }));

async function issuesOf(promise: Promise<unknown>): Promise<string[]> {
  const error = await promise.then(
    () => undefined,
    (reason: Invalid) => reason,
  );
  return error?.issues.map(({ path, message }) => `${path}: ${message}`) ?? [];
}

describe("a template", () => {
  it("is kept as it was written and says what it takes from its reader", async () => {
    const html = "<!-- mine -->\n<P  class=x>Dear {{contact.firstName}}</P>";
    const template = await aTemplate({ html });
    expect(template).toMatchObject({ html, variables: ["contact.firstName"] });
  });

  it("is refused with a variable that does not exist, and the one meant is named", async () => {
    const html = "<p>{{ contact.fristName }} {{ contact.firstName.constructor }} {{ process.env }}</p>";
    const issues = await issuesOf(aTemplate({ html }));
    expect(issues[0]).toBe(
      "html: {{ contact.fristName }} does not exist: did you mean {{ contact.firstName }}?",
    );
    expect(issues).toHaveLength(3);
  });

  it("is refused with Liquid that is broken, or that reaches for files", async () => {
    expect((await issuesOf(aTemplate({ subject: "Hi {% if contact.email %}" })))[0]).toMatch(
      /^subject: .*not closed/,
    );
    for (const tag of ["include 'x'", "render 'x'", "layout 'x'", "tablerow i in (1..9)"])
      expect((await issuesOf(aTemplate({ html: `<p>{% ${tag} %}</p>` })))[0]).toMatch(
        /is not available in mails/,
      );
    expect((await issuesOf(aTemplate({ html: "{{ contact.firstName | raw }}" })))[0]).toMatch(/filter raw/);
  });

  it("is refused with anything that would run", async () => {
    const html = `<script>alert(1)</script><a href=" java\tscript:x()">x</a><img src=x onerror=alert(1)><iframe src="https://x.example"></iframe>`;
    const issues = await issuesOf(aTemplate({ html }));
    expect(issues.map((issue) => issue.split(": a mail")[0])).toEqual([
      "html: must not hold <script>",
      'html: must not hold href=" java\tscript:x()"',
      "html: must not hold onerror",
      "html: must not hold <iframe>",
    ]);
  });

  it("shows itself as a contact reads it, with what that contact lacks", async () => {
    const template = await aTemplate();
    const address = { city: "Baku & <Sumqayit>" };
    const contact = await as("marketer", () =>
      Contact.create({ email: `${newId("contact")}@example.com`, address }),
    );
    const preview = await as("viewer", () => Template.preview({ id: template.id, contactId: contact.id }));
    expect(preview.subject).toBe("Hello there");
    expect(preview.empty).toEqual(["contact.firstName"]);
    expect(preview.html).toContain("Baku &#38; &#60;Sumqayit&#62;");
    expect(preview.text).toContain("Dear , look (https://shop.example/?c=Baku & <Sumqayit>)");
    const nobody = await as("viewer", () => Template.preview({ id: template.id }));
    expect(nobody.subject).toBe("Hello Leyla");
  });

  it("does not show a contact of another workspace", async () => {
    const template = await aTemplate();
    const stranger = await as("marketer", () => Contact.create({ firstName: "Eve" }), {
      workspaceId: newId("workspace"),
    });
    await expect(
      as("marketer", () => Template.preview({ id: template.id, contactId: stranger.id })),
    ).rejects.toThrow("no contact");
  });

  it("sends a test to members only, through the queue", async () => {
    const template = await aTemplate();
    const member = await aMember({ role: "marketer" });
    const own = { memberId: member.id };
    expect(await as("marketer", () => Template.test({ id: template.id }), own)).toEqual({
      sent: [member.email],
    });
    expect(queues.take("send").map(({ body }) => body)).toEqual([
      { workspaceId: workspace.id, test: { templateId: template.id, to: member.email } },
    ]);
    const stranger = as("marketer", () => Template.test({ id: template.id, to: ["eve@other.example"] }), own);
    await expect(stranger).rejects.toThrow("is not a member");
    expect(queues.take("send")).toEqual([]);
  });
});

describe("rendering", () => {
  const scope = (contact: object) =>
    scopeOf({
      contact: contact as Record<string, unknown>,
      urls: { unsubscribe: "https://open.example/u/1", preferences: "https://open.example/u/1/preferences" },
    });
  const of = (html: string, contact: object = {}, subject = "Hi") =>
    renderMail(compile({ subject, html }), scope(contact));

  it("stops an endless loop and a memory bomb", async () => {
    const loops = [
      "{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}",
      "{% for a in (1..999999999) %}x{% endfor %}",
      "{% assign s = 'xxxxxxxxxx' %}{% for a in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s }}",
    ];
    for (const html of loops) {
      const began = performance.now();
      await expect(of(html)).rejects.toThrow(/takes too long or too much|has \d+ bytes/);
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });

  it("refuses one with more places to fill than any mail needs, at once", () => {
    expect(mistakes("{{ contact.firstName }}".repeat(8_000))).toEqual([
      "has more than 2000 places in braces: a mail needs far fewer",
    ]);
    expect(mistakes("{{ contact.firstName }}".repeat(2_000))).toEqual([]);
  });

  it("loses no mail to a machine that stands still meanwhile", async () => {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 60_000));
    try {
      expect((await of("<p>Dear {{ contact.firstName }}</p>", { firstName: "Ada" })).html).toContain(
        "Dear Ada",
      );
    } finally {
      clock.mockRestore();
    }
  });

  it("makes of any name a subject of one line", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (firstName) => {
        const subject = headerSafe(`Hi ${firstName}`);
        expect(subject).toMatch(/^[^\p{Cc}\u2028\u2029]{1,250}$/u);
      }),
    );
    expect(headerSafe("می\u200cروم \u202eevil 👩\u200d🔧")).toBe("می\u200cروم evil 👩\u200d🔧");
    const mail = await of(
      "<p>x</p>",
      { firstName: "Ada\r\nBcc: all@example.com" },
      "Hi {{ contact.firstName }}",
    );
    expect(mail.subject).toBe("Hi Ada Bcc: all@example.com");
  });

  it("adds a way to unsubscribe where the template has none, and only there", async () => {
    const mail = await of("<html><body><p>x</p></body></html>");
    expect(mail.html).toContain('<a href="https:&#47;&#47;open'.replaceAll("&#47;", "/"));
    expect(mail.html.indexOf("unsubscribe")).toBeLessThan(mail.html.indexOf("</body>"));
    expect(mail.text).toContain("https://open.example/u/1");
    const own = await of('<a href="{{ unsubscribe_url }}">No more</a>');
    expect(own.html.match(/open\.example/g)).toHaveLength(1);
  });

  it("tracks each link of the web, but not the ways to unsubscribe or to write", async () => {
    const html =
      '<body><a href="https://a.example/?x=1&amp;y=2">A</a><a href=\'http://b.example\'>B</a><a href="mailto:c@d.example">C</a><a href="{{unsubscribe_url}}">D</a></body>';
    const seen: string[] = [];
    const tracking = {
      pixel: "https://t.example/o",
      links: async (all: string[]) => {
        seen.push(...all);
        return all.map((_, n) => `https://t.example/c/${n}`);
      },
    };
    const mail = await renderMail(compile({ subject: "Hi", html }), scope({}), tracking);
    expect(seen.slice(0, 2)).toEqual(["https://a.example/?x=1&y=2", "http://b.example"]);
    expect(mail.html).toContain(
      '<a href="https://t.example/c/0">A</a><a href="https://t.example/c/1">B</a><a href="mailto:c@d.example">',
    );
    expect(mail.html).toContain('<a href="https://open.example/u/1">D</a>');
    expect(mail.html).toMatch(/<img src="https:\/\/t\.example\/o"[^>]*><\/body>$/);
  });

  it("keeps nothing that runs in a preview, whatever it is fed", async () => {
    const piece = fc.constantFrom(
      "<script>",
      "</script>",
      "<img src=x ",
      "onerror=alert(1)",
      ">",
      "<svg",
      "<a href=",
      "javascript:alert(1)",
      '"',
      "'",
      "<!--",
      "-->",
      "<style>",
      "</style>",
      "x",
      " ",
      "/",
      "<iframe srcdoc=",
      "&#106;avascript:",
      "<",
    );
    await fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const clean = safe(pieces.join(""));
        const markup = clean.replace(/<style>[\s\S]*?(<\/style>|$)/g, "");
        expect(markup).not.toMatch(/<\s*(script|iframe|svg|object|embed|form|base|meta)[\s/>]/i);
        expect(markup.match(/<[^>]*>/g)?.join("") ?? "").not.toMatch(/ on\w+\s*=|href="javascript/i);
      }),
      { numRuns: 1_000 },
    );
    expect(safe("<p onclick=x style='color:red'>Hi<!-- c --></p><svg><p>in</p></svg>after")).toBe(
      '<p style="color:red">Hi</p>after',
    );
  });

  it("derives a plain text that reads well", () => {
    const html =
      "<html><head><style>p{}</style></head><body><h1>Hi&nbsp;you</h1><p>One<br>two</p><ul><li>a</li><li>b</li></ul><a href='https://x.example'>Go</a></body></html>";
    expect(toText(html)).toBe("Hi you\n\nOne\ntwo\n\n- a\n- b\n\nGo (https://x.example)");
  });
});
