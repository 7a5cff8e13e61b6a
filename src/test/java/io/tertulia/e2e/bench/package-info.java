/** The benchmark is part of the product: it has to run for whoever wants to repeat its figures. */
@org.jspecify.annotations.NullMarked
package io.tertulia.e2e.bench;
