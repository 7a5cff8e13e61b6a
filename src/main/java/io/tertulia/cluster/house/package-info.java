/**
 * What belongs to the whole house and to no room, as all nodes keep it together: what was revoked
 * and who is banned, and what administrators did.
 */
@NullMarked
package io.tertulia.cluster.house;

import org.jspecify.annotations.NullMarked;
