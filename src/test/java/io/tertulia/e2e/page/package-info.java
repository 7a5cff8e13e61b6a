/**
 * The web page at {@code /} as people use it: Debian's Chromium, driven by Playwright, against the
 * packaged node; and the modules of the page that need no browser, in Node.
 */
package io.tertulia.e2e.page;
