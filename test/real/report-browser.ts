/** The report of an example, opened in headless Chromium. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { pathOf } from './support/programs';

const CONTRAST = fs.readFileSync(path.join(__dirname, 'report-contrast.js'), 'utf8');

/** Path of the browser: what CHROMIUM_PATH says, or Debian's. */
export function chromiumPath(): string | undefined {
  return process.env.CHROMIUM_PATH ?? pathOf('chromium');
}

/** A headless browser; without its sandbox, which root may not use. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
}

/** An open report, and what happened while it was open. */
export interface OpenReport {
  readonly page: Page;
  /** Errors and warnings of the console, refusals by the Content Security Policy among them. */
  readonly complaints: string[];
  /** Everything that was asked for besides the page itself. */
  readonly requests: string[];
}

/** Opens a report as a file, as whoever gets it by mail does. */
export async function openReport(browser: Browser, file: string, options: BrowserContextOptions): Promise<OpenReport> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  const requests: string[] = [];
  const { href } = pathToFileURL(file);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== href) requests.push(request.url());
  });
  await page.goto(href);
  return { page, complaints, requests };
}

/** Unfolds everything. */
export function unfold(page: Page): Promise<unknown> {
  return page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
}

/** Waits until something holds in the page; playwright's own way needs `eval`, which the page refuses. */
export async function until(page: Page, condition: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await page.evaluate(condition)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`it does not come to hold in the page: ${condition}`);
}

/** Texts that are hard to read against what is behind them, and how many texts there are. */
export function poorContrast(page: Page): Promise<{ readonly seen: number; readonly poor: string[] }> {
  return page.evaluate(CONTRAST);
}

/** How many pixels the page is wider than the window, and what makes it so. */
export function overflow(page: Page): Promise<{ readonly pixels: number; readonly by: string[] }> {
  return page.evaluate(`(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('main *, header *, nav *, footer *')].filter(
      (element) => !element.closest('.scroll, pre, svg') && element.getBoundingClientRect().right > width + 1,
    );
    const by = wide.slice(0, 5).map((element) => element.localName + '.' + element.className + ' ' + element.textContent.slice(0, 40));
    return { pixels: document.documentElement.scrollWidth - width, by };
  })()`);
}
