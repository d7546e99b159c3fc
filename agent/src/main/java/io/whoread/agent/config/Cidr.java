package io.whoread.agent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. */
public final class Cidr {
  // Nothing else that looks like it: the JDK would take that for a name, and ask for it.
  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  private static final Cidr V4_LOOPBACK = parse("127.0.0.0/8");
  private static final Cidr V6_LOOPBACK = parse("::1");

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** Null where the text is no block of addresses. */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] network = address(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      return null;
    }
    int bits = network.length * 8;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
        return null;
      }
      bits = Integer.parseInt(length);
    }
    return new Cidr(network, bits);
  }

  /** The bytes of a numeric address; null for anything else. Never asks a name server. */
  public static byte[] address(String text) {
    boolean v4 = V4.matcher(text).matches();
    boolean v6 = text.indexOf(':') >= 0 && V6.matcher(text).matches();
    if (!v4 && !v6) {
      return null;
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** Whether a numeric address is one of this host's own, which nothing leaves the host for. */
  static boolean isLoopback(String text) {
    byte[] address = address(text);
    return address != null && (V4_LOOPBACK.contains(address) || V6_LOOPBACK.contains(address));
  }

  public boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xff : 0xff << 8 - (bits - bit) & 0xff;
      if (((address[bit >> 3] ^ network[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
