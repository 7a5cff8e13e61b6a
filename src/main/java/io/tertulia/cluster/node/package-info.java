/**
 * One node's part in a cluster, put together from the packages beside this one. It reaches Redis
 * through its shards only.
 */
@NullMarked
package io.tertulia.cluster.node;

import org.jspecify.annotations.NullMarked;
