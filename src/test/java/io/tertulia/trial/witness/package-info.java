/**
 * Members that never come back by themselves: they show what happens to one connection to one node
 * of a rig, and what it is answered.
 */
@NullMarked
package io.tertulia.trial.witness;

import org.jspecify.annotations.NullMarked;
