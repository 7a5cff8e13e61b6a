package io.tertulia.protocol.json;

import io.tertulia.protocol.Command;
import io.tertulia.protocol.Shapes;
import org.jspecify.annotations.Nullable;

/** Reads the commands about the whole house. */
final class HouseCommands {
  /** A hundred years in milliseconds: whoever means for ever leaves it out. */
  static final long LONGEST = 100L * 365 * 86_400_000;

  private static final int REASON = 200;
  private static final String NETWORK = "/64";

  private HouseCommands() {}

  static Command ban(long id, Fields f) throws Fields.Wrong {
    String user = user(f);
    String address = address(f);
    one(f, "user", user, "address", address);
    return new Command.BanEverywhere(id, user, address, f.number("for", LONGEST), reason(f));
  }

  static Command revoke(long id, Fields f) throws Fields.Wrong {
    String user = user(f);
    String token = f.string("token");
    one(f, "user", user, "token", token);
    if (token != null && !Shapes.isTokenId(token)) {
      throw f.wrong(
          "token", "token must be the jti of one, 1-256 visible characters; never itself.");
    }
    Long before = f.number("before", LONGEST);
    if (token != null && before != null) {
      throw f.wrong("before", "before goes with user: a token is revoked as it is.");
    }
    return new Command.Revoke(id, user, before, token);
  }

  static Command disconnect(long id, Fields f) throws Fields.Wrong {
    String user = user(f);
    String session = f.string("session");
    one(f, "user", user, "session", session);
    if (session != null && !Shapes.isTokenId(session)) {
      throw f.wrong("session", "session must be what a welcome called one.");
    }
    return new Command.Disconnect(id, user, session);
  }

  private static void one(
      Fields f, String first, @Nullable String one, String second, @Nullable String other)
      throws Fields.Wrong {
    if (one == null && other == null) {
      throw f.wrong(first, "Whom? Give " + first + " or " + second + ".");
    }
    if (one != null && other != null) {
      throw f.wrong(second, "Give " + first + " or " + second + ", not both.");
    }
  }

  private static @Nullable String user(Fields f) throws Fields.Wrong {
    String user = f.string("user");
    if (user != null && !Shapes.isUser(user)) {
      throw f.wrong(
          "user", "user must be an id, as from.id has it: 1-128 of A-Z a-z 0-9 . _ : @ | ~ -.");
    }
    return user;
  }

  /** Of a network of IPv6 its first address, which counts for all of it. */
  private static @Nullable String address(Fields f) throws Fields.Wrong {
    String given = f.string("address");
    if (given == null) {
      return null;
    }
    boolean network = given.indexOf(':') >= 0 && given.endsWith(NETWORK);
    String address = network ? given.substring(0, given.length() - NETWORK.length()) : given;
    if (!Shapes.isAddress(address)) {
      throw f.wrong(
          "address", "address must be one of IPv4 or IPv6, like 192.0.2.1 or 2001:db8::/64.");
    }
    return address;
  }

  private static @Nullable String reason(Fields f) throws Fields.Wrong {
    String reason = f.string("reason");
    if (reason != null
        && (reason.length() > REASON || !Shapes.isUnicode(reason) || !Shapes.isText(reason))) {
      throw f.wrong("reason", "reason must be a text of at most " + REASON + " characters.");
    }
    return reason;
  }
}
