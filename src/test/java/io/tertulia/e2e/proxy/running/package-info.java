/** The proxies that we tell how to set up, as processes side by side before the same nodes. */
@NullMarked
package io.tertulia.e2e.proxy.running;

import org.jspecify.annotations.NullMarked;
