import type { Locator, Page } from "playwright-core";

/** A person's hand on a page. Each click and key that is no typing is counted; what is typed is not. */
export class Hand {
  readonly page: Page;
  count = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async click(target: Locator): Promise<void> {
    this.count += 1;
    await target.click();
  }

  async press(key: string): Promise<void> {
    this.count += 1;
    await this.page.keyboard.press(key);
  }

  /** Where the focus already is: no click. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** A click into the field, then typing over what stands there. */
  async fill(field: Locator, text: string): Promise<void> {
    this.count += 1;
    await field.fill(text);
  }

  /** Lets a file go over the page. */
  async drop(target: Locator, file: { name: string; type: string; content: string }): Promise<void> {
    this.count += 1;
    const dataTransfer = await this.page.evaluateHandle(({ name, type, content }) => {
      const carried = new DataTransfer();
      carried.items.add(new File([content], name, { type }));
      return carried;
    }, file);
    await target.dispatchEvent("drop", { dataTransfer });
  }
}
