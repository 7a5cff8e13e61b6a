package io.tertulia.client.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** How a connection is to be opened. By one thread. */
public final class Opening {
  public static final String JSON = "tertulia.v1.json";

  /** So that who does not read is a burden for the server, not for the kernel. */
  private static final int WINDOW = 65_536;

  private static final Set<String> SECURE = Set.of("wss", "https");

  private final URI address;
  private final List<String> headers = new ArrayList<>();
  private @Nullable InetAddress from;
  private @Nullable SSLContext trust;
  private int window = WINDOW;
  private Duration patience = Duration.ofSeconds(10);

  private Opening(URI address) {
    this.address = address;
  }

  /**
   * @param address with its path, {@code ws} or {@code wss}; {@code http} and {@code https} are the
   *     same
   */
  public static Opening of(URI address) {
    return new Opening(address);
  }

  /**
   * For the chat of a node, in the sub-protocol.
   *
   * @param node http://host:port
   */
  public static Opening chat(URI node) {
    return of(node.resolve("/chat")).offering(JSON);
  }

  public Opening offering(String subprotocol) {
    return with("Sec-WebSocket-Protocol: " + subprotocol);
  }

  /**
   * @param header a whole line
   */
  public Opening with(String header) {
    headers.add(header);
    return this;
  }

  /**
   * @param client of this machine, from which the connection comes
   */
  public Opening from(InetAddress client) {
    from = client;
    return this;
  }

  /** For {@code wss}: whose certificates are believed, if they are for that host. */
  public Opening trusting(SSLContext context) {
    trust = context;
    return this;
  }

  /**
   * @param bytes which the kernel takes of what is not read, 0 for as many as it likes
   */
  public Opening window(int bytes) {
    window = bytes;
    return this;
  }

  /** For the connection, and again for the handshake. */
  public Opening within(Duration limit) {
    patience = limit;
    return this;
  }

  /** Opens it, or fails with {@link NoUpgrade} or another exception. */
  public Link open() throws IOException {
    return Link.open(this);
  }

  String handshake() {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return RawSocket.handshakeWith(
        address.getAuthority(), path + query, headers.toArray(String[]::new));
  }

  int patienceMillis() {
    return Math.toIntExact(patience.toMillis());
  }

  Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      if (from != null) {
        socket.bind(new InetSocketAddress(from, 0));
      }
      if (window > 0) {
        socket.setReceiveBufferSize(window);
      }
      socket.connect(new InetSocketAddress(address.getHost(), port()), patienceMillis());
      return isSecure() ? secured(socket) : socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket socket) throws IOException {
    if (trust == null) {
      throw new IllegalStateException("whose certificates are to be believed of " + address + "?");
    }
    SSLSocket secured =
        (SSLSocket) trust.getSocketFactory().createSocket(socket, address.getHost(), port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    return secured;
  }

  private boolean isSecure() {
    return SECURE.contains(address.getScheme());
  }

  private int port() {
    return address.getPort() >= 0 ? address.getPort() : isSecure() ? 443 : 80;
  }
}
