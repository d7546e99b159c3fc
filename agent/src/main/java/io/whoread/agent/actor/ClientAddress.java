package io.whoread.agent.actor;

import io.whoread.agent.config.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The client's address. What a proxy says of it is believed only where the proxy is trusted, from
 * the near end of {@code X-Forwarded-For} on: whatever stands left of the first address that is no
 * trusted proxy may have been written by the client itself.
 */
final class ClientAddress {
  private final List<Cidr> trusted;

  /** The peer asked for last, and its canonical form. */
  private volatile String[] last;

  ClientAddress(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  /** In canonical text form, or null where it is not known. */
  String of(String peer, String forwardedFor) {
    if (forwardedFor == null || trusted.isEmpty()) {
      // One client, or one proxy of few, makes many requests.
      String[] known = last;
      if (known == null || !known[0].equals(peer)) {
        byte[] address = parse(peer);
        if (address == null) {
          return null;
        }
        known = new String[] {peer, text(address)};
        last = known;
      }
      return known[1];
    }
    byte[] current = parse(peer);
    if (current == null) {
      return null;
    }
    String[] hops = forwardedFor.split(",");
    for (int i = hops.length - 1; i >= 0 && isTrusted(current); i--) {
      byte[] hop = parse(hops[i].trim());
      if (hop == null) {
        break;
      }
      current = hop;
    }
    return text(current);
  }

  boolean isTrusted(String peer) {
    byte[] address = parse(peer);
    return address != null && isTrusted(address);
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

  private static String text(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
