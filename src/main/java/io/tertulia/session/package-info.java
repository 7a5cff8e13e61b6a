/**
 * One connected client, whatever its door: what it may ask, where it is in each of its rooms, what
 * waits for it. Records in, frames out.
 *
 * <p>{@code Session} is the life of one, {@code Conversation} what it asks and is answered; how it
 * follows a room is {@code session.subscription}, what it may do {@code session.rights}, and all of
 * them are in {@code session.registry}.
 *
 * <p>A session is touched on its connection's event loop only. Time comes in as a parameter; no
 * socket, no Quarkus, no wall clock.
 */
@NullMarked
package io.tertulia.session;

import org.jspecify.annotations.NullMarked;
