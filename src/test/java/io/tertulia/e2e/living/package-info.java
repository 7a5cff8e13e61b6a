/** Messages that change, with packaged nodes. */
@NullMarked
package io.tertulia.e2e.living;

import org.jspecify.annotations.NullMarked;
