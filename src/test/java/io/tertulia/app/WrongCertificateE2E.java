package io.tertulia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tertulia.client.Management;
import io.tertulia.e2e.FreePort;
import io.tertulia.e2e.PackagedNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What a person reads whose Redis, or whose node, shows a certificate that is over. */
class WrongCertificateE2E {
  @Test
  void an_expired_certificate_of_redis_is_one_sentence()
      throws IOException, GeneralSecurityException {
    ExpiredCertificate certificate = new ExpiredCertificate();
    try (SSLServerSocket redis = certificate.listen();
        PackagedNode node =
            PackagedNode.launch(
                "quarkus.redis.hosts=rediss://localhost:" + redis.getLocalPort(),
                "quarkus.redis.tls.enabled=true",
                "quarkus.redis.tls.trust-certificate-pem=true",
                "quarkus.redis.tls.trust-certificate-pem.certs=" + certificate.authority())) {
      Thread.ofVirtual().start(() -> shakeHands(redis));
      String sentence = "cannot be trusted (its certificate has expired, NotAfter: ";
      Management management = Management.at(node.managementPort());
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () -> {
                assertThat(node.log()).contains(sentence).doesNotContain("PKIX", "CertPath");
                assertThat(management.ready()).startsWith("503").contains(sentence, "renew it");
              });
    }
  }

  @Test
  void an_expired_certificate_of_the_node_is_one_warning_and_the_node_starts() throws IOException {
    ExpiredCertificate certificate = new ExpiredCertificate();
    String setting = "quarkus.http.ssl.certificate.";
    try (PackagedNode node =
        PackagedNode.start(
            "quarkus.http.ssl-port=" + FreePort.choose(),
            setting + "key-store-file=" + certificate.store(),
            setting + "key-store-password=" + ExpiredCertificate.PASSWORD)) {
      assertThat(node.log().lines().filter(line -> line.contains("WARN")))
          .singleElement()
          .asString()
          .contains("The certificate of this node, for CN=localhost, has expired at ", "renew it");
    }
  }

  private static void shakeHands(SSLServerSocket redis) {
    while (!redis.isClosed()) {
      try (SSLSocket socket = (SSLSocket) redis.accept()) {
        socket.startHandshake();
      } catch (IOException e) {
        // The other side has refused it.
      }
    }
  }
}
