/**
 * The manifests on a real Kubernetes of one machine ({@code .ci/kube/kube}): members chat through
 * Traefik while pods come and go.
 */
@NullMarked
package io.tertulia.e2e.kube;

import org.jspecify.annotations.NullMarked;
