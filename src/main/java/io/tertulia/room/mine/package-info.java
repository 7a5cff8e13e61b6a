/**
 * What one person has of the rooms: a list of those it follows, marks of what it has read, and whom
 * it wants to hear nothing of. Ports and values; knows no client.
 */
@NullMarked
package io.tertulia.room.mine;

import org.jspecify.annotations.NullMarked;
