package io.whoread.agent.actor;

import io.whoread.agent.config.Cidr;
import java.util.List;

/**
 * The client's address. What a proxy says of it is believed only where the proxy is trusted, from
 * the near end of {@code X-Forwarded-For} on: whatever stands left of the first address that is no
 * trusted proxy may have been written by the client itself.
 *
 * <p>Whom to trust is decided by the peer of the connection, which nobody can forge. The address
 * that a container shows is another thing: Tomcat's RemoteIpValve puts what it has read from {@code
 * X-Forwarded-For} in its place and takes that part of the header away. So behind a trusted peer
 * such an address is the nearest hop, and what is left of the header stands before it.
 */
final class ClientAddress {
  private final List<Cidr> trusted;

  /** One client, or one proxy of few, makes many requests: the peer asked for last. */
  private volatile Peer last;

  ClientAddress(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  /**
   * In canonical text form, or null where it is not known.
   *
   * @param peer of the connection; null where the container does not know it (AJP)
   * @param shown the remote address as the container shows it
   * @param forwardedFor what is left of the header, or null
   */
  String of(String peer, String shown, String forwardedFor) {
    if (peer == null) {
      return peer(shown).text;
    }
    Peer known = peer(peer);
    boolean replaced = shown != null && !shown.equals(peer);
    if (!known.trusted || forwardedFor == null && !replaced) {
      return known.text;
    }
    byte[] current = known.address;
    if (replaced) {
      byte[] hop = parse(shown);
      if (hop == null) {
        return known.text;
      }
      current = hop;
    }
    String[] hops = forwardedFor == null ? new String[0] : forwardedFor.split(",");
    for (int i = hops.length - 1; i >= 0 && isTrusted(current); i--) {
      byte[] hop = parse(hops[i].trim());
      if (hop == null) {
        break;
      }
      current = hop;
    }
    return text(current);
  }

  /** Whether the peer of a connection is a trusted proxy; false for null. */
  boolean isTrusted(String peer) {
    return peer != null && peer(peer).trusted;
  }

  private Peer peer(String text) {
    Peer known = last;
    if (known == null || !known.asked.equals(text)) {
      byte[] address = parse(text);
      known =
          new Peer(
              String.valueOf(text),
              address,
              address == null ? null : text(address),
              address != null && isTrusted(address));
      last = known;
    }
    return known;
  }

  private boolean isTrusted(byte[] address) {
    for (Cidr block : trusted) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Takes {@code [v6]:port} and {@code v4:port} as well, as some proxies write them. */
  private static byte[] parse(String text) {
    if (text == null) {
      return null;
    }
    String bare = text;
    if (bare.startsWith("[")) {
      int end = bare.indexOf(']');
      bare = end < 0 ? bare : bare.substring(1, end);
    } else if (bare.indexOf(':') == bare.lastIndexOf(':') && bare.indexOf(':') > 0) {
      bare = bare.substring(0, bare.indexOf(':'));
    }
    int zone = bare.indexOf('%');
    return Cidr.address(zone < 0 ? bare : bare.substring(0, zone));
  }

  /** IPv4 in four decimal numbers, IPv6 in the form of RFC 5952. */
  private static String text(byte[] address) {
    if (address.length == 4) {
      return (address[0] & 255)
          + "."
          + (address[1] & 255)
          + "."
          + (address[2] & 255)
          + "."
          + (address[3] & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (address[2 * i] & 255) << 8 | address[2 * i + 1] & 255;
    }
    int hidden = longestZeros(groups);
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == hidden) {
        text.append("::");
        while (i < 7 && groups[i + 1] == 0) {
          i++;
        }
      } else {
        text.append(text.length() == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** Where the longest run of two zeros and more begins, the first of equals; else -1. */
  private static int longestZeros(int[] groups) {
    int longest = -1;
    int most = 1;
    for (int i = 0; i < 8; i++) {
      int zeros = 0;
      while (i + zeros < 8 && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > most) {
        longest = i;
        most = zeros;
      }
      i += zeros;
    }
    return longest;
  }

  /** An address as it was given, and what follows from it. */
  private static final class Peer {
    final String asked;
    final byte[] address;

    /** Canonical, or null where it is no address. */
    final String text;

    final boolean trusted;

    Peer(String asked, byte[] address, String text, boolean trusted) {
      this.asked = asked;
      this.address = address;
      this.text = text;
      this.trusted = trusted;
    }
  }
}
