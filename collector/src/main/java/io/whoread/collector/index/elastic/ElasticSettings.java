package io.whoread.collector.index.elastic;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where an Elasticsearch cluster is, and how to be let in.
 *
 * @param addresses of its nodes, any of which may be asked
 * @param caFile certificates to trust them by, in PEM; null for the authorities that the JVM knows
 * @param user with a password; null where there is a key, or the cluster asks for neither
 * @param password null without a user
 * @param apiKey in the encoded form that Elasticsearch shows once; null for none
 * @param name what the names of all indices and templates begin with
 * @param retention for how long accesses are kept there after they came; null for always
 */
public record ElasticSettings(
    List<URI> addresses,
    Path caFile,
    String user,
    String password,
    String apiKey,
    String name,
    Duration retention) {

  /** Without secrets. */
  @Override
  public String toString() {
    return name + " at " + addresses;
  }
}
