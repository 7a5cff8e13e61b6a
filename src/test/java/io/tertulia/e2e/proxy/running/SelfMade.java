package io.tertulia.e2e.proxy.running;

import io.tertulia.client.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A certificate for localhost as the document makes it, by openssl, for one run.
 *
 * @param folder of chat.crt, chat.key and chat.pem, which is both
 */
public record SelfMade(Path folder) {
  public static SelfMade in(Path folder) {
    Path key = folder.resolve("chat.key");
    Path certificate = folder.resolve("chat.crt");
    Command.run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString()));
    try {
      String both = Files.readString(certificate) + Files.readString(key);
      Files.writeString(folder.resolve("chat.pem"), both);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SelfMade(folder);
  }

  /** What trusts this certificate and no other. */
  public SSLContext trust() {
    try (InputStream in = Files.newInputStream(folder.resolve("chat.crt"))) {
      return Trust.only(CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
