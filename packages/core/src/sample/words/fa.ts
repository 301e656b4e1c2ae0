import type { Words } from "./index.ts";

export const fa: Words = {
  companies: [
    { name: "نساجی شمال", industry: "نساجی", city: "رشت" },
    { name: "درمانگاه‌های دریاچه", industry: "درمان", city: "تبریز" },
    { name: "باربری اطلس", industry: "حمل و نقل", city: "بندرعباس" },
    { name: "هتل‌های روشن‌آب", industry: "هتل‌داری", city: "کیش" },
  ],
  people: [
    { firstName: "نرگس", lastName: "کریمی", title: "سرپرست خرید" },
    { firstName: "بهرام", lastName: "آذری", title: "مدیر کارخانه" },
    { firstName: "مینا", lastName: "صادقی", title: "مدیرعامل" },
    { firstName: "پیمان", lastName: "رستمی", title: "مدیر درمانگاه" },
    { firstName: "مهسا", lastName: "نوری", title: "عملیات" },
    { firstName: "جواد", lastName: "دریایی", title: "مدیر ناوگان" },
    { firstName: "لاله", lastName: "فرهادی", title: "مدیر کل" },
    { firstName: "هومن", lastName: "شریفی", title: "خریدار" },
    { firstName: "سارا", lastName: "مهرابی", title: "معمار" },
    { firstName: "امید", lastName: "حدادی", title: "بنیان‌گذار" },
  ],
  deals: [
    "دوازده دستگاه بافندگی برای سالن تازه",
    "خدمات دوساله",
    "تجهیز سه درمانگاه",
    "ناوگان شمال",
    "ملحفه برای ۲۴۰ اتاق",
    "آزمایش در یک هتل",
  ],
  activities: [
    { title: "تماس دربارهٔ پیشنهاد", body: "به جای ده، قیمت دوازده دستگاه را می‌خواهد." },
    { title: "بازدید از سالن", body: "برق و کف آماده است. تحویل در دو نوبت برایشان بهتر است." },
    { title: "فرستادن معرفی‌نامه‌ها" },
    { title: "نمایش برای درمانگاه‌ها" },
    { title: "دیدار در نمایشگاه", body: "قراردادشان با تأمین‌کنندهٔ دیگر بهار تمام می‌شود." },
    { title: "پرسیدن تصمیم" },
  ],
};
