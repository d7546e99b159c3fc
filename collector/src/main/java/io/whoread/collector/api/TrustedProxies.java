package io.whoread.collector.api;

import io.whoread.collector.WhoreadProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Behind a proxy that ends TLS, the proxy alone knows the client's address and that the connection
 * was safe; it says so in {@code X-Forwarded-For} and {@code X-Forwarded-Proto}. Anybody can send
 * these, so they are believed from the configured addresses alone, and of the addresses in them the
 * last that is none of these.
 */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final List<String> addresses;

  TrustedProxies(WhoreadProperties properties) {
    addresses = properties.trustedProxies();
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    if (addresses.isEmpty()) {
      return;
    }
    RemoteIpValve valve = new RemoteIpValve();
    valve.setInternalProxies(pattern(addresses));
    valve.setRemoteIpHeader("X-Forwarded-For");
    valve.setProtocolHeader("X-Forwarded-Proto");
    factory.addEngineValves(valve);
  }

  /** Each address as it was written, and as the server writes it. */
  private static String pattern(List<String> addresses) {
    List<String> forms = new ArrayList<>();
    for (String address : addresses) {
      if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
        throw refused(address);
      }
      try {
        forms.add(address);
        forms.add(InetAddress.getByName(address).getHostAddress());
      } catch (UnknownHostException e) {
        throw refused(address);
      }
    }
    return forms.stream().map(Pattern::quote).collect(Collectors.joining("|"));
  }

  private static IllegalArgumentException refused(String address) {
    return new IllegalArgumentException(
        "whoread.trusted-proxies: " + address + " is no IP address; list each proxy's own");
  }
}
