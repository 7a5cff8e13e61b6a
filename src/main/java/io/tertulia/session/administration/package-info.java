/**
 * How rooms are changed, and what somebody is in them: what is asked for is judged and becomes an
 * entry of the room's log. Any thread; knows no client.
 */
@NullMarked
package io.tertulia.session.administration;

import org.jspecify.annotations.NullMarked;
