/**
 * The way of a message as spans of OpenTelemetry, sent to a collector by OTLP over HTTP. Of that
 * library no class is loaded unless an endpoint is set. Spans begin and end on any thread; they are
 * sent on a thread of the library.
 */
@NullMarked
package io.tertulia.ops.tracing;

import org.jspecify.annotations.NullMarked;
