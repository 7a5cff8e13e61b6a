package io.tertulia.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.StringJoiner;

/** Addresses as limits see them. */
public final class AddressKeys {
  private static final int NETWORK_BYTES = 8;

  private AddressKeys() {}

  /**
   * The name that whoever has this address is counted by. Of IPv6 that is the network of 64 bits:
   * it is the least that anybody is given (RFC 6177), and all of its addresses are one client's. An
   * IPv4 address in the clothes of IPv6 is one of IPv4.
   *
   * @param address as a literal; anything else is its own name
   */
  public static String network(String address) {
    int scope = address.indexOf('%');
    try {
      InetAddress parsed = InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope));
      return parsed instanceof Inet6Address
          ? network(parsed.getAddress())
          : parsed.getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private static String network(byte[] address) {
    StringJoiner words = new StringJoiner(":", "", "::/64");
    for (int i = 0; i < NETWORK_BYTES; i += 2) {
      words.add(
          HexFormat.of()
              .toHexDigits((short) (address[i] << 8 | (address[i + 1] & 0xff)))
              .replaceFirst("^0{1,3}", ""));
    }
    return words.toString();
  }
}
