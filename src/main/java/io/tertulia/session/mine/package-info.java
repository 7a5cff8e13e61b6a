/**
 * What clients ask about their own rooms: marks, the list, the inbox, direct messages. What is of
 * one client is on its loop; the rest on any thread. Knows no session.
 */
@NullMarked
package io.tertulia.session.mine;

import org.jspecify.annotations.NullMarked;
