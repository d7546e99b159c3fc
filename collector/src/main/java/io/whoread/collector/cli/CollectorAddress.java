package io.whoread.collector.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address that a collector is asked at, as a person writes it. */
final class CollectorAddress implements ITypeConverter<URI> {
  static final String EXPECTED = "expected an address such as https://collector.example:8443";

  /**
   * @throws IllegalArgumentException where it is none; the message does not repeat it
   */
  static URI of(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      // Whoever writes a password into an address finds it in messages about the address.
      if (uri.getHost() != null
          && uri.getRawUserInfo() == null
          && Set.of("http", "https").contains(scheme)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  @Override
  public URI convert(String text) {
    try {
      return of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
