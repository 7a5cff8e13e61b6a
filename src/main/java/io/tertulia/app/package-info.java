/**
 * Wiring only: reads the configuration, chooses the implementations at start-up. Nothing imports
 * it.
 */
@NullMarked
package io.tertulia.app;

import org.jspecify.annotations.NullMarked;
