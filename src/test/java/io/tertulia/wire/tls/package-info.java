/** The wire inside TLS. */
@NullMarked
package io.tertulia.wire.tls;

import org.jspecify.annotations.NullMarked;
