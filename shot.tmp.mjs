import { chromium } from '@playwright/test';
const base = process.argv[2]; const out = process.argv[3];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-quic'] });
for (const [w,h] of [[1440,900],[1024,768],[390,844]]) for (const scheme of (process.argv[4]??'light,dark').split(',')) {
  const ctx = await browser.newContext({ viewport: {width:w,height:h}, colorScheme: scheme, hasTouch: w<500 });
  const page = await ctx.newPage();
  page.on('console', m => { if (m.type()==='error') console.log('console', m.text()); });
  page.on('pageerror', e => console.log('pageerror', e.message));
  const t=Date.now();
  await page.goto(base);
  await page.waitForSelector('[data-testid="picture"][data-state="final"]', {timeout: 90000});
  console.log(w, scheme, 'first picture', Date.now()-t);
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `${out}-${w}-${scheme}.png` });
  await ctx.close();
}
await browser.close();
