/**
 * Many nodes as one chat: the ports of {@code room} over one Redis. Nothing here is built when no
 * Redis is configured.
 */
@NullMarked
package io.tertulia.cluster;

import org.jspecify.annotations.NullMarked;
