package io.tertulia.wire.tls;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tertulia.client.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A certificate for localhost, made for one run by the JDK's own keytool, on a node that speaks
 * TLS.
 */
public final class Certificate implements QuarkusTestResourceLifecycleManager {
  private static final Path FOLDER = Path.of("target", "tls");
  private static final Path STORE = FOLDER.resolve("localhost.p12").toAbsolutePath();
  private static final String PASSWORD = "only-for-tests";

  @Override
  public Map<String, String> start() {
    try {
      Files.createDirectories(FOLDER);
      Files.deleteIfExists(STORE);
      make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "quarkus.http.ssl.certificate.key-store-file", STORE.toString(),
        "quarkus.http.ssl.certificate.key-store-password", PASSWORD,
        "quarkus.http.insecure-requests", "enabled",
        "quarkus.http.ssl-port", "0",
        "quarkus.http.test-ssl-port", "0");
  }

  @Override
  public void stop() {}

  /** What trusts this certificate and no other. */
  static SSLContext trust() {
    try (InputStream in = Files.newInputStream(STORE)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return Trust.only(store.getCertificate("localhost"));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void make() throws IOException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "localhost",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    STORE.toString(),
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    try {
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool made no certificate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
