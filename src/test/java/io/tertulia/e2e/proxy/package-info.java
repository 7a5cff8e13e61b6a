/**
 * The proxies of {@code src/docs/proxies}, each run as its file stands there, in front of packaged
 * nodes. Ports and the folder of the certificate are other ones; nothing else of a file is touched.
 */
@NullMarked
package io.tertulia.e2e.proxy;

import org.jspecify.annotations.NullMarked;
