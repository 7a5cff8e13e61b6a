package io.tertulia.app.start;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Singleton;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jboss.logging.Logger;

/**
 * Tells of a certificate of this node that no client will trust. It starts all the same: behind a
 * proxy nobody may look at it, and a new one may come while the node runs.
 */
@Singleton
public final class CertificateCheck implements HttpServerOptionsCustomizer {
  private static final Logger LOG = Logger.getLogger(CertificateCheck.class);
  private static final String[] KINDS = {"EC", "RSA", "EdDSA"};

  private final Vertx vertx;

  CertificateCheck(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    KeyCertOptions own = options.getKeyCertOptions();
    if (own == null) {
      return;
    }
    try {
      certificates(own.getKeyManagerFactory(vertx).getKeyManagers())
          .flatMap(certificate -> complaint(certificate).stream())
          .forEach(LOG::warn);
    } catch (Exception e) {
      // The server will say in a moment that it cannot use it.
      LOG.debug("The node's own certificate could not be looked at", e);
    }
  }

  /** Each with which this node may answer, without those of its authorities. */
  private static Stream<X509Certificate> certificates(KeyManager[] managers) {
    return Stream.of(managers)
        .filter(X509KeyManager.class::isInstance)
        .map(X509KeyManager.class::cast)
        .flatMap(
            manager ->
                Stream.of(KINDS)
                    .flatMap(kind -> Stream.ofNullable(manager.getServerAliases(kind, null)))
                    .flatMap(Arrays::stream)
                    .distinct()
                    .map(alias -> manager.getCertificateChain(alias)[0]));
  }

  static Optional<String> complaint(X509Certificate certificate) {
    String whose = "The certificate of this node, for " + certificate.getSubjectX500Principal();
    try {
      certificate.checkValidity();
      return Optional.empty();
    } catch (CertificateExpiredException e) {
      return Optional.of(
          whose
              + ", has expired at "
              + certificate.getNotAfter().toInstant()
              + ": no client will trust it; renew it.");
    } catch (CertificateNotYetValidException e) {
      return Optional.of(
          whose
              + ", begins at "
              + certificate.getNotBefore().toInstant()
              + ": no client trusts it until then; look at the clock of this machine, too.");
    }
  }
}
