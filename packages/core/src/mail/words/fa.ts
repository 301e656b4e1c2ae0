import type { Words } from "./index.ts";

const calendar = new Intl.DateTimeFormat("fa-IR-u-ca-persian", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const when = (at = "") => `${calendar.format(new Date(at))} به وقت جهانی`;
/** What somebody else wrote keeps its own direction inside of a sentence. */
const apart = (text: string | undefined) => `\u2068${text}\u2069`;
const factor = {
  on: "از این پس برای ورود، رمزی از برنامهٔ احراز هویت شما هم لازم است.",
  off: "برای ورود دیگر رمزی لازم نیست: عامل دوم شما خاموش شد.",
  "recovery-used": "یکی از رمزهای بازیابی شما برای ورود به کار رفت و دوباره به کار نمی‌آید.",
};
const notYou =
  "اگر این شما نبوده‌اید، همین حالا گذرواژهٔ خود را بازنشانی کنید و به مدیر فضای کار خود خبر دهید.";

export const fa: Words = {
  welcome: ({ workspace }) => ({
    subject: "به Rapport خوش آمدید",
    lines: [
      `فضای کار ${apart(workspace)} آماده است.`,
      "مخاطبان خود را وارد کنید یا همکارانتان را دعوت کنید.",
    ],
    label: "باز کردن Rapport",
  }),
  invite: ({ workspace, inviter }) => ({
    subject: `دعوت ${inviter} به ${workspace}`,
    lines: [
      `${apart(inviter)} شما را به کار در ${apart(workspace)} در Rapport دعوت کرده است.`,
      "این دعوت تا ۷ روز اعتبار دارد.",
    ],
    label: "پذیرفتن دعوت",
  }),
  reset: () => ({
    subject: "گذرواژهٔ تازه‌ای برگزینید",
    lines: [
      "کسی خواسته است گذرواژهٔ این نشانی در Rapport بازنشانی شود. پیوند زیر یک بار و تا یک ساعت کار می‌کند.",
      "اگر این شما نبوده‌اید، کاری نکنید: گذرواژهٔ شما همان می‌ماند.",
    ],
    label: "برگزیدن گذرواژهٔ تازه",
  }),
  "sign-in": ({ at, agent, ip }) => ({
    subject: "ورود تازه به Rapport",
    lines: [
      `با مرورگری وارد شدید که پیش‌تر ندیده بودیم: ${apart(agent || "ناشناس")}، از ${apart(ip || "جایی ناشناس")}، ${when(at)}.`,
      notYou,
    ],
    label: "دیدن ورودهای شما",
  }),
  "second-factor": ({ change, at }) => ({
    subject: "عامل دوم شما تغییر کرد",
    lines: [`${factor[change as keyof typeof factor]} (${when(at)})`, notYou],
    label: "دیدن تنظیمات امنیت",
  }),
  password: ({ at }) => ({
    subject: "گذرواژهٔ شما تغییر کرد",
    lines: [`گذرواژهٔ ورود شما به Rapport تغییر کرد، ${when(at)}. ورودهای دیگر شما پایان یافت.`, notYou],
  }),
  "contact-welcome": ({ workspace = "", name }) => ({
    subject: `به ${workspace} خوش آمدید`,
    lines: [
      name ? `سلام ${apart(name)}،` : "سلام،",
      `از توجه شما به ${apart(workspace)} سپاسگزاریم. مشخصات شما به دست ما رسید و با شما تماس می‌گیریم.`,
      workspace,
    ],
  }),
  "deal-won": ({ deal, owner }) => ({
    subject: `برنده شد: ${deal}`,
    lines: [
      `آفرین، ${apart(owner)}: معاملهٔ «${apart(deal)}» برنده شد.`,
      "کار سپاس از مشتری برای فردا در فهرست شماست.",
    ],
    label: "باز کردن معامله",
    task: `سپاس از مشتری برای «${apart(deal)}»`,
  }),
};
