import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Plan } from '../../src/synthesis/plan';
import { EXAMPLES, runExample } from '../support/examples';
import {
  chromiumPath,
  launchBrowser,
  type OpenReport,
  openReport,
  overflow,
  poorContrast,
  unfold,
  until,
} from './report-browser';
import { describeWith, versionOf } from './support/programs';

const missing = chromiumPath() === undefined ? ['chromium (Debian package chromium, or CHROMIUM_PATH)'] : [];
const version = (): string => versionOf({ name: 'chromium', from: '', version: [chromiumPath() ?? '', '--version'] });

describeWith(
  'the report in a browser',
  missing,
  () => [version()],
  () => {
    let browser: Browser;
    let folder: string;
    const plans = new Map<string, Plan>();

    beforeAll(async () => {
      browser = await launchBrowser();
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-report-'));
      for (const name of EXAMPLES) {
        const { files } = runExample(name);
        fs.writeFileSync(path.join(folder, `${name}.html`), files.get('dist/report/index.html')!);
        plans.set(name, JSON.parse(files.get('dist/plan.json')!) as Plan);
      }
    });
    afterAll(async () => {
      await browser.close();
      fs.rmSync(folder, { recursive: true });
    });

    describe.each(EXAMPLES)('of examples/%s', (name) => {
      let report: OpenReport;
      const open = async (options: BrowserContextOptions = {}): Promise<OpenReport> => {
        report = await openReport(browser, path.join(folder, `${name}.html`), options);
        return report;
      };
      afterEach(() => report.page.context().close());

      test('opens without a complaint, and asks the network for nothing', async () => {
        const { page, complaints, requests } = await open();
        await unfold(page);
        await page.mouse.wheel(0, 20_000);
        await page.waitForTimeout(200);
        expect(complaints).toEqual([]);
        expect(requests).toEqual([]);
        // The policy is in force: a request that the page would make is refused.
        expect(await page.evaluate('fetch("https://example.com/").then(() => "sent", () => "refused")')).toBe(
          'refused',
        );
      });

      test('says what the loss of a site does before anything has to be scrolled', async () => {
        const { page } = await open({ viewport: { width: 1280, height: 720 } });
        const headline = page.locator('.headline, main table strong').first();
        expect(await headline.textContent()).toMatch(/Any one site can be lost|ends the service/);
        const box = await headline.boundingBox();
        expect(box!.y + box!.height).toBeLessThan(720);
      });

      test('finds an object by words in any order, says how many there are, and shows all again', async () => {
        const { page } = await open();
        const plan = plans.get(name)!;
        const all = [...plan.fleets, ...plan.apps].flatMap(({ clusters }) =>
          clusters.flatMap(({ objects }) => objects),
        );
        const [app] = plan.apps;
        const { name: object, kind } = app!.clusters[0]!.objects.at(-1)!;
        const rows = page.locator('#object-tables tbody tr:visible');
        const said = page.getByRole('status');

        await page.getByRole('searchbox').fill(`${kind.toLowerCase()}  ${object.toUpperCase()}`);
        const found = await rows.allTextContents();
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThan(all.length);
        for (const row of found) {
          expect(row.toLowerCase()).toContain(object.toLowerCase());
          expect(row.toLowerCase()).toContain(kind.toLowerCase());
        }
        expect(await said.textContent()).toBe(`${found.length} of ${all.length} objects`);

        await page.getByRole('searchbox').fill('no-such-object');
        expect(await rows.count()).toBe(0);
        expect(await said.textContent()).toBe(`0 of ${all.length} objects`);

        await page.getByRole('searchbox').fill('');
        await unfold(page);
        expect(await rows.count()).toBe(all.length);
        expect(await said.textContent()).toBe(`${all.length} objects`);
      });

      test('is used by keyboard: past the contents, into a fold, and it is seen where one is', async () => {
        const { page } = await open();
        await page.keyboard.press('Tab');
        expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
        expect((await page.locator(':focus').boundingBox())!.y).toBeGreaterThanOrEqual(0);
        await page.keyboard.press('Enter');
        expect(await page.locator(':focus').getAttribute('id')).toBe('main');

        const fold = page.locator('main details').first();
        for (let presses = 0; presses < 200; presses += 1) {
          await page.keyboard.press('Tab');
          if (await page.evaluate(`document.activeElement === document.querySelector('main details summary')`)) break;
        }
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
        await page.keyboard.press('Enter');
        expect(await fold.getAttribute('open')).not.toBeNull();
        await page.keyboard.press('Enter');
        expect(await fold.getAttribute('open')).toBeNull();
      });

      test('a time of the fault table leads to how it comes about', async () => {
        const { page } = await open();
        const link = page.locator('table.faults td.number a').first();
        const target = page.locator(`[id="${(await link.getAttribute('href'))!.slice(1)}"]`);
        expect(await target.isVisible()).toBe(false);
        await link.click();
        await until(page, 'document.querySelector(":target").open');
        expect(await target.locator('.tree').isVisible()).toBe(true);
      });

      test.each(['light', 'dark'] as const)('can be read by everybody in the %s scheme', async (colorScheme) => {
        const { page } = await open({ colorScheme });
        await unfold(page);
        const { seen, poor } = await poorContrast(page);
        expect(seen).toBeGreaterThan(500);
        expect(poor).toEqual([]);
      });

      test.each([360, 1280])('fits a window of %d pixels, folded and unfolded', async (width) => {
        const { page } = await open({ viewport: { width, height: 900 } });
        expect(await overflow(page)).toEqual({ pixels: 0, by: [] });
        await unfold(page);
        expect(await overflow(page)).toEqual({ pixels: 0, by: [] });
      });

      test('what does not fit scrolls by keyboard, with a name', async () => {
        const { page } = await open({ viewport: { width: 360, height: 740 } });
        const region = page.getByRole('region', { name: /^Faults of/ }).first();
        await region.focus();
        await page.keyboard.press('ArrowRight');
        await until(page, 'document.activeElement.scrollLeft > 0');
      });

      test('prints all that is folded, on pages that hold all columns', async () => {
        const { page } = await open({ viewport: { width: 688, height: 1000 } });
        await page.emulateMedia({ media: 'print' });
        expect(await overflow(page)).toEqual({ pixels: 0, by: [] });
        // Without the script too: Chromium shows what is folded by style.
        const hidden = await page.evaluate(
          `[...document.querySelectorAll('details > :not(summary)')].filter((content) => content.getBoundingClientRect().height === 0 && content.textContent.trim() !== '').length`,
        );
        expect(hidden).toBe(0);
        const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(3);
      });

      test('is whole without scripts: nothing that would not work is shown', async () => {
        const { page } = await open({ javaScriptEnabled: false });
        expect(await page.getByRole('searchbox').isVisible()).toBe(false);
        expect(await page.locator('button:visible').count()).toBe(0);
        const part = page.locator('.timeline details').first();
        if ((await part.count()) > 0) {
          await part.locator('summary').first().click();
          expect(await part.getAttribute('open')).not.toBeNull();
        }
      });
    });
  },
);
