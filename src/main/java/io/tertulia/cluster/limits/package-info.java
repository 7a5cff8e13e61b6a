/**
 * How much one user or address may ask for on all nodes together. Every request is judged on its
 * own node; what the others granted is learned a moment later.
 */
@NullMarked
package io.tertulia.cluster.limits;

import org.jspecify.annotations.NullMarked;
