/** The measures of a node, as {@code tertulia_…} at {@code /q/metrics}. Recorded on any thread. */
@NullMarked
package io.tertulia.ops.metrics;

import org.jspecify.annotations.NullMarked;
