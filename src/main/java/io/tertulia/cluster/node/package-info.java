/** One node's part in a cluster, put together from the packages beside this one. */
@NullMarked
package io.tertulia.cluster.node;

import org.jspecify.annotations.NullMarked;
