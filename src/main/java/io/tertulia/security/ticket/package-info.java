/**
 * Tickets, which stand in an address for a credential that may not: what one is, what it is
 * exchanged for, and to whom. Knows no door; any thread.
 */
@NullMarked
package io.tertulia.security.ticket;

import org.jspecify.annotations.NullMarked;
