/**
 * The way to one client: what its session sees of the connection, and what waits for it there, and
 * the outbox as a place that subscriptions write to. On its event loop only.
 */
@NullMarked
package io.tertulia.session.connection;

import org.jspecify.annotations.NullMarked;
