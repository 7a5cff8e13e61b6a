/** The rules, the dashboard and the measures, before the Prometheus that reads them. */
@NullMarked
package io.tertulia.e2e.monitoring;

import org.jspecify.annotations.NullMarked;
