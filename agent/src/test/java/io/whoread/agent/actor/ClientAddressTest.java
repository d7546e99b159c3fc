package io.whoread.agent.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.config.Cidr;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private final ClientAddress addresses =
      new ClientAddress(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "10.1.1.1 | 203.0.113.9 | 203.0.113.9",
        "10.1.1.1 | 6.6.6.6, 203.0.113.9, 10.2.2.2 | 203.0.113.9",
        "203.0.113.5 | 6.6.6.6 | 203.0.113.5",
        "10.1.1.1 | - | 10.1.1.1",
        "10.1.1.1 | unknown | 10.1.1.1",
        "10.1.1.1 | 6.6.6.6, evil.example | 10.1.1.1",
        // No address, whatever it looks like: a name server would be asked for the first.
        "10.1.1.1 | 6.6.6.666 | 10.1.1.1",
        "10.1.1.1 | 010.6.6.6 | 10.1.1.1",
        "fd00::1 | [2001:db8::7]:443 | 2001:db8::7",
        "fd00::1 | 203.0.113.9:5123 | 203.0.113.9",
        "11.0.0.1 | 10.0.0.1 | 11.0.0.1",
      })
  void believesTrustedProxiesAlone(String peer, String forwarded, String client) {
    assertThat(addresses.of(peer, peer, forwarded)).isEqualTo(client);
  }

  /** What a container has put in the peer's place, and left of the header. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "10.1.1.1 | 203.0.113.9 | - | 203.0.113.9",
        "10.1.1.1 | 10.3.3.3 | 6.6.6.6, 203.0.113.9 | 203.0.113.9",
        "10.1.1.1 | 203.0.113.9 | 6.6.6.6 | 203.0.113.9",
        "10.1.1.1 | nonsense | 6.6.6.6 | 10.1.1.1",
        "203.0.113.5 | 10.1.1.1 | 6.6.6.6 | 203.0.113.5",
        "- | 203.0.113.9 | 6.6.6.6 | 203.0.113.9",
      })
  void believesAContainerBehindTrustedProxiesAlone(
      String peer, String shown, String forwarded, String client) {
    assertThat(addresses.of(peer, shown, forwarded)).isEqualTo(client);
    assertThat(addresses.isTrusted(peer)).isEqualTo("10.1.1.1".equals(peer));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "::ffff:192.0.2.7, 192.0.2.7",
  })
  void writesAddressesInTheirOneForm(String given, String canonical) {
    assertThat(addresses.of(given, given, null)).isEqualTo(canonical);
    assertThat(addresses.of(canonical, canonical, null)).isEqualTo(canonical);
  }

  /** Whatever a client writes in front of what its proxy adds changes nothing. */
  @Property(tries = 200)
  void nothingForgedIsBelieved(@ForAll @Size(max = 5) List<String> forged) {
    List<String> hops = new ArrayList<>(forged);
    hops.add("203.0.113.9");
    assertThat(addresses.of("10.1.1.1", "10.1.1.1", String.join(",", hops)))
        .isEqualTo("203.0.113.9");
  }
}
